//! Buckets.

use crate::arn::Arn;
use crate::context::Context;
use crate::model::{Account, Acl, Bucket, EncryptionByDefault, ObjectSample};
use crate::plan::Want;
use crate::scope::{Candidate, Membership};
use crate::verdict::{Miss, Observation, Subject};

impl Bucket {
    /// The bucket's ARN.
    pub fn arn_in(&self, partition: &str) -> Arn {
        format!("arn:{partition}:s3:::{}", self.name).parse().expect("a bucket's name makes an ARN")
    }

    /// The rule by which new objects are encrypted.
    pub fn default_encryption(&self) -> Result<Option<&EncryptionByDefault>, Miss> {
        let configuration = self.server_side_encryption_configuration.known()?;
        let mut rules = configuration.iter().flat_map(|it| &it.rules);
        Ok(rules.find_map(|rule| rule.apply_server_side_encryption_by_default.as_ref()))
    }

    fn ends_with_its_region(&self) -> bool {
        self.bucket_region.as_known().is_some_and(|region| self.name.ends_with(&format!("-{region}")))
    }

    /// What CloudFormation, the CDK and Elastic Beanstalk make for themselves in an account.
    fn is_made_by_aws(&self, account: &Account) -> bool {
        let Self { name, .. } = self;
        let account_id = &account.account_id;
        (name.starts_with("cdk-") && name.contains(&format!("-assets-{account_id}-")))
            || (name.starts_with("cf-templates-") && self.ends_with_its_region())
            || (name.starts_with("elasticbeanstalk-") && name.ends_with(account_id))
    }
}

/// A bucket in its account, which knows its partition.
#[derive(Debug, Clone, Copy)]
pub struct BucketSubject<'a> {
    bucket: &'a Bucket,
    account: &'a Account,
}

impl<'a> BucketSubject<'a> {
    /// The account that owns it.
    pub fn account(&self) -> &'a Account {
        self.account
    }
}

impl std::ops::Deref for BucketSubject<'_> {
    type Target = Bucket;

    fn deref(&self) -> &Bucket {
        self.bucket
    }
}

impl Subject for BucketSubject<'_> {
    fn arn(&self) -> Arn {
        self.bucket.arn_in(&self.account.partition)
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        let region = self.bucket.bucket_region.as_known().unwrap_or(&self.account.region);
        vec![("bucket", self.bucket.name.clone()), ("region", region.clone())]
    }
}

impl<'a> Context<'a> {
    /// The bucket that is judged.
    pub fn bucket(&self) -> Result<BucketSubject<'a>, Miss> {
        let buckets = self.buckets()?;
        let subject = self.subject.ok_or_else(|| self.no_bucket())?;
        Ok(buckets.into_iter().find(|it| it.arn() == *subject).expect("the subject is one of the buckets in scope"))
    }

    /// The buckets in scope. An error when there is none and some could not be told to belong.
    pub fn buckets(&self) -> Result<Vec<BucketSubject<'a>>, Miss> {
        let account = self.account;
        let mut admitted = Vec::new();
        let mut undecided = None;
        for bucket in account.global.s3.buckets.known()?.iter().filter(|it| self.is_of_learner(it)) {
            match self.membership(bucket) {
                Membership::In => admitted.push(BucketSubject { bucket, account }),
                Membership::Out(_) => {}
                Membership::Unknown(gap) => undecided = Some(gap),
            }
        }
        match undecided {
            Some(gap) if admitted.is_empty() => Err(Miss::unknown(gap)),
            _ => Ok(admitted),
        }
    }

    fn is_of_learner(&self, bucket: &Bucket) -> bool {
        !bucket.is_made_by_aws(self.account) || self.scope.resources.contains(&bucket.arn_in(&self.account.partition))
    }

    fn membership(&self, bucket: &Bucket) -> Membership {
        let arn = bucket.arn_in(&self.account.partition);
        let candidate = Candidate {
            arn: &arn,
            id: &bucket.name,
            name: &bucket.name,
            cloudformation_type: "AWS::S3::Bucket",
            region: Some(&bucket.bucket_region),
            tags: &bucket.tag_set,
        };
        self.scope.admits(self.account, candidate)
    }

    /// That no bucket belongs, with those that nearly do.
    fn no_bucket(&self) -> Miss {
        let near = self.account.global.s3.buckets.as_known().into_iter().flatten();
        let near: Vec<String> = near
            .filter(|bucket| self.is_of_learner(bucket))
            .filter_map(|bucket| match self.membership(bucket) {
                Membership::Out(reason) => Some(format!("{}: {reason}", bucket.name)),
                Membership::In | Membership::Unknown(_) => None,
            })
            .collect();
        Miss::failed(self.nothing_in_scope("bucket", &near))
    }

    /// What was looked for and not found, with the near misses.
    pub fn nothing_in_scope(&self, kind: &str, near: &[String]) -> Observation {
        const TOLD: usize = 5;
        let actual = match near.len() {
            0 => format!("the account has no {kind} of the learner's making"),
            count if count > TOLD => format!("none; {} and {} more", near[..TOLD].join("; "), count - TOLD),
            _ => format!("none; {}", near.join("; ")),
        };
        let article = if kind.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "an" } else { "a" };
        let expected = if self.scope.is_everything() {
            format!("{article} {kind}")
        } else {
            format!("{article} {kind} {}", self.scope)
        };
        self.observe_account(&format!("{kind}s"), false, expected, actual)
    }

    /// A bucket's access control list. It means something only where ACLs count.
    pub fn acl(&self, bucket: BucketSubject<'a>) -> Result<&'a Acl, Miss> {
        if bucket.acl.is_not_collected() {
            return Err(Miss::wanted(Want::Acl { bucket: bucket.name.clone() }));
        }
        bucket.bucket.acl.known()
    }

    /// A sample of what is in a bucket under a prefix, with up to `newest` objects looked at one by one.
    pub fn objects(&self, bucket: BucketSubject<'a>, prefix: &str, newest: usize) -> Result<&'a ObjectSample, Miss> {
        let objects = &bucket.bucket.objects;
        let is_of_prefix = |sample: &ObjectSample| sample.prefix == prefix;
        if objects.is_not_collected() || !objects.as_known().is_none_or(is_of_prefix) {
            let bucket = bucket.name.clone();
            return Err(Miss::wanted(Want::Objects { bucket, prefix: prefix.to_owned(), newest }));
        }
        objects.known()
    }
}
