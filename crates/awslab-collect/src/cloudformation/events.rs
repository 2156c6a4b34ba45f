//! What became of a stack as a whole.

use aws_sdk_cloudformation::types;
use awslab_core::call;
use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::model::StackEvent;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;
use crate::value::word;

/// AWS gives a hundred events a page. A stack of hundreds of resources that changes often has many.
const PAGES: usize = 50;

/// Newest first, until this many changes are found or nothing is before them.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html>
pub(crate) async fn events(api: Api<'_>, stack: &str, changes: usize) -> Fetched<Vec<StackEvent>> {
    let client = api.clients.cloudformation(api.region());
    api.ask(call::DESCRIBE_STACK_EVENTS, async {
        let mut pages = client.describe_stack_events().stack_name(stack).into_paginator().send();
        let mut events: Vec<StackEvent> = Vec::new();
        for _ in 0..PAGES {
            let Some(page) = pages.next().await else { return Ok(events) };
            for it in page?.stack_events.required("StackEvents")? {
                events.extend(of_stack(it)?);
            }
            if events.iter().filter(|it| it.is_change()).count() >= changes {
                return Ok(events);
            }
        }
        let message = format!("{PAGES} pages of events do not tell {changes} changes");
        Err(Refusal { kind: GapKind::Incomplete, code: None, message })
    })
    .await
}

/// Nothing where it is about one of its resources.
fn of_stack(it: types::StackEvent) -> Result<Option<StackEvent>, Refusal> {
    let event = StackEvent {
        stack_id: it.stack_id.required("StackId")?,
        physical_resource_id: it.physical_resource_id,
        resource_status: word(it.resource_status),
        timestamp: timestamp(it.timestamp),
    };
    let is_of_stack = event.physical_resource_id.as_deref() == Some(&event.stack_id);
    Ok(is_of_stack.then_some(event))
}

#[cfg(test)]
mod tests {
    use awslab_core::model::Stack;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{HOME, collect, query_error, session};

    const STACK: &str = "arn:aws:cloudformation:eu-west-1:111122223333:stack/shop/1";

    /// A page of events of the stack, or of one of its resources.
    fn page(statuses: &[(&str, &str)], next: &str) -> (u16, String) {
        let member = |(id, status): &(&str, &str)| {
            format!(
                "<member><StackId>{STACK}</StackId><EventId>e</EventId><StackName>shop</StackName>\
                 <PhysicalResourceId>{id}</PhysicalResourceId><ResourceStatus>{status}</ResourceStatus>\
                 <Timestamp>2026-11-20T09:00:00Z</Timestamp></member>"
            )
        };
        let members: String = statuses.iter().map(member).collect();
        let answer = format!(
            "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>{members}</StackEvents>{next}\
             </DescribeStackEventsResult></DescribeStackEventsResponse>"
        );
        (200, answer)
    }

    /// What is told of the stack, and how many questions that took.
    async fn asked(answers: Vec<(u16, String)>, changes: usize) -> (Fetched<Vec<StackEvent>>, usize) {
        let (session, http) = session(answers);
        let mut account = collect(&session, &[]).await;
        let stack = Stack { stack_id: STACK.to_owned(), stack_name: "shop".to_owned(), ..Stack::default() };
        account.regions.entry(HOME.to_owned()).or_default().cloudformation.stacks = Fetched::Known(vec![stack]);
        let want = Want::StackEvents { stack: STACK.parse().expect("well formed"), changes };
        session.look_closer(&mut account, &[want], &()).await;
        let stacks = account.regions[HOME].cloudformation.stacks.as_known().expect("the stacks are known");
        (stacks[0].stack_events.clone(), http.actual_requests().count())
    }

    #[tokio::test]
    async fn pages_are_read_until_enough_changes_are_found() {
        let newest = || page(&[(STACK, "UPDATE_COMPLETE"), ("bucket", "UPDATE_COMPLETE")], "<NextToken>t</NextToken>");
        let oldest = || page(&[(STACK, "CREATE_COMPLETE"), (STACK, "CREATE_IN_PROGRESS")], "");
        let (events, questions) = asked(vec![newest(), oldest()], 1).await;
        assert_eq!((events.as_known().map(Vec::len), questions), (Some(1), 1));
        let (events, questions) = asked(vec![newest(), oldest()], 2).await;
        let events = events.as_known().expect("both pages are good").clone();
        assert_eq!((events.len(), questions), (3, 2));
        assert!(events.last().is_some_and(StackEvent::is_creation));
    }

    #[tokio::test]
    async fn what_is_denied_is_told() {
        let (events, _) = asked(vec![(403, query_error("AccessDenied"))], 1).await;
        let Fetched::Unknown(gap) = events else { panic!("denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "cloudformation:DescribeStackEvents"));
    }
}
