//! The ways in: root, console passwords, access keys.

use awslab_core::call;
use awslab_core::context::Context;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::nouns::Principal;
use awslab_core::verdict::{Miss, Subject, Verdict, all};
use jiff::{SignedDuration, Timestamp};

use super::fixes::{DEACTIVATE_ALL_BUT_THE_NEWEST_KEY, DEACTIVATE_EVERY_KEY, REPLACE_OWN_KEY};
use super::some_users;

pub(super) fn root(cx: &Context<'_>) -> Verdict {
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

pub(super) fn mfa(cx: &Context<'_>) -> Verdict {
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

pub(super) fn keys(cx: &Context<'_>) -> Verdict {
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

pub(super) fn password_policy(cx: &Context<'_>) -> Verdict {
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
