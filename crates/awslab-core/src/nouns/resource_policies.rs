//! The policies of resources.

use awslab_policy::Document;

use super::principals::parse;
use crate::arn::Arn;
use crate::call::GET_BUCKET_POLICY;
use crate::context::Context;
use crate::model::{Bucket, PolicyText, Role};
use crate::verdict::Miss;

impl Context<'_> {
    /// The policy of a bucket, also for one of its objects, or a role's trust policy; `None` for what has none, and for
    /// resources of other kinds.
    pub fn policy_of(&self, resource: &str) -> Result<Option<Document>, Miss> {
        let Ok(arn) = resource.parse::<Arn>() else { return Ok(None) };
        match arn.service() {
            "s3" => self.bucket_policy(&arn),
            "iam" => self.trust_policy(&arn),
            _ => Ok(None),
        }
    }

    fn bucket_policy(&self, arn: &Arn) -> Result<Option<Document>, Miss> {
        let (bucket, _key) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
        let buckets = self.account.global.s3.buckets.known()?;
        match buckets.iter().find(|it| it.name == bucket) {
            Some(bucket) => bucket.document(),
            None => Ok(None),
        }
    }

    fn trust_policy(&self, arn: &Arn) -> Result<Option<Document>, Miss> {
        let roles = &self.authorization_details()?.role_detail_list;
        roles.iter().find(|role| role.arn == *arn).map(Role::trust).transpose()
    }
}

impl Bucket {
    /// What its policy says; unknown where that is no policy document.
    pub fn document(&self) -> Result<Option<Document>, Miss> {
        let read = |text: &PolicyText| parse(GET_BUCKET_POLICY, text, &format!("policy of bucket {}", self.name));
        self.policy.known()?.as_ref().map(read).transpose()
    }
}
