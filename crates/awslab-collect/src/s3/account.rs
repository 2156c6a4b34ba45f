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

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;

    use super::*;
    use crate::testing::{account, query_error};

    async fn block(status: u16, body: impl Into<String>) -> Fetched<Option<PublicAccessBlock>> {
        let account = account(&[Fact::S3AccountPublicAccessBlock], [(status, body.into())]).await;
        account.global.s3.account_public_access_block
    }

    #[tokio::test]
    async fn a_switch_that_is_left_out_is_off() {
        let answer = "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>\
            </PublicAccessBlockConfiguration>";
        let expected = PublicAccessBlock { ignore_public_acls: true, ..PublicAccessBlock::default() };
        assert_eq!(block(200, answer).await, Fetched::Known(Some(expected)));
    }

    #[tokio::test]
    async fn an_account_without_a_block_is_told_from_one_that_may_not_be_seen() {
        assert_eq!(block(404, query_error("NoSuchPublicAccessBlockConfiguration")).await, Fetched::Known(None));
        let Fetched::Unknown(gap) = block(403, query_error("AccessDenied")).await else { panic!("it was denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "s3:GetAccountPublicAccessBlock"));
    }
}
