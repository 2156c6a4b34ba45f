//! Whether new EBS volumes are encrypted.

use awslab_core::call;
use awslab_core::fetched::Fetched;

use super::client;
use crate::api::Api;
use crate::refusal::Required;

/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html>
pub(super) async fn is_default(api: Api<'_>) -> Fetched<bool> {
    let request = client(api).get_ebs_encryption_by_default();
    api.ask(call::GET_EBS_ENCRYPTION_BY_DEFAULT, async {
        request.send().await?.ebs_encryption_by_default.required("ebsEncryptionByDefault")
    })
    .await
}
