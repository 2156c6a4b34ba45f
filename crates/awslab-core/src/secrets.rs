//! Finding secrets in texts that should hold none: user data, environment variables, templates.
//!
//! Found is what is written out: keys and tokens by their shape, and whatever is given to a password, token or key in the
//! manners of shells, YAML, JSON, INI files, PowerShell, SQL and URLs. What is only pointed at is not: a variable, the
//! output of a command, a dynamic reference, an ARN, a file, the path of a parameter.
//!
//! A value counts as it stands. `changeme` is found, since a machine that was started with it uses it; so are the example
//! keys of AWS's documentation, since nobody could tell them from others by their shape. What no machine could use is not
//! found: `<your password>`, `****`. A crypted password is found: whoever can read it can try passwords on it at leisure.
//!
//! Time and memory grow with the text's length alone. Texts in Base64 inside the text are searched too, one level deep.

mod assignment;
mod encoded;
mod literal;
mod name;
mod place;
mod shape;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use regex::Regex;
use sha2::{Digest as _, Sha256};

use crate::model::{SearchedText, SecretFinding, SecretKind};
use literal::{Literal, Separator};

pub use encoded::UserDataError;

/// More are not kept of a text: whoever reads of the first has to look at the whole of it.
const FINDINGS: usize = 100;

/// Searches a text.
pub fn search(text: &str) -> SearchedText {
    SearchedText { sha256: sha256(text.as_bytes()), findings: findings(text) }
}

/// Searches the user data of an instance or a launch template, as EC2 answers it: in Base64, perhaps compressed. `None`
/// where there is none. The digest is of what the instance gets.
pub fn search_user_data(base64: &str) -> Result<Option<SearchedText>, UserDataError> {
    let bytes = encoded::bytes(base64)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = encoded::text(&bytes)?;
    Ok(Some(SearchedText { sha256: sha256(&bytes), findings: findings(&text) }))
}

/// What secrets a named value holds, such as that of an environment variable: each kind once.
///
/// There is no digest of it: that of a short password would give the password away.
pub fn search_value(name: &str, value: &str) -> Vec<SecretKind> {
    let kinds: BTreeSet<SecretKind> = find(value).into_iter().map(|it| it.kind).collect();
    if !kinds.is_empty() {
        return kinds.into_iter().collect();
    }
    let literal = Literal::verbatim(value);
    let is_written_out = literal.is_written_out(Separator::Equals);
    name::kind_of(name, value).filter(|_| is_written_out).into_iter().collect()
}

/// Something found, and where.
#[derive(Debug)]
struct Found {
    kind: SecretKind,
    span: Range<usize>,
}

impl Found {
    /// What stands in a part of the text.
    fn of(kind: SecretKind, text: &str, part: &str) -> Self {
        let start = part.as_ptr().addr() - text.as_ptr().addr();
        Self { kind, span: start..start + part.len() }
    }
}

/// Each kind once a line.
fn findings(text: &str) -> Vec<SecretFinding> {
    let starts: Vec<usize> = text.match_indices('\n').map(|(index, _)| index).collect();
    let line = |found: &Found| 1 + starts.partition_point(|start| *start < found.span.start);
    let found = find(text).into_iter().map(|found| (line(&found), found.kind)).collect::<BTreeSet<_>>();
    found.into_iter().take(FINDINGS).map(|(line, kind)| SecretFinding { kind, line }).collect()
}

fn find(text: &str) -> Vec<Found> {
    let mut found = find_plain(text);
    let seen = Spans::of(&found);
    for (span, decoded) in encoded::inner_texts(text) {
        let kinds: BTreeSet<SecretKind> = find_plain(&decoded).into_iter().map(|it| it.kind).collect();
        if !seen.touch(&span) {
            found.extend(kinds.into_iter().map(|kind| Found { kind, span: span.clone() }));
        }
    }
    found
}

/// What its shape gives away needs no name, and is not found a second time by it.
fn find_plain(text: &str) -> Vec<Found> {
    let mut found = shape::find(text);
    let seen = Spans::of(&found);
    let given = assignment::find(text).into_iter().chain(place::find(text));
    found.extend(given.filter(|it| !seen.touch(&it.span)));
    found
}

/// Places in a text, to ask about quickly.
struct Spans(Vec<Range<usize>>);

impl Spans {
    fn of(found: &[Found]) -> Self {
        let mut spans: Vec<Range<usize>> = found.iter().map(|it| it.span.clone()).collect();
        spans.sort_by_key(|it| it.start);
        spans.dedup_by(|next, kept| {
            let is_inside = next.start < kept.end;
            kept.end = if is_inside { kept.end.max(next.end) } else { kept.end };
            is_inside
        });
        Self(spans)
    }

    fn touch(&self, span: &Range<usize>) -> bool {
        let after = self.0.partition_point(|it| it.end <= span.start);
        self.0.get(after).is_some_and(|it| it.start < span.end)
    }
}

/// An expression of the tables. Words are of ASCII, whatever letters are around them: an engine that knows all of
/// Unicode's would be many times slower.
fn expression(pattern: &str) -> Regex {
    Regex::new(&pattern.replace(r"\b", r"(?-u:\b)")).expect("the tables are of expressions")
}

fn sha256(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        write!(digits, "{byte:02x}").expect("a text takes what is written to it");
    }
    digits
}

#[cfg(test)]
mod tests;
