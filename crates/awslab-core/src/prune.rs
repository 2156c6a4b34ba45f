//! Forgetting facts: what an account looks like to somebody who did not read them.

use std::collections::BTreeSet;

use crate::fact::Fact;
use crate::fetched::Fetched;
use crate::model::{Account, Bucket};

impl Account {
    /// The same account with only some facts known. Shows that a criterion is decided by what it declares to read.
    pub fn keeping_only(&self, facts: &BTreeSet<Fact>) -> Self {
        let mut account = self.clone();
        for fact in Fact::ALL.iter().filter(|fact| !facts.contains(fact)) {
            account.forget(*fact);
        }
        account
    }

    fn forget(&mut self, fact: Fact) {
        let iam = &mut self.global.iam;
        match fact {
            Fact::CloudTrailTrails => {
                self.regions.values_mut().for_each(|it| it.cloudtrail.trails = Fetched::default());
            }
            Fact::IamAuthorizationDetails => iam.authorization_details = Fetched::default(),
            Fact::IamPasswordPolicy => iam.password_policy = Fetched::default(),
            Fact::IamAccountSummary => iam.summary_map = Fetched::default(),
            Fact::IamCredentials => {
                iam.credential_report = Fetched::default();
                iam.user_credentials.clear();
            }
            Fact::IamLastAccessed => iam.services_last_accessed.clear(),
            Fact::KmsKeys => self.regions.values_mut().for_each(|it| it.kms.keys.clear()),
            Fact::S3AccountPublicAccessBlock => self.global.s3.account_public_access_block = Fetched::default(),
            Fact::S3Acl => self.each_bucket(|it| it.acl = Fetched::default()),
            Fact::S3Buckets => self.global.s3.buckets = Fetched::default(),
            Fact::S3Encryption => self.each_bucket(|it| it.server_side_encryption_configuration = Fetched::default()),
            Fact::S3Lifecycle => self.each_bucket(|it| it.lifecycle_configuration = Fetched::default()),
            Fact::S3Logging => self.each_bucket(|it| it.logging_enabled = Fetched::default()),
            Fact::S3Objects => self.each_bucket(|it| it.objects = Fetched::default()),
            Fact::S3Ownership => self.each_bucket(|it| it.ownership_controls = Fetched::default()),
            Fact::S3Policy => self.each_bucket(|it| it.policy = Fetched::default()),
            Fact::S3PublicAccessBlock => {
                self.each_bucket(|it| it.public_access_block_configuration = Fetched::default());
            }
            Fact::S3Tags => self.each_bucket(|it| it.tag_set = Fetched::default()),
            Fact::S3Versioning => self.each_bucket(|it| it.versioning = Fetched::default()),
            Fact::StackResources => {
                self.regions.values_mut().for_each(|it| it.cloudformation.stack_resources.clear());
            }
        }
    }

    fn each_bucket(&mut self, change: impl FnMut(&mut Bucket)) {
        if let Fetched::Known(buckets) = &mut self.global.s3.buckets {
            buckets.iter_mut().for_each(change);
        }
    }
}
