//! Reading EC2: what its API answers in XML, and the AWS CLI prints as JSON, must make the same account.

use awslab_core::fact::Fact;
use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::model::{Account, Ec2};
use awslab_core::plan::Plan;
use jiff::Timestamp;

use crate::testing::{Answer, Asked, HOME, answers, by_action, by_action_or_as_usual, collect, ec2_error, imported};

const ANSWERS: &[Answer] = answers! {
    "DescribeAddresses" in "describe-addresses";
    "DescribeEgressOnlyInternetGateways" in "describe-egress-only-internet-gateways";
    "DescribeFlowLogs" in "describe-flow-logs";
    "DescribeInstances" in "describe-instances";
    "DescribeInternetGateways" in "describe-internet-gateways";
    "DescribeLaunchTemplateVersions" in "describe-launch-template-versions";
    "DescribeManagedPrefixLists" in "describe-managed-prefix-lists";
    "DescribeNatGateways" in "describe-nat-gateways";
    "DescribeNetworkAcls" in "describe-network-acls";
    "DescribeNetworkInterfaces" in "describe-network-interfaces";
    "DescribePrefixLists" in "describe-prefix-lists";
    "DescribeRouteTables" in "describe-route-tables";
    "DescribeSecurityGroupVpcAssociations" in "describe-security-group-vpc-associations";
    "DescribeSecurityGroups" in "describe-security-groups";
    "DescribeSubnets" in "describe-subnets";
    "DescribeTransitGatewayAttachments" in "describe-transit-gateway-attachments";
    "DescribeTransitGatewayRouteTables" in "describe-transit-gateway-route-tables";
    "DescribeTransitGatewayVpcAttachments" in "describe-transit-gateway-vpc-attachments";
    "DescribeTransitGateways" in "describe-transit-gateways";
    "DescribeVolumes" in "describe-volumes";
    "DescribeVpcBlockPublicAccessExclusions" in "describe-vpc-block-public-access-exclusions";
    "DescribeVpcBlockPublicAccessOptions" in "describe-vpc-block-public-access-options";
    "DescribeVpcEndpoints" in "describe-vpc-endpoints";
    "DescribeVpcPeeringConnections" in "describe-vpc-peering-connections";
    "DescribeVpcs" in "describe-vpcs";
    "GetEbsEncryptionByDefault" in "get-ebs-encryption-by-default";
    "GetManagedPrefixListEntries" in "get-managed-prefix-list-entries";
    "GetTransitGatewayRouteTablePropagations" in "get-transit-gateway-route-table-propagations";
    "SearchTransitGatewayRoutes" in "search-transit-gateway-routes";
};

/// All that is collected of EC2 in the first round.
const FACTS: &[Fact] = &[
    Fact::Ec2EbsEncryption,
    Fact::Ec2FlowLogs,
    Fact::Ec2Instances,
    Fact::Ec2LaunchTemplates,
    Fact::Ec2Network,
    Fact::Ec2Volumes,
];

/// The answer that the API gives to an operation.
fn answer(action: &str) -> &'static str {
    ANSWERS.iter().find(|(other, ..)| *other == action).expect("there is an answer").1
}

/// What is collected where these operations answer something else than usual.
async fn ec2(facts: &[Fact], others: &[(&str, u16, &str)]) -> (Ec2, Asked) {
    let (session, asked) = by_action_or_as_usual(others, ANSWERS);
    (home(collect(&session, facts).await), asked)
}

fn home(mut account: Account) -> Ec2 {
    account.regions.remove(HOME).expect("the session's own Region was looked in").ec2
}

#[tokio::test]
async fn answers_of_the_api_and_outputs_of_the_cli_make_the_same_account() {
    assert_eq!(ec2(FACTS, &[]).await.0, imported(ANSWERS.iter().map(|(_, _, json)| *json)).ec2);
}

#[tokio::test]
async fn every_list_takes_one_call_whatever_is_in_it() {
    let (_, asked) = ec2(FACTS, &[]).await;
    for (action, ..) in ANSWERS {
        assert_eq!(asked.count(action), 1, "{action}");
    }
    assert_eq!(asked.total(), ANSWERS.len());
}

