//! S3: the buckets, each with its settings from its own Region.

mod account;
mod acl;
mod objects;
mod settings;

use std::collections::BTreeSet;

use aws_sdk_s3::types::{self, BucketLocationConstraint};
use awslab_core::call;
use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Bucket, PublicAccessBlock};
use futures::future::join_all;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;

pub(crate) use account::account_block;
pub(crate) use acl::acl;
pub(crate) use objects::sample_objects;

/// Every bucket of the account.
pub(crate) type Buckets = Fetched<Vec<Bucket>>;

/// Buckets a page. S3 tells Regions only where pages are asked for.
const PAGE: i32 = 1000;

/// Where a bucket without a location constraint is.
const CLASSIC_REGION: &str = "us-east-1";

/// A setting that AWS leaves out is off. The SDK has a type for the account's block and another for a bucket's.
fn public_access_block(
    block_public_acls: Option<bool>,
    ignore_public_acls: Option<bool>,
    block_public_policy: Option<bool>,
    restrict_public_buckets: Option<bool>,
) -> PublicAccessBlock {
    PublicAccessBlock {
        block_public_acls: block_public_acls.unwrap_or(false),
        ignore_public_acls: ignore_public_acls.unwrap_or(false),
        block_public_policy: block_public_policy.unwrap_or(false),
        restrict_public_buckets: restrict_public_buckets.unwrap_or(false),
    }
}

/// The buckets with their Regions.
pub(crate) async fn list_buckets(api: Api<'_>) -> Buckets {
    let s3 = api.clients.s3(api.region());
    let listed = api.ask(call::LIST_BUCKETS, list(&s3)).await;
    match listed {
        Fetched::Known(buckets) => Fetched::Known(join_all(buckets.into_iter().map(|it| located(api, it))).await),
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

/// The Regions that hold buckets.
pub(crate) fn regions(buckets: &Buckets) -> BTreeSet<String> {
    buckets.as_known().into_iter().flatten().filter_map(|it| it.bucket_region.as_known()).cloned().collect()
}

/// The buckets with the settings that are wanted.
pub(crate) async fn with_settings(api: Api<'_>, facts: &BTreeSet<Fact>, buckets: Buckets) -> Buckets {
    match buckets {
        Fetched::Known(buckets) => {
            Fetched::Known(join_all(buckets.into_iter().map(|it| settings::read(api, facts, it))).await)
        }
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html>
async fn list(s3: &aws_sdk_s3::Client) -> Result<Vec<Bucket>, Refusal> {
    let mut pages = s3.list_buckets().into_paginator().page_size(PAGE).send();
    let mut buckets = Vec::new();
    while let Some(page) = pages.next().await {
        for it in page?.buckets.unwrap_or_default() {
            buckets.push(bucket(it)?);
        }
    }
    Ok(buckets)
}

fn bucket(bucket: types::Bucket) -> Result<Bucket, Refusal> {
    Ok(Bucket {
        creation_date: timestamp(bucket.creation_date),
        bucket_region: bucket.bucket_region.map(Fetched::Known).unwrap_or_default(),
        ..Bucket::named(bucket.name.required("Name")?)
    })
}

/// The bucket with its Region, asked for where the list did not tell it.
async fn located(api: Api<'_>, bucket: Bucket) -> Bucket {
    if !bucket.bucket_region.is_not_collected() {
        return bucket;
    }
    let s3 = api.clients.s3(api.region());
    let bucket_region = api
        .ask(call::GET_BUCKET_LOCATION, async {
            let answer = s3.get_bucket_location().bucket(&bucket.name).send().await?;
            Ok(region_of(answer.location_constraint.as_ref()))
        })
        .await;
    Bucket { bucket_region, ..bucket }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html>
fn region_of(location: Option<&BucketLocationConstraint>) -> String {
    match location.map(BucketLocationConstraint::as_str) {
        None | Some("") => CLASSIC_REGION.to_owned(),
        Some("EU") => "eu-west-1".to_owned(),
        Some(region) => region.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;

    use super::*;
    use crate::testing::{account, bucket_list, s3_error};

    #[tokio::test]
    async fn pages_are_put_together() {
        let first = bucket_list(&[("anna", Some("eu-west-1"))], Some("next"));
        let second = bucket_list(&[("bert", Some("ap-south-1"))], None);
        let account = account(&[Fact::S3Buckets], [(200, first), (200, second)]).await;
        let Fetched::Known(buckets) = account.global.s3.buckets else { panic!("both pages are good") };
        let places: Vec<_> = buckets.iter().map(|it| (it.name.as_str(), it.bucket_region.as_known())).collect();
        let [ireland, mumbai] = ["eu-west-1".to_owned(), "ap-south-1".to_owned()];
        assert_eq!(places, [("anna", Some(&ireland)), ("bert", Some(&mumbai))]);
    }

    #[tokio::test]
    async fn a_region_that_the_list_does_not_tell_is_asked_for() {
        let location = "<LocationConstraint>ap-south-1</LocationConstraint>".to_owned();
        let answers = [(200, bucket_list(&[("anna", None), ("bert", None)], None)), (200, location)];
        let denial = (403, s3_error("AccessDenied"));
        let account =
            account(&[Fact::S3Buckets, Fact::S3Tags], answers.into_iter().chain([denial.clone(), denial])).await;
        let Fetched::Known(buckets) = account.global.s3.buckets else { panic!("the list is good") };
        assert_eq!(buckets[0].bucket_region, Fetched::Known("ap-south-1".to_owned()));

        let Fetched::Unknown(gap) = &buckets[1].bucket_region else { panic!("the second location was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "s3:GetBucketLocation"));
        assert_eq!(buckets[1].tag_set, Fetched::Unknown(gap.clone()), "a setting cannot be asked for either");
    }

    #[test]
    fn old_locations_have_regions() {
        assert_eq!(region_of(None), "us-east-1");
        assert_eq!(region_of(Some(&BucketLocationConstraint::from(""))), "us-east-1");
        assert_eq!(region_of(Some(&BucketLocationConstraint::Eu)), "eu-west-1");
        assert_eq!(region_of(Some(&BucketLocationConstraint::ApSouth1)), "ap-south-1");
    }
}
