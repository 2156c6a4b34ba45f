//! A CloudFormation template of the role that a grader assumes to read a learner's account.

use std::collections::BTreeSet;
use std::fmt;

/// A template for a role that may do some actions.
pub(crate) struct RoleTemplate<'a> {
    /// What the role may do.
    pub(crate) actions: &'a BTreeSet<&'static str>,
    /// The external id that the template suggests.
    pub(crate) external_id: Option<&'a str>,
}

impl RoleTemplate<'_> {
    /// Reads an external id: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>
    pub(crate) fn external_id(text: &str) -> Result<String, String> {
        let is_allowed = |it: char| it.is_ascii_alphanumeric() || "_+=,.@:/-".contains(it);
        if (2..=1224).contains(&text.len()) && text.chars().all(is_allowed) {
            return Ok(text.to_owned());
        }
        Err("an external id has 2 to 1224 letters, digits and characters of _+=,.@:/-".to_owned())
    }
}

/// YAML.
impl fmt::Display for RoleTemplate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(PARAMETERS)?;
        if let Some(external_id) = self.external_id {
            writeln!(f, "    Default: \"{external_id}\"")?;
        }
        f.write_str(ROLE)?;
        for action in self.actions {
            writeln!(f, "                  - {action}")?;
        }
        f.write_str(OUTPUTS)
    }
}

const PARAMETERS: &str = r#"# A role by which awslab reads this account from another one. Deploy it with:
#
#   aws cloudformation deploy --stack-name awslab --template-file awslab-role.yaml \
#     --capabilities CAPABILITY_NAMED_IAM \
#     --parameter-overrides TrustedAccount=111122223333 ExternalId=course-2026-anna
#
# The role is then arn:aws:iam::<account>:role/awslab/awslab, for --role-arn. What is under the path /awslab/ is no part
# of a lab.
AWSTemplateFormatVersion: "2010-09-09"
Description: A read-only role for awslab, which verifies AWS practical labs
Parameters:
  TrustedAccount:
    Type: String
    Description: The account that awslab runs in, twelve digits
    AllowedPattern: "[0-9]{12}"
  ExternalId:
    Type: String
    Description: What awslab must show as --external-id, different for each account that is read
    MinLength: 2
    MaxLength: 1224
    AllowedPattern: "[A-Za-z0-9_+=,.@:/-]*"
"#;

const ROLE: &str = r#"Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      Path: /awslab/
      RoleName: awslab
      Description: awslab reads this account
      MaxSessionDuration: 3600
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal:
              AWS: !Sub "arn:${AWS::Partition}:iam::${TrustedAccount}:root"
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                sts:ExternalId: !Ref ExternalId
      Policies:
        - PolicyName: awslab-reads
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              - Sid: AwslabReads
                Effect: Allow
                Action:
"#;

const OUTPUTS: &str = r#"                Resource: "*"
Outputs:
  RoleArn:
    Description: Give this to awslab as --role-arn
    Value: !GetAtt Role.Arn
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_external_id_cannot_break_out_of_the_template() {
        assert!(RoleTemplate::external_id("course-2026/anna@x").is_ok());
        for hostile in ["", "x", "a\"b", "a b", "a\nb", "a'b", "ü-umlaut", &"x".repeat(1225)] {
            assert!(RoleTemplate::external_id(hostile).is_err(), "{hostile:?}");
        }
    }
}
