//! Later rounds: what is only read about a resource when a verdict hangs on it.

use std::collections::BTreeSet;

use awslab_core::arn::Arn;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Account, Acl, Bucket, KeyMetadata, ObjectSample, ServiceLastAccessed, UserCredentials};
use awslab_core::plan::Want;
use futures::future::join_all;
use futures::stream::{self, StreamExt};

use crate::api::Api;
use crate::{iam, kms, s3};

/// Answers every want, all of them at the same time, but for reports that AWS has to make.
pub(crate) async fn look(api: Api<'_>, account: &mut Account, wants: &[Want]) {
    let buckets = account.global.s3.buckets.as_known().map(Vec::as_slice).unwrap_or_default();
    let is_report = |want: &&Want| matches!(want, Want::LastAccessed { .. });
    let (reports, others): (Vec<_>, Vec<_>) = wants.iter().collect::<BTreeSet<_>>().into_iter().partition(is_report);
    let reports = reports.into_iter().map(|want| answer(api, buckets, want));
    let reports = stream::iter(reports).buffer_unordered(iam::REPORTS_AT_ONCE).collect::<Vec<_>>();
    let others = join_all(others.into_iter().map(|want| answer(api, buckets, want)));
    let (reports, others) = tokio::join!(reports, others);
    reports.into_iter().chain(others).flatten().for_each(|answer| answer.put_into(account));
}

/// The answer to a want, with what it is about.
enum Answer<'w> {
    Acl { bucket: &'w str, acl: Fetched<Acl> },
    Objects { bucket: &'w str, sample: Fetched<ObjectSample> },
    Key { id: &'w str, region: &'w str, key: Fetched<Option<KeyMetadata>> },
    UserCredentials { user: &'w str, credentials: Box<UserCredentials> },
    LastAccessed { principal: &'w Arn, services: Fetched<Vec<ServiceLastAccessed>> },
}

/// Nothing where the want is about a bucket that the account does not have.
async fn answer<'w>(api: Api<'_>, buckets: &[Bucket], want: &'w Want) -> Option<Answer<'w>> {
    let find = |name: &str| buckets.iter().find(|it| it.name == name);
    Some(match want {
        Want::Acl { bucket } => Answer::Acl { bucket, acl: s3::acl(api, find(bucket)?).await },
        Want::Objects { bucket, prefix, newest } => {
            Answer::Objects { bucket, sample: s3::sample_objects(api, find(bucket)?, prefix, *newest).await }
        }
        Want::Key { id, region } => Answer::Key { id, region, key: kms::describe_key(api, id, region).await },
        Want::UserCredentials { user } => {
            Answer::UserCredentials { user, credentials: Box::new(iam::user_credentials(api, user).await) }
        }
        Want::LastAccessed { principal } => {
            Answer::LastAccessed { principal, services: iam::services_last_accessed(api, principal).await }
        }
    })
}

impl Answer<'_> {
    fn put_into(self, account: &mut Account) {
        let iam = &mut account.global.iam;
        match self {
            Self::Acl { bucket: name, acl } => bucket(account, name).acl = acl,
            Self::Objects { bucket: name, sample } => bucket(account, name).objects = sample,
            Self::Key { id, region, key } => {
                account.regions.entry(region.to_owned()).or_default().kms.keys.insert(id.to_owned(), key);
            }
            Self::UserCredentials { user, credentials } => {
                iam.user_credentials.insert(user.to_owned(), *credentials);
            }
            Self::LastAccessed { principal, services } => {
                iam.services_last_accessed.insert(principal.clone(), services);
            }
        }
    }
}

/// A bucket that was found a moment ago.
fn bucket<'a>(account: &'a mut Account, name: &str) -> &'a mut Bucket {
    let Fetched::Known(buckets) = &mut account.global.s3.buckets else { panic!("the buckets are known") };
    buckets.iter_mut().find(|it| it.name == name).expect("the bucket is one of them")
}
