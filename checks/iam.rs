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
//! - No `*` and no whole service: a stolen key or a bug can do no more than the work needed.
//! - No policy of the account limits root, so nobody works with it: MFA on, no access keys.
//! - Access keys leak, into repositories and logs. Old ones have had more time to; two active ones are twice as many.
//!
//! ## Asked in interviews
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

use awslab_core::call;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{IamAccountSummary, IamAuthorizationDetails, IamCredentials, IamPasswordPolicy};
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::lab::Aspect::{LeastPrivilege, Operations, Task};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::{PolicyText, User};
use awslab_core::nouns::{HeldPolicy, PolicyOwner, Principal};
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Observation, Subject, Verdict, all, any};
use awslab_policy::{Document, Statement, narrow};
use jiff::{SignedDuration, Timestamp};

pub(crate) const LAB: Lab = Lab {
    id: "iam",
    title: "Set up IAM users, roles and policies with least privilege",
    source: include_str!("iam.rs"),
    params: &[
        Param::count("min_users", 1, "how many IAM users there are"),
        Param::count("max_key_age_days", 90, "how many days old an active access key may be"),
        Param::count("min_password_length", 14, "how many characters the password policy demands"),
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
        Criterion::new(
            "no-wildcard-actions",
            LeastPrivilege,
            2,
            "no policy allows whole services",
            no_wildcard_actions,
        )
        .reads(&[IamAuthorizationDetails])
        .why("A stolen key or a bug can do no more than the work needed.")
        .fix(NARROW_MANAGED)
        .docs("https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege"),
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

const ATTACH_TO_ROLE: &str = "\
    aws iam create-policy --policy-name {new}-read --policy-document \
    '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\
    \"Resource\":\"arn:{partition}:s3:::{new-bucket}/*\"}]}'\n\
    aws iam attach-role-policy --role-name {role} --policy-arn arn:{partition}:iam::{account}:policy/{new}-read";

const MOVE_INLINE_POLICY_TO_GROUP: &str = "\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name {policy-name} --policy-document '{document}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
    aws iam delete-user-policy --user-name {user} --policy-name {policy-name}";

const KEEP_YOURSELF_IN: &str =
    "# You run awslab by the policy {policy-name}: narrow it as somebody else, or you may lock yourself out.";

const NARROW_MANAGED: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam create-policy-version --policy-arn {policy} --set-as-default --policy-document '{document}'";
const NARROW_IN_USER: &str = "\
    # This leaves reading only, through a group: add the actions that the work needs.\n\
    aws iam create-group --group-name {user}-work\n\
    aws iam put-group-policy --group-name {user}-work --policy-name {policy-name} --policy-document '{document}'\n\
    aws iam add-user-to-group --group-name {user}-work --user-name {user}\n\
    aws iam delete-user-policy --user-name {user} --policy-name {policy-name}";
const NARROW_IN_GROUP: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam put-group-policy --group-name {group} --policy-name {policy-name} --policy-document '{document}'";
const NARROW_IN_ROLE: &str = "\
    # This leaves reading only: add the actions that the work needs.\n\
    aws iam put-role-policy --role-name {role} --policy-name {policy-name} --policy-document '{document}'";

const DETACH_FROM_USER: &str = "\
    # AWS wrote this policy: attach one of your own that allows less to a group of {user}, then:\n\
    aws iam detach-user-policy --user-name {user} --policy-arn {policy}";
const DETACH_FROM_GROUP: &str = "\
    # AWS wrote this policy: attach one of your own that allows less, then:\n\
    aws iam detach-group-policy --group-name {group} --policy-arn {policy}";
const DETACH_FROM_ROLE: &str = "\
    # AWS wrote this policy: attach one of your own that allows less, then:\n\
    aws iam detach-role-policy --role-name {role} --policy-arn {policy}";

const DEACTIVATE_ALL_BUT_THE_NEWEST_KEY: &str = "\
    # Not the key that you use right now, nor one that something still needs.\n\
    for KEY in $(aws iam list-access-keys --user-name {user} --output text \
    --query 'sort_by(AccessKeyMetadata[?Status==`Active`],&CreateDate)[:-1].AccessKeyId'); do \
    aws iam update-access-key --user-name {user} --status Inactive --access-key-id \"$KEY\"; done";
const DEACTIVATE_EVERY_KEY: &str = "\
    # Not the key that you use right now, nor one that something still needs.\n\
    for KEY in $(aws iam list-access-keys --user-name {user} --output text \
    --query 'AccessKeyMetadata[?Status==`Active`].AccessKeyId'); do \
    aws iam update-access-key --user-name {user} --status Inactive --access-key-id \"$KEY\"; done\n\
    # Where a key is still needed: aws iam create-access-key --user-name {user}";

const REPLACE_OWN_KEY: &str = "\
    # You may be using one of these keys. Make a new one, configure it, then deactivate the old one:\n\
    # aws iam create-access-key --user-name {user}\n\
    # aws iam update-access-key --user-name {user} --status Inactive --access-key-id OLD_KEY";

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

fn customer_policy(cx: &Context<'_>) -> Verdict {
    let own: Vec<HeldPolicy<'_>> = held_policies(cx)?.into_iter().filter(HeldPolicy::is_customer_managed).collect();
    let expected = "a customer-managed policy on a user, a role or a group with users";
    if own.is_empty() {
        let none = cx.observe_account("policies", false, expected, "none");
        return match (&cx.users()?[..], &cx.roles()?[..]) {
            ([user, ..], _) => none.name("user", &user.user_name).verdict(),
            ([], [role, ..]) => none.name("role", &role.role_name).fix(ATTACH_TO_ROLE).verdict(),
            ([], []) => Err(Miss::Blocked("user")),
        };
    }
    all(own.iter().map(|policy| {
        let actual = format!("attached to {}", in_words(&policy.holders));
        policy.observe("policy", true, expected, actual).verdict()
    }))
}

fn groups(cx: &Context<'_>) -> Verdict {
    let users = some_users(cx)?;
    let held = held_policies(cx)?;
    all(users.into_iter().map(|user| {
        let direct: Vec<Verdict> = held.iter().filter_map(|policy| held_directly(cx, user, policy)).collect();
        if !direct.is_empty() {
            return all(direct);
        }
        let groups = user.group_list.join(", ");
        let actual = if groups.is_empty() { "none".to_owned() } else { format!("through {groups}") };
        user.observe("policies", true, "none but through groups", actual).verdict()
    }))
}

/// That a user holds a policy past the groups, if so.
fn held_directly(cx: &Context<'_>, user: &User, policy: &HeldPolicy<'_>) -> Option<Verdict> {
    policy.holders.iter().find(|it| matches!(it, Principal::User(holder) if holder.arn == user.arn))?;
    // What allows whole services is not to be spread to a group as it is, unless that would lock out its own user.
    let is_wide = !cx.is_caller(Principal::User(user)) && policy.document().is_ok_and(|it| !wide(&it).is_empty());
    let observation = match policy.owner {
        PolicyOwner::Managed(arn) => user.observe("attached policy", false, "none: through a group", arn),
        PolicyOwner::Inline(_) => user.observe("inline policy", false, "none: through a group", policy.name),
    };
    let observation = policy.names().into_iter().fold(observation, |it, (name, value)| it.name(name, value));
    let observation = match (policy.owner, policy.text) {
        (PolicyOwner::Managed(_), _) if is_wide && !policy.is_customer_managed() => observation.fix(DETACH_FROM_USER),
        (PolicyOwner::Inline(_), Some(text)) if is_wide => {
            observation.name("document", narrower(text)).fix(NARROW_IN_USER)
        }
        (PolicyOwner::Inline(_), Some(text)) => {
            observation.name("document", text.on_one_line()).fix(MOVE_INLINE_POLICY_TO_GROUP)
        }
        _ => observation,
    };
    Some(observation.verdict())
}

fn no_wildcard_actions(cx: &Context<'_>) -> Verdict {
    let held = held_policies(cx)?;
    if held.is_empty() {
        return Err(Miss::Blocked("customer-policy"));
    }
    all(held.iter().map(|policy| {
        let wide = wide(&policy.document()?);
        let property = match policy.owner {
            PolicyOwner::Managed(_) => "whole services".to_owned(),
            PolicyOwner::Inline(_) => format!("whole services in inline policy {}", policy.name),
        };
        if wide.is_empty() {
            return policy.observe(&property, true, "none", "none").verdict();
        }
        let actual = format!("{}; held by {}", wide.join("; "), in_words(&policy.holders));
        narrow_fixes(cx, policy, &policy.observe(&property, false, "none", actual))
    }))
}

/// How a policy that allows whole services is mended, without locking out whom awslab runs as.
fn narrow_fixes(cx: &Context<'_>, policy: &HeldPolicy<'_>, found: &Observation) -> Verdict {
    if cx.caller_holds(policy) {
        return found.clone().fix(KEEP_YOURSELF_IN).verdict();
    }
    let fix = match policy.owner {
        PolicyOwner::Managed(_) if policy.is_customer_managed() => NARROW_MANAGED,
        PolicyOwner::Inline(Principal::User(_)) => NARROW_IN_USER,
        PolicyOwner::Inline(Principal::Group(_)) => NARROW_IN_GROUP,
        PolicyOwner::Inline(Principal::Role(_)) => NARROW_IN_ROLE,
        // What AWS wrote cannot be narrowed: it is taken from each who holds it.
        PolicyOwner::Managed(_) => {
            return all(policy.holders.iter().map(|holder| detach(found.clone(), *holder).verdict()));
        }
    };
    found.clone().name("document", policy.text.map(narrower).unwrap_or_default()).fix(fix).verdict()
}

fn detach(found: Observation, holder: Principal<'_>) -> Observation {
    match holder {
        Principal::User(user) => found.name("user", &user.user_name).fix(DETACH_FROM_USER),
        Principal::Group(group) => found.name("group", &group.group_name).fix(DETACH_FROM_GROUP),
        Principal::Role(role) => found.name("role", &role.role_name).fix(DETACH_FROM_ROLE),
    }
}

/// The statements of a policy that allow whole services, in words.
fn wide(document: &Document) -> Vec<String> {
    let in_words = |(label, statement): (String, &Statement)| match &statement.whole_services()[..] {
        [] => None,
        patterns => Some(format!("{label} allows {}", patterns.join(", "))),
    };
    document.allows().filter_map(in_words).collect()
}

fn narrower(text: &PolicyText) -> String {
    narrow(text.as_str()).unwrap_or_default()
}

fn in_words(holders: &[Principal<'_>]) -> String {
    holders.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The users in scope. Without any, or where nobody can tell, the criterion about them says all there is to say.
fn some_users<'a>(cx: &Context<'a>) -> Result<Vec<&'a User>, Miss> {
    match cx.users() {
        Ok(users) if !users.is_empty() => Ok(users),
        _ => Err(Miss::Blocked("user")),
    }
}

/// The policies that somebody in scope holds. Where nobody can tell even the users, see above.
fn held_policies<'a>(cx: &Context<'a>) -> Result<Vec<HeldPolicy<'a>>, Miss> {
    if cx.users().is_err() {
        return Err(Miss::Blocked("user"));
    }
    cx.held_policies()
}

