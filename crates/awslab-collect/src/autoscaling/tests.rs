//! Reading Auto Scaling groups: what the API answers in XML, and the AWS CLI prints as JSON, must make the same account.

use awslab_core::fact::Fact;
use awslab_core::fetched::{Fetched, GapKind};

use super::*;
use crate::testing::{Asked, HOME, by_action, collect, imported, query_error};

const ANSWERS: &[(&str, &str, &str)] = &[
    (
        "DescribeAutoScalingGroups",
        include_str!("answers/describe-auto-scaling-groups.xml"),
        include_str!("answers/describe-auto-scaling-groups.json"),
    ),
    ("DescribePolicies", include_str!("answers/describe-policies.xml"), include_str!("answers/describe-policies.json")),
];

async fn autoscaling(answers: &[(&str, u16, &str)]) -> (AutoScaling, Asked) {
    let (session, asked) = by_action(answers.iter().copied());
    let mut account = collect(&session, &[Fact::AutoScalingGroups]).await;
    (account.regions.remove(HOME).expect("the session's own Region was looked in").autoscaling, asked)
}

#[tokio::test]
async fn answers_of_the_api_and_outputs_of_the_cli_make_the_same_account() {
    let answers: Vec<_> = ANSWERS.iter().map(|(action, xml, _)| (*action, 200, *xml)).collect();
    let (read, asked) = autoscaling(&answers).await;
    assert_eq!(read, imported(ANSWERS.iter().map(|(_, _, json)| *json)).autoscaling);
    assert_eq!(asked.total(), 2, "groups are many, questions are two");
    let groups = read.auto_scaling_groups.as_known().expect("the answer is good");
    assert_eq!(groups[0].instances[1].lifecycle_state, "Terminating:Wait");
    assert_eq!((groups[1].status.as_deref(), groups[1].instances.len()), (Some("Delete in progress"), 0));
}

#[tokio::test]
async fn pages_are_put_together_and_a_denial_of_one_list_takes_no_other() {
    let page = |name: &str, next: &str| {
        format!(
            "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups><member>\
             <AutoScalingGroupName>{name}</AutoScalingGroupName><MinSize>0</MinSize><MaxSize>1</MaxSize>\
             <DesiredCapacity>0</DesiredCapacity></member></AutoScalingGroups>{next}\
             </DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
        )
    };
    let (first, last) = (page("a", "<NextToken>more</NextToken>"), page("b", ""));
    let action = "DescribeAutoScalingGroups";
    let denied = query_error("AccessDenied");
    let (read, asked) =
        autoscaling(&[(action, 200, &first), (action, 200, &last), ("DescribePolicies", 403, &denied)]).await;
    let groups = read.auto_scaling_groups.as_known().expect("both pages are good");
    assert_eq!(groups.iter().map(|it| it.auto_scaling_group_name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert!(asked.last_of(action).contains("NextToken=more"));
    let Fetched::Unknown(gap) = read.scaling_policies else { panic!("it was denied") };
    assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "autoscaling:DescribePolicies"));
    assert_eq!(gap.region.as_deref(), Some(HOME));
}

#[tokio::test]
async fn what_is_no_size_is_no_answer_and_throttling_is_sat_out() {
    let answer = ANSWERS[0].1.replace("<MinSize>2<", "<MinSize>-2<");
    let throttled = query_error("Throttling");
    let answers = [(ANSWERS[0].0, 200, &*answer), ("DescribePolicies", 400, &*throttled)];
    let (read, asked) = autoscaling(&answers).await;
    let Fetched::Unknown(gap) = read.auto_scaling_groups else { panic!("there is no such size") };
    assert_eq!(gap.error, GapKind::Malformed, "{gap}");
    let Fetched::Unknown(gap) = read.scaling_policies else { panic!("it was throttled") };
    assert_eq!((gap.error, asked.count("DescribePolicies")), (GapKind::Throttled, 5));
}
