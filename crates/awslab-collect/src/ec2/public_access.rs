//! VPC Block Public Access.

use aws_sdk_ec2::types;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::ec2::{BlockPublicAccessExclusion, BlockPublicAccessOptions};

use super::{PAGE, client};
use crate::api::Api;
use crate::refusal::{Refusal, Required};
use crate::value::word;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessOptions.html>
pub(super) async fn options(api: Api<'_>) -> Fetched<BlockPublicAccessOptions> {
    let request = client(api).describe_vpc_block_public_access_options();
    api.ask(call::DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS, async {
        let answer = request.send().await?.vpc_block_public_access_options;
        let options = answer.required("vpcBlockPublicAccessOptions")?;
        Ok(BlockPublicAccessOptions {
            internet_gateway_block_mode: word(options.internet_gateway_block_mode),
            state: word(options.state),
        })
    })
    .await
}

/// The SDK has no paginator for them.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcBlockPublicAccessExclusions.html>
pub(super) async fn exclusions(api: Api<'_>) -> Fetched<Vec<BlockPublicAccessExclusion>> {
    let request = client(api).describe_vpc_block_public_access_exclusions().max_results(PAGE);
    api.ask(call::DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS, async {
        let mut exclusions = Vec::new();
        let mut token = None;
        loop {
            let page = request.clone().set_next_token(token.clone()).send().await?;
            for it in page.vpc_block_public_access_exclusions.unwrap_or_default() {
                exclusions.push(exclusion(it)?);
            }
            match page.next_token.filter(|it| !it.is_empty()) {
                None => return Ok(exclusions),
                next if next == token => return Err(Refusal::malformed("the same page comes again and again")),
                next => token = next,
            }
        }
    })
    .await
}

fn exclusion(it: types::VpcBlockPublicAccessExclusion) -> Result<BlockPublicAccessExclusion, Refusal> {
    Ok(BlockPublicAccessExclusion {
        exclusion_id: it.exclusion_id.required("exclusionId")?,
        resource_arn: it.resource_arn.required("resourceArn")?,
        internet_gateway_exclusion_mode: word(it.internet_gateway_exclusion_mode)
            .required("internetGatewayExclusionMode")?,
        state: word(it.state),
    })
}
