//! What an instance is given to run at its first start.

use aws_sdk_ec2::types::InstanceAttributeName;
use awslab_core::call;
use awslab_core::fetched::Fetched;
use awslab_core::model::SearchedText;
use awslab_core::secrets::{self, UserDataError};

use super::client;
use crate::api::Api;
use crate::refusal::Refusal;

/// What was found in it; `None` where there is none. The text itself is not kept.
///
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceAttribute.html>
pub(crate) async fn user_data(api: Api<'_>, instance: &str) -> Fetched<Option<SearchedText>> {
    let attribute = InstanceAttributeName::UserData;
    let request = client(api).describe_instance_attribute().instance_id(instance).attribute(attribute);
    api.ask(call::DESCRIBE_INSTANCE_ATTRIBUTE, async {
        let text = request.send().await?.user_data.and_then(|it| it.value);
        Ok(secrets::search_user_data(&text.unwrap_or_default())?)
    })
    .await
}

impl From<UserDataError> for Refusal {
    fn from(error: UserDataError) -> Self {
        Self::malformed(format!("failed to {error}"))
    }
}

#[cfg(test)]
mod tests {
    use awslab_core::fact::Fact;
    use awslab_core::fetched::GapKind;
    use awslab_core::model::SecretKind;
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{HOME, by_action, collect, ec2_error};

    const INSTANCES: &str = "<DescribeInstancesResponse><reservationSet><item><instancesSet><item>\
        <instanceId>i-1</instanceId><instanceState><name>running</name></instanceState>\
        </item></instancesSet></item></reservationSet></DescribeInstancesResponse>";

    async fn searched(status: u16, answer: &str) -> Fetched<Option<SearchedText>> {
        let answers = [("DescribeInstances", 200, INSTANCES), ("DescribeInstanceAttribute", status, answer)];
        let (session, asked) = by_action(answers);
        let mut account = collect(&session, &[Fact::Ec2Instances]).await;
        let want = Want::UserData { instance: "i-1".to_owned(), region: HOME.to_owned() };
        session.look_closer(&mut account, &[want], &()).await;
        let asked = asked.last_of("DescribeInstanceAttribute");
        assert!(asked.contains("Attribute=userData") && asked.contains("InstanceId=i-1"), "{asked}");
        let instances = account.regions[HOME].ec2.instances.as_known().expect("instances were listed");
        instances[0].user_data.clone()
    }

    fn with(user_data: &str) -> String {
        format!("<DescribeInstanceAttributeResponse>{user_data}</DescribeInstanceAttributeResponse>")
    }

    #[tokio::test]
    async fn an_instance_without_user_data_has_none() {
        for nothing in ["<userData/>", "", "<userData><value></value></userData>"] {
            assert_eq!(searched(200, &with(nothing)).await, Fetched::Known(None), "{nothing}");
        }
    }

    #[tokio::test]
    async fn secrets_are_found_and_the_text_is_not_kept() {
        let script = "IyEvYmluL2Jhc2gKZXhwb3J0IERCX1BBU1NXT1JEPWh1bnRlcjIK"; // export DB_PASSWORD=hunter2
        let answer = with(&format!("<userData><value>{script}</value></userData>"));
        let Fetched::Known(Some(searched)) = searched(200, &answer).await else { panic!("it has user data") };
        let found: Vec<_> = searched.findings.iter().map(|it| (it.kind, it.line)).collect();
        assert_eq!(found, [(SecretKind::Password, 2)]);
        assert!(!format!("{searched:?}").contains("hunter2"));
    }

    #[tokio::test]
    async fn what_does_not_decode_is_no_fact() {
        let answer = with("<userData><value>!</value></userData>");
        let Fetched::Unknown(gap) = searched(200, &answer).await else { panic!("it is not Base64") };
        assert_eq!(gap.error, GapKind::Malformed, "{gap}");
    }

    #[tokio::test]
    async fn a_denial_names_the_action() {
        let Fetched::Unknown(gap) = searched(403, &ec2_error("UnauthorizedOperation")).await else { panic!("denied") };
        assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "ec2:DescribeInstanceAttribute"));
    }
}
