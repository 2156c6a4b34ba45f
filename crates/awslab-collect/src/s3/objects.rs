//! A bounded sample of what is in a bucket.

use std::cmp::Reverse;

use aws_sdk_s3::Client;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Bucket, EncryptionByDefault, Object, ObjectSample};
use futures::future::join_all;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;

/// How many keys are listed at most: five calls.
const MOST_KEYS: usize = 5000;

/// Lists a bucket's keys under a prefix, and asks how each of the newest is stored.
pub(crate) async fn sample_objects(
    api: Api<'_>,
    bucket: &Bucket,
    prefix: &str,
    newest: usize,
) -> Fetched<ObjectSample> {
    let region = match &bucket.bucket_region {
        Fetched::Known(region) => region,
        Fetched::Unknown(gap) => return Fetched::Unknown(gap.clone()),
    };
    let api = api.in_region(region);
    let s3 = api.clients.s3(region);
    match api.ask(call::LIST_OBJECTS, list(&s3, &bucket.name, prefix, newest)).await {
        Fetched::Known(mut sample) => {
            let objects = sample.contents.into_iter().map(|it| with_encryption(api, &s3, &bucket.name, it));
            sample.contents = join_all(objects).await;
            Fetched::Known(sample)
        }
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html>
async fn list(s3: &Client, bucket: &str, prefix: &str, newest: usize) -> Result<ObjectSample, Refusal> {
    let mut pages = s3.list_objects_v2().bucket(bucket).prefix(prefix).into_paginator().send();
    let mut sample = ObjectSample { prefix: prefix.to_owned(), ..ObjectSample::default() };
    while sample.key_count < MOST_KEYS {
        let Some(page) = pages.next().await else { break };
        let page = page?;
        sample.is_truncated = page.is_truncated.unwrap_or(false);
        for it in page.contents.unwrap_or_default() {
            sample.key_count += 1;
            let size = it.size.required("Size")?;
            // What consoles show as a folder is an empty object.
            if size > 0 {
                sample.non_empty_count += 1;
                sample.contents.push(Object {
                    key: it.key.required("Key")?,
                    size,
                    last_modified: timestamp(it.last_modified),
                    server_side_encryption: Fetched::default(),
                });
            }
        }
        keep_newest(&mut sample.contents, newest);
    }
    Ok(sample)
}

fn keep_newest(objects: &mut Vec<Object>, count: usize) {
    objects.sort_by(|a, b| (Reverse(a.last_modified), &a.key).cmp(&(Reverse(b.last_modified), &b.key)));
    objects.truncate(count);
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html>
async fn with_encryption(api: Api<'_>, s3: &Client, bucket: &str, object: Object) -> Object {
    let server_side_encryption = api
        .ask(call::HEAD_OBJECT, async {
            let answer = s3.head_object().bucket(bucket).key(&object.key).send().await?;
            Ok(answer.server_side_encryption.map(|algorithm| EncryptionByDefault {
                sse_algorithm: algorithm.as_str().to_owned(),
                kms_master_key_id: answer.ssekms_key_id,
            }))
        })
        .await;
    Object { server_side_encryption, ..object }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{bucket_list, collect, s3_error, session};

    fn page(objects: &str, next: Option<&str>) -> String {
        let rest = match next {
            Some(next) => {
                format!("<IsTruncated>true</IsTruncated><NextContinuationToken>{next}</NextContinuationToken>")
            }
            None => "<IsTruncated>false</IsTruncated>".to_owned(),
        };
        format!("<ListBucketResult>{objects}{rest}</ListBucketResult>")
    }

    fn object(key: &str, size: usize, day: usize) -> String {
        format!(
            "<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2026-11-{day:02}T00:00:00Z</LastModified></Contents>"
        )
    }

    /// The sample of anna's bucket and how many calls it took.
    async fn sample(newest: usize, answers: Vec<(u16, String)>) -> (Fetched<ObjectSample>, usize) {
        let list = (200, bucket_list(&[("anna", Some("eu-west-1"))], None));
        let (session, http) = session([list].into_iter().chain(answers));
        let mut account = collect(&session, &[Fact::S3Buckets]).await;
        let want = Want::Objects { bucket: "anna".to_owned(), prefix: "in/".to_owned(), newest };
        session.look_closer(&mut account, &[want.clone(), want], &()).await;
        let Fetched::Known(mut buckets) = account.global.s3.buckets else { panic!("the list is good") };
        (buckets.remove(0).objects, http.actual_requests().count() - 1)
    }

    #[tokio::test]
    async fn the_newest_objects_that_are_not_empty_are_looked_at() {
        let objects =
            [object("in/", 0, 9), object("in/old", 1, 1), object("in/b", 1, 3), object("in/a", 1, 3)].concat();
        let (sample, calls) =
            sample(2, vec![(200, page(&objects, None)), (200, String::new()), (403, String::new())]).await;
        let Fetched::Known(sample) = sample else { panic!("the list is good") };
        assert_eq!((sample.prefix.as_str(), sample.key_count, sample.non_empty_count), ("in/", 4, 3));
        assert!(!sample.is_truncated);

        let [first, second] = &sample.contents[..] else { panic!("two were asked for") };
        assert_eq!((first.key.as_str(), second.key.as_str()), ("in/a", "in/b"));
        assert_eq!(first.server_side_encryption, Fetched::Known(None));
        let Fetched::Unknown(gap) = &second.server_side_encryption else { panic!("the second was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "s3:GetObject"));
        assert_eq!(calls, 3, "the same want twice is one question");
    }

    #[tokio::test]
    async fn no_more_than_so_many_keys_are_listed() {
        let objects: String = (0..1000).map(|number| object(&format!("in/{number}"), 0, 1)).collect();
        let pages = (0..9).map(|number| (200, page(&objects, Some(&format!("page-{number}"))))).collect();
        let (sample, calls) = sample(2, pages).await;
        let Fetched::Known(sample) = sample else { panic!("the list is good") };
        assert_eq!((sample.key_count, sample.non_empty_count, sample.is_truncated, calls), (5000, 0, true, 5));
    }

    #[tokio::test]
    async fn a_list_that_is_denied_is_a_gap() {
        let (sample, _calls) = sample(2, vec![(403, s3_error("AccessDenied"))]).await;
        let Fetched::Unknown(gap) = sample else { panic!("the list was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "s3:ListBucket"));
    }
}
