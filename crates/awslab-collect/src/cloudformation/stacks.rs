//! The stacks of a Region: how they stand, what they were filled in with, and what they tell.

use aws_sdk_cloudformation::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::{Stack, StackDrift, StackOutput, StackParameter, Tag};
use awslab_core::template::without_secrets;

use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::time::timestamp;
use crate::value::{each, word};

/// All that are not deleted, nested ones too.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html>
pub(crate) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<Stack>>> {
    let pages = api.clients.cloudformation(api.region()).describe_stacks().into_paginator();
    api.list(call::DESCRIBE_STACKS, pages.items().send(), |it| stack(it).map(without_secrets))
}

fn stack(it: types::Stack) -> Result<Stack, Refusal> {
    let drift = |it: types::StackDriftInformation| StackDrift {
        stack_drift_status: word(it.stack_drift_status).unwrap_or_default(),
        last_check_timestamp: timestamp(it.last_check_timestamp),
    };
    Ok(Stack {
        stack_id: it.stack_id.required("StackId")?,
        stack_name: it.stack_name.required("StackName")?,
        stack_status: word(it.stack_status).required("StackStatus")?,
        stack_status_reason: it.stack_status_reason,
        creation_time: timestamp(it.creation_time),
        last_updated_time: timestamp(it.last_updated_time),
        parent_id: it.parent_id,
        root_id: it.root_id,
        enable_termination_protection: it.enable_termination_protection.unwrap_or_default(),
        drift_information: it.drift_information.map(drift),
        parameters: each(it.parameters, parameter),
        outputs: each(it.outputs, output),
        tags: each(it.tags, |it| Tag { key: it.key.unwrap_or_default(), value: it.value.unwrap_or_default() }),
        ..Stack::default()
    })
}

fn parameter(it: types::Parameter) -> StackParameter {
    StackParameter {
        parameter_key: it.parameter_key.unwrap_or_default(),
        parameter_value: it.parameter_value,
        resolved_value: it.resolved_value,
        secret: None,
    }
}

fn output(it: types::Output) -> StackOutput {
    StackOutput {
        output_key: it.output_key.unwrap_or_default(),
        output_value: it.output_value,
        export_name: it.export_name,
        secret: None,
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;

    use super::*;
    use crate::testing::{HOME, account, query_error};

    fn page(stacks: &str, next: &str) -> String {
        format!(
            "<DescribeStacksResponse><DescribeStacksResult><Stacks>{stacks}</Stacks>{next}</DescribeStacksResult>\
             </DescribeStacksResponse>"
        )
    }

    fn named(name: &str, rest: &str) -> String {
        let id = format!("arn:aws:cloudformation:eu-west-1:111122223333:stack/{name}/1");
        format!("<member><StackId>{id}</StackId><StackName>{name}</StackName>{rest}</member>")
    }

    async fn stacks(answers: Vec<(u16, String)>) -> Fetched<Vec<Stack>> {
        let account = account(&[Fact::CloudFormationStacks], answers).await;
        account.regions[HOME].cloudformation.stacks.clone()
    }

    #[tokio::test]
    async fn every_page_is_read_and_no_secret_is_kept() {
        let shop = named(
            "shop",
            "<StackStatus>UPDATE_COMPLETE</StackStatus><CreationTime>2026-11-20T09:00:00Z</CreationTime>\
             <EnableTerminationProtection>true</EnableTerminationProtection>\
             <DriftInformation><StackDriftStatus>IN_SYNC</StackDriftStatus></DriftInformation>\
             <Parameters><member><ParameterKey>DBPassword</ParameterKey><ParameterValue>hunter22</ParameterValue></member>\
             <member><ParameterKey>Stage</ParameterKey><ParameterValue>dev</ParameterValue></member></Parameters>\
             <Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://x</OutputValue>\
             <ExportName>url</ExportName></member></Outputs>\
             <Tags><member><Key>lab</Key><Value>cloudformation</Value></member></Tags>",
        );
        let nested = named("inner", "<StackStatus>CREATE_COMPLETE</StackStatus><RootId>arn:shop</RootId>");
        let pages = vec![(200, page(&shop, "<NextToken>more</NextToken>")), (200, page(&nested, ""))];
        let Fetched::Known(stacks) = stacks(pages).await else { panic!("both pages are good") };
        let [shop, inner] = &stacks[..] else { panic!("there are two stacks") };
        assert!(shop.enable_termination_protection && shop.creation_time.is_some());
        assert_eq!(shop.drift_information.as_ref().map(|it| it.stack_drift_status.as_str()), Some("IN_SYNC"));
        let values: Vec<_> = shop.parameters.iter().map(|it| it.parameter_value.as_deref()).collect();
        assert_eq!((values, shop.parameters[0].secret.is_some()), (vec![None, Some("dev")], true));
        assert_eq!(shop.outputs[0].export_name.as_deref(), Some("url"));
        assert_eq!((shop.tags[0].key.as_str(), inner.root_id.as_deref()), ("lab", Some("arn:shop")));
    }

    #[tokio::test]
    async fn what_is_denied_or_malformed_is_told_apart() {
        let Fetched::Unknown(gap) = stacks(vec![(403, query_error("AccessDenied"))]).await else { panic!("denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "cloudformation:DescribeStacks"));
        let nameless = page("<member><StackStatus>CREATE_COMPLETE</StackStatus></member>", "");
        let Fetched::Unknown(gap) = stacks(vec![(200, nameless)]).await else { panic!("it has no id") };
        assert_eq!(gap.error, GapKind::Malformed);
    }
}
