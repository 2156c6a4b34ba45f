//! How what is in the bucket is encrypted.

use awslab_core::context::Context;
use awslab_core::model::EncryptionByDefault;
use awslab_core::nouns::BucketSubject;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};

use super::fixes::{ENCRYPT_BY_DEFAULT, ENCRYPT_BY_DEFAULT_WITH_OWN_KEY, ENCRYPT_OBJECT_WITH_OWN_KEY};
use super::sample;

pub(super) fn default_encryption(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let fix = if cx.flag("kms") { ENCRYPT_BY_DEFAULT_WITH_OWN_KEY } else { ENCRYPT_BY_DEFAULT };
    let encryption = bucket.default_encryption()?;
    encrypted(cx, bucket, "default encryption", encryption)?.fix(fix).verdict()
}

pub(super) fn objects_encrypted(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let objects = &sample(cx, bucket)?.contents;
    if objects.is_empty() {
        return Err(Miss::Skipped("no object was looked at".to_owned()));
    }
    all(objects.iter().map(|object| {
        let encryption = object.server_side_encryption.known()?.as_ref();
        let mut observation = encrypted(cx, bucket, "encryption", encryption)?.name("key", &object.key);
        observation.subject = format!("{}/{}", observation.subject, object.key);
        if cx.flag("kms") {
            observation = observation.fix(ENCRYPT_OBJECT_WITH_OWN_KEY);
        }
        observation.verdict()
    }))
}

/// Whether something is encrypted as the lab demands: at all, or with a customer-managed key.
fn encrypted(
    cx: &Context<'_>,
    bucket: BucketSubject<'_>,
    property: &str,
    encryption: Option<&EncryptionByDefault>,
) -> Result<Observation, Miss> {
    let algorithm = encryption.map_or("none", |it| &it.sse_algorithm);
    let key_id = encryption.and_then(|it| it.kms_master_key_id.as_deref());
    if !cx.flag("kms") {
        let actual = key_id.map_or(algorithm.to_owned(), |key| format!("{algorithm} with {key}"));
        return Ok(bucket.observe(property, encryption.is_some(), "SSE-S3 or SSE-KMS", actual));
    }
    let Some(key_id) = key_id else {
        let actual = if algorithm.starts_with("aws:kms") { "the AWS-managed key aws/s3" } else { algorithm };
        return Ok(bucket.observe(property, false, "a customer-managed KMS key", actual));
    };
    let (met, actual) = match cx.key(key_id, bucket.bucket_region.known()?)? {
        None => (false, format!("{key_id}, which does not exist")),
        Some(key) if !key.is_customer_managed() => (false, format!("the AWS-managed key {}", key.arn)),
        Some(key) => match key.key_state.as_deref() {
            Some("Enabled") | None => (true, key.arn.clone()),
            Some(state) => (false, format!("{}, which is {state}", key.arn)),
        },
    };
    Ok(bucket.observe(property, met, "a customer-managed KMS key", actual))
}
