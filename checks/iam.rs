//! # Set up IAM users, roles and policies with least privilege
//!
//! IAM decides, for every request to AWS, who may do what to which resource. It starts from "no": only an Allow opens,
//! and a Deny always closes.
//!
//! ## What to build
//!
//! 1. A group for each kind of work: `aws iam create-group --group-name developers`
//! 2. A user for each person: `aws iam create-user --user-name anna`
//! 3. The user in the group: `aws iam add-user-to-group --group-name developers --user-name anna`
//! 4. A customer-managed policy that allows just the actions the work needs:
//!    `aws iam create-policy --policy-name reports --policy-document file://policy.json`
//! 5. The policy on the group: `aws iam attach-group-policy --group-name developers --policy-arn ARN`
//! 6. A role for what is not a person, such as an EC2 instance, with a trust policy that names it:
//!    `aws iam create-role --role-name app --assume-role-policy-document file://trust.json`
//! 7. Guard the ways in: MFA for root and for every console password, a password policy, recent access keys or, better,
//!    none.
//!
//! ## What the criteria protect against
//!
//! - Permissions through groups: who leaves a team loses its rights with one command, and nothing is forgotten on a user.
//! - No `*` and no whole service, changes only on named resources: a stolen key or a bug can do no more than the work
//!   needed, and to no more than it needed.
//! - No administrators, and no way to become one: who may write a policy, make a key for somebody else or hand a role to
//!   a function has what they have. awslab searches for such ways step by step and shows the shortest.
//! - Roles that trust few: a role that anyone may take on, or a foreign account without an external id, or a token for
//!   any repository, gives what it may do to strangers.
//! - No policy of the account limits root, so nobody works with it: MFA on, no access keys.
//! - Access keys leak, into repositories and logs. Old ones have had more time to; two active ones are twice as many.
//!
//! ## Asked in interviews
//!
//! **What is the confused deputy?** A service or a company that acts for many customers, and is tricked by one of them into
//! acting on another's account. An external id, or a condition on the source's ARN or account, tells for whom it acts.
//!
//! **How does IAM keep an account safe?** Every request is signed by a principal. IAM gathers all policies that apply: of
//! the identity, its boundary, the session, the resource, the organization. One explicit Deny refuses. Otherwise a policy
//! of the identity or of the resource must allow (from another account: both), and no boundary, session or organization
//! policy may leave it out. What nothing allows is refused. Roles give temporary credentials, so that nothing
//! long-lived has to be kept. Least privilege then means: start from nothing, allow what is used, look again later.
//!
//! ## Further reading
//!
//! - Best practices: <https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html>
//! - Policy evaluation: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

mod access;
mod credentials;
mod escalation;
mod excess;
mod fixes;
mod policies;
mod power;
mod trust;

use awslab_core::context::Context;
use awslab_core::fact::Fact::{
    IamAccountSummary, IamAuthorizationDetails, IamCredentials, IamLastAccessed, IamPasswordPolicy, S3Buckets, S3Policy,
};
use awslab_core::lab::Aspect::{LeastPrivilege, Operations, Task};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::User;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict, any};

use self::access::{MUST_ALLOW, MUST_DENY, access};
use self::credentials::{keys, mfa, password_policy, root};
use self::escalation::no_escalation;
use self::excess::{MAX_UNUSED, excess};
use self::fixes::{DEACTIVATE_ALL_BUT_THE_NEWEST_KEY, RESTRICT_TRUST};
use self::policies::{customer_policy, groups, no_wildcard_actions};
use self::power::{no_admin, scoped_resources};
use self::trust::trust;
use crate::shared::policies::{NARROW_MANAGED, REWRITE_MANAGED};

