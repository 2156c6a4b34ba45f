//! Secrets that give themselves away by their shape.

use std::sync::LazyLock;

use regex::Regex;

use super::{Found, expression};
use crate::model::SecretKind::{self, AwsAccessKey, AwsSecretKey, Password, PrivateKey};

/// What is found, by the shape's own documentation.
const SHAPES: &[(SecretKind, &str)] = &[
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
    (AwsAccessKey, r"\b(?:AKIA|ASIA)[A-Z2-7]{16}\b"),
    // RFC 7468. Without a body in Base64 or headers, a key is only talked about.
    (
        PrivateKey,
        r#"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:\s|\\+[nr]|["',+]){1,40}(?:[A-Za-z0-9+/]{16}|[A-Z][A-Za-z-]{2,30}: )"#,
    ),
    (PrivateKey, r"\bPuTTY-User-Key-File-[0-9]+: "),
    // GitHub, GitLab
    (Password, r"\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36}"),
    (Password, r"\bgithub_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}\b"),
    (Password, r"\bgl(?:pat|dt|rt|ptt|ft|soat|cbt)-[A-Za-z0-9_-]{20}"),
    // Slack, Discord, Telegram
    (Password, r"\bxox[abeoprs]-[A-Za-z0-9-]{10}"),
    (Password, r"\bhooks\.slack\.com/(?:services|workflows)/T[A-Z0-9]{6,14}/[A-Z0-9]{6,14}/[A-Za-z0-9]{16}"),
    (Password, r"\bdiscord(?:app)?\.com/api/webhooks/[0-9]{17,20}/[A-Za-z0-9_-]{60}"),
    (Password, r"\b[0-9]{8,10}:AA[A-Za-z0-9_-]{33}\b"),
    // Stripe, Square, Shopify: not their keys for tests
    (Password, r"\b[sr]k_live_[A-Za-z0-9]{16}"),
    (Password, r"\bsq0(?:csp|atp)-[A-Za-z0-9_-]{22}"),
    (Password, r"\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b"),
    // Google, SendGrid, Twilio, Mailgun
    (Password, r"\bAIza[A-Za-z0-9_-]{35}\b"),
    (Password, r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b"),
    (Password, r"\bSK[a-f0-9]{32}\b"),
    (Password, r"\bkey-[a-f0-9]{32}\b"),
    // registries and hosts
    (Password, r"\bnpm_[A-Za-z0-9]{36}\b"),
    (Password, r"\bpypi-AgEI[A-Za-z0-9_-]{50}"),
    (Password, r"\bdckr_pat_[A-Za-z0-9_-]{27}"),
    (Password, r"\bdo[opr]_v1_[a-f0-9]{64}\b"),
    (Password, r"\bhv[sbr]\.[A-Za-z0-9_-]{24}"),
    (Password, r"\bdapi[a-f0-9]{32}\b"),
    (Password, r"\bATATT3[A-Za-z0-9_=-]{60}"),
    // models
    (Password, r"\bsk-(?:ant|proj|svcacct)-[A-Za-z0-9_-]{20}"),
    (Password, r"\bsk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}"),
    (Password, r"\bhf_[A-Za-z]{34}\b"),
    // signed JSON web tokens. RFC 7519
    (Password, r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20}"),
];

/// How far from a key's id its secret part may stand, in bytes: a few lines.
const NEAR: usize = 200;

pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (kind, shape) in EACH.iter() {
        found.extend(shape.find_iter(text).map(|it| Found { kind: *kind, span: it.range() }));
    }
    let secret_keys = near_ids(text, &found);
    found.extend(secret_keys);
    found
}

/// Secret keys look like anything in Base64; beside an id they are what they look like.
fn near_ids(text: &str, found: &[Found]) -> Vec<Found> {
    let ids = found.iter().filter(|it| it.kind == AwsAccessKey);
    let mut secret_keys = Vec::new();
    let mut searched = 0;
    for id in ids {
        let from = text.floor_char_boundary(id.span.start.saturating_sub(NEAR)).max(searched);
        let to = text.ceil_char_boundary(id.span.end + NEAR);
        let runs = SECRET_KEY.find_iter(&text[from..to]);
        for run in runs.filter(|it| is_secret_key(it.as_str())) {
            secret_keys.push(Found { kind: AwsSecretKey, span: from + run.start()..from + run.end() });
        }
        searched = to;
    }
    secret_keys
}

/// Forty characters of Base64 that are neither a digest in hexadecimal digits nor a path or name in words.
pub(super) fn is_secret_key(run: &str) -> bool {
    let has = |is: fn(&char) -> bool| run.chars().any(|it| is(&it));
    run.len() == 40
        && run.chars().all(|it| it.is_ascii_alphanumeric() || it == '/' || it == '+')
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && (has(char::is_ascii_digit) || run.contains('+'))
        && !run.chars().all(|it| it.is_ascii_hexdigit())
}

static EACH: LazyLock<Vec<(SecretKind, Regex)>> =
    LazyLock::new(|| SHAPES.iter().map(|(kind, shape)| (*kind, expression(shape))).collect());

static SECRET_KEY: LazyLock<Regex> = LazyLock::new(|| expression(r"[A-Za-z0-9/+]{40,}"));