#[tokio::test]
async fn what_is_not_there_is_known_not_to_be() {
    let options = ("DescribeVpcBlockPublicAccessOptions", 200, answer("DescribeVpcBlockPublicAccessOptions"));
    let (session, asked) = by_action([options]);
    let ec2 = home(collect(&session, &[Fact::Ec2Network]).await);
    let text = serde_json::to_string(&ec2).expect("a Region can be written");
    assert!(!text.contains("Unknown"), "{text}");
    assert_eq!((ec2.vpcs, ec2.transit_gateways), (Fetched::Known(Vec::new()), Fetched::Known(Vec::new())));
    assert_eq!(asked.total(), 21, "what is told about one thing at a time is not asked about nothing");
}

#[tokio::test]
async fn pages_are_put_together() {
    let page = |id: &str, next: &str| {
        format!(
            "<DescribeNetworkInterfacesResponse><networkInterfaceSet><item><networkInterfaceId>{id}</networkInterfaceId>\
             <vpcId>vpc-1</vpcId></item></networkInterfaceSet>{next}</DescribeNetworkInterfacesResponse>"
        )
    };
    let (first, last) = (page("eni-1", "<nextToken>more</nextToken>"), page("eni-2", ""));
    let action = "DescribeNetworkInterfaces";
    let (ec2, asked) = ec2(&[Fact::Ec2Network], &[(action, 200, &first), (action, 200, &last)]).await;
    let interfaces = ec2.network_interfaces.as_known().expect("both pages are good");
    assert_eq!(interfaces.iter().map(|it| it.network_interface_id.as_str()).collect::<Vec<_>>(), ["eni-1", "eni-2"]);
    assert_eq!(asked.count(action), 2);
}

#[tokio::test]
async fn exclusions_from_block_public_access_have_pages_too() {
    let page = |next: &str| {
        format!(
            "<DescribeVpcBlockPublicAccessExclusionsResponse>{next}</DescribeVpcBlockPublicAccessExclusionsResponse>"
        )
    };
    let (first, last) = (page("<nextToken>more</nextToken>"), page(""));
    let action = "DescribeVpcBlockPublicAccessExclusions";
    let (known, asked) = ec2(&[Fact::Ec2Network], &[(action, 200, &first), (action, 200, &last)]).await;
    assert_eq!(known.vpc_block_public_access_exclusions, Fetched::Known(Vec::new()));
    assert_eq!(asked.count(action), 2);

    let (endless, asked) = ec2(&[Fact::Ec2Network], &[(action, 200, &first)]).await;
    let Fetched::Unknown(gap) = endless.vpc_block_public_access_exclusions else { panic!("it has no end") };
    assert_eq!((gap.error, asked.count(action)), (GapKind::Malformed, 2), "{gap}");
}

#[tokio::test]
async fn a_denial_takes_one_list_and_no_other() {
    let denied = ("DescribeVpcBlockPublicAccessOptions", 403, &*ec2_error("UnauthorizedOperation"));
    let (ec2, _) = ec2(&[Fact::Ec2Network], &[denied]).await;
    let Fetched::Unknown(gap) = ec2.vpc_block_public_access_options else { panic!("it was denied") };
    assert_eq!((gap.error, gap.region.as_deref()), (GapKind::Denied, Some(HOME)));
    assert_eq!(gap.action, "ec2:DescribeVpcBlockPublicAccessOptions");
    assert!(ec2.vpcs.as_known().is_some() && ec2.vpc_block_public_access_exclusions.as_known().is_some());
}

#[tokio::test]
async fn throttling_is_sat_out_and_then_told() {
    let throttled = ("DescribeInstances", 503, &*ec2_error("RequestLimitExceeded"));
    let (ec2, asked) = ec2(&[Fact::Ec2Instances], &[throttled]).await;
    let Fetched::Unknown(gap) = ec2.instances else { panic!("it was throttled") };
    assert_eq!((gap.error, asked.count("DescribeInstances")), (GapKind::Throttled, 5));
}

#[tokio::test]
async fn an_answer_to_another_question_is_no_fact() {
    let other = ("DescribeVolumes", 200, "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>");
    let (ec2, _) = ec2(&[Fact::Ec2Volumes], &[other]).await;
    let Fetched::Unknown(gap) = ec2.volumes else { panic!("it is not about volumes") };
    assert_eq!(gap.error, GapKind::Malformed, "{gap}");
}

