//! Reading and writing an account as a snapshot document.

use serde::Deserialize;

use crate::model::Account;

/// The format that this awslab writes. It reads every version up to it.
pub const SCHEMA: &str = "awslab.snapshot/1";

const FAMILY: &str = "awslab.snapshot/";
const VERSION: u32 = 1;

/// Why a text is no snapshot that can be judged.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Not JSON, or JSON of another shape.
    #[error("read the snapshot as JSON: {0}")]
    Malformed(#[from] serde_json::Error),
    /// JSON of something else.
    #[error("read the snapshot: its `schema` is {found}, not {SCHEMA}; `awslab snapshot` writes one")]
    Foreign {
        /// What `schema` says.
        found: String,
    },
    /// Names that AWS does not give.
    #[error("read the snapshot: {what} is {found:?}, which no account has")]
    Impossible {
        /// Which name.
        what: &'static str,
        /// What it is.
        found: String,
    },
    /// Written by a later awslab.
    #[error("read the snapshot: its `schema` is {found}, and this awslab reads up to {SCHEMA}: update awslab")]
    Newer {
        /// What `schema` says.
        found: String,
    },
}

/// The account that a snapshot holds. Fields that this awslab does not know are ignored.
pub fn read(text: &str) -> Result<Account, SnapshotError> {
    #[derive(Deserialize)]
    struct Header {
        schema: Option<String>,
    }

    let Header { schema } = serde_json::from_str(text)?;
    let Some(schema) = schema else {
        return Err(SnapshotError::Foreign { found: "missing".to_owned() });
    };
    match schema.strip_prefix(FAMILY).and_then(|version| version.parse::<u32>().ok()) {
        Some(version) if version > VERSION => Err(SnapshotError::Newer { found: schema }),
        Some(1..) => possible(serde_json::from_str(text)?),
        Some(0) | None => Err(SnapshotError::Foreign { found: format!("{schema:?}") }),
    }
}

/// What ARNs are made of must be names, or there are no ARNs to make.
fn possible(account: Account) -> Result<Account, SnapshotError> {
    let is_name = |name: &str| !name.is_empty() && !name.contains(|it: char| it == ':' || it.is_whitespace());
    let buckets = account.global.s3.buckets.as_known().into_iter().flatten();
    let names = [("partition", &account.partition), ("account_id", &account.account_id)].into_iter();
    let wrong = names.chain(buckets.map(|bucket| ("a bucket's Name", &bucket.name))).find(|(_, name)| !is_name(name));
    match wrong {
        Some((what, found)) => Err(SnapshotError::Impossible { what, found: found.clone() }),
        None => Ok(account),
    }
}

/// The snapshot of an account, indented, with a line feed at its end.
pub fn write(account: &Account) -> String {
    let mut text = serde_json::to_string_pretty(account).expect("an account has no map with keys that are no strings");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALLEST: &str = r#"{
        "schema": "awslab.snapshot/1", "taken_at": "2026-11-24T09:00:00Z", "account_id": "111122223333",
        "partition": "aws", "region": "eu-west-1", "tool_version": "0.1.0",
        "caller": {"Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/anna", "UserId": "AIDA"}
    }"#;

    #[test]
    fn what_is_written_is_read_back() {
        let account = read(SMALLEST).expect("the smallest snapshot is one");
        assert_eq!(read(&write(&account)).expect("what was written can be read"), account);
    }

    #[test]
    fn what_a_later_version_adds_is_ignored() {
        let text = SMALLEST.replacen('{', r#"{"weather": "fine", "global": {"IAM": {"Moods": []}, "X": 1},"#, 1);
        assert_eq!(read(&text).expect("unknown fields are ignored"), read(SMALLEST).expect("a snapshot"));
    }

    #[test]
    fn a_foreign_or_newer_document_is_told_from_a_broken_one() {
        let message = |text: &str| read(text).expect_err("no snapshot").to_string();
        assert!(message("").contains("as JSON"));
        assert!(message("{}").contains("`schema` is missing"));
        assert!(message(r#"{"schema": "sarif"}"#).contains("\"sarif\""));
        assert!(message(&SMALLEST.replace("snapshot/1", "snapshot/2")).contains("update awslab"));
        assert!(message(&SMALLEST.replace("\"aws\"", "\"\"")).contains("partition is \"\""));
        assert!(message(&SMALLEST.replace("111122223333\",\n", "111122223333\",,")).contains("as JSON"));
    }

    /// Every field of version 1, so that no later awslab loses one.
    const WHOLE: &str = include_str!("../testdata/snapshot-1.json");

    #[test]
    fn no_field_of_version_1_is_lost() {
        let written = write(&read(WHOLE).expect("the whole snapshot is one"));
        let json = |text: &str| -> serde_json::Value { serde_json::from_str(text).expect("a snapshot is JSON") };
        assert_eq!(json(&written), json(WHOLE));
    }

    #[test]
    fn snapshots_keep_to_the_published_schema() {
        let schema = serde_json::to_value(schemars::schema_for!(Account)).expect("a schema is JSON");
        let validator = jsonschema::validator_for(&schema).expect("the schema is one");
        for text in [SMALLEST, WHOLE] {
            let snapshot = serde_json::from_str(text).expect("a snapshot is JSON");
            let errors: Vec<String> = validator.iter_errors(&snapshot).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
    }

    #[test]
    fn the_published_schema_is_that_of_the_model() {
        let schema = schemars::schema_for!(Account);
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n";
        expectorate::assert_contents("../../docs/schemas/awslab.snapshot-1.schema.json", &text);
    }
}