fn root(cx: &Context<'_>) -> Verdict {
    let summary = cx.account.global.iam.summary_map.known()?;
    let told = |count: Option<i32>, key: &str| {
        let lacking = || Gap::new(call::GET_ACCOUNT_SUMMARY, GapKind::Malformed, format!("the answer lacks {key}"));
        count.ok_or_else(|| Miss::unknown(lacking()))
    };
    let mfa = told(summary.account_mfa_enabled, "AccountMFAEnabled")? > 0;
    let keys = told(summary.account_access_keys_present, "AccountAccessKeysPresent")?;
    all([
        cx.account.observe("root MFA", mfa, "on", if mfa { "on" } else { "off" }).verdict(),
        cx.account.observe("root access keys", keys == 0, 0, keys).verdict(),
    ])
}

fn mfa(cx: &Context<'_>) -> Verdict {
    some_users(cx)?;
    cx.sign_ins(|user, sign_in| {
        let actual = match (sign_in.password, sign_in.mfa) {
            (false, _) => "no console password",
            (true, true) => "password and MFA",
            (true, false) => "password without MFA",
        };
        let met = sign_in.mfa || !sign_in.password;
        user.observe("console sign-in", met, "with MFA", actual).verdict()
    })
}

fn keys(cx: &Context<'_>) -> Verdict {
    some_users(cx)?;
    let max_age = cx.count("max_key_age_days");
    let max_duration = SignedDuration::from_hours(24 * i64::from(max_age));
    cx.access_keys(|user, keys| {
        let is_old = |created: &Option<Timestamp>| {
            created.is_some_and(|created| cx.account.taken_at.duration_since(created) >= max_duration)
        };
        let every_one_is_old = keys.created.iter().all(is_old);
        let met = keys.created.len() < 2 && !keys.created.iter().any(is_old);
        let expected = format!("at most one, younger than {max_age} days");
        let fix = match every_one_is_old {
            _ if cx.is_caller(Principal::User(user)) => REPLACE_OWN_KEY,
            true => DEACTIVATE_EVERY_KEY,
            false => DEACTIVATE_ALL_BUT_THE_NEWEST_KEY,
        };
        user.observe("active access keys", met, expected, keys_in_words(&keys.created, cx)).fix(fix).verdict()
    })
}

