//! Why a call gave no answer: the SDK's errors, sorted into the kinds of not knowing.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use awslab_core::arn::ArnError;
use awslab_core::call::Call;
use awslab_core::fetched::{Gap, GapKind};

/// A call that gave no answer, of which it is not said yet which call it was.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) kind: GapKind,
    pub(crate) code: Option<String>,
    pub(crate) message: String,
}

impl Refusal {
    /// An answer that is not what the service promises.
    pub(crate) fn malformed(message: impl Into<String>) -> Self {
        Self { kind: GapKind::Malformed, code: None, message: message.into() }
    }

    /// The gap that it leaves. `region` is where was asked, where that was not the session's own Region.
    pub(crate) fn into_gap(self, call: Call, region: Option<&str>, home: &str) -> Gap {
        let Self { kind, code, message } = self;
        // The session began by showing that its keys are good: a Region that does not know them is not enabled.
        let is_abroad = region.is_some_and(|region| region != home);
        let kind = match code.as_deref() {
            Some(code) if is_abroad && UNKNOWN_KEYS.contains(&code) => GapKind::RegionDisabled,
            _ => kind,
        };
        Gap { code, region: region.map(str::to_owned), ..Gap::new(call, kind, message) }
    }

    /// AWS does not know the keys.
    pub(crate) fn is_of_unknown_keys(&self) -> bool {
        self.code.as_deref().is_some_and(|code| UNKNOWN_KEYS.contains(&code))
    }
}

impl<E> From<SdkError<E, HttpResponse>> for Refusal
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    fn from(error: SdkError<E, HttpResponse>) -> Self {
        let code = error.code().map(str::to_owned);
        let kind = match &error {
            _ if credentials_error(&error).is_some() => GapKind::Expired,
            SdkError::TimeoutError(_) => GapKind::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => GapKind::TimedOut,
            SdkError::DispatchFailure(_) => GapKind::Unreachable,
            SdkError::ResponseError(_) => GapKind::Malformed,
            SdkError::ServiceError(failure) => kind_of_answer(code.as_deref(), failure.raw()),
            _ => GapKind::Failed,
        };
        let message = match (error.message(), error.raw_response()) {
            (Some(message), _) => message.to_owned(),
            (None, Some(response)) if has_no_body(response) && !response.status().is_success() => {
                format!("HTTP status {}", response.status())
            }
            (None, Some(response)) => format!("HTTP status {}: {}", response.status(), root_cause(&error)),
            (None, None) => root_cause(&error),
        };
        Self { kind, code, message }
    }
}

impl From<ArnError> for Refusal {
    fn from(error: ArnError) -> Self {
        Self::malformed(error.to_string())
    }
}

/// What AWS reports as an error although it only says that nothing is configured.
pub(crate) trait AbsentOn<T> {
    /// `None` on this error code.
    fn absent_on(self, code: &str) -> Result<Option<T>, Refusal>;
}

