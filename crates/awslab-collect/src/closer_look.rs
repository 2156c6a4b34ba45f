//! Later rounds: what is only read about a resource when a verdict hangs on it.

use std::collections::BTreeSet;

use awslab_core::fetched::Fetched;
use awslab_core::model::{Account, Bucket};
use awslab_core::plan::Want;
use futures::future::join_all;
use futures::stream::{self, StreamExt};

use crate::api::Api;
use crate::{iam, kms, s3};

/// Answers every want, all of them at the same time.
pub(crate) async fn look(api: Api<'_>, account: &mut Account, wants: &[Want]) {
    let buckets = account.global.s3.buckets.as_known().map(Vec::as_slice).unwrap_or_default();
    let (mut samples, mut keys, mut users, mut reports) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for want in wants.iter().collect::<BTreeSet<_>>() {
        match want {
            Want::Objects { bucket: name, prefix, newest } => {
                let bucket = buckets.iter().find(|it| it.name == *name);
                samples.extend(bucket.map(|it| labelled(name, s3::sample_objects(api, it, prefix, *newest))));
            }
            Want::Key { id, region } => keys.push(labelled((region, id), kms::describe_key(api, id, region))),
            Want::UserCredentials { user } => users.push(labelled(user, iam::user_credentials(api, user))),
            Want::LastAccessed { principal } => {
                reports.push(labelled(principal, iam::services_last_accessed(api, principal)));
            }
        }
    }
    let reports = stream::iter(reports).buffer_unordered(iam::REPORTS_AT_ONCE).collect::<Vec<_>>();
    let (samples, keys, users, reports) = tokio::join!(join_all(samples), join_all(keys), join_all(users), reports);

    for (name, sample) in samples {
        bucket(account, name).objects = sample;
    }
    for ((region, id), key) in keys {
        account.regions.entry(region.clone()).or_default().kms.keys.insert(id.clone(), key);
    }
    for (user, credentials) in users {
        account.global.iam.user_credentials.insert(user.clone(), credentials);
    }
    for (principal, services) in reports {
        account.global.iam.services_last_accessed.insert(principal.clone(), services);
    }
}

/// An answer with what it is about.
async fn labelled<L, T>(label: L, answer: impl Future<Output = T>) -> (L, T) {
    (label, answer.await)
}

/// A bucket that was found a moment ago.
fn bucket<'a>(account: &'a mut Account, name: &str) -> &'a mut Bucket {
    let Fetched::Known(buckets) = &mut account.global.s3.buckets else { panic!("the buckets are known") };
    buckets.iter_mut().find(|it| it.name == name).expect("the bucket is one of them")
}
