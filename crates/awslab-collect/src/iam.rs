//! IAM: who there is, what each may do, and how each signs in.

mod authorization;
mod credential_report;
mod last_accessed;
mod user_credentials;

use aws_sdk_iam::types::SummaryKeyType;
use awslab_core::call;
use awslab_core::fact::Fact;
use awslab_core::fetched::Fetched;
use awslab_core::model::{AccountSummary, Iam, PasswordPolicy};
use awslab_core::plan::Plan;

use crate::api::{Api, when};
use crate::refusal::{AbsentOn, Required};

pub(crate) use last_accessed::{REPORTS_AT_ONCE, services_last_accessed};
pub(crate) use user_credentials::user_credentials;

/// What the plan asks of IAM, all of it in calls whose number does not depend on how many users there are.
pub(crate) async fn collect(api: Api<'_>, plan: &Plan) -> Iam {
    let wanted = |fact| plan.facts.contains(&fact);
    let (authorization_details, summary_map, password_policy, credential_report) = tokio::join!(
        when(wanted(Fact::IamAuthorizationDetails), authorization::details(api)),
        when(wanted(Fact::IamAccountSummary), account_summary(api)),
        when(wanted(Fact::IamPasswordPolicy), password_policy(api)),
        when(wanted(Fact::IamCredentials), credential_report::read(api)),
    );
    Iam { authorization_details, summary_map, password_policy, credential_report, ..Iam::default() }
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html>
async fn account_summary(api: Api<'_>) -> Fetched<AccountSummary> {
    let iam = api.clients.iam();
    api.ask(call::GET_ACCOUNT_SUMMARY, async {
        let counts = iam.get_account_summary().send().await?.summary_map.required("SummaryMap")?;
        Ok(AccountSummary {
            account_mfa_enabled: counts.get(&SummaryKeyType::AccountMfaEnabled).copied(),
            account_access_keys_present: counts.get(&SummaryKeyType::AccountAccessKeysPresent).copied(),
        })
    })
    .await
}

/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountPasswordPolicy.html>
async fn password_policy(api: Api<'_>) -> Fetched<Option<PasswordPolicy>> {
    let iam = api.clients.iam();
    api.ask(call::GET_ACCOUNT_PASSWORD_POLICY, async {
        let answer = iam.get_account_password_policy().send().await.absent_on("NoSuchEntity")?;
        let Some(answer) = answer else { return Ok(None) };
        let policy = answer.password_policy.required("PasswordPolicy")?;
        Ok(Some(PasswordPolicy {
            minimum_password_length: policy.minimum_password_length,
            password_reuse_prevention: policy.password_reuse_prevention,
        }))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{account, query_error};

    #[tokio::test]
    async fn an_account_without_a_password_policy_has_none() {
        let account = account(&[Fact::IamPasswordPolicy], [(404, query_error("NoSuchEntity"))]).await;
        assert_eq!(account.global.iam.password_policy, Fetched::Known(None));
    }

    #[tokio::test]
    async fn what_is_not_planned_is_not_asked_for() {
        let account = account::<String>(&[], []).await;
        assert!(account.global.iam.summary_map.is_not_collected());
        assert!(account.global.s3.buckets.is_not_collected());
        assert!(account.regions.is_empty());
    }
}
