//! # Upload and download objects to and from S3 buckets
//!
//! Amazon S3 keeps objects (bytes under a key) in buckets. A bucket's name is unique among all of AWS; the bucket itself
//! lies in one Region.
//!
//! ## What to build
//!
//! A bucket with at least one object, set up as you would leave it in production: nobody decides access object by
//! object, everything is encrypted, a mistake can be undone, and nothing piles up for ever.
//!
//! 1. Make a bucket: `aws s3 mb s3://my-bucket --region eu-west-1`
//! 2. Upload: `aws s3 cp file.txt s3://my-bucket/file.txt`
//! 3. Download: `aws s3 cp s3://my-bucket/file.txt copy.txt`
//! 4. Turn on versioning, then add lifecycle rules that end old versions and incomplete uploads.
//! 5. Look at what AWS has set for you since 2023: default encryption, no ACLs.
//!
//! ## What the criteria protect against
//!
//! - Object ACLs are a second, forgotten way to give access. Bucket owner enforced turns them off, so that policies alone
//!   decide.
//! - Default encryption makes sure that no upload is stored in the clear because somebody forgot an option. With a
//!   customer-managed key you decide who may decrypt, apart from who may read the bucket.
//! - Versioning turns an overwrite or a delete into something that can be undone. Lifecycle rules keep that from costing
//!   more every month.
//! - Access logs or CloudTrail data events tell afterwards who read what.
//!
//! ## Asked in interviews
//!
//! **How does S3 keep objects durable and available?** It stores every object redundantly on several devices in at least
//! three Availability Zones of the Region (One Zone classes: in one), checks the copies by checksums and repairs them. It
//! is designed for 99.999999999 % durability and, in S3 Standard, 99.99 % availability in a year. Versioning guards
//! against what redundancy cannot: your own mistakes. Replication to another Region guards against losing a Region.
//!
//! ## Further reading
//!
//! - Security best practices: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>
//! - Durability: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html>

use awslab_core::arn::Arn;
use awslab_core::call;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    CloudTrailTrails, KmsKeys, S3Buckets, S3Encryption, S3Lifecycle, S3Logging, S3Objects, S3Ownership, S3Versioning,
};
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::lab::Aspect::{Encryption, LeastPrivilege, Operations, Resilience, Task};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::{EncryptionByDefault, LifecycleRule, ObjectSample};
use awslab_core::nouns::BucketSubject;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all};

