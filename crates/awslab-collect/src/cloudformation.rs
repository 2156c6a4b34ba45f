//! CloudFormation: the stacks, and which resources belong to one.

mod events;
mod stacks;
mod template;

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::error::ProvideErrorMetadata;
use awslab_core::call;
use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{ResourceDrift, StackResource};
use awslab_core::plan::Plan;
use futures::future::join_all;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::word;

pub(crate) use events::events;
pub(crate) use stacks::describe;
pub(crate) use template::template;

/// What belongs to each stack, by the Region's and the stack's name.
pub(crate) type StacksByRegion = BTreeMap<String, BTreeMap<String, Fetched<Option<Vec<StackResource>>>>>;

/// Looks for every stack of the plan in every Region of it.
pub(crate) async fn collect(api: Api<'_>, plan: &Plan) -> StacksByRegion {
    if !plan.facts.contains(&Fact::StackResources) {
        return StacksByRegion::new();
    }
    let home = BTreeSet::from([api.region().to_owned()]);
    let regions = if plan.regions.is_empty() { &home } else { &plan.regions };
    let places = regions.iter().flat_map(|region| plan.stacks.iter().map(move |stack| (region, stack)));
    let found = join_all(places.map(|(region, stack)| async move {
        (region.clone(), stack.clone(), stack_resources(api.in_region(region), stack).await)
    }));
    let mut stacks = StacksByRegion::new();
    for (region, stack, resources) in found.await {
        stacks.entry(region).or_default().insert(stack, resources);
    }
    stacks
}

/// What belongs to a stack, nested stacks included; `None` where the Region has no such stack.
pub(crate) async fn stack_resources(api: Api<'_>, stack: &str) -> Fetched<Option<Vec<StackResource>>> {
    let client = api.clients.cloudformation(api.region());
    api.ask(call::LIST_STACK_RESOURCES, async {
        let mut resources = Vec::new();
        let mut pending = vec![stack.to_owned()];
        while let Some(name) = pending.pop() {
            let Some(own) = own_resources(&client, &name).await? else { return Ok(None) };
            let nested = own.iter().filter(|it| it.resource_type == "AWS::CloudFormation::Stack");
            pending.extend(nested.filter_map(|it| it.physical_resource_id.clone()));
            resources.extend(own);
        }
        Ok(Some(resources))
    })
    .await
}

/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html>
async fn own_resources(client: &Client, stack: &str) -> Result<Option<Vec<StackResource>>, Refusal> {
    let mut pages = client.list_stack_resources().stack_name(stack).into_paginator().send();
    let mut resources = Vec::new();
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(error) if says_no_such_stack(&error) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        for it in page.stack_resource_summaries.unwrap_or_default() {
            resources.push(StackResource {
                logical_resource_id: it.logical_resource_id.required("LogicalResourceId")?,
                physical_resource_id: it.physical_resource_id,
                resource_type: it.resource_type.required("ResourceType")?,
                resource_status: word(it.resource_status),
                drift_information: it.drift_information.map(|it| ResourceDrift {
                    stack_resource_drift_status: word(it.stack_resource_drift_status).unwrap_or_default(),
                }),
            });
        }
    }
    Ok(Some(resources))
}

/// CloudFormation has no error code for it.
fn says_no_such_stack(error: &impl ProvideErrorMetadata) -> bool {
    error.code() == Some("ValidationError") && error.message().is_some_and(|it| it.contains("does not exist"))
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;
    use jiff::Timestamp;

    use super::*;
    use crate::testing::{HOME, query_error, session};

    fn page(resources: &[(&str, &str)]) -> String {
        let member = |(kind, id): &(&str, &str)| {
            format!(
                "<member><LogicalResourceId>It</LogicalResourceId><ResourceType>{kind}</ResourceType>\
                 <PhysicalResourceId>{id}</PhysicalResourceId></member>"
            )
        };
        let members: String = resources.iter().map(member).collect();
        format!(
            "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>{members}\
             </StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>"
        )
    }

    async fn stack(answers: Vec<(u16, String)>) -> Fetched<Option<Vec<StackResource>>> {
        let (session, _http) = session(answers);
        let facts = [Fact::StackResources].into();
        let plan = Plan { facts, stacks: ["lab".to_owned()].into(), ..Plan::default() };
        let mut account = session.collect(&plan, &(), Timestamp::UNIX_EPOCH).await;
        let region = account.regions.get_mut(HOME).expect("the Region was looked at");
        region.cloudformation.stack_resources.remove("lab").expect("the stack was looked for")
    }

    #[tokio::test]
    async fn what_belongs_to_a_nested_stack_belongs() {
        let outer = page(&[("AWS::S3::Bucket", "anna"), ("AWS::CloudFormation::Stack", "arn:inner")]);
        let inner = page(&[("AWS::S3::Bucket", "bert")]);
        let Fetched::Known(Some(resources)) = stack(vec![(200, outer), (200, inner)]).await else {
            panic!("both stacks are there")
        };
        let ids: Vec<_> = resources.iter().filter_map(|it| it.physical_resource_id.as_deref()).collect();
        assert_eq!(ids, ["anna", "arn:inner", "bert"]);
    }

    #[tokio::test]
    async fn a_stack_that_is_not_there_is_known() {
        let error = query_error("ValidationError");
        let missing = error.replace("<Message>no<", "<Message>Stack with id lab does not exist<");
        assert_eq!(stack(vec![(400, missing)]).await, Fetched::Known(None));

        let Fetched::Unknown(gap) = stack(vec![(400, error)]).await else { panic!("it is another error") };
        assert_eq!(gap.error, GapKind::Failed);
    }
}
