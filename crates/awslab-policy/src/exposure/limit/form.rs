//! Whom a value of a condition key means.

use super::Value;
use super::key::{About, Form, Key};
use crate::arn::{self, is_account_id};
use crate::condition::address_range;
use crate::document::Comparison;
use crate::exposure::who::{Who, account_in, has_wildcard};

/// The organization of the resource's owner: its id is not known, but that it is one.
pub(super) const OWN: &str = "${aws:ResourceOrgID}";

/// Whom a value means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// These alone.
    Only(Who),
    /// A pattern that strangers fit.
    Everyone,
    /// No request can have the value.
    Nobody,
}

impl Told {
    pub(super) fn who(self) -> Option<Who> {
        match self {
            Self::Only(who) => Some(who),
            Self::Everyone | Self::Nobody => None,
        }
    }
}

/// Whom a value means, by the form of its key. An operator that compares something else, such as numbers, means nobody.
pub(super) fn read(key: Key, comparison: Comparison, value: &Value) -> Told {
    use Comparison::{Arn, Bool, StringEquals, StringEqualsIgnoreCase, StringLike};
    let is_text = matches!(comparison, StringEquals | StringEqualsIgnoreCase | StringLike);
    let text = value.text.as_str();
    match key.form {
        // As the engine reads it, whatever the key holds.
        _ if comparison == Arn && text == "*" => Told::Everyone,
        Form::IsService if is_text || comparison == Bool => is_service(value),
        Form::Arn if comparison == Arn => arn(key.about, text),
        Form::Arn if is_text && value.is_pattern => arn_like_text(key.about, text),
        Form::Arn if is_text => arn_as_written(key.about, text),
        _ if !is_text => Told::Nobody,
        Form::Account => account(value),
        Form::Organization => organization(value, text),
        Form::OrganizationPath => organization(value, text.split_once('/').map_or(text, |(id, _path)| id)),
        Form::UserId => user_id(key, value),
        Form::Service if value.is_pattern => Told::Only(Who::Service("*".to_owned())),
        Form::Service => Told::Only(Who::Service(text.to_owned())),
        Form::Address | Form::Id if value.is_pattern => Told::Everyone,
        Form::Address if address_range(text).is_none() => Told::Nobody,
        Form::Address | Form::Id => holder(key, text),
        Form::IsService | Form::Arn => Told::Nobody,
    }
}

fn holder(key: Key, text: &str) -> Told {
    Told::Only(Who::Holder { key: key.name.to_owned(), value: text.to_owned() })
}

fn is_service(value: &Value) -> Told {
    match value.text.as_str() {
        text if text.eq_ignore_ascii_case("true") => Told::Only(Who::Service("*".to_owned())),
        text if text.eq_ignore_ascii_case("false") || value.is_pattern => Told::Everyone,
        _ => Told::Nobody,
    }
}

fn account(value: &Value) -> Told {
    match value.text.as_str() {
        text if is_account_id(text) => Told::Only(Who::Account(text.to_owned())),
        text if value.is_pattern && could_be_account(text) => Told::Everyone,
        _ => Told::Nobody,
    }
}

/// Whether a pattern takes in the number of some account.
fn could_be_account(pattern: &str) -> bool {
    const DIGITS: usize = 12;
    let fixed = pattern.bytes().filter(|byte| *byte != b'*').count();
    let has_room = if pattern.contains('*') { fixed <= DIGITS } else { fixed == DIGITS };
    has_room && pattern.bytes().all(|byte| matches!(byte, b'*' | b'?' | b'0'..=b'9'))
}

/// `ArnLike` and `ArnEquals`: part by part.
fn arn(about: About, text: &str) -> Told {
    let (parts, count) = arn::split(text);
    match parts[4] {
        _ if count < parts.len() => Told::Nobody,
        // Anybody may make a bucket whose name fits a pattern.
        "" if has_wildcard(parts[5]) => Told::Everyone,
        id if id.is_empty() || is_account_id(id) => Told::Only(bearer(about, text)),
        pattern if has_wildcard(pattern) && could_be_account(pattern) => Told::Everyone,
        _ => Told::Nobody,
    }
}

/// `StringEquals`: to the letter.
fn arn_as_written(about: About, text: &str) -> Told {
    let (parts, count) = arn::split(text);
    let is_arn = count == parts.len() && parts[0] == "arn";
    let is_whole = is_arn && (parts[4].is_empty() || is_account_id(parts[4]));
    if is_whole { Told::Only(bearer(about, text)) } else { Told::Nobody }
}

/// `StringLike`: its `*` reaches over colons.
fn arn_like_text(about: About, text: &str) -> Told {
    if account_in(text).is_some() {
        return Told::Only(bearer(about, text));
    }
    let (parts, _count) = arn::split(text);
    let is_aligned = !parts[..4].iter().any(|part| part.contains('*'));
    if is_aligned && !has_wildcard(parts[4]) { arn(about, text) } else { Told::Everyone }
}