fn password_policy(cx: &Context<'_>) -> Verdict {
    let wanted = i32::try_from(cx.count("min_password_length")).unwrap_or(i32::MAX);
    let Some(policy) = cx.account.global.iam.password_policy.known()? else {
        let expected = format!("{wanted} characters or more, former passwords refused");
        let none = cx.observe_account("password policy", false, expected, "none");
        return none.name("length", wanted.to_string()).verdict();
    };
    let length = policy.minimum_password_length.unwrap_or_default();
    let reuse = policy.password_reuse_prevention.unwrap_or_default();
    let observations = [
        cx.observe_account("MinimumPasswordLength", length >= wanted, format!("{wanted} or more"), length),
        cx.observe_account("PasswordReusePrevention", reuse > 0, "1 or more", reuse),
    ];
    all(observations.map(|it| it.name("length", wanted.to_string()).verdict()))
}

fn keys_in_words(created: &[Option<Timestamp>], cx: &Context<'_>) -> String {
    let age = |created: &Option<Timestamp>| match created {
        Some(created) => format!("{} days old", cx.account.taken_at.duration_since(*created).as_hours() / 24),
        None => "of unknown age".to_owned(),
    };
    let ages: Vec<String> = created.iter().map(age).collect();
    if ages.is_empty() { "none".to_owned() } else { format!("{}: {}", ages.len(), ages.join(", ")) }
}