impl<T, E> AbsentOn<T> for Result<T, SdkError<E, HttpResponse>>
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    fn absent_on(self, code: &str) -> Result<Option<T>, Refusal> {
        match self {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if error.code() == Some(code) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// What AWS always sends although the SDK takes it for optional.
pub(crate) trait Required<T> {
    /// The value; an answer without it is malformed.
    fn required(self, field: &str) -> Result<T, Refusal>;
}

impl<T> Required<T> for Option<T> {
    fn required(self, field: &str) -> Result<T, Refusal> {
        self.ok_or_else(|| Refusal::malformed(format!("the answer lacks {field}")))
    }
}

/// The failure to get credentials behind an error, where that is what it is.
pub(crate) fn credentials_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a CredentialsError> {
    chain(error).find_map(|it| it.downcast_ref())
}

/// An error and what caused it, outermost first, each said once.
pub(crate) fn causes(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    for cause in chain(error).map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// The innermost of an error's causes, which the SDK wraps in its own; as much of it as somebody would read: what the
/// SDK says of an answer that it cannot parse goes on with its own inner state.
fn root_cause(error: &(dyn Error + 'static)) -> String {
    const READ: usize = 120;
    let cause = chain(error).last().expect("a chain has a first link").to_string();
    match cause.char_indices().nth(READ) {
        Some((end, _)) => format!("{}…", &cause[..end]),
        None => cause,
    }
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html> and each service's "Common Errors".
fn kind_of_answer(code: Option<&str>, response: &HttpResponse) -> GapKind {
    let status = response.status();
    if status.is_success() {
        // An error made of a success is the SDK's own: it could not read the answer.
        return GapKind::Malformed;
    }
    let Some(code) = code else { return kind_of_status(response) };
    let listed = KINDS.iter().find(|(_kind, codes)| codes.contains(&code));
    match listed {
        Some((kind, _codes)) => *kind,
        None if status.as_u16() == 501 => GapKind::Unsupported,
        // As EC2, ELB and RDS say it, of each kind of resource.
        None if code.ends_with("NotFound") || code.ends_with("NotFoundException") => GapKind::Vanished,
        None => GapKind::Failed,
    }
}

/// Answers without an error code: to HEAD requests, which have no body, and from what is not AWS.
fn kind_of_status(response: &HttpResponse) -> GapKind {
    match response.status().as_u16() {
        501 => GapKind::Unsupported,
        429 => GapKind::Throttled,
        _ if !has_no_body(response) => GapKind::Malformed,
        403 => GapKind::Denied,
        404 => GapKind::Vanished,
        503 => GapKind::Throttled,
        _ => GapKind::Failed,
    }
}

fn has_no_body(response: &HttpResponse) -> bool {
    response.body().bytes().is_none_or(<[u8]>::is_empty)
}

const UNKNOWN_KEYS: &[&str] = &[
    "AuthFailure",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];

const KINDS: &[(GapKind, &[&str])] = &[
    (
        GapKind::Denied,
        &[
            "403",
            "AccessDenied",
            "AccessDeniedException",
            "AllAccessDisabled",
            "AuthorizationError",
            "AuthorizationErrorException",
            "NotAuthorized",
            "UnauthorizedAccess",
            "UnauthorizedOperation",
        ],
    ),
    (
        GapKind::Throttled,
        &[
            "BandwidthLimitExceeded",
            "LimitExceededException",
            "PriorRequestNotComplete",
            "RequestLimitExceeded",
            "RequestThrottled",
            "RequestThrottledException",
            "SlowDown",
            "ThrottledException",
            "Throttling",
            "ThrottlingException",
            "TooManyRequestsException",
        ],
    ),
    (GapKind::TimedOut, &["RequestTimeout", "RequestTimeoutException"]),
    (GapKind::RegionDisabled, &["IllegalLocationConstraintException", "OptInRequired", "RegionDisabledException"]),
    (
        GapKind::Unsupported,
        &["InvalidAction", "NotImplemented", "UnknownOperation", "UnknownOperationException", "UnsupportedOperation"],
    ),
    (GapKind::Vanished, &["NoSuchBucket", "NoSuchEntity", "NoSuchKey"]),
    (GapKind::Expired, &["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]),
];

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::Fetched;
    use awslab_core::plan::Plan;
    use jiff::Timestamp;

    use super::*;
    use crate::testing::{account, collect, json_error, query_error, session};

    /// The gap that an answer to `GetAccountSummary` leaves.
    async fn gap(status: u16, body: impl Into<String>) -> Gap {
        let account = account(&[Fact::IamAccountSummary], [(status, body)]).await;
        match account.global.iam.summary_map {
            Fetched::Known(summary) => panic!("the answer was read as {summary:?}"),
            Fetched::Unknown(gap) => gap,
        }
    }

    #[tokio::test]
    async fn each_code_has_its_kind() {
        for (status, code, kind) in [
            (403, "AccessDenied", GapKind::Denied),
            (403, "ExpiredToken", GapKind::Expired),
            (404, "NoSuchEntity", GapKind::Vanished),
            (400, "InvalidVpcID.NotFound", GapKind::Vanished),
            (400, "LoadBalancerNotFound", GapKind::Vanished),
            (400, "InvalidLaunchTemplateId.NotFoundException", GapKind::Vanished),
            (400, "InvalidAction", GapKind::Unsupported),
            (501, "Whatever", GapKind::Unsupported),
            (403, "OptInRequired", GapKind::RegionDisabled),
            (403, "InvalidClientTokenId", GapKind::Failed),
            (400, "MalformedQueryString", GapKind::Failed),
        ] {
            let gap = gap(status, query_error(code)).await;
            assert_eq!((gap.error, gap.code.as_deref()), (kind, Some(code)));
        }
    }

    #[tokio::test]
    async fn a_denial_names_the_action_and_is_not_tried_again() {
        let (session, http) = session([(403, query_error("AccessDenied"))]);
        let account = collect(&session, &[Fact::IamPasswordPolicy]).await;
        let Fetched::Unknown(gap) = account.global.iam.password_policy else { panic!("it was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "iam:GetAccountPasswordPolicy"));
        assert_eq!(http.actual_requests().count(), 1);
    }

    #[tokio::test]
    async fn throttling_is_sat_out_five_times() {
        let throttled = || (400, query_error("Throttling"));
        let (session, http) = session(std::iter::repeat_with(throttled).take(9));
        let account = collect(&session, &[Fact::IamAccountSummary]).await;
        let Fetched::Unknown(gap) = account.global.iam.summary_map else { panic!("it was throttled") };
        assert_eq!((gap.error, gap.code.as_deref()), (GapKind::Throttled, Some("Throttling")));
        assert_eq!(http.actual_requests().count(), 5);
    }

    #[tokio::test]
    async fn what_is_not_aws_s_own_answer_is_no_fact() {
        for (status, body) in [
            (200, ""),
            (200, "<!DOCTYPE html>\n<title>Log in to the network</title>"),
            (200, "<OtherResponse/>"),
            (200, "<GetAccountSummaryResponse><GetAccountSummaryResult/></GetAccountSummaryResponse>"),
            (403, "<html>Forbidden by the proxy</html>"),
        ] {
            assert_eq!(gap(status, body).await.error, GapKind::Malformed, "{body}");
        }
    }

    #[tokio::test]
    async fn a_page_of_an_internal_error_is_no_fact() {
        let page = || (500, "<!doctype html><title>500 Internal Server Error</title>");
        let account = account(&[Fact::IamAccountSummary], std::iter::repeat_with(page).take(5)).await;
        let Fetched::Unknown(gap) = account.global.iam.summary_map else { panic!("it is a page") };
        assert_eq!(gap.error, GapKind::Malformed);
        assert!(gap.message.starts_with("HTTP status 500: "), "{}", gap.message);
    }

    #[tokio::test]
    async fn no_connection_is_unreachable() {
        let account = account::<String>(&[Fact::IamAccountSummary], []).await;
        let Fetched::Unknown(gap) = account.global.iam.summary_map else { panic!("nobody answered") };
        assert_eq!(gap.error, GapKind::Unreachable);
    }

    #[tokio::test]
    async fn a_region_that_does_not_know_good_keys_is_not_enabled() {
        let refusal = (400, json_error("UnrecognizedClientException"));
        let (session, _http) = session([refusal.clone(), refusal]);
        let facts = [Fact::CloudTrailTrails].into();
        let plan = Plan { facts, regions: ["ap-east-1".to_owned()].into(), ..Plan::default() };
        let account = session.collect(&plan, &(), Timestamp::UNIX_EPOCH).await;
        let kind = |region: &str| match &account.regions[region].cloudtrail.trails {
            Fetched::Unknown(gap) => (gap.error, gap.region.as_deref() == Some(region)),
            Fetched::Known(_) => panic!("the keys were refused"),
        };
        assert_eq!(kind("ap-east-1"), (GapKind::RegionDisabled, true));
        assert_eq!(kind("eu-west-1"), (GapKind::Failed, true));
    }
}
