//! Users, groups, roles, policies and credentials.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{PolicyText, ServiceLastAccessed, Tag};
use crate::arn::Arn;
use crate::fetched::Fetched;

/// Identity and Access Management.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct Iam {
    /// Who there is and what each may do.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub authorization_details: Fetched<AuthorizationDetails>,
    /// Root's credentials, and counts.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub summary_map: Fetched<AccountSummary>,
    /// The password policy; `null` where the account has none of its own.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub password_policy: Fetched<Option<PasswordPolicy>>,
    /// Every user's credentials, as AWS last reported them.
    #[serde(skip_serializing_if = "Fetched::is_not_collected")]
    pub credential_report: Fetched<CredentialReport>,
    /// By user name: credentials asked for one by one, where the report is too old or not to be had.
    pub user_credentials: BTreeMap<String, UserCredentials>,
    /// By the ARN of a user, group or role: the services that its policies allow, with when each was last used.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub services_last_accessed: BTreeMap<Arn, Fetched<Vec<ServiceLastAccessed>>>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AuthorizationDetails {
    /// IAM users.
    pub user_detail_list: Vec<User>,
    /// Groups.
    pub group_detail_list: Vec<Group>,
    /// Roles.
    pub role_detail_list: Vec<Role>,
    /// Customer-managed policies, and the AWS-managed ones that are attached to somebody.
    pub policies: Vec<ManagedPolicy>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UserDetail.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct User {
    /// The user's name.
    pub user_name: String,
    /// The user's ARN.
    pub arn: Arn,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub create_date: Option<Timestamp>,
    /// Inline policies.
    #[serde(default)]
    pub user_policy_list: Vec<InlinePolicy>,
    /// Names of groups.
    #[serde(default)]
    pub group_list: Vec<String>,
    /// Managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
    /// The managed policy that limits what the others give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GroupDetail.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Group {
    /// The group's name.
    pub group_name: String,
    /// The group's ARN.
    pub arn: Arn,
    /// Inline policies.
    #[serde(default)]
    pub group_policy_list: Vec<InlinePolicy>,
    /// Managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleDetail.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct Role {
    /// The role's name.
    pub role_name: String,
    /// The role's ARN, path included.
    pub arn: Arn,
    /// Who may take it on.
    pub assume_role_policy_document: PolicyText,
    /// Inline policies.
    #[serde(default)]
    pub role_policy_list: Vec<InlinePolicy>,
    /// Managed policies.
    #[serde(default)]
    pub attached_managed_policies: Vec<AttachedPolicy>,
    /// The managed policy that limits what the others give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// The instance profiles that hand it to EC2 instances.
    #[serde(default)]
    pub instance_profile_list: Vec<InstanceProfile>,
    /// Tags.
    #[serde(default)]
    pub tags: Vec<Tag>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachedPermissionsBoundary.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct AttachedPermissionsBoundary {
    /// The policy's ARN.
    pub permissions_boundary_arn: Arn,
}

/// What carries a role to EC2 instances.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct InstanceProfile {
    /// Its name.
    pub instance_profile_name: String,
    /// Its ARN.
    pub arn: Arn,
}

/// A policy written into a user, group or role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct InlinePolicy {
    /// Its name, unique within its owner.
    pub policy_name: String,
    /// What it says.
    pub policy_document: PolicyText,
}

/// That a managed policy is attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct AttachedPolicy {
    /// The policy's name.
    pub policy_name: String,
    /// The policy's ARN; its account is `aws` for AWS-managed ones.
    pub policy_arn: Arn,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ManagedPolicyDetail.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct ManagedPolicy {
    /// The policy's name.
    pub policy_name: String,
    /// The policy's ARN.
    pub arn: Arn,
    /// Which version holds.
    pub default_version_id: String,
    /// The versions that were read: the one that holds among them, and of a customer-managed policy the others too.
    #[serde(default)]
    pub policy_version_list: Vec<PolicyVersion>,
}

/// One version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct PolicyVersion {
    /// `v1`, `v2`, …
    pub version_id: String,
    /// It holds.
    #[serde(default)]
    pub is_default_version: bool,
    /// What it says.
    pub document: PolicyText,
}

/// The part of `GetAccountSummary` that labs read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct AccountSummary {
    /// 1 where root has an MFA device.
    #[serde(rename = "AccountMFAEnabled")]
    pub account_mfa_enabled: Option<i32>,
    /// 1 where root has access keys.
    pub account_access_keys_present: Option<i32>,
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_PasswordPolicy.html>
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct PasswordPolicy {
    /// Characters.
    pub minimum_password_length: Option<i32>,
    /// How many former passwords are refused; absent where none are.
    pub password_reuse_prevention: Option<i32>,
}

/// Every user's credentials at one moment, which may be up to four hours ago.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct CredentialReport {
    /// When AWS made it.
    #[cfg_attr(test, schemars(with = "String"))]
    pub generated_time: Timestamp,
    /// A row a user, in the report's own column names.
    pub content: Vec<CredentialRow>,
}

/// One user's row. Empty times are columns that say `N/A`.
#[expect(clippy::struct_excessive_bools, reason = "the report has these columns")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CredentialRow {
    /// The user's name, or `<root_account>`.
    pub user: String,
    /// When the user was made: tells it from a later one of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub user_creation_time: Option<Timestamp>,
    /// Has a console password.
    pub password_enabled: bool,
    /// Has an MFA device.
    pub mfa_active: bool,
    /// The first access key is active.
    pub access_key_1_active: bool,
    /// When it was made or last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub access_key_1_last_rotated: Option<Timestamp>,
    /// The second access key is active.
    pub access_key_2_active: bool,
    /// When it was made or last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub access_key_2_last_rotated: Option<Timestamp>,
}

/// One user's credentials, asked for one by one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct UserCredentials {
    /// The console password; `null` where there is none.
    #[serde(rename = "LoginProfile", skip_serializing_if = "Fetched::is_not_collected")]
    pub login_profile: Fetched<Option<LoginProfile>>,
    /// Devices.
    #[serde(rename = "MFADevices", skip_serializing_if = "Fetched::is_not_collected")]
    pub mfa_devices: Fetched<Vec<MfaDevice>>,
    /// Keys, active or not.
    #[serde(rename = "AccessKeyMetadata", skip_serializing_if = "Fetched::is_not_collected")]
    pub access_keys: Fetched<Vec<AccessKey>>,
}

/// That a user has a console password.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default, rename_all = "PascalCase")]
pub struct LoginProfile {
    /// When it was set.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub create_date: Option<Timestamp>,
}

/// An MFA device of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct MfaDevice {
    /// An ARN for a virtual device.
    pub serial_number: String,
}

/// An access key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct AccessKey {
    /// `AKIA…`
    pub access_key_id: String,
    /// `Active` or `Inactive`.
    pub status: String,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub create_date: Option<Timestamp>,
}
