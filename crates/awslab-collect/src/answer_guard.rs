//! Refuses answers that would be read as "nothing is configured" although they say nothing.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::AfterDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;

/// An interceptor for operations whose answer always has a body, which are all that awslab calls but `HeadObject`.
///
/// The SDK reads an empty body of the JSON protocol as a document without fields, and takes any text for a bucket's
/// policy. Proxies and emulators send both.
#[derive(Debug)]
pub(crate) struct AnswerGuard;

impl Intercept for AnswerGuard {
    fn name(&self) -> &'static str {
        "AnswerGuard"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let response = context.response();
        let has_no_body = config.load::<Metadata>().is_some_and(|it| it.name() == "HeadObject");
        if has_no_body || !response.status().is_success() {
            return Ok(());
        }
        let body = response.body().bytes().unwrap_or_default();
        if body.is_empty() {
            return Err("the answer is empty".into());
        }
        if is_web_page(body) {
            return Err("the answer is a web page".into());
        }
        Ok(())
    }
}

/// Told by the body: servers that stand in for AWS label good answers as HTML.
fn is_web_page(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let begins_with = |start: &[u8]| body.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    begins_with(b"<!doctype html") || begins_with(b"<html")
}
