//! KMS keys.

use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::KeyMetadata;

use crate::api::Api;
use crate::refusal::{AbsentOn, Required};

/// Who manages a key, and its state; `None` where there is no such key. The id may be an ARN of another account.
///
/// <https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html>
pub(crate) async fn describe_key(api: Api<'_>, id: &str, region: &str) -> Fetched<Option<KeyMetadata>> {
    let kms = api.clients.kms(region);
    api.in_region(region)
        .ask(call::DESCRIBE_KEY, async {
            let answer = kms.describe_key().key_id(id).send().await.absent_on("NotFoundException")?;
            let Some(answer) = answer else { return Ok(None) };
            let key = answer.key_metadata.required("KeyMetadata")?;
            Ok(Some(KeyMetadata {
                arn: key.arn.required("Arn")?,
                key_id: key.key_id,
                key_manager: key.key_manager.map(|it| it.as_str().to_owned()),
                key_state: key.key_state.map(|it| it.as_str().to_owned()),
                key_usage: key.key_usage.map(|it| it.as_str().to_owned()),
                key_spec: key.key_spec.map(|it| it.as_str().to_owned()),
                origin: key.origin.map(|it| it.as_str().to_owned()),
            }))
        })
        .await
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::GapKind;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{collect, json_error, session};

    async fn key(status: u16, body: &str) -> Fetched<Option<KeyMetadata>> {
        let (session, _http) = session([(status, body)]);
        let mut account = collect(&session, &[]).await;
        let want = Want::Key { id: "alias/lab".to_owned(), region: "us-east-1".to_owned() };
        session.look_closer(&mut account, &[want], &()).await;
        account.regions["us-east-1"].kms.keys["alias/lab"].clone()
    }

    #[tokio::test]
    async fn a_key_is_read_where_it_is_wanted() {
        let answer =
            r#"{"KeyMetadata": {"KeyId": "k", "Arn": "arn:k", "KeyManager": "CUSTOMER", "KeyState": "Enabled"}}"#;
        let Fetched::Known(Some(key)) = key(200, answer).await else { panic!("the key is there") };
        assert_eq!((key.key_id.as_str(), key.key_manager.as_deref()), ("k", Some("CUSTOMER")));
    }

    #[tokio::test]
    async fn a_key_that_is_not_there_is_told_from_one_that_may_not_be_seen() {
        assert_eq!(key(400, &json_error("NotFoundException")).await, Fetched::Known(None));
        let Fetched::Unknown(gap) = key(400, &json_error("AccessDeniedException")).await else { panic!("denied") };
        assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Denied, Some("us-east-1")));
    }
}
