//! One user's credentials, asked for directly.

use aws_sdk_iam::Client;
use aws_sdk_iam::types::AccessKeyMetadata;
use awslab_core::call;
use awslab_core::model::{AccessKey, LoginProfile, MfaDevice, UserCredentials};

use crate::api::Api;
use crate::refusal::{AbsentOn, Refusal, Required};
use crate::time::timestamp;

/// A user's password, MFA devices and access keys as they are now.
pub(crate) async fn user_credentials(api: Api<'_>, user: &str) -> UserCredentials {
    let iam = api.clients.iam();
    let (login_profile, mfa_devices, access_keys) = tokio::join!(
        api.ask(call::GET_LOGIN_PROFILE, login_profile(&iam, user)),
        api.ask(call::LIST_MFA_DEVICES, mfa_devices(&iam, user)),
        api.ask(call::LIST_ACCESS_KEYS, access_keys(&iam, user)),
    );
    UserCredentials { login_profile, mfa_devices, access_keys }
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html>
async fn login_profile(iam: &Client, user: &str) -> Result<Option<LoginProfile>, Refusal> {
    let answer = iam.get_login_profile().user_name(user).send().await.absent_on("NoSuchEntity")?;
    let Some(answer) = answer else { return Ok(None) };
    let profile = answer.login_profile.required("LoginProfile")?;
    Ok(Some(LoginProfile { create_date: timestamp(Some(profile.create_date)) }))
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html>
async fn mfa_devices(iam: &Client, user: &str) -> Result<Vec<MfaDevice>, Refusal> {
    let mut pages = iam.list_mfa_devices().user_name(user).into_paginator().send();
    let mut devices = Vec::new();
    while let Some(page) = pages.next().await {
        devices.extend(page?.mfa_devices.into_iter().map(|it| MfaDevice { serial_number: it.serial_number }));
    }
    Ok(devices)
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html>
async fn access_keys(iam: &Client, user: &str) -> Result<Vec<AccessKey>, Refusal> {
    let mut pages = iam.list_access_keys().user_name(user).into_paginator().send();
    let mut keys = Vec::new();
    while let Some(page) = pages.next().await {
        for key in page?.access_key_metadata {
            keys.push(access_key(key)?);
        }
    }
    Ok(keys)
}

fn access_key(key: AccessKeyMetadata) -> Result<AccessKey, Refusal> {
    Ok(AccessKey {
        access_key_id: key.access_key_id.required("AccessKeyId")?,
        status: key.status.required("Status")?.as_str().to_owned(),
        create_date: timestamp(key.create_date),
    })
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::{Fetched, GapKind};
    use awslab_core::plan::Want;

    use super::*;
    use crate::testing::{collect, query_error, session};

    async fn anna(answers: [(u16, String); 3]) -> UserCredentials {
        let (session, _http) = session(answers);
        let mut account = collect(&session, &[]).await;
        session.look_closer(&mut account, &[Want::UserCredentials { user: "anna".to_owned() }], &()).await;
        account.global.iam.user_credentials.remove("anna").expect("the want was answered")
    }

    #[tokio::test]
    async fn a_user_without_a_password_has_none() {
        let devices = "<ListMFADevicesResponse><ListMFADevicesResult><MFADevices/><IsTruncated>false</IsTruncated>\
            </ListMFADevicesResult></ListMFADevicesResponse>";
        let keys = "<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member>\
            <AccessKeyId>AKIA</AccessKeyId><Status>Active</Status></member></AccessKeyMetadata>\
            <IsTruncated>false</IsTruncated></ListAccessKeysResult></ListAccessKeysResponse>";
        let answers = [(404, query_error("NoSuchEntity")), (200, devices.to_owned()), (200, keys.to_owned())];
        let anna = anna(answers).await;
        assert_eq!(anna.login_profile, Fetched::Known(None));
        assert_eq!(anna.mfa_devices, Fetched::Known(Vec::new()));
        let Fetched::Known(keys) = anna.access_keys else { panic!("the keys were listed") };
        assert_eq!((keys.len(), keys[0].status.as_str()), (1, "Active"));
    }

    #[tokio::test]
    async fn a_user_that_is_gone_has_vanished() {
        let gone = || (404, query_error("NoSuchEntity"));
        let anna = anna([gone(), gone(), gone()]).await;
        let Fetched::Unknown(gap) = anna.mfa_devices else { panic!("there is no such user") };
        assert_eq!(gap.error, GapKind::Vanished);
    }
}
