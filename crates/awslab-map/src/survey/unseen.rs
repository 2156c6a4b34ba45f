//! What of a VPC could not be seen: the calls that gave no answer.

use awslab_core::fetched::{Fetched, GapKind};
use awslab_core::model::Region;
use awslab_reach::Network;

/// What a map shows, and the call that tells it.
type Source = (&'static str, &'static str, fn(&Region) -> Option<GapKind>);

const SOURCES: &[Source] = &[
    ("subnets", "ec2:DescribeSubnets", |it| gap(&it.ec2.subnets)),
    ("route tables", "ec2:DescribeRouteTables", |it| gap(&it.ec2.route_tables)),
    ("internet gateways", "ec2:DescribeInternetGateways", |it| gap(&it.ec2.internet_gateways)),
    ("NAT gateways", "ec2:DescribeNatGateways", |it| gap(&it.ec2.nat_gateways)),
    ("network ACLs", "ec2:DescribeNetworkAcls", |it| gap(&it.ec2.network_acls)),
    ("VPC endpoints", "ec2:DescribeVpcEndpoints", |it| gap(&it.ec2.vpc_endpoints)),
    ("instances", "ec2:DescribeInstances", |it| gap(&it.ec2.instances)),
    ("interfaces", "ec2:DescribeNetworkInterfaces", |it| gap(&it.ec2.network_interfaces)),
    ("load balancers", "elasticloadbalancing:DescribeLoadBalancers", |it| gap(&it.elbv2.load_balancers)),
    ("databases", "rds:DescribeDBInstances", |it| gap(&it.rds.db_instances)),
    ("functions", "lambda:ListFunctions", |it| gap(&it.lambda.functions)),
];

fn gap<T>(list: &Fetched<T>) -> Option<GapKind> {
    match list {
        Fetched::Known(_) => None,
        Fetched::Unknown(gap) => Some(gap.error),
    }
}

/// A sentence for each call that was refused, and one for all that nobody made.
pub(super) fn of(network: &Network<'_>, vpc: &str) -> Vec<String> {
    let home = network.vpcs().get(vpc).map(|it| it.home);
    let home = home.or_else(|| network.subnets().values().find(|it| it.it.vpc_id == vpc).map(|it| it.home));
    let Some(home) = home else { return vec!["the VPC itself was not read".to_owned()] };
    let (mut refused, mut not_asked) = (Vec::new(), Vec::new());
    for (what, call, gap) in SOURCES {
        match gap(home.facts) {
            None => {}
            Some(GapKind::NotCollected) => not_asked.push(*what),
            Some(GapKind::Denied) => refused.push(format!("{what}: {call} was denied")),
            Some(_) => refused.push(format!("{what}: {call} gave no answer")),
        }
    }
    if !not_asked.is_empty() {
        refused.push(format!("not asked for: {}", not_asked.join(", ")));
    }
    refused
}
