//! Reading load balancers: what the API answers in XML, and the AWS CLI prints as JSON, must make the same account.

use awslab_core::fact::Fact;
use awslab_core::fetched::{Fetched, GapKind};

use super::*;
use crate::testing::{Answer, Asked, HOME, answers, by_action_or_as_usual, collect, imported, query_error};

const ANSWERS: &[Answer] = answers! {
    "DescribeLoadBalancers" in "describe-load-balancers";
    "DescribeLoadBalancerAttributes" in "describe-load-balancer-attributes";
    "DescribeListeners" in "describe-listeners";
    "DescribeRules" in "describe-rules";
    "DescribeTargetGroups" in "describe-target-groups";
    "DescribeTargetGroupAttributes" in "describe-target-group-attributes";
    "DescribeTargetHealth" in "describe-target-health";
};

/// What is collected where these operations answer something else than usual.
async fn elbv2(others: &[(&str, u16, &str)]) -> (Elbv2, Asked) {
    let (session, asked) = by_action_or_as_usual(others, ANSWERS);
    let mut account = collect(&session, &[Fact::Elbv2LoadBalancers]).await;
    (account.regions.remove(HOME).expect("the session's own Region was looked in").elbv2, asked)
}

#[tokio::test]
async fn answers_of_the_api_and_outputs_of_the_cli_make_the_same_account() {
    let (read, asked) = elbv2(&[]).await;
    assert_eq!(read, imported(ANSWERS.iter().map(|(_, _, json)| *json)).elbv2);
    for (action, ..) in ANSWERS {
        assert_eq!(asked.count(action), 1, "{action}");
    }
}

#[tokio::test]
async fn where_there_are_no_load_balancers_nothing_more_is_asked() {
    let none = |action: &str, list: &str| {
        format!("<{action}Response><{action}Result><{list}/></{action}Result></{action}Response>")
    };
    let balancers = none("DescribeLoadBalancers", "LoadBalancers");
    let groups = none("DescribeTargetGroups", "TargetGroups");
    let (read, asked) =
        elbv2(&[("DescribeLoadBalancers", 200, &balancers), ("DescribeTargetGroups", 200, &groups)]).await;
    assert_eq!(read.load_balancers, Fetched::Known(Vec::new()));
    assert_eq!((read.target_groups, asked.total()), (Fetched::Known(Vec::new()), 2));
}

#[tokio::test]
async fn pages_are_put_together() {
    let first = ANSWERS[0].1.replace("</LoadBalancers>", "</LoadBalancers><NextMarker>more</NextMarker>");
    let last = ANSWERS[0].1.replace("app/shop", "net/tcp").replace(">application<", ">network<");
    let action = ANSWERS[0].0;
    let (read, asked) = elbv2(&[(action, 200, &first), (action, 200, &last)]).await;
    let balancers = read.load_balancers.as_known().expect("both pages are good");
    assert_eq!(balancers.iter().map(|it| it.r#type.as_str()).collect::<Vec<_>>(), ["application", "network"]);
    assert!(asked.last_of(action).contains("Marker=more"));
    assert_eq!((asked.count("DescribeListeners"), asked.count("DescribeRules")), (2, 1), "only one may have rules");
    let listeners = balancers[1].listeners.as_known().expect("it has listeners");
    assert!(listeners[0].rules.is_not_collected());
}

#[tokio::test]
async fn what_is_denied_or_gone_is_missing_where_it_stands() {
    let (denied, gone) = (query_error("AccessDenied"), query_error("TargetGroupNotFound"));
    let others = [("DescribeRules", 403, &*denied), ("DescribeTargetHealth", 400, &*gone)];
    let (read, _) = elbv2(&others).await;
    let balancer = &read.load_balancers.as_known().expect("they are listed")[0];
    let listener = &balancer.listeners.as_known().expect("they are listed")[0];
    let Fetched::Unknown(gap) = &listener.rules else { panic!("they were denied") };
    assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "elasticloadbalancing:DescribeRules"));
    let group = &read.target_groups.as_known().expect("they are listed")[0];
    let Fetched::Unknown(gap) = &group.target_health_descriptions else { panic!("it is gone") };
    assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Vanished, Some(HOME)));
    assert!(group.attributes.as_known().is_some() && balancer.attributes.as_known().is_some());
}

#[tokio::test]
async fn throttling_is_sat_out_and_what_is_no_port_is_no_answer() {
    let throttled = query_error("Throttling");
    let listeners = ANSWERS[2].1.replace(">80<", ">80000<");
    let others = [("DescribeTargetGroups", 400, &*throttled), ("DescribeListeners", 200, &*listeners)];
    let (read, asked) = elbv2(&others).await;
    let Fetched::Unknown(gap) = read.target_groups else { panic!("it was throttled") };
    assert_eq!((gap.error, asked.count("DescribeTargetGroups")), (GapKind::Throttled, 5));
    let balancer = &read.load_balancers.as_known().expect("they are listed")[0];
    let Fetched::Unknown(gap) = &balancer.listeners else { panic!("there is no such port") };
    assert_eq!(gap.error, GapKind::Malformed, "{gap}");
}
