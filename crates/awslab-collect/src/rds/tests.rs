//! Reading databases: what the API answers in XML, and the AWS CLI prints as JSON, must make the same account.

use awslab_core::fact::Fact;
use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::plan::{ParameterGroup, Want};

use super::*;
use crate::testing::{Answer, Asked, HOME, answers, by_action_or_as_usual, collect, imported, query_error};

const ANSWERS: &[Answer] = answers! {
    "DescribeDBInstances" in "describe-db-instances";
    "DescribeDBClusters" in "describe-db-clusters";
    "DescribeDBSubnetGroups" in "describe-db-subnet-groups";
    "DescribeDBParameters" in "describe-db-parameters";
    "DescribeDBClusterParameters" in "describe-db-cluster-parameters";
};

fn groups() -> [ParameterGroup; 2] {
    [ParameterGroup::OfInstances("shop-mysql".to_owned()), ParameterGroup::OfClusters("shop-aurora".to_owned())]
}

/// What is collected, parameters and all, where these operations answer something else than usual.
async fn rds(others: &[(&str, u16, &str)]) -> (Rds, Asked) {
    let (session, asked) = by_action_or_as_usual(others, ANSWERS);
    let mut account = collect(&session, &[Fact::RdsInstances]).await;
    let wants = groups().map(|group| Want::Parameters { group, region: HOME.to_owned() });
    session.look_closer(&mut account, &wants, &()).await;
    (account.regions.remove(HOME).expect("the session's own Region was looked in").rds, asked)
}

#[tokio::test]
async fn answers_of_the_api_and_outputs_of_the_cli_make_the_same_account() {
    let (read, asked) = rds(&[]).await;
    assert_eq!(read, imported(ANSWERS.iter().map(|(_, _, json)| *json)).rds);
    for (action, ..) in ANSWERS {
        assert_eq!(asked.count(action), 1, "{action}");
    }
}

#[tokio::test]
async fn of_parameters_only_those_that_labs_read_are_asked_for_and_kept() {
    let (read, asked) = rds(&[]).await;
    for action in ["DescribeDBParameters", "DescribeDBClusterParameters"] {
        let asked = asked.last_of(action);
        assert!(asked.contains("Filters.Filter.1.Name=parameter-name"), "{asked}");
        assert!(asked.contains("Filters.Filter.1.Values.Value.1=require_secure_transport"), "{asked}");
    }
    for group in groups() {
        let parameters = read.parameters(&group).and_then(Fetched::as_known).expect("both were answered");
        assert_eq!(parameters.len(), 1, "{group:?}");
    }
}

#[tokio::test]
async fn pages_are_put_together() {
    let first = ANSWERS[2].1.replace("</DBSubnetGroups>", "</DBSubnetGroups><Marker>more</Marker>");
    let action = ANSWERS[2].0;
    let (read, asked) = rds(&[(action, 200, &first), (action, 200, ANSWERS[2].1)]).await;
    assert_eq!(read.db_subnet_groups.as_known().map(Vec::len), Some(2));
    assert!(asked.last_of(action).contains("Marker=more"));
}

#[tokio::test]
async fn what_is_denied_throttled_malformed_or_gone_is_missing_where_it_stands() {
    let (denied, throttled) = (query_error("AccessDenied"), query_error("Throttling"));
    let gone = query_error("DBParameterGroupNotFound");
    let nameless = ANSWERS[2].1.replace("<SubnetIdentifier>subnet-0aa11bb22cc33dd44</SubnetIdentifier>", "");
    let (read, asked) = rds(&[
        ("DescribeDBInstances", 403, &denied),
        ("DescribeDBClusters", 400, &throttled),
        ("DescribeDBSubnetGroups", 200, &nameless),
        ("DescribeDBParameters", 404, &gone),
    ])
    .await;
    let Fetched::Unknown(gap) = &read.db_instances else { panic!("they were denied") };
    assert_eq!((gap.error, gap.action.as_str()), (GapKind::Denied, "rds:DescribeDBInstances"));
    let Fetched::Unknown(gap) = &read.db_clusters else { panic!("they were throttled") };
    assert_eq!((gap.error, asked.count("DescribeDBClusters")), (GapKind::Throttled, 5));
    let Fetched::Unknown(gap) = &read.db_subnet_groups else { panic!("a subnet has no name") };
    assert_eq!((gap.error, gap.message.as_str()), (GapKind::Malformed, "the answer lacks SubnetIdentifier"));
    let [of_instances, of_clusters] = groups().map(|group| read.parameters(&group).cloned());
    let Some(Fetched::Unknown(gap)) = of_instances else { panic!("the group is gone") };
    assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Vanished, Some(HOME)));
    assert!(of_clusters.is_some_and(|it| it.as_known().is_some()));
}
