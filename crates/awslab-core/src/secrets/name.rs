//! Which names are of secrets: their last words say so.

use super::shape::is_secret_key;
use crate::model::SecretKind;

/// What a value is that was given to a name; `None` where the name promises no secret.
pub(super) fn kind_of(name: &str, value: &str) -> Option<SecretKind> {
    let words = words(name);
    if !are_of_secret(&words) {
        return None;
    }
    let is_key = words.iter().any(|it| it.ends_with("key") || it.ends_with("secret"));
    Some(if is_key && is_secret_key(value) { SecretKind::AwsSecretKey } else { SecretKind::Password })
}

/// A last word that ends so is a secret, whatever is before it: `PGPASSWORD`, `db_password`, `clientSecret`.
const NOUNS: &[&str] =
    &["password", "passwd", "passphrase", "pwd", "secret", "token", "apikey", "secretkey", "accesskey", "privatekey"];

/// A last word that is just this is a secret.
const SHORT_NOUNS: &[&str] = &["pass", "pw", "pswd", "mypass", "dbpass", "rootpw", "rootpass", "userpass"];

/// Keys that open something, by the word before. Others, such as `public_key` and `primary_key`, do not.
const KEYS: &[&str] = &[
    "access",
    "account",
    "api",
    "app",
    "auth",
    "encryption",
    "hmac",
    "jwt",
    "master",
    "private",
    "secret",
    "shared",
    "signing",
];

/// Tokens that open nothing, by the word before.
const HARMLESS_TOKENS: &[&str] =
    &["client", "continuation", "idempotency", "next", "page", "pagination", "request", "starting"];

/// What may follow the secret without making it another thing: `DB_PASSWORD_PROD`, `SecretString`, `password_here`.
const SUFFIXES: &[&str] = &[
    "b64",
    "base64",
    "default",
    "dev",
    "here",
    "plain",
    "plaintext",
    "prod",
    "production",
    "stage",
    "staging",
    "string",
    "test",
    "text",
    "v",
    "value",
];

fn are_of_secret(words: &[String]) -> bool {
    let end = words.iter().rposition(|it| !SUFFIXES.contains(&it.as_str()) && !it.is_empty());
    let Some(end) = end else { return false };
    let last = words[end].as_str();
    let before = end.checked_sub(1).map_or("", |index| words[index].as_str());
    match last {
        "nopasswd" | "nopassword" => false, // of sudoers
        "token" if HARMLESS_TOKENS.contains(&before) => false,
        "key" => KEYS.contains(&before),
        _ => SHORT_NOUNS.contains(&last) || NOUNS.iter().any(|noun| last.ends_with(noun)),
    }
}

/// `DBPassword2`, `db-password` and `db_password` are all of the words "db" and "password".
fn words(name: &str) -> Vec<String> {
    const LAST: usize = 128;
    let tail = name.char_indices().rev().nth(LAST).map_or(name, |(index, _)| &name[index..]);
    let mut words = vec![String::new()];
    let mut previous = ' ';
    let mut rest = tail.chars().peekable();
    while let Some(letter) = rest.next() {
        let begins_word = letter.is_ascii_uppercase()
            && (previous.is_ascii_lowercase()
                || (previous.is_ascii_uppercase() && rest.peek().is_some_and(char::is_ascii_lowercase)));
        if begins_word || !letter.is_ascii_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_ascii_alphanumeric() {
            words.last_mut().expect("there is a first word").push(letter.to_ascii_lowercase());
        }
        previous = letter;
    }
    words.iter().map(|it| without_number(it)).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// `password2` is a password; `base64` is a suffix.
fn without_number(word: &str) -> &str {
    if SUFFIXES.contains(&word) {
        return word;
    }
    word.trim_end_matches(|it: char| it.is_ascii_digit())
}
