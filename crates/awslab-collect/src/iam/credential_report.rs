//! The credential report: everybody's passwords, MFA devices and access keys in one table.

use std::time::Duration;

use aws_sdk_iam::Client;
use aws_sdk_iam::types::ReportStateType;
use awslab_core::call;
use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::model::{CredentialReport, CredentialRow};
use csv::StringRecord;
use jiff::Timestamp;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;

/// The waits between asking whether the report is made: 20 seconds together.
const WAITS: [Duration; 8] = [
    Duration::from_millis(250),
    Duration::from_millis(500),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(3),
    Duration::from_secs(4),
    Duration::from_secs(4),
    Duration::from_secs(5),
];

/// Has the report made, which AWS does at most every four hours, and reads it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html>
pub(super) async fn read(api: Api<'_>) -> Fetched<CredentialReport> {
    let iam = api.clients.iam();
    match api.ask(call::GENERATE_CREDENTIAL_REPORT, generate(&iam)).await {
        Fetched::Known(()) => api.ask(call::GET_CREDENTIAL_REPORT, get(&iam)).await,
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

async fn generate(iam: &Client) -> Result<(), Refusal> {
    let mut waits = WAITS.into_iter();
    loop {
        let answer = iam.generate_credential_report().send().await?;
        if answer.state == Some(ReportStateType::Complete) {
            return Ok(());
        }
        let Some(wait) = waits.next() else {
            let message = "AWS was still making the report".to_owned();
            return Err(Refusal { kind: GapKind::TimedOut, code: None, message });
        };
        tokio::time::sleep(wait).await;
    }
}

async fn get(iam: &Client) -> Result<CredentialReport, Refusal> {
    let answer = iam.get_credential_report().send().await?;
    let generated_time = timestamp(answer.generated_time).required("GeneratedTime")?;
    Ok(CredentialReport { generated_time, content: rows(answer.content.required("Content")?.as_ref())? })
}

/// Columns are found by name: AWS adds new ones.
fn rows(table: &[u8]) -> Result<Vec<CredentialRow>, Refusal> {
    let mut reader = csv::Reader::from_reader(table);
    let columns = reader.headers().map_err(|error| Refusal::malformed(error.to_string()))?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Refusal::malformed(error.to_string()))?;
        rows.push(Cells { columns: &columns, record: &record }.row()?);
    }
    Ok(rows)
}

/// One line of the table.
struct Cells<'a> {
    columns: &'a StringRecord,
    record: &'a StringRecord,
}

