//! The condition keys that tell who calls, on whose behalf, or from where.

/// A key whose values an outsider cannot choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) form: Form,
    pub(super) about: About,
}

/// What a key tells, from what tells most about who is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum About {
    /// Who calls.
    Caller,
    /// On whose behalf a service of AWS calls.
    Source,
    /// Which way the request comes.
    Way,
}

/// What the values of a key look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Account,
    Arn,
    Organization,
    OrganizationPath,
    UserId,
    Address,
    /// `true` when a service of AWS calls.
    IsService,
    Service,
    /// An id that AWS gave out, such as that of a VPC.
    Id,
}

/// The organization of the resource's owner, as a variable.
pub(super) const OWN_ORGANIZATION: &str = "aws:ResourceOrgID";

const KEYS: &[Key] = &[
    key("aws:PrincipalAccount", Form::Account, About::Caller),
    key("aws:PrincipalArn", Form::Arn, About::Caller),
    key("aws:PrincipalOrgID", Form::Organization, About::Caller),
    key("aws:PrincipalOrgPaths", Form::OrganizationPath, About::Caller),
    key("aws:userid", Form::UserId, About::Caller),
    key("kms:CallerAccount", Form::Account, About::Caller),
    key("aws:PrincipalIsAWSService", Form::IsService, About::Caller),
    key("aws:PrincipalServiceName", Form::Service, About::Caller),
    key("aws:PrincipalServiceNamesList", Form::Service, About::Caller),
    key("aws:SourceAccount", Form::Account, About::Source),
    key("aws:SourceOwner", Form::Account, About::Source),
    key("aws:SourceArn", Form::Arn, About::Source),
    key("aws:SourceOrgID", Form::Organization, About::Source),
    key("aws:SourceOrgPaths", Form::OrganizationPath, About::Source),
    key("lambda:EventSourceToken", Form::Id, About::Source),
    key("aws:SourceIp", Form::Address, About::Way),
    key("aws:SourceVpc", Form::Id, About::Way),
    key("aws:SourceVpce", Form::Id, About::Way),
    key("aws:SourceVpcArn", Form::Arn, About::Way),
    key("aws:VpceAccount", Form::Account, About::Way),
    key("aws:VpceOrgID", Form::Organization, About::Way),
    key("aws:VpceOrgPaths", Form::OrganizationPath, About::Way),
    key("s3:DataAccessPointAccount", Form::Account, About::Way),
    key("s3:DataAccessPointArn", Form::Arn, About::Way),
    key("s3:x-amz-server-side-encryption-aws-kms-key-id", Form::Id, About::Way),
];

const fn key(name: &'static str, form: Form, about: About) -> Key {
    Key { name, form, about }
}

impl Key {
    pub(super) fn of(name: &str) -> Option<Self> {
        KEYS.iter().copied().find(|key| key.name.eq_ignore_ascii_case(name))
    }
}
