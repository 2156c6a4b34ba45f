//! Amazon Resource Names, taken apart, and what names resources by them.

mod function;
mod integration;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use function::{FunctionReference, Home};
pub use integration::Backend;

/// `arn:partition:service:region:account:resource`.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Arn(String);

/// Why a text is no ARN.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no ARN: it has the form arn:partition:service:region:account:resource")]
pub struct ArnError(String);

impl Arn {
    /// The whole ARN.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub fn partition(&self) -> &str {
        self.part(1)
    }

    /// The service's prefix, such as `iam`.
    pub fn service(&self) -> &str {
        self.part(2)
    }

    /// The Region; empty for a global resource.
    pub fn region(&self) -> &str {
        self.part(3)
    }

    /// The account's twelve digits; empty for a bucket.
    pub fn account(&self) -> &str {
        self.part(4)
    }

    /// All that follows the account, colons and all: `user/anna`, `key/1234`, `my-bucket`.
    pub fn resource(&self) -> &str {
        self.part(5)
    }

    /// The resource's own name: what follows the last slash.
    pub fn name(&self) -> &str {
        self.resource().rsplit('/').next().expect("a split has at least one part")
    }

    fn part(&self, index: usize) -> &str {
        self.0.splitn(6, ':').nth(index).expect("an ARN has six parts")
    }
}

impl FromStr for Arn {
    type Err = ArnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        match parts[..] {
            ["arn", partition, service, _region, _account, resource]
                if !partition.is_empty() && !service.is_empty() && !resource.is_empty() =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(ArnError(text.to_owned())),
        }
    }
}

impl TryFrom<String> for Arn {
    type Error = ArnError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Arn> for String {
    fn from(arn: Arn) -> Self {
        arn.0
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_an_arn() {
        let arn: Arn = "arn:aws:iam::111122223333:role/service/app".parse().expect("well formed");
        assert_eq!(
            [arn.partition(), arn.service(), arn.region(), arn.account(), arn.resource(), arn.name()],
            ["aws", "iam", "", "111122223333", "role/service/app", "app"]
        );
    }

    #[test]
    fn colons_after_the_account_belong_to_the_resource() {
        let arn: Arn = "arn:aws:lambda:eu-west-1:111122223333:function:app:live".parse().expect("well formed");
        assert_eq!(arn.resource(), "function:app:live");
    }

    #[test]
    fn what_is_no_arn_is_told_so() {
        for text in ["", "bucket", "arn:aws:s3:::", "arn::s3:::bucket", "urn:aws:s3:::bucket"] {
            let error = text.parse::<Arn>().expect_err("malformed").to_string();
            assert!(error.contains("arn:partition:service"), "{error}");
        }
    }
}