pub(crate) const LAB: Lab = Lab {
    id: "iam",
    title: "Set up IAM users, roles and policies with least privilege",
    source: include_str!("iam.rs"),
    params: &[
        Param::count("min_users", 1, "how many IAM users there are"),
        Param::count("max_key_age_days", 90, "how many days old an active access key may be"),
        Param::count("min_password_length", 14, "how many characters the password policy demands"),
        Param::count(MAX_UNUSED, 20, "how many sensitive actions (they write, tag or manage permissions) may go unused"),
        Param::text(
            MUST_ALLOW,
            "",
            "requests that must be allowed, parted by `;`: `user/anna s3:GetObject arn:aws:s3:::reports/today.csv`",
        )
        .checked(access::check),
        Param::text(MUST_DENY, "", "requests that must be denied, likewise").checked(access::check),
    ],
    subjects: None,
    criteria: &[
        Criterion::new("user", Task, 1, "an in-scope user exists", user)
            .reads(&[IamAuthorizationDetails])
            .why("People get a user of their own, so that what was done can be told apart by who did it.")
            .fix("aws iam create-user --user-name {new}-learner")
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html"),
        Criterion::new("role", Task, 1, "an in-scope role trusts a named principal", role)
            .reads(&[IamAuthorizationDetails])
            .why(
                "A role gives temporary credentials to the principals that its trust policy names. One that trusts `*` trusts anyone.",
            )
            .fix(
                "aws iam create-role --role-name {new}-instance --assume-role-policy-document \
                 '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\
                 \"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-service.html"),
        Criterion::new("customer-policy", Task, 1, "a customer-managed policy is attached", customer_policy)
            .reads(&[IamAuthorizationDetails])
            .why("AWS-managed policies fit everybody a little too widely. Your own can allow just what the work needs.")
            .fix(
                "aws iam create-policy --policy-name {new}-read --policy-document \
                 '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\
                 \"Resource\":\"arn:{partition}:s3:::{new-bucket}/*\"}]}'\n\
                 aws iam create-group --group-name {new}-readers\n\
                 aws iam attach-group-policy --group-name {new}-readers \
                 --policy-arn arn:{partition}:iam::{account}:policy/{new}-read\n\
                 aws iam add-user-to-group --group-name {new}-readers --user-name {user}",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html"),
        Criterion::new("groups", LeastPrivilege, 1, "users hold permissions through groups", groups)
            .reads(&[IamAuthorizationDetails])
            .why("Who leaves a team loses its rights with one command, and nothing is forgotten on a user.")
            .fix(
                "aws iam create-group --group-name {user}-work\n\
                 aws iam attach-group-policy --group-name {user}-work --policy-arn {policy}\n\
                 aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
                 aws iam detach-user-policy --user-name {user} --policy-arn {policy}",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html"),
        Criterion::new("no-admin", LeastPrivilege, 3, "nobody can do anything to everything", no_admin)
            .reads(&[IamAuthorizationDetails])
            .why("Whoever steals an administrator's key has the account. What work needs is always less.")
            .fix(NARROW_MANAGED)
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"),
        Criterion::new("no-escalation", LeastPrivilege, 3, "nobody can become administrator", no_escalation)
            .reads(&[IamAuthorizationDetails])
            .why(
                "A small permission can be the key to a large one: who may write a policy, make a key for another user or \
                 hand a role to a function has what they have.",
            )
            .fix(REWRITE_MANAGED)
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html"),
        Criterion::new(
            "no-wildcard-actions",
            LeastPrivilege,
            2,
            "no policy allows whole services",
            no_wildcard_actions,
        )
        .after("no-admin")
        .reads(&[IamAuthorizationDetails])
        .why("A stolen key or a bug can do no more than the work needed.")
        .fix(NARROW_MANAGED)
        .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"),
        Criterion::new("scoped-resources", LeastPrivilege, 2, "changes are allowed on named resources", scoped_resources)
            .after("no-admin")
            .reads(&[IamAuthorizationDetails])
            .why("A mistake or a stolen key reaches what the policy names, and no further.")
            .fix(REWRITE_MANAGED)
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html"),
        Criterion::new("trust", LeastPrivilege, 2, "roles are not taken on too easily", trust)
            .reads(&[IamAuthorizationDetails])
            .why(
                "Whoever takes a role on has all that it may do. A foreign account that acts for others too needs an \
                 external id, or it can be tricked into acting on you; a token is made for one application and one subject.",
            )
            .fix(RESTRICT_TRUST)
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"),
        Criterion::new("access", LeastPrivilege, 0, "what was asked for is allowed, and no more", access)
            .reads(&[IamAuthorizationDetails])
            .reads_when(&[MUST_ALLOW, MUST_DENY], &[S3Buckets, S3Policy])
            .why("Least privilege has two sides: the work can be done, and what is not part of the work cannot.")
            .fix("# The request and the statement that decides it are told above: change that statement.")
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html"),
        Criterion::new("excess", LeastPrivilege, 0, "what may be changed is also used", excess)
            .after("no-wildcard-actions")
            .reads(&[IamAuthorizationDetails, IamLastAccessed])
            .why(
                "What nobody has used for a year nobody will miss, but whoever steals the key. \
                 This criterion informs: it is worth no points.",
            )
            .fix(
                "# AWS tells action by action what was used when. Take the rest out of the policies.\n\
                 JOB=$(aws iam generate-service-last-accessed-details --arn {arn} --granularity ACTION_LEVEL \
                 --query JobId --output text)\n\
                 aws iam get-service-last-accessed-details --job-id \"$JOB\"",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html"),
        Criterion::new("root", Operations, 1, "root has MFA and no access keys", root)
            .reads(&[IamAccountSummary])
            .why("No policy of the account limits root: a lost root password or key is a lost account.")
            .fix(
                "# Sign in as root at https://console.aws.amazon.com/iam/home#/security_credentials\n\
                 # Assign an MFA device there, and delete every access key.",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html"),
        Criterion::new("mfa", Operations, 1, "users with a console password have MFA", mfa)
            .reads(&[IamAuthorizationDetails, IamCredentials])
            .why("Passwords are guessed, reused and phished. A second factor stops whoever has only the password.")
            .fix(
                "aws iam create-virtual-mfa-device --virtual-mfa-device-name {user} \
                 --outfile {user}-mfa.png --bootstrap-method QRCodePNG\n\
                 # Scan the picture with an authenticator app, then give two codes that follow each other:\n\
                 aws iam enable-mfa-device --user-name {user} \
                 --serial-number arn:{partition}:iam::{account}:mfa/{user} \
                 --authentication-code1 CODE --authentication-code2 NEXT_CODE",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html"),
        Criterion::new("keys", Operations, 1, "access keys are recent, one per user", keys)
            .reads(&[IamAuthorizationDetails, IamCredentials])
            .why("Keys leak into repositories and logs, and an old one has had more time to.")
            .fix(DEACTIVATE_ALL_BUT_THE_NEWEST_KEY)
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html"),
        Criterion::new("password-policy", Operations, 1, "passwords are long and not reused", password_policy)
            .reads(&[IamPasswordPolicy])
            .why("Without a policy of its own, an account takes passwords of 8 characters, and the last one again.")
            .fix(
                "# This replaces the whole policy: keep what else yours demands, such as --max-password-age.\n\
                 aws iam update-account-password-policy --minimum-password-length {length} \
                 --password-reuse-prevention 24 --require-symbols --require-numbers \
                 --require-uppercase-characters --require-lowercase-characters --allow-users-to-change-password",
            )
            .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"),
    ],
};

fn user(cx: &Context<'_>) -> Verdict {
    let users = cx.users()?;
    let wanted = cx.count("min_users") as usize;
    if users.is_empty() && wanted > 0 {
        return cx.nothing_in_scope("user", &cx.users_out_of_scope()?).verdict();
    }
    let names: Vec<&str> = users.iter().map(|user| user.user_name.as_str()).collect();
    let actual = format!("{}{}{}", users.len(), if names.is_empty() { "" } else { ": " }, names.join(", "));
    cx.observe_account("users", users.len() >= wanted, format!("{wanted} or more"), actual).verdict()
}

fn role(cx: &Context<'_>) -> Verdict {
    let roles = cx.roles()?;
    if roles.is_empty() {
        return cx.nothing_in_scope("role", &cx.roles_out_of_scope()?).verdict();
    }
    let verdicts = roles.iter().map(|role| {
        let trusted = role.trusted()?;
        let actual = if trusted.is_empty() { "nobody by name".to_owned() } else { trusted.join(", ") };
        let expected = "a service, an account, a role, a user or an identity provider";
        role.observe("trusted by", !trusted.is_empty(), expected, actual).verdict()
    });
    any(verdicts)
}

/// The users in scope. Without any, or where nobody can tell, the criterion about them says all there is to say.
fn some_users<'a>(cx: &Context<'a>) -> Result<Vec<&'a User>, Miss> {
    match cx.users() {
        Ok(users) if !users.is_empty() => Ok(users),
        _ => Err(Miss::Blocked("user")),
    }
}
