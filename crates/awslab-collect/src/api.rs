//! How every call is made: bounded, told to the front end, and with its failure kept in the answer's place.

use std::error::Error;

use aws_smithy_async::future::pagination_stream::PaginationStream;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use awslab_core::call::Call;
use awslab_core::fetched::Fetched;
use tokio::sync::Semaphore;

use crate::clients::Clients;
use crate::progress::Progress;
use crate::refusal::Refusal;

/// The account's services, as seen from one Region.
#[derive(Clone, Copy)]
pub(crate) struct Api<'a> {
    pub(crate) clients: &'a Clients,
    in_flight: &'a Semaphore,
    progress: &'a dyn Progress,
    region: Option<&'a str>,
}

impl<'a> Api<'a> {
    pub(crate) fn new(clients: &'a Clients, in_flight: &'a Semaphore, progress: &'a dyn Progress) -> Self {
        Self { clients, in_flight, progress, region: None }
    }

    /// The same, for questions to one Region. Gaps then tell it.
    pub(crate) fn in_region(self, region: &'a str) -> Self {
        Self { region: Some(region), ..self }
    }

    /// The Region that questions go to.
    pub(crate) fn region(&self) -> &'a str {
        self.region.unwrap_or(self.clients.region())
    }

    /// Asks one question, once fewer than the allowed number are under way.
    pub(crate) fn ask<T>(
        self,
        call: Call,
        request: impl Future<Output = Result<T, Refusal>>,
    ) -> impl Future<Output = Fetched<T>> {
        // The SDK's futures are large, and those of a bucket's settings are held side by side: on the heap, or they
        // would not fit on the stack of a thread.
        let request = Box::pin(request);
        async move {
            let _permit = self.in_flight.acquire().await.expect("nobody closes the semaphore");
            self.progress.began(call);
            let answer = request.await;
            self.progress.ended(call);
            match answer {
                Ok(answer) => Fetched::Known(answer),
                Err(refusal) => Fetched::Unknown(refusal.into_gap(call, self.region, self.clients.region())),
            }
        }
    }

    /// Asks for all that a paginator's `items()` lead to, page by page, and reads each in the account model's terms.
    pub(crate) fn list<S, T, E>(
        self,
        call: Call,
        items: PaginationStream<Result<S, SdkError<E, HttpResponse>>>,
        read: impl Fn(S) -> Result<T, Refusal>,
    ) -> impl Future<Output = Fetched<Vec<T>>>
    where
        E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    {
        self.ask(call, async move { items.try_collect().await?.into_iter().map(read).collect() })
    }
}

/// The answer where it is wanted; not collected where it is not.
pub(crate) async fn when<T: Default>(wanted: bool, answer: impl Future<Output = T>) -> T {
    if wanted { answer.await } else { T::default() }
}
