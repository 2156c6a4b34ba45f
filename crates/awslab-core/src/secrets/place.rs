//! Where secrets stand without a name of theirs: in addresses, and behind commands that take them.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::literal::{Literal, Separator};
use super::{Found, expression, name};
use crate::model::SecretKind;

/// The group `value` is the secret, or where it begins; the group `name`, where there is one, has to be that of a secret.
const PLACES: &[&str] = &[
    // a name and a value that are called so: ECS, parameters of CloudFormation and SSM, the registry of Windows
    concat!(
        r#"(?i)\b(?:parameter)?(?:name|key)["']?[ \t]*[:= \t][ \t]*["']?(?<name>[a-z0-9_./-]+)["']?"#,
        r#"(?:[,;]?\s*(?:- )?|[ \t][^\n]*?[ \t])(?:--?)?["']?(?:parameter)?value["']?[ \t]*[:= \t][ \t]*(?<value>)\S"#,
    ),
    // Dockerfiles and Windows
    r"(?im)^[ \t]*(?:ENV|ARG|setx)[ \t]+(?<name>[a-z0-9_.-]+)[ \t]+(?<value>)[^\s=]",
    r"(?i)\bnet[ \t]+user[ \t]+[a-z0-9_.-]+[ \t]+(?<value>)[^\s/]",
    r#"(?i)\bConvertTo-SecureString[ \t]+(?:-String[ \t]+)?(?<value>)["']"#,
    // addresses
    r#"\b[a-z][a-z0-9+.-]*://[^\s:/@"'<>]*:(?<value>[^\s/@"'<>]+)@"#,
    r#"(?i)\bauthorization["']?[ \t]*[:=][ \t]*["']?(?:basic|bearer|token)[ \t]+(?<value>)\S"#,
    // databases
    r"\b(?:mysql|mysqladmin|mysqldump|mysqlimport|mariadb|mariadb-admin|mariadb-dump)\b[^\n;|&]*?[ \t]-p(?<value>)[^\s\\]",
    r"\bredis-cli\b[^\n;|&]*?[ \t]-a[ \t]+(?<value>)\S",
    r"\bsqlcmd\b[^\n;|&]*?[ \t]-P[ \t]+(?<value>)\S",
    r"\b(?:mongo|mongosh|mongodump)\b[^\n;|&]*?[ \t]-p[ \t]+(?<value>)[^\s-]",
    r#"(?i)\bidentified(?:[ \t]+with[ \t]+\S+)?[ \t]+by[ \t]+(?:password[ \t]+)?(?<value>)\\*["']"#,
    r#"(?i)\b(?:encrypted|login|with|(?:user|role)[ \t]+\S+)[ \t]+password[ \t]+(?<value>)\\*["']"#,
    r#"(?i)\bpassword\([ \t]*(?<value>)\\*["']"#,
    // other commands
    r"\bsshpass[ \t]+-p[ \t]*(?<value>)\S",
    r"\b(?:docker|podman|az|oc)[ \t]+login\b[^\n;|&]*?[ \t]-p[ \t]+(?<value>)[^\s-]",
    r"\bhtpasswd[ \t]+-[A-Za-z]*b[A-Za-z]*[ \t]+\S+[ \t]+\S+[ \t]+(?<value>)\S",
    r#"\bcurl\b[^\n;|&]*?[ \t](?:-u|--user)[ \t=]*["']?[^\s:"'$-][^\s:"']*:(?<value>)[^\s"']"#,
    concat!(
        r#"\b(?:echo|printf)[ \t]+(?:-[en][ \t]+)?["']?(?:[A-Za-z0-9_.-]+:)?(?<value>[^\s"'|]+)["']?[ \t]*\|[^\n|]*"#,
        r"(?:\bchpasswd\b|\bpasswd\b|--stdin\b|--password-stdin\b|\bsudo[ \t]+-S\b)",
    ),
    r"\bs[/|#,](?<name>[A-Za-z0-9_.-]+)[/|#,](?<value>[^\s/|#,]+)[/|#,]", // of sed
];

/// The users and passwords that cloud-config sets, a line each.
const PASSWORDS_OF_USERS: &str = r"(?m)^chpasswd:[ \t]*\r?\n(?<block>(?:[ \t]+\S.*(?:\r?\n|$))+)";
const PASSWORD_OF_USER: &str = r#"(?m)^[ \t]+(?:-[ \t]+)?["']?[a-z_][a-z0-9_-]*:(?<value>)[^\s:]"#;

pub(super) fn find(text: &str) -> Vec<Found> {
    let everywhere = EACH.iter().flat_map(|place| found_at(text, text, place));
    let blocks = BLOCK.captures_iter(text).filter_map(|it| Some(it.name("block")?.as_str()));
    everywhere.chain(blocks.flat_map(|block| found_at(text, block, &LINE))).collect()
}

fn found_at<'t>(text: &'t str, part: &'t str, place: &'t Regex) -> impl Iterator<Item = Found> {
    place.captures_iter(part).filter_map(move |captures| found(text, part, &captures))
}

fn found(text: &str, part: &str, captures: &Captures<'_>) -> Option<Found> {
    let place = captures.name("value")?;
    let value =
        if place.is_empty() { Literal::at(&part[place.start()..]) } else { Literal::bare(&part[place.range()]) };
    let kind = match captures.name("name") {
        Some(name) => name::kind_of(name.as_str(), value.text)?,
        None => SecretKind::Password,
    };
    value.is_written_out(Separator::Space).then(|| Found::of(kind, text, value.text))
}

static EACH: LazyLock<Vec<Regex>> = LazyLock::new(|| PLACES.iter().map(|place| expression(place)).collect());
static BLOCK: LazyLock<Regex> = LazyLock::new(|| expression(PASSWORDS_OF_USERS));
static LINE: LazyLock<Regex> = LazyLock::new(|| expression(PASSWORD_OF_USER));