#[tokio::test]
async fn routes_that_aws_does_not_tell_are_made_up_for() {
    let truncated = "<SearchTransitGatewayRoutesResponse><routeSet/>\
        <additionalRoutesAvailable>true</additionalRoutesAvailable></SearchTransitGatewayRoutesResponse>";
    let (ec2, asked) = ec2(&[Fact::Ec2Network], &[("SearchTransitGatewayRoutes", 200, truncated)]).await;
    let tables = ec2.transit_gateway_route_tables.as_known().expect("there is one");
    assert!(tables[0].routes.as_known().is_some_and(|it| it.additional_routes_available));
    assert!(tables[0].static_routes.as_known().is_some() && tables[0].propagations.as_known().is_some());
    let asked = asked.last_of("SearchTransitGatewayRoutes");
    assert!(asked.contains("Filter.1.Value.1=static&") && !asked.contains("Filter.1.Value.2"), "{asked}");
}

/// Groups that launch from the template of the answers, in these versions.
fn groups(versions: &[&str]) -> String {
    let group = |version: &&str| {
        format!(
            "<member><AutoScalingGroupName>web-{version}</AutoScalingGroupName><MinSize>1</MinSize><MaxSize>1</MaxSize>\
             <DesiredCapacity>1</DesiredCapacity><LaunchTemplate><LaunchTemplateId>lt-0a</LaunchTemplateId>\
             <Version>{version}</Version></LaunchTemplate></member>"
        )
    };
    let members: String = versions.iter().map(group).collect();
    format!(
        "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>{members}\
         </AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
    )
}

/// What is known of launch templates where groups name these versions, and the numbered ones are answered so.
async fn versions_named(versions: &[&str], status: u16, answer: &str) -> (Fetched<Vec<u64>>, Asked) {
    const ACTION: &str = "DescribeLaunchTemplateVersions";
    let groups = groups(versions);
    let others =
        [("DescribeAutoScalingGroups", 200, &*groups), (ACTION, 200, self::answer(ACTION)), (ACTION, status, answer)];
    let (ec2, asked) = ec2(&[Fact::AutoScalingGroups, Fact::Ec2LaunchTemplates], &others).await;
    (ec2.launch_template_versions.map(|it| it.iter().map(|it| it.version_number).collect()), asked)
}

#[tokio::test]
async fn a_version_that_a_group_names_by_its_number_is_asked_for() {
    let second = answer("DescribeLaunchTemplateVersions").replace("<versionNumber>3<", "<versionNumber>2<");
    let second = second.replace("<defaultVersion>true<", "<defaultVersion>false<");
    let (versions, asked) = versions_named(&["2", "2", "3", "$Latest", "$Default"], 200, &second).await;
    assert_eq!(versions, Fetched::Known(vec![2, 3]));
    assert_eq!(asked.count("DescribeLaunchTemplateVersions"), 2);
    let asked = asked.last_of("DescribeLaunchTemplateVersions");
    assert!(asked.contains("LaunchTemplateId=lt-0a&LaunchTemplateVersion.1=2&"), "{asked}");
    assert!(!asked.contains("LaunchTemplateVersion.2"), "{asked}");

    let (_, asked) = versions_named(&["3", "$Latest"], 200, &second).await;
    assert_eq!(asked.count("DescribeLaunchTemplateVersions"), 1, "what is known already is not asked again");
}

#[tokio::test]
async fn a_version_that_was_deleted_takes_no_other_along() {
    let gone = ec2_error("InvalidLaunchTemplateId.VersionNotFound");
    assert_eq!(versions_named(&["2"], 400, &gone).await.0, Fetched::Known(vec![3]));
    let denied = ec2_error("UnauthorizedOperation");
    assert!(versions_named(&["2"], 403, &denied).await.0.as_known().is_none());
}

#[tokio::test]
async fn every_region_of_the_plan_is_looked_in() {
    let (session, asked) = by_action::<&str>([]);
    let regions = ["eu-west-1", "us-east-1"].map(str::to_owned);
    let plan = Plan { facts: [Fact::Ec2Volumes].into(), regions: regions.clone().into(), ..Plan::default() };
    let account = session.collect(&plan, &(), Timestamp::UNIX_EPOCH).await;
    assert_eq!(account.regions.keys().cloned().collect::<Vec<_>>(), regions);
    assert!(account.regions.values().all(|it| it.ec2.volumes == Fetched::Known(Vec::new())));
    assert_eq!(asked.total(), 2);
}
