//! The instance's role: that there is one, what it may do, and whether it lets Session Manager in.

use awslab_core::context::Context;
use awslab_core::model::Role;
use awslab_core::model::ec2::Instance;
use awslab_core::nouns::{Located, Principal};
use awslab_core::verdict::{Miss, Subject, Verdict};
use awslab_policy::Request;

use crate::shared::role::is_scoped;

pub(super) fn instance_profile(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let profile = instance.iam_instance_profile.as_ref().map(|it| it.arn.as_str());
    instance.observe("instance profile", profile.is_some(), "one with a role", profile.unwrap_or("none")).verdict()
}

pub(super) fn role_scoped(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    match role(cx, instance)? {
        Some(role) => is_scoped(cx, role),
        None => Err(Miss::Skipped("the instance profile holds no role".to_owned())),
    }
}

/// What the agent of Session Manager asks for:
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html>
const SESSION_MANAGER: [&str; 5] = [
    "ssm:UpdateInstanceInformation",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
];

pub(super) fn connect(cx: &Context<'_>) -> Verdict {
    let instance = cx.located::<Instance>()?;
    let expected = "a key pair, or a role that lets Session Manager in";
    let observe = |met, actual: String| instance.observe("ways onto it", met, expected, actual);
    if let Some(key) = &instance.key_name {
        return observe(true, format!("key pair {key}")).verdict();
    }
    let Some(role) = role(cx, instance)? else {
        return observe(false, "no key pair and no role".to_owned()).fix(MAKE_ROLE).verdict();
    };
    let permissions = cx.permissions(Principal::Role(role))?;
    let own = instance.arn();
    let is_refused = |action: &&str| {
        let resource = if action.starts_with("ssm:") { own.as_str() } else { "*" }; // ssmmessages knows no resources
        let request = Request::new(role.arn.as_str(), *action, resource);
        !permissions.policies.decide_in_any_context(&request).may_be_allowed()
    };
    let refused: Vec<&str> = SESSION_MANAGER.into_iter().filter(is_refused).collect();
    let actual = match &refused[..] {
        [] => format!("Session Manager, by role {}", role.role_name),
        refused => format!("no key pair, and role {} may not {}", role.role_name, refused.join(", ")),
    };
    observe(refused.is_empty(), actual).name("role", &role.role_name).verdict()
}

/// The policy that AWS has for this lets the instance write more than it needs, and about every other one.
macro_rules! let_session_manager_in {
    ($role:literal) => {
        concat!(
            "aws iam put-role-policy --role-name ",
            $role,
            " --policy-name session-manager --policy-document '{\"Version\":\"2012-10-17\",\"Statement\":[\
             {\"Effect\":\"Allow\",\"Action\":\"ssm:UpdateInstanceInformation\",\
             \"Resource\":\"arn:{partition}:ec2:{region}:{account}:instance/{instance}\"},\
             {\"Effect\":\"Allow\",\"Action\":[\"ssmmessages:CreateControlChannel\",\"ssmmessages:CreateDataChannel\",\
             \"ssmmessages:OpenControlChannel\",\"ssmmessages:OpenDataChannel\"],\"Resource\":\"*\"}]}'"
        )
    };
}

pub(super) const LET_SESSION_MANAGER_IN: &str = let_session_manager_in!("{role}");

/// A role for the instance that lets Session Manager in.
pub(super) const MAKE_ROLE: &str = concat!(
    "aws iam create-role --role-name {new}-instance --assume-role-policy-document \
     '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\
     \"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'\n",
    let_session_manager_in!("{new}-instance"),
    "\naws iam create-instance-profile --instance-profile-name {new}-instance\n\
     aws iam add-role-to-instance-profile --instance-profile-name {new}-instance --role-name {new}-instance\n\
     aws ec2 associate-iam-instance-profile --instance-id {instance} --iam-instance-profile Name={new}-instance"
);

/// The role in the instance's profile.
fn role<'a>(cx: &Context<'a>, instance: Located<'a, Instance>) -> Result<Option<&'a Role>, Miss> {
    let details = cx.account.global.iam.authorization_details.known()?;
    let Some(profile) = &instance.iam_instance_profile else { return Ok(None) };
    let holds = |role: &&Role| role.instance_profile_list.iter().any(|it| it.arn.as_str() == profile.arn);
    Ok(details.role_detail_list.iter().find(holds))
}
