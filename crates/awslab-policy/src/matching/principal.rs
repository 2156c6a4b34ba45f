//! The `Principal` and `NotPrincipal` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>

use crate::arn::{Arn, is_account_id};
use crate::caller::{Caller, Kind, last_segment};
use crate::document::{Effect, Principals};
use crate::truth::Truth;

/// How closely a policy names the caller. The closer, the fewer other policies must allow as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grant {
    /// Its account: that hands the decision to the account's own policies.
    Account,
    /// The role behind its session, or the user behind its federated session.
    Role,
    /// Itself, or everybody.
    Direct,
}

/// Whether a statement is about the caller, and how closely it names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Admission {
    pub(crate) truth: Truth,
    pub(crate) grant: Grant,
}

/// Whether a statement of a resource's policy is about the caller. One without principals is about nobody.
pub(crate) fn admission(
    principals: Option<&Principals>,
    effect: Effect,
    caller: Caller<'_>,
    has_boundary: bool,
) -> Admission {
    let about_nobody = Admission { truth: Truth::NO, grant: Grant::Account };
    match (principals, effect) {
        (None, _) => about_nobody,
        (Some(Principals::Only(listed)), _) => match best_grant(listed, caller) {
            Some(grant) => Admission { truth: Truth::YES, grant },
            None => about_nobody,
        },
        (Some(Principals::AllBut(listed)), Effect::Allow) => {
            Admission { truth: Truth::sure(best_grant(listed, caller).is_none()), grant: Grant::Direct }
        }
        (Some(Principals::AllBut(listed)), Effect::Deny) => {
            Admission { truth: is_refused(listed, caller, has_boundary), grant: Grant::Direct }
        }
    }
}

/// `Deny` with `NotPrincipal`. It refuses whoever has a boundary, listed or not. Others it spares for sure only when all
/// that they are is listed: the account too, and for a session its role. AWS leaves open what a shorter list does.
fn is_refused(listed: &[(String, String)], caller: Caller<'_>, has_boundary: bool) -> Truth {
    if has_boundary && matches!(caller.kind, Kind::User(_) | Kind::Role(_) | Kind::RoleSession(_)) {
        return Truth::YES;
    }
    let lists = |grant| listed.iter().any(|(kind, id)| grant_of(kind, id, caller) == Some(grant));
    let (direct, role, account) = (lists(Grant::Direct), lists(Grant::Role), lists(Grant::Account));
    let is_listed_in_full = match caller.kind {
        Kind::Root => account,
        Kind::RoleSession(_) => direct && role && account,
        Kind::Role(_) => role && account,
        Kind::User(_) | Kind::FederatedUser(_) => direct && account,
        Kind::Anonymous | Kind::Service | Kind::Federated => direct,
    };
    match (is_listed_in_full, direct || role, account) {
        (true, ..) => Truth::NO,
        (false, true, _) => Truth::open(false),
        (false, false, true) => Truth::open(true),
        (false, false, false) => Truth::YES,
    }
}

fn best_grant(listed: &[(String, String)], caller: Caller<'_>) -> Option<Grant> {
    listed.iter().filter_map(|(kind, id)| grant_of(kind, id, caller)).max()
}

/// Principals hold no patterns: a `*` is everybody, or nothing at all. An id such as `AIDA…` stands for a user or role
/// that was deleted, and nobody else is it.
fn grant_of(kind: &str, id: &str, caller: Caller<'_>) -> Option<Grant> {
    match kind {
        "AWS" if id == "*" => Some(Grant::Direct),
        "AWS" => grant_of_aws(id, caller),
        "Service" => (caller.kind == Kind::Service && id.eq_ignore_ascii_case(caller.text)).then_some(Grant::Direct),
        _ => (caller.kind == Kind::Federated && id == caller.text).then_some(Grant::Direct),
    }
}