pub(crate) const LAB: Lab = Lab {
    id: "s3",
    title: "Upload and download objects to and from S3 buckets",
    source: include_str!("s3.rs"),
    params: &[
        Param::count("min_objects", 1, "how many objects that are not empty the bucket holds"),
        Param::text("prefix", "", "count only objects whose key begins with this"),
        Param::flag("kms", "demand encryption with a customer-managed KMS key"),
        Param::count("sample", 20, "how many of the newest objects are looked at one by one"),
    ],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("bucket", Task, 1, "an in-scope bucket exists", bucket)
            .reads(&[S3Buckets])
            .why("Everything in S3 lives in a bucket.")
            .fix("aws s3 mb s3://{new-bucket} --region {region}")
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-overview.html"),
        Criterion::new("object", Task, 2, "the bucket holds an object", object)
            .after("bucket")
            .reads(&[S3Buckets, S3Objects])
            .why("An upload proves that you can write to the bucket. An empty object is most often a mistake.")
            .fix("echo 'Hello from awslab!' > hello.txt\naws s3 cp hello.txt s3://{bucket}/{prefix}hello.txt")
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/upload-objects.html"),
        Criterion::new("acls-disabled", LeastPrivilege, 1, "ACLs are disabled", acls_disabled)
            .after("bucket")
            .reads(&[S3Buckets, S3Ownership])
            .why("ACLs give access object by object, past the bucket policy. Without them, policies alone decide.")
            .fix(
                "# If AWS refuses this, the bucket's ACL still grants others something. Then run first:\n\
                 # aws s3api put-bucket-acl --bucket {bucket} --acl private\n\
                 aws s3api put-bucket-ownership-controls --bucket {bucket} \
                 --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
            )
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html"),
        Criterion::new("default-encryption", Encryption, 1, "new objects are encrypted by default", default_encryption)
            .after("bucket")
            .reads(&[S3Buckets, S3Encryption])
            .reads_when(&["kms"], &[KmsKeys])
            .why("No upload is stored in the clear because somebody forgot an option.")
            .fix(ENCRYPT_BY_DEFAULT)
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html"),
        Criterion::new("objects-encrypted", Encryption, 1, "the newest objects are encrypted", objects_encrypted)
            .after("object")
            .reads(&[S3Buckets, S3Objects])
            .reads_when(&["kms"], &[KmsKeys])
            .why("Default encryption holds for new objects only: those that were there before stay as they were.")
            .fix("aws s3 cp s3://{bucket}/{key} s3://{bucket}/{key} --sse AES256")
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/serv-side-encryption.html"),
        Criterion::new("versioning", Resilience, 1, "versioning is on", versioning)
            .after("bucket")
            .reads(&[S3Buckets, S3Versioning])
            .why("An overwrite or a delete can be undone.")
            .fix("aws s3api put-bucket-versioning --bucket {bucket} --versioning-configuration Status=Enabled")
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html"),
        Criterion::new("lifecycle", Operations, 1, "lifecycle rules expire old data", lifecycle)
            .after("bucket")
            .reads(&[S3Buckets, S3Versioning, S3Lifecycle])
            .why("Old versions and incomplete uploads are paid for every month until a rule ends them.")
            .fix(
                "# This replaces the lifecycle rules that the bucket has.\n\
                 aws s3api put-bucket-lifecycle-configuration --bucket {bucket} --lifecycle-configuration \
                 '{\"Rules\":[{\"ID\":\"tidy\",\"Status\":\"Enabled\",\"Filter\":{},\
                 \"NoncurrentVersionExpiration\":{\"NoncurrentDays\":30},\
                 \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}}]}'",
            )
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html"),
        Criterion::new("logging", Operations, 0, "access to the bucket is logged", logging)
            .after("bucket")
            .reads(&[S3Buckets, CloudTrailTrails, S3Logging])
            .why("Logs tell afterwards who read what. This criterion informs: it is worth no points.")
            .fix(
                "aws s3 mb s3://{bucket}-logs --region {region}\n\
                 aws s3api put-bucket-policy --bucket {bucket}-logs --policy \
                 '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\
                 \"Principal\":{\"Service\":\"logging.s3.amazonaws.com\"},\"Action\":\"s3:PutObject\",\
                 \"Resource\":\"arn:{partition}:s3:::{bucket}-logs/*\",\
                 \"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:{partition}:s3:::{bucket}\"},\
                 \"StringEquals\":{\"aws:SourceAccount\":\"{account}\"}}}]}'\n\
                 aws s3api put-bucket-logging --bucket {bucket} --bucket-logging-status \
                 '{\"LoggingEnabled\":{\"TargetBucket\":\"{bucket}-logs\",\"TargetPrefix\":\"{bucket}/\"}}'",
            )
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html"),
    ],
};

const ENCRYPT_BY_DEFAULT: &str = "aws s3api put-bucket-encryption --bucket {bucket} \
    --server-side-encryption-configuration \
    '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"AES256\"}}]}'";

const ENCRYPT_BY_DEFAULT_WITH_OWN_KEY: &str = "\
    KEY=$(aws kms create-key --region {region} --description 'Objects of {bucket}' --query KeyMetadata.Arn --output text)\n\
    aws s3api put-bucket-encryption --bucket {bucket} --server-side-encryption-configuration \
    '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\",\"KMSMasterKeyID\":\"'\"$KEY\"'\"},\
    \"BucketKeyEnabled\":true}]}'";

const ENCRYPT_OBJECT_WITH_OWN_KEY: &str = "\
    # Mend s3.default-encryption first: this takes the bucket's key.\n\
    KEY=$(aws s3api get-bucket-encryption --bucket {bucket} --output text \
    --query 'ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.KMSMasterKeyID')\n\
    aws s3 cp s3://{bucket}/{key} s3://{bucket}/{key} --sse aws:kms --sse-kms-key-id \"$KEY\"";

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.buckets()?.iter().map(Subject::arn).collect())
}

fn bucket(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let region = bucket.bucket_region.as_known().map_or("an unknown Region", String::as_str);
    bucket.observe("bucket", true, "exists", format!("exists in {region}")).verdict()
}

