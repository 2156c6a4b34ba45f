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
//! 5. Deny whatever comes over plain HTTP, to everyone: a bucket policy with `"Effect": "Deny"` on the bucket and on its
//!    objects, where `aws:SecureTransport` is `false`.
//! 6. Look at what AWS has set for you since 2023: default encryption, no ACLs, the public access block. Leave them on.
//!
//! ## What the criteria protect against
//!
//! - Object ACLs are a second, forgotten way to give access. Bucket owner enforced turns them off, so that policies alone
//!   decide.
//! - A bucket is public by an ACL or by its policy. The public access block, on the bucket or on the whole account, closes
//!   both: public ACLs are ignored, and a public policy lets in no more than your own account.
//! - A policy that names another account trusts whoever runs that one. With a condition (your organization, your network)
//!   you keep a say.
//! - A Deny for `aws:SecureTransport` `false` on the bucket and its objects makes TLS a must for everyone, your own tools
//!   included. On one of the two alone, the other still answers in the clear.
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
//! **How do you make sure that a bucket is not public?** Block public access for the account, so that nobody has to think of
//! it bucket by bucket; leave ACLs disabled; give access by policies that name principals. Then look at what is effective,
//! not at one setting: S3 calls a policy public when it lets in anyone but fixed principals, without a condition on fixed
//! values, and `RestrictPublicBuckets` then cuts it down to your account. `BlockPublicPolicy` alone refuses only new ones.
//!
//! ## Further reading
//!
//! - Security best practices: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>
//! - Durability: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DataDurability.html>

mod access;
mod encryption;
mod fixes;
mod policy;
mod transport;

use awslab_core::arn::Arn;
use awslab_core::call;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    CloudTrailTrails, KmsKeys, S3AccountPublicAccessBlock, S3Acl, S3Buckets, S3Encryption, S3Lifecycle, S3Logging,
    S3Objects, S3Ownership, S3Policy, S3PublicAccessBlock, S3Versioning,
};
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::lab::Aspect::{Encryption, LeastPrivilege, Operations, Resilience, Task};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::{LifecycleRule, ObjectSample};
use awslab_core::nouns::BucketSubject;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict};

use self::access::{acls_disabled, no_foreign_access, not_public};
use self::encryption::{default_encryption, objects_encrypted};
use self::fixes::{BLOCK_PUBLIC_ACCESS, DENY_PLAIN_HTTP, DISABLE_ACLS, ENCRYPT_BY_DEFAULT, LEAVE_OUT};
use self::transport::tls_only;

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
        Criterion::new("not-public", LeastPrivilege, 3, "the public has no way in", not_public)
            .after("bucket")
            .reads(&[S3Buckets, S3AccountPublicAccessBlock, S3PublicAccessBlock, S3Ownership, S3Policy])
            .shows(&[S3Acl])
            .why(
                "What is public is found within hours. ACLs and policies both open a bucket; the public access block \
                 closes it whatever they say, and keeps it closed.",
            )
            .fix(BLOCK_PUBLIC_ACCESS)
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html"),
        Criterion::new("no-foreign-access", LeastPrivilege, 1, "the policy lets in no strangers", no_foreign_access)
            .after("bucket")
            .reads(&[S3Buckets, S3Policy])
            .why(
                "Whoever runs an account that your policy names decides who there gets at your data. A condition keeps \
                 a say in it.",
            )
            .fix(LEAVE_OUT)
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-bucket-user-policy-specifying-principal-intro.html"),
        Criterion::new("acls-disabled", LeastPrivilege, 1, "ACLs are disabled", acls_disabled)
            .after("bucket")
            .reads(&[S3Buckets, S3Ownership])
            .why("ACLs give access object by object, past the bucket policy. Without them, policies alone decide.")
            .fix(DISABLE_ACLS)
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
        Criterion::new("tls-only", Encryption, 2, "plain HTTP is denied", tls_only)
            .after("bucket")
            .reads(&[S3Buckets, S3Policy])
            .why(
                "S3 answers over plain HTTP too: whoever is on the way reads the object, and a presigned link to fetch \
                 it again.",
            )
            .fix(DENY_PLAIN_HTTP)
            .docs("https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html#transit"),
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
