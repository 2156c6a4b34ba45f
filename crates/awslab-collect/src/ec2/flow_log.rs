//! Records of the traffic of interfaces.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::FlowLog;

use super::{PAGE, client};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::word;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeFlowLogs.html>
pub(super) fn describe(api: Api<'_>) -> impl Future<Output = Fetched<Vec<FlowLog>>> {
    let pages = client(api).describe_flow_logs().into_paginator().page_size(PAGE);
    api.list(call::DESCRIBE_FLOW_LOGS, pages.items().send(), flow_log)
}

fn flow_log(it: types::FlowLog) -> Result<FlowLog, Refusal> {
    Ok(FlowLog {
        flow_log_id: it.flow_log_id.required("flowLogId")?,
        resource_id: it.resource_id.required("resourceId")?,
        flow_log_status: it.flow_log_status,
        traffic_type: word(it.traffic_type),
        deliver_logs_status: it.deliver_logs_status,
        deliver_logs_error_message: it.deliver_logs_error_message,
    })
}
