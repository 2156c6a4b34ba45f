//! What is asked of AWS: who does what to which resource, and under which circumstances.

use serde::Deserialize;

use crate::arn::Arn;
use crate::caller::Caller;
use crate::context::Context;

/// A request to AWS.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Request {
    /// An ARN (of a user, a role, a role's session, a federated user, the root user), an account, a service such as
    /// `lambda.amazonaws.com`, an identity provider, or `*` for anybody.
    pub principal: String,
    /// Such as `s3:GetObject`.
    pub action: String,
    /// An ARN, or `*` for an action that is about no resource.
    pub resource: String,
    /// The account that owns the resource; without it the one in the resource's ARN, or else the principal's.
    #[serde(default)]
    pub resource_account: Option<String>,
    /// The condition keys. Those that follow from the rest, such as `aws:PrincipalArn`, are there by themselves.
    #[serde(default)]
    pub context: Context,
}

impl Request {
    /// A request without condition keys of its own.
    pub fn new(principal: impl Into<String>, action: impl Into<String>, resource: impl Into<String>) -> Self {
        Self {
            principal: principal.into(),
            action: action.into(),
            resource: resource.into(),
            resource_account: None,
            context: Context::default(),
        }
    }

    /// The same, on a resource of this account.
    pub fn on_account(mut self, account: &str) -> Self {
        self.resource_account = Some(account.to_owned());
        self
    }

    /// The same, with a condition key.
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.context = self.context.with(key, value);
        self
    }

    /// The same, and sure not to carry this condition key.
    pub fn without(mut self, key: &str) -> Self {
        self.context = self.context.without(key);
        self
    }

    /// The service that is asked, as actions name it.
    pub(crate) fn service(&self) -> &str {
        self.action.split_once(':').map_or("", |(service, _name)| service)
    }

    /// The account that owns the resource.
    pub(crate) fn owner(&self) -> Option<&str> {
        let in_arn = || Arn::parse(&self.resource).map(Arn::account).filter(|account| !account.is_empty());
        self.resource_account.as_deref().or_else(in_arn).or_else(|| Caller::of(&self.principal).account())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_the_resource() {
        let bucket = Request::new("arn:aws:iam::111122223333:user/anna", "s3:ListBucket", "arn:aws:s3:::bucket");
        assert_eq!(bucket.owner(), Some("111122223333"));
        assert_eq!(bucket.clone().on_account("444455556666").owner(), Some("444455556666"));
        let queue = Request { resource: "arn:aws:sqs:eu-west-1:444455556666:queue".to_owned(), ..bucket };
        assert_eq!(queue.owner(), Some("444455556666"));
    }
}