fn bearer(about: About, text: &str) -> Who {
    match about {
        About::Caller => Who::Principal(text.to_owned()),
        About::Source | About::Way => Who::Resource(text.to_owned()),
    }
}

/// The id of an organization is nobody else's, so that what follows it in a path may be a pattern.
fn organization(value: &Value, id: &str) -> Told {
    match () {
        () if id == OWN || is_organization_id(id) => Told::Only(Who::Organization(value.text.clone())),
        () if value.is_pattern && has_wildcard(id) => Told::Everyone,
        () => Told::Nobody,
    }
}

/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html>
fn is_organization_id(text: &str) -> bool {
    let Some(id) = text.strip_prefix("o-") else { return false };
    (10..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// `AIDA…` is a user, `AROA…:session` a session of a role; a number is an account's root user.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>
fn user_id(key: Key, value: &Value) -> Told {
    const SHORTEST: usize = 16;
    let text = value.text.as_str();
    let fixed = text.split(['*', '?']).next().unwrap_or_default();
    let is_unique_id = fixed.len() >= SHORTEST && fixed.starts_with('A');
    match text {
        "anonymous" => Told::Everyone,
        _ if is_account_id(text) => Told::Only(Who::Account(text.to_owned())),
        _ if value.is_pattern && !is_unique_id => Told::Everyone,
        _ => holder(key, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(key: &str, comparison: Comparison, text: &str) -> String {
        let key = Key::of(key).expect("it tells who is let in");
        let takes_patterns = matches!(comparison, Comparison::StringLike | Comparison::Arn);
        match read(key, comparison, &Value { text: text.to_owned(), is_pattern: takes_patterns && has_wildcard(text) })
        {
            Told::Only(who) => who.to_string(),
            Told::Everyone => "everyone".to_owned(),
            Told::Nobody => "nobody".to_owned(),
        }
    }

    #[test]
    fn each_key_has_its_own_form() {
        use Comparison::{Arn, Bool, StringEquals, StringLike};
        for (key, comparison, value, expected) in [
            ("aws:SourceAccount", StringEquals, "111122223333", "account 111122223333"),
            ("aws:SourceAccount", StringEquals, "11112222333", "nobody"),
            ("aws:SourceAccount", StringEquals, "*", "nobody"),
            ("aws:SourceAccount", StringLike, "*", "everyone"),
            ("aws:SourceAccount", StringLike, "11112222333?", "everyone"),
            ("aws:SourceAccount", StringLike, "1111222233?", "nobody"),
            ("aws:SourceAccount", Arn, "111122223333", "nobody"),
            ("aws:SourceAccount", Arn, "*", "everyone"),
            ("aws:SourceArn", Arn, "arn:aws:sns:*:111122223333:*", "arn:aws:sns:*:111122223333:*"),
            ("aws:SourceArn", Arn, "arn:aws:sns:*:*:topic", "everyone"),
            ("aws:SourceArn", Arn, "*", "everyone"),
            ("aws:SourceArn", Arn, "arn:aws:sns:*", "nobody"),
            ("aws:SourceArn", Arn, "arn:aws:sns:r:1111:*", "nobody"),
            ("aws:SourceArn", StringLike, "arn:aws:sns:*", "everyone"),
            ("aws:SourceArn", StringLike, "arn:aws:s3:::b*", "everyone"),
            ("aws:SourceArn", Arn, "arn:aws:s3:::b", "arn:aws:s3:::b"),
            ("aws:SourceArn", StringLike, "*1234*", "everyone"),
            ("aws:SourceArn", StringEquals, "arn:*", "nobody"),
            ("aws:SourceArn", StringEquals, "arn:aws:s3:::bucket", "arn:aws:s3:::bucket"),
            ("aws:PrincipalOrgID", StringEquals, "o-a1b2c3d4e5", "organization o-a1b2c3d4e5"),
            ("aws:PrincipalOrgID", StringLike, "o-*", "everyone"),
            ("aws:PrincipalOrgID", StringEquals, "o-*", "nobody"),
            ("aws:PrincipalOrgPaths", StringLike, "o-a1b2c3d4e5/*", "organization o-a1b2c3d4e5/*"),
            ("aws:PrincipalOrgPaths", StringLike, "o-*/r-ab12/*", "everyone"),
            ("aws:userid", StringLike, "AROAI1111111111111111:*", "whoever has aws:userid AROAI1111111111111111:*"),
            ("aws:userid", StringLike, "AROA*", "everyone"),
            ("aws:userid", StringEquals, "anonymous", "everyone"),
            ("aws:PrincipalIsAWSService", Bool, "true", "any service of AWS"),
            ("aws:PrincipalIsAWSService", Bool, "false", "everyone"),
            ("aws:SourceVpc", StringLike, "vpc-*", "everyone"),
            ("aws:SourceVpc", StringEquals, "vpc-1", "whoever has aws:SourceVpc vpc-1"),
        ] {
            assert_eq!(told(key, comparison, value), expected, "{key} {comparison:?} {value}");
        }
    }
}