impl Cells<'_> {
    fn row(&self) -> Result<CredentialRow, Refusal> {
        Ok(CredentialRow {
            user: self.text("user")?.to_owned(),
            user_creation_time: self.time("user_creation_time")?,
            password_enabled: self.is_true("password_enabled")?,
            mfa_active: self.is_true("mfa_active")?,
            access_key_1_active: self.is_true("access_key_1_active")?,
            access_key_1_last_rotated: self.time("access_key_1_last_rotated")?,
            access_key_2_active: self.is_true("access_key_2_active")?,
            access_key_2_last_rotated: self.time("access_key_2_last_rotated")?,
        })
    }

    fn text(&self, column: &str) -> Result<&str, Refusal> {
        let index = self.columns.iter().position(|it| it == column);
        index.and_then(|index| self.record.get(index)).required(&format!("the column {column}"))
    }

    /// Root's password is `not_supported`, which says that nothing can be told of it.
    fn is_true(&self, column: &str) -> Result<bool, Refusal> {
        match self.text(column)? {
            "true" | "TRUE" => Ok(true),
            "false" | "FALSE" | "N/A" | "no_information" | "not_supported" => Ok(false),
            other => Err(Refusal::malformed(format!("{column} is {other:?}"))),
        }
    }

    fn time(&self, column: &str) -> Result<Option<Timestamp>, Refusal> {
        match self.text(column)? {
            "" | "N/A" | "no_information" | "not_supported" => Ok(None),
            time => match time.parse() {
                Ok(time) => Ok(Some(time)),
                Err(_) => Err(Refusal::malformed(format!("{column} is {time:?}"))),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::Gap;

    use super::*;
    use crate::testing::{account, query_error};

    const MADE: &str = "<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>COMPLETE</State>\
        </GenerateCredentialReportResult></GenerateCredentialReportResponse>";
    const STARTED: &str = "<GenerateCredentialReportResponse><GenerateCredentialReportResult><State>STARTED</State>\
        </GenerateCredentialReportResult></GenerateCredentialReportResponse>";
    /// A table like `TABLE`, in base 64.
    const REPORT: &str = "<GetCredentialReportResponse><GetCredentialReportResult><ReportFormat>text/csv</ReportFormat>\
        <GeneratedTime>2026-11-24T08:00:00Z</GeneratedTime><Content>dXNlcix1c2VyX2NyZWF0aW9uX3RpbWUscGFzc3dvcmRfZW5hYmxlZCxtZmFfYWN0aXZlLGFj\
        Y2Vzc19rZXlfMV9hY3RpdmUsYWNjZXNzX2tleV8xX2xhc3Rfcm90YXRlZCxhY2Nlc3Nfa2V5XzJfYWN0aXZlLGFjY2Vzc19rZXlfMl9sYXN0\
        X3JvdGF0ZWQKYW5uYSwyMDI2LTExLTAxVDA4OjAwOjAwKzAwOjAwLHRydWUsZmFsc2UsZmFsc2UsTi9BLGZhbHNlLE4vQQo=</Content></GetCredentialReportResult>\
        </GetCredentialReportResponse>";
    const TABLE: &str = "\
user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active,\
access_key_2_last_rotated,new_column
<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,true,false,N/A,false,N/A,
anna,arn:aws:iam::111122223333:user/anna,2026-11-01T08:00:00+00:00,true,false,true,2026-11-01T10:00:00+00:00,false,no_information,x
";

    async fn report(answers: impl IntoIterator<Item = (u16, String)>) -> Result<CredentialReport, Gap> {
        match account(&[Fact::IamCredentials], answers).await.global.iam.credential_report {
            Fetched::Known(report) => Ok(report),
            Fetched::Unknown(gap) => Err(gap),
        }
    }

    #[test]
    fn columns_that_do_not_apply_are_empty() {
        let rows = rows(TABLE.as_bytes()).expect("the table is well formed");
        let [root, anna] = &rows[..] else { panic!("there are two rows: {rows:?}") };
        assert_eq!((root.user.as_str(), root.password_enabled, root.mfa_active), ("<root_account>", false, true));
        assert_eq!(root.access_key_1_last_rotated, None);
        assert!(anna.password_enabled && !anna.mfa_active && anna.access_key_1_active && !anna.access_key_2_active);
        assert_eq!(anna.access_key_1_last_rotated, "2026-11-01T10:00:00Z".parse().ok());
        assert_eq!(anna.access_key_2_last_rotated, None);
        assert_eq!(anna.user_creation_time, "2026-11-01T08:00:00Z".parse().ok());
    }

    #[test]
    fn a_table_without_a_column_or_with_a_strange_cell_is_malformed() {
        for (from, to, part) in [
            (",mfa_active", ",mfa", "mfa_active"),
            ("true,false,true", "yes,false,true", "\"yes\""),
            ("2026-11-01T10:00:00+00:00", "yesterday", "\"yesterday\""),
            (",no_information,x", "", "record"),
        ] {
            let refusal = rows(TABLE.replace(from, to).as_bytes()).expect_err("the table is malformed");
            assert_eq!(refusal.kind, GapKind::Malformed);
            assert!(refusal.message.contains(part), "{}", refusal.message);
        }
    }

    #[tokio::test]
    async fn the_report_is_waited_for() {
        let report = report([(200, STARTED.into()), (200, MADE.into()), (200, REPORT.into())]).await;
        let report = report.expect("the report is made");
        assert_eq!(report.generated_time, "2026-11-24T08:00:00Z".parse().expect("a time"));
        assert_eq!(report.content[0].user, "anna");
    }

    #[tokio::test]
    async fn the_gap_names_the_call_that_was_denied() {
        let gap = report([(403, query_error("AccessDenied"))]).await.expect_err("it was denied");
        assert_eq!(gap.action, "iam:GenerateCredentialReport");
        let gap = report([(200, MADE.into()), (403, query_error("AccessDenied"))]).await.expect_err("it was denied");
        assert_eq!(gap.action, "iam:GetCredentialReport");
    }
}
