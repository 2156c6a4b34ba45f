//! What holds for every bucket of the account.

use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::PublicAccessBlock;

use crate::api::Api;
use crate::refusal::{AbsentOn, Required};

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html>
pub(crate) async fn account_block(api: Api<'_>, account_id: &str) -> Fetched<Option<PublicAccessBlock>> {
    let s3control = api.clients.s3control();
    api.ask(call::GET_ACCOUNT_PUBLIC_ACCESS_BLOCK, async {
        let request = s3control.get_public_access_block().account_id(account_id);
        let Some(answer) = request.send().await.absent_on("NoSuchPublicAccessBlockConfiguration")? else {
            return Ok(None);
        };
        let block = answer.public_access_block_configuration.required("PublicAccessBlockConfiguration")?;
        Ok(Some(super::public_access_block(
            block.block_public_acls,
            block.ignore_public_acls,
            block.block_public_policy,
            block.restrict_public_buckets,
        )))
    })
    .await
}
