//! What the bucket answers over plain HTTP.

use awslab_core::context::Context;
use awslab_core::verdict::{Subject, Verdict};
use awslab_policy::{StatementReference, deny_plain_http, refuses_plain_http};

use super::fixes::{ADD_TO_POLICY, ADD_TO_WHAT_IS_LEFT, PUT_POLICY};
use super::policy::Mended;

/// To everyone, on the bucket and on its objects: what one Deny leaves open, the next must refuse.
pub(super) fn tls_only(cx: &Context<'_>) -> Verdict {
    const EXPECTED: &str = "denied to everyone, on the bucket and its objects";
    let bucket = cx.bucket()?;
    let document = bucket.document()?;
    let arn = bucket.arn();
    let passing = match refuses_plain_http(document.as_ref(), arn.as_str(), &cx.account.account_id) {
        Ok(refusing) => {
            let labels: Vec<String> = refusing.iter().map(StatementReference::label).collect();
            return bucket.observe("plain HTTP", true, EXPECTED, format!("denied by {}", labels.join(", "))).verdict();
        }
        Err(passing) => passing,
    };
    let found = bucket.observe("plain HTTP", false, EXPECTED, passing);
    let denial = deny_plain_http(arn.as_str());
    let Some(document) = document else {
        let policy = format!(r#"{{"Version":"2012-10-17","Statement":[{denial}]}}"#);
        return found.name("document", policy).fix(PUT_POLICY).verdict();
    };
    let mended = Mended::new(cx, bucket, &document, &[&denial]);
    mended.put_by(found, if mended.is_shorter { ADD_TO_WHAT_IS_LEFT } else { ADD_TO_POLICY }).verdict()
}