fn object(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let sample = sample(cx, bucket)?;
    let (wanted, prefix) = (cx.count("min_objects") as usize, cx.text("prefix"));
    let met = sample.non_empty_count >= wanted;
    if !met && sample.is_truncated {
        let message = format!("{} of the first {} keys are not empty", sample.non_empty_count, sample.key_count);
        return Err(Miss::unknown(Gap::new(call::LIST_OBJECTS, GapKind::Incomplete, message)));
    }
    let actual = match (sample.non_empty_count, sample.key_count) {
        (found, _) if sample.is_truncated => format!("{found} or more"),
        (0, empty @ 1..) => format!("0, and {empty} empty"),
        (found, _) => found.to_string(),
    };
    let property = if prefix.is_empty() { "objects".to_owned() } else { format!("objects under {prefix}") };
    bucket.observe(&property, met, format!("{wanted} or more, not empty"), actual).name("prefix", prefix).verdict()
}

fn acls_disabled(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let rules = bucket.ownership_controls.known()?.iter().flat_map(|it| &it.rules);
    let ownership = rules.map(|rule| rule.object_ownership.as_str()).next();
    bucket.expect("ObjectOwnership", ownership.unwrap_or("not set: ACLs count"), "BucketOwnerEnforced")
}

fn default_encryption(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let fix = if cx.flag("kms") { ENCRYPT_BY_DEFAULT_WITH_OWN_KEY } else { ENCRYPT_BY_DEFAULT };
    let encryption = bucket.default_encryption()?;
    encrypted(cx, bucket, "default encryption", encryption)?.fix(fix).verdict()
}

fn objects_encrypted(cx: &Context<'_>) -> Verdict {
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

fn versioning(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let status = bucket.versioning.known()?.status.as_deref();
    bucket.expect("Versioning", status.unwrap_or("never enabled"), "Enabled")
}

fn lifecycle(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let is_versioned = bucket.versioning.known()?.status.is_some();
    let rules = bucket.lifecycle_configuration.known()?.as_ref().map_or(&[][..], |it| &it.rules);
    let enabled: Vec<&LifecycleRule> = rules.iter().filter(|rule| rule.status == "Enabled").collect();
    let tidies = |rule: &&LifecycleRule| {
        rule.noncurrent_version_expiration.is_some() || rule.abort_incomplete_multipart_upload.is_some()
    };
    let (met, expected) = if is_versioned {
        (enabled.iter().any(tidies), "an enabled rule that ends noncurrent versions or incomplete uploads")
    } else {
        (!enabled.is_empty(), "an enabled rule")
    };
    bucket.observe("lifecycle rules", met, expected, rules_in_words(rules)).verdict()
}

fn logging(cx: &Context<'_>) -> Verdict {
    let bucket = cx.bucket()?;
    let expected = "server access logging or a CloudTrail data event selector";
    if let Some(logging) = bucket.logging_enabled.known()? {
        return bucket.observe("logging", true, expected, format!("to {}", logging.target_bucket)).verdict();
    }
    let trail = cx.trail_of_bucket(&bucket.name, bucket.bucket_region.known()?)?;
    let actual = trail.map_or("neither".to_owned(), |trail| format!("trail {}", trail.trail_arn));
    bucket.observe("logging", trail.is_some(), expected, actual).verdict()
}

fn sample<'a>(cx: &Context<'a>, bucket: BucketSubject<'a>) -> Result<&'a ObjectSample, Miss> {
    cx.objects(bucket, cx.text("prefix"), cx.count("sample") as usize)
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

fn rules_in_words(rules: &[LifecycleRule]) -> String {
    let in_words = |rule: &LifecycleRule| {
        let id = rule.id.as_deref().unwrap_or("a rule without id");
        let mut does = vec![rule.status.as_str()];
        if rule.noncurrent_version_expiration.is_some() {
            does.push("ends noncurrent versions");
        }
        if rule.abort_incomplete_multipart_upload.is_some() {
            does.push("ends incomplete uploads");
        }
        format!("{id} ({})", does.join(", "))
    };
    if rules.is_empty() { "none".to_owned() } else { rules.iter().map(in_words).collect::<Vec<_>>().join(", ") }
}
