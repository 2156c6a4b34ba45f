//! What somebody has used of what they may use: AWS makes a report of it, one for each of them.

use std::time::Duration;

use aws_sdk_iam::Client;
use aws_sdk_iam::operation::get_service_last_accessed_details::GetServiceLastAccessedDetailsOutput;
use aws_sdk_iam::types::{self, AccessAdvisorUsageGranularityType, JobStatusType};
use awslab_core::arn::Arn;
use awslab_core::call::{self, Call};
use awslab_core::fetched::{Fetched, Gap, GapKind};
use awslab_core::model::{ServiceLastAccessed, TrackedActionLastAccessed};

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;

/// How many reports may be in the making. Nobody else waits for them: between two questions no call is under way.
pub(crate) const REPORTS_AT_ONCE: usize = 16;

/// The waits between asking whether a report is made: 40 seconds together.
const WAITS: [Duration; 9] = [
    Duration::from_millis(250),
    Duration::from_millis(750),
    Duration::from_secs(1),
    Duration::from_secs(2),
    Duration::from_secs(4),
    Duration::from_secs(8),
    Duration::from_secs(8),
    Duration::from_secs(8),
    Duration::from_secs(8),
];

/// Services a page: as many as IAM allows.
const PAGE: i32 = 1000;

/// Has a report made of a user, group or role, and reads it.
///
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html>
pub(crate) async fn services_last_accessed(api: Api<'_>, principal: &Arn) -> Fetched<Vec<ServiceLastAccessed>> {
    let iam = api.clients.iam();
    match api.ask(call::GENERATE_SERVICE_LAST_ACCESSED_DETAILS, start(&iam, principal)).await {
        Fetched::Known(job) => wait_for(api, &iam, &job, &WAITS).await,
        Fetched::Unknown(gap) => Fetched::Unknown(gap),
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateServiceLastAccessedDetails.html>
async fn start(iam: &Client, principal: &Arn) -> Result<String, Refusal> {
    let request = iam.generate_service_last_accessed_details().arn(principal.as_str());
    let answer = request.granularity(AccessAdvisorUsageGranularityType::ActionLevel).send().await?;
    answer.job_id.required("JobId")
}

async fn wait_for(api: Api<'_>, iam: &Client, job: &str, waits: &[Duration]) -> Fetched<Vec<ServiceLastAccessed>> {
    const CALL: Call = call::GET_SERVICE_LAST_ACCESSED_DETAILS;
    let mut waits = waits.iter();
    loop {
        match api.ask(CALL, report(iam, job)).await {
            Fetched::Known(Some(services)) => return Fetched::Known(services),
            Fetched::Known(None) => {}
            Fetched::Unknown(gap) => return Fetched::Unknown(gap),
        }
        let Some(wait) = waits.next() else {
            return Fetched::Unknown(Gap::new(CALL, GapKind::TimedOut, "AWS was still making the report"));
        };
        tokio::time::sleep(*wait).await;
    }
}

/// The report, once it is made.
async fn report(iam: &Client, job: &str) -> Result<Option<Vec<ServiceLastAccessed>>, Refusal> {
    let mut services = Vec::new();
    let mut marker = None;
    loop {
        let page = page(iam, job, marker).await?;
        match page.job_status {
            JobStatusType::Completed => {}
            JobStatusType::InProgress => return Ok(None),
            _ => return Err(failure(page)),
        }
        for it in page.services_last_accessed {
            services.push(service(it)?);
        }
        if !page.is_truncated {
            return Ok(Some(services));
        }
        marker = Some(page.marker.required("Marker")?);
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetServiceLastAccessedDetails.html>
async fn page(iam: &Client, job: &str, marker: Option<String>) -> Result<GetServiceLastAccessedDetailsOutput, Refusal> {
    let request = iam.get_service_last_accessed_details().job_id(job).max_items(PAGE);
    Ok(request.set_marker(marker).send().await?)
}

fn failure(page: GetServiceLastAccessedDetailsOutput) -> Refusal {
    let status = page.job_status.as_str().to_owned();
    let (code, message) =
        page.error.map_or((None, format!("the report is {status}")), |it| (Some(it.code), it.message));
    Refusal { kind: GapKind::Failed, code, message }
}

fn service(service: types::ServiceLastAccessed) -> Result<ServiceLastAccessed, Refusal> {
    let actions = service.tracked_actions_last_accessed;
    Ok(ServiceLastAccessed {
        service_namespace: service.service_namespace,
        last_authenticated: timestamp(service.last_authenticated),
        tracked_actions_last_accessed: actions.map(|it| it.into_iter().map(action).collect()).transpose()?,
    })
}

fn action(action: types::TrackedActionLastAccessed) -> Result<TrackedActionLastAccessed, Refusal> {
    Ok(TrackedActionLastAccessed {
        action_name: action.action_name.required("ActionName")?,
        last_accessed_time: timestamp(action.last_accessed_time),
    })
}

#[cfg(test)]
mod tests {
    use awslab_core::plan::Want;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::clients::Clients;
    use crate::testing::{collect, config, query_error, session};

    const MIA: &str = "arn:aws:iam::111122223333:user/mia";

    fn started() -> (u16, String) {
        let result = "<JobId>examp1e7-b12c-1234-abcd-1234567890ab</JobId>";
        (200, answer("GenerateServiceLastAccessedDetails", result))
    }

    fn details(status: &str, rest: &str) -> (u16, String) {
        let result =
            format!("<JobStatus>{status}</JobStatus><JobCreationDate>2026-11-24T08:00:00Z</JobCreationDate>{rest}");
        (200, answer("GetServiceLastAccessedDetails", &result))
    }

    fn answer(operation: &str, result: &str) -> String {
        format!("<{operation}Response><{operation}Result>{result}</{operation}Result></{operation}Response>")
    }

    fn services(services: &str) -> String {
        format!("<ServicesLastAccessed>{services}</ServicesLastAccessed>")
    }

    const S3: &str = "<member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace>\
        <LastAuthenticated>2026-11-01T08:00:00Z</LastAuthenticated><TrackedActionsLastAccessed>\
        <member><ActionName>PutBucketPolicy</ActionName></member>\
        <member><ActionName>CreateBucket</ActionName><LastAccessedTime>2026-11-01T08:00:00Z</LastAccessedTime></member>\
        </TrackedActionsLastAccessed></member>";
    const SNS: &str = "<member><ServiceName>Amazon SNS</ServiceName><ServiceNamespace>sns</ServiceNamespace></member>";

    /// What is read of mia.
    async fn mia(answers: Vec<(u16, String)>) -> Fetched<Vec<ServiceLastAccessed>> {
        let (session, _http) = session(answers);
        let mut account = collect(&session, &[]).await;
        let principal: Arn = MIA.parse().expect("well formed");
        session.look_closer(&mut account, &[Want::LastAccessed { principal: principal.clone() }], &()).await;
        account.global.iam.services_last_accessed.remove(&principal).expect("the want was answered")
    }

    #[tokio::test]
    async fn the_report_is_waited_for_and_its_pages_are_put_together() {
        let more = format!("{}<IsTruncated>true</IsTruncated><Marker>next</Marker>", services(S3));
        let read = mia(vec![
            started(),
            details("IN_PROGRESS", ""),
            details("COMPLETED", &more),
            details("COMPLETED", &services(SNS)),
        ])
        .await;
        let Fetched::Known(services) = read else { panic!("the report was made: {read:?}") };
        let [s3, sns] = &services[..] else { panic!("there are two services: {services:?}") };
        assert_eq!((s3.service_namespace.as_str(), s3.last_authenticated.is_some()), ("s3", true));
        let actions = s3.tracked_actions_last_accessed.as_deref().expect("AWS tells the actions of S3 apart");
        let used: Vec<_> =
            actions.iter().map(|it| (it.action_name.as_str(), it.last_accessed_time.is_some())).collect();
        assert_eq!(used, [("PutBucketPolicy", false), ("CreateBucket", true)]);
        assert_eq!((sns.last_authenticated, &sns.tracked_actions_last_accessed), (None, &None));
    }

    #[tokio::test]
    async fn a_report_that_never_comes_is_given_up() {
        let (config, http) = config(std::iter::repeat_with(|| details("IN_PROGRESS", "")).take(9));
        let (clients, in_flight) = (Clients::new(config), Semaphore::new(1));
        let api = Api::new(&clients, &in_flight, &());
        let Fetched::Unknown(gap) = wait_for(api, &clients.iam(), "job", &[Duration::ZERO; 3]).await else {
            panic!("it was never made")
        };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::TimedOut, "iam:GetServiceLastAccessedDetails"));
        assert_eq!(http.actual_requests().count(), 4);
    }

    #[tokio::test]
    async fn a_report_that_failed_is_no_fact() {
        let error = "<Error><Code>InternalFailure</Code><Message>it did not work</Message></Error>";
        let read = mia(vec![started(), details("FAILED", error)]).await;
        let Fetched::Unknown(gap) = read else { panic!("it failed") };
        assert_eq!((gap.error, gap.message.as_str()), (GapKind::Failed, "it did not work"));
    }

    #[tokio::test]
    async fn the_gap_names_the_call_that_was_denied_or_is_not_known() {
        for (answers, kind, action) in [
            (vec![(403, query_error("AccessDenied"))], GapKind::Denied, "iam:GenerateServiceLastAccessedDetails"),
            (vec![(400, query_error("InvalidAction"))], GapKind::Unsupported, "iam:GenerateServiceLastAccessedDetails"),
            (
                vec![(404, query_error("UnknownOperation"))],
                GapKind::Unsupported,
                "iam:GenerateServiceLastAccessedDetails",
            ),
            (vec![started(), (403, query_error("AccessDenied"))], GapKind::Denied, "iam:GetServiceLastAccessedDetails"),
        ] {
            let Fetched::Unknown(gap) = mia(answers).await else { panic!("it was refused") };
            assert_eq!((gap.error, gap.action.as_str()), (kind, action));
        }
    }
}
