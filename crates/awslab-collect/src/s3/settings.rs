//! A bucket's settings, one call each.

use std::collections::BTreeSet;

use aws_sdk_s3::{Client, types};
use awslab_core::call;
use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{
    AbortIncompleteMultipartUpload, Bucket, EncryptionByDefault, EncryptionConfiguration, EncryptionRule,
    LifecycleConfiguration, LifecycleRule, LoggingEnabled, NoncurrentVersionExpiration, OwnershipControls,
    OwnershipRule, PolicyText, PublicAccessBlock, Tag, Versioning,
};

use crate::api::Api;
use crate::refusal::{AbsentOn, Required};

/// The bucket with the settings that are wanted. Where its Region is not known, neither are they.
pub(super) async fn read(api: Api<'_>, facts: &BTreeSet<Fact>, bucket: Bucket) -> Bucket {
    let source = match &bucket.bucket_region {
        Fetched::Known(region) => {
            Fetched::Known(Source { api: api.in_region(region), s3: api.clients.s3(region), bucket: &bucket.name })
        }
        Fetched::Unknown(gap) => Fetched::Unknown(gap.clone()),
    };
    let wanted = |fact| facts.contains(&fact).then_some(&source);
    let (encryption, lifecycle, logging, ownership, policy, public_access_block, tags, versioning) = tokio::join!(
        setting(wanted(Fact::S3Encryption), Source::encryption),
        setting(wanted(Fact::S3Lifecycle), Source::lifecycle),
        setting(wanted(Fact::S3Logging), Source::logging),
        setting(wanted(Fact::S3Ownership), Source::ownership),
        setting(wanted(Fact::S3Policy), Source::policy),
        setting(wanted(Fact::S3PublicAccessBlock), Source::public_access_block),
        setting(wanted(Fact::S3Tags), Source::tags),
        setting(wanted(Fact::S3Versioning), Source::versioning),
    );
    Bucket {
        server_side_encryption_configuration: encryption,
        lifecycle_configuration: lifecycle,
        logging_enabled: logging,
        ownership_controls: ownership,
        policy,
        public_access_block_configuration: public_access_block,
        tag_set: tags,
        versioning,
        ..bucket
    }
}

/// Reads a setting, where it is wanted and its source is known.
async fn setting<'a, T, F>(
    source: Option<&'a Fetched<Source<'a>>>,
    read: impl FnOnce(&'a Source<'a>) -> F,
) -> Fetched<T>
where
    F: Future<Output = Fetched<T>>,
{
    match source {
        Some(Fetched::Known(source)) => read(source).await,
        Some(Fetched::Unknown(gap)) => Fetched::Unknown(gap.clone()),
        None => Fetched::default(),
    }
}

/// One bucket, asked in its own Region.
struct Source<'a> {
    api: Api<'a>,
    s3: Client,
    bucket: &'a str,
}