fn grant_of_aws(id: &str, caller: Caller<'_>) -> Option<Grant> {
    let (partition, account) = caller.home?;
    if is_account_id(id) {
        return (id == account).then_some(Grant::Account);
    }
    let arn = Arn::parse(id)?;
    if (arn.partition(), arn.account()) != (partition, account) {
        return None;
    }
    let same_name = |named: &str, name| (last_segment(named) == name).then_some(Grant::Role);
    match (Caller::of(id).kind, caller.kind) {
        (Kind::Root, _) => Some(Grant::Account),
        (Kind::Role(named), Kind::RoleSession(role)) => same_name(named, role),
        (Kind::User(named), Kind::FederatedUser(name)) => same_name(named, name),
        (Kind::Role(_), Kind::Role(_)) => (id == caller.text).then_some(Grant::Role),
        _ => (id == caller.text).then_some(Grant::Direct),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: &str = "arn:aws:iam::111122223333:user/anna";
    const ROLE: &str = "arn:aws:iam::111122223333:role/path/r";
    const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";
    const ROOT: &str = "arn:aws:iam::111122223333:root";

    fn aws(ids: &[&str]) -> Vec<(String, String)> {
        ids.iter().map(|id| ("AWS".to_owned(), (*id).to_owned())).collect()
    }

    #[test]
    fn how_closely_a_principal_names_a_caller() {
        for (id, caller, expected) in [
            ("*", "*", Some(Grant::Direct)),
            ("*", "s3.amazonaws.com", Some(Grant::Direct)),
            (USER, USER, Some(Grant::Direct)),
            (USER, "arn:aws:iam::111122223333:user/Anna", None),
            (USER, "arn:aws:sts::111122223333:federated-user/anna", Some(Grant::Role)),
            ("111122223333", USER, Some(Grant::Account)),
            (ROOT, SESSION, Some(Grant::Account)),
            ("arn:aws-cn:iam::111122223333:root", SESSION, None),
            (ROOT, "arn:aws:iam::444455556666:user/anna", None),
            (ROLE, SESSION, Some(Grant::Role)),
            (ROLE, ROLE, Some(Grant::Role)),
            (SESSION, SESSION, Some(Grant::Direct)),
            ("arn:aws:sts::111122223333:assumed-role/r/other", SESSION, None),
            ("arn:aws:iam::111122223333:user/*", USER, None),
            ("AIDAEXAMPLE", USER, None),
        ] {
            assert_eq!(grant_of("AWS", id, Caller::of(caller)), expected, "{id} for {caller}");
        }
        assert_eq!(grant_of("Service", "s3.amazonaws.com", Caller::of("s3.amazonaws.com")), Some(Grant::Direct));
        assert_eq!(
            grant_of("Federated", "accounts.google.com", Caller::of("accounts.google.com")),
            Some(Grant::Direct)
        );
    }

    #[test]
    fn all_but_the_listed() {
        for (effect, listed, caller, has_boundary, expected) in [
            (Effect::Allow, vec![USER], USER, false, Truth::NO),
            (Effect::Allow, vec![USER], SESSION, false, Truth::YES),
            (Effect::Deny, vec![USER, ROOT], USER, false, Truth::NO),
            (Effect::Deny, vec![USER, ROOT], USER, true, Truth::YES),
            (Effect::Deny, vec![USER], USER, false, Truth::open(false)),
            (Effect::Deny, vec![ROOT], USER, false, Truth::open(true)),
            (Effect::Deny, vec![USER], SESSION, false, Truth::YES),
            (Effect::Deny, vec![ROLE, SESSION, ROOT], SESSION, false, Truth::NO),
            (Effect::Deny, vec![ROLE, ROOT], SESSION, false, Truth::open(false)),
        ] {
            let principals = Principals::AllBut(aws(&listed));
            let admission = admission(Some(&principals), effect, Caller::of(caller), has_boundary);
            assert_eq!(admission.truth, expected, "{effect:?} but {listed:?} for {caller}");
        }
    }
}