impl Source<'_> {
    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html>
    async fn encryption(&self) -> Fetched<Option<EncryptionConfiguration>> {
        const ABSENT: &str = "ServerSideEncryptionConfigurationNotFoundError";
        self.api
            .ask(call::GET_BUCKET_ENCRYPTION, async {
                let answer = self.s3.get_bucket_encryption().bucket(self.bucket).send().await.absent_on(ABSENT)?;
                let Some(answer) = answer else { return Ok(None) };
                let configuration = answer.server_side_encryption_configuration;
                let rules = configuration.required("ServerSideEncryptionConfiguration")?.rules;
                Ok(Some(EncryptionConfiguration { rules: rules.into_iter().map(encryption_rule).collect() }))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html>
    async fn lifecycle(&self) -> Fetched<Option<LifecycleConfiguration>> {
        self.api
            .ask(call::GET_BUCKET_LIFECYCLE, async {
                let request = self.s3.get_bucket_lifecycle_configuration().bucket(self.bucket);
                let answer = request.send().await.absent_on("NoSuchLifecycleConfiguration")?;
                let Some(answer) = answer else { return Ok(None) };
                let rules = answer.rules.required("Rules")?;
                Ok(Some(LifecycleConfiguration { rules: rules.into_iter().map(lifecycle_rule).collect() }))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLogging.html>
    async fn logging(&self) -> Fetched<Option<LoggingEnabled>> {
        self.api
            .ask(call::GET_BUCKET_LOGGING, async {
                let answer = self.s3.get_bucket_logging().bucket(self.bucket).send().await?;
                Ok(answer
                    .logging_enabled
                    .map(|it| LoggingEnabled { target_bucket: it.target_bucket, target_prefix: it.target_prefix }))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketOwnershipControls.html>
    async fn ownership(&self) -> Fetched<Option<OwnershipControls>> {
        self.api
            .ask(call::GET_BUCKET_OWNERSHIP_CONTROLS, async {
                let request = self.s3.get_bucket_ownership_controls().bucket(self.bucket);
                let answer = request.send().await.absent_on("OwnershipControlsNotFoundError")?;
                let Some(answer) = answer else { return Ok(None) };
                let rules = answer.ownership_controls.required("OwnershipControls")?.rules;
                let rule = |it: types::OwnershipControlsRule| OwnershipRule {
                    object_ownership: it.object_ownership.as_str().to_owned(),
                };
                Ok(Some(OwnershipControls { rules: rules.into_iter().map(rule).collect() }))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html>
    async fn policy(&self) -> Fetched<Option<PolicyText>> {
        self.api
            .ask(call::GET_BUCKET_POLICY, async {
                let request = self.s3.get_bucket_policy().bucket(self.bucket);
                let answer = request.send().await.absent_on("NoSuchBucketPolicy")?;
                let Some(answer) = answer else { return Ok(None) };
                Ok(Some(PolicyText::new(answer.policy.required("Policy")?)))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetPublicAccessBlock.html>
    async fn public_access_block(&self) -> Fetched<Option<PublicAccessBlock>> {
        self.api
            .ask(call::GET_BUCKET_PUBLIC_ACCESS_BLOCK, async {
                let request = self.s3.get_public_access_block().bucket(self.bucket);
                let answer = request.send().await.absent_on("NoSuchPublicAccessBlockConfiguration")?;
                let Some(answer) = answer else { return Ok(None) };
                let block = answer.public_access_block_configuration.required("PublicAccessBlockConfiguration")?;
                Ok(Some(super::public_access_block(
                    block.block_public_acls,
                    block.ignore_public_acls,
                    block.block_public_policy,
                    block.restrict_public_buckets,
                )))
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketTagging.html>
    async fn tags(&self) -> Fetched<Vec<Tag>> {
        self.api
            .ask(call::GET_BUCKET_TAGGING, async {
                let request = self.s3.get_bucket_tagging().bucket(self.bucket);
                let tags = request.send().await.absent_on("NoSuchTagSet")?.map(|it| it.tag_set).unwrap_or_default();
                Ok(tags.into_iter().map(|it| Tag { key: it.key, value: it.value }).collect())
            })
            .await
    }

    /// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html>
    async fn versioning(&self) -> Fetched<Versioning> {
        self.api
            .ask(call::GET_BUCKET_VERSIONING, async {
                let answer = self.s3.get_bucket_versioning().bucket(self.bucket).send().await?;
                Ok(Versioning { status: answer.status.map(|it| it.as_str().to_owned()) })
            })
            .await
    }
}

fn encryption_rule(rule: types::ServerSideEncryptionRule) -> EncryptionRule {
    let default = rule.apply_server_side_encryption_by_default;
    EncryptionRule {
        apply_server_side_encryption_by_default: default.map(|it| EncryptionByDefault {
            sse_algorithm: it.sse_algorithm.as_str().to_owned(),
            kms_master_key_id: it.kms_master_key_id,
        }),
    }
}

fn lifecycle_rule(rule: types::LifecycleRule) -> LifecycleRule {
    LifecycleRule {
        id: rule.id,
        status: rule.status.as_str().to_owned(),
        noncurrent_version_expiration: rule
            .noncurrent_version_expiration
            .map(|it| NoncurrentVersionExpiration { noncurrent_days: it.noncurrent_days }),
        abort_incomplete_multipart_upload: rule
            .abort_incomplete_multipart_upload
            .map(|it| AbortIncompleteMultipartUpload { days_after_initiation: it.days_after_initiation }),
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;

    use super::*;
    use crate::testing::{account, bucket_list, s3_error};

    /// A bucket of which one setting was asked for, with this answer.
    async fn bucket(fact: Fact, status: u16, body: impl Into<String>) -> Bucket {
        let answers = [(200, bucket_list(&[("anna", Some("eu-west-1"))], None)), (status, body.into())];
        let account = account(&[Fact::S3Buckets, fact], answers).await;
        match account.global.s3.buckets {
            Fetched::Known(mut buckets) => buckets.remove(0),
            Fetched::Unknown(gap) => panic!("the list is good: {gap}"),
        }
    }

    #[tokio::test]
    async fn errors_that_say_not_configured_are_known() {
        let absent = |fact, code| bucket(fact, 404, s3_error(code));

        let it = absent(Fact::S3Encryption, "ServerSideEncryptionConfigurationNotFoundError").await;
        assert_eq!(it.server_side_encryption_configuration, Fetched::Known(None));
        let it = absent(Fact::S3Lifecycle, "NoSuchLifecycleConfiguration").await;
        assert_eq!(it.lifecycle_configuration, Fetched::Known(None));
        let it = absent(Fact::S3Ownership, "OwnershipControlsNotFoundError").await;
        assert_eq!(it.ownership_controls, Fetched::Known(None));
        let it = absent(Fact::S3Policy, "NoSuchBucketPolicy").await;
        assert_eq!(it.policy, Fetched::Known(None));
        let it = absent(Fact::S3PublicAccessBlock, "NoSuchPublicAccessBlockConfiguration").await;
        assert_eq!(it.public_access_block_configuration, Fetched::Known(None));
        let it = absent(Fact::S3Tags, "NoSuchTagSet").await;
        assert_eq!(it.tag_set, Fetched::Known(Vec::new()));
    }

    #[tokio::test]
    async fn what_is_configured_is_read() {
        let it = bucket(Fact::S3Versioning, 200, "<VersioningConfiguration/>").await;
        assert_eq!(it.versioning, Fetched::Known(Versioning { status: None }));
        let enabled = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        let it = bucket(Fact::S3Versioning, 200, enabled).await;
        assert_eq!(it.versioning, Fetched::Known(Versioning { status: Some("Enabled".to_owned()) }));
        let it = bucket(Fact::S3Logging, 200, "<BucketLoggingStatus/>").await;
        assert_eq!(it.logging_enabled, Fetched::Known(None));
        let policy = r#"{"Statement": []}"#;
        let it = bucket(Fact::S3Policy, 200, policy).await;
        assert_eq!(it.policy, Fetched::Known(Some(PolicyText::new(policy))));
        let block = "<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets>\
            </PublicAccessBlockConfiguration>";
        let it = bucket(Fact::S3PublicAccessBlock, 200, block).await;
        let expected = PublicAccessBlock { restrict_public_buckets: true, ..PublicAccessBlock::default() };
        assert_eq!(it.public_access_block_configuration, Fetched::Known(Some(expected)));
    }

    #[tokio::test]
    async fn a_bucket_that_is_gone_has_vanished() {
        let it = bucket(Fact::S3Encryption, 404, s3_error("NoSuchBucket")).await;
        let Fetched::Unknown(gap) = it.server_side_encryption_configuration else { panic!("the bucket is gone") };
        assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Vanished, Some("eu-west-1")));
    }

    #[tokio::test]
    async fn an_answer_that_says_nothing_is_not_taken_for_never_configured() {
        let it = bucket(Fact::S3Versioning, 200, "").await;
        let Fetched::Unknown(gap) = it.versioning else { panic!("the answer is empty") };
        assert_eq!((gap.error, gap.message.contains("empty")), (GapKind::Malformed, true), "{gap}");

        let it = bucket(Fact::S3Policy, 200, "  <HTML><body>Log in</body></HTML>").await;
        let Fetched::Unknown(gap) = it.policy else { panic!("the answer is a web page") };
        assert_eq!((gap.error, gap.message.contains("web page")), (GapKind::Malformed, true), "{gap}");
    }
}
