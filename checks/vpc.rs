//! # Design a VPC with public and private subnets
//!
//! A virtual private cloud (VPC) is a network of your own in one Region. Its subnets each lie in one Availability Zone, and
//! what a subnet can do is decided by its route table, not by its name.
//!
//! ## What to build
//!
//! A VPC in two zones: a public subnet in each for what faces the internet, a private one in each for everything else.
//!
//! 1. Make the VPC, and have it give out names: `aws ec2 create-vpc --cidr-block 10.0.0.0/16`, then
//!    `aws ec2 modify-vpc-attribute --vpc-id VPC --enable-dns-hostnames '{"Value":true}'`
//! 2. Make four subnets: `aws ec2 create-subnet --vpc-id VPC --cidr-block 10.0.0.0/24 --availability-zone eu-west-1a`, and
//!    so on with `10.0.1.0/24` for the other zone, `10.0.10.0/24` and `10.0.11.0/24` for the private ones
//! 3. Make an internet gateway, and attach it: `aws ec2 create-internet-gateway`, then
//!    `aws ec2 attach-internet-gateway --internet-gateway-id GATEWAY --vpc-id VPC`
//! 4. Give the public subnets a route table that leads there: `aws ec2 create-route-table --vpc-id VPC`,
//!    `aws ec2 create-route --route-table-id TABLE --destination-cidr-block 0.0.0.0/0 --gateway-id GATEWAY`, and for each of
//!    them `aws ec2 associate-route-table --route-table-id TABLE --subnet-id SUBNET`
//! 5. Make a NAT gateway in the public subnet of each zone: `aws ec2 allocate-address`, then
//!    `aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET --allocation-id ALLOCATION`. It is paid by the hour: delete it
//!    and release its address when you are done.
//! 6. Give each private subnet a route table of its own that leads to the NAT gateway of its zone:
//!    `aws ec2 create-route --route-table-id TABLE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT`
//! 7. Lead both to S3 without it:
//!    `aws ec2 create-vpc-endpoint --vpc-id VPC --service-name com.amazonaws.eu-west-1.s3 --route-table-ids TABLE TABLE`
//! 8. Take every rule out of the default security group; deny ports 22 and 3389 from `0.0.0.0/0` in the private subnets'
//!    network ACL; record traffic with `aws ec2 create-flow-logs`
//! 9. Ask awslab what packets do: `awslab reach INSTANCE 9.9.9.9 --port 443`
//!
//! ## What the criteria protect against
//!
//! - A subnet called private that a route makes public: awslab asks what packets can do, both ways, and never the name.
//! - A NAT gateway that cannot work: in a private subnet, without an Elastic IP, deleted, or behind an ACL that drops the
//!   replies.
//! - One zone that fails, and takes the way out of the other one with it.
//! - Routes that lead nowhere: what was deleted keeps its route, which goes on winning over shorter ones.
//! - A default security group, an address given out by a subnet, or an ACL that opens what nobody meant to open.
//! - An attack of which no record is left.
//! - Traffic to S3 that pays for the NAT gateway, and names that lead out of the VPC and back.
//!
//! ## Asked in interviews
//!
//! **What makes a subnet public?** A route to an internet gateway that is attached to its VPC. What is in it also needs a
//! public address, and security groups and network ACLs that let the traffic through.
//!
//! **Which route is taken when several fit?** The one for the longest prefix, whatever the order. A subnet without a route
//! table of its own uses the main one of its VPC.
//!
//! **What is the difference between an internet gateway and a NAT gateway?** The internet gateway translates a public address
//! to the private one it stands for, in both directions, so that connections may start on either side. The NAT gateway lends
//! its own public address to many, and only to connections that start inside.
//!
//! **And between security groups and network ACLs?** A security group stands before an interface, only allows, and remembers
//! connections: replies pass. A network ACL stands before a subnet, allows and denies by number, and remembers nothing: the
//! replies, to ports 1024-65535, need a rule of their own.
//!
//! ## Further reading
//!
//! - Subnets: <https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html>
//! - Route tables: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html>
//! - NAT gateways: <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html>

mod nat;
mod routes;
mod settings;
mod subnets;
mod ways;

use awslab_core::arn::Arn;
use awslab_core::context::Context;
use awslab_core::fact::Fact::{Ec2FlowLogs, Ec2Instances, Ec2Network, Ec2VpcDns};
use awslab_core::lab::Aspect::{LeastPrivilege, Operations, Resilience, Task, Topology};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::Cidr;
use awslab_core::model::ec2::Vpc;
use awslab_core::settings::Param;
use awslab_core::verdict::{Miss, Subject, Verdict};

use self::nat::nat_per_az;
use self::routes::no_blackholes;
use self::settings::{default_sg_closed, dns, endpoint, flow_logs, nacl_scoped, public_ip_mapping};
use self::subnets::{private_subnets, public_subnets};
use self::ways::{EGRESS, check_egress, no_inbound_private, private_egress};

pub(crate) const LAB: Lab = Lab {
    id: "vpc",
    title: "Design a VPC with public and private subnets",
    source: include_str!("vpc.rs"),
    params: &[
        Param::count("public_subnets", 2, "how many public subnets there are"),
        Param::count("private_subnets", 2, "how many private subnets there are"),
        Param::count("zones", 2, "in how many Availability Zones the subnets of each kind are"),
        Param::text(EGRESS, "nat", "`nat`: private subnets reach the internet; `none`: they have no way to it")
            .checked(check_egress),
    ],
    subjects: Some(subjects),
    criteria: &[
        Criterion::new("exists", Task, 1, "an in-scope VPC has private addresses", exists)
            .reads(&[Ec2Network])
            .why(
                "The default VPC is public all over. In one of your own you decide; addresses that the internet uses \
                 would hide a part of it from you.",
            )
            .fix("aws ec2 create-vpc --cidr-block 10.0.0.0/16 --region {region}")
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"),
        Criterion::new("public-subnets", Topology, 2, "public subnets are in two zones", public_subnets)
            .after("exists")
            .reads(&[Ec2Network])
            .why("Load balancers and NAT gateways live here. When a zone fails, those of the other one go on.")
            .fix(
                "aws ec2 create-internet-gateway\n\
                 aws ec2 attach-internet-gateway --internet-gateway-id NEW_GATEWAY --vpc-id {vpc}\n\
                 aws ec2 create-subnet --vpc-id {vpc} --cidr-block {range} --availability-zone {zone}\n\
                 aws ec2 create-route-table --vpc-id {vpc}\n\
                 aws ec2 create-route --route-table-id NEW_TABLE --destination-cidr-block 0.0.0.0/0 \
                 --gateway-id NEW_GATEWAY\n\
                 aws ec2 associate-route-table --route-table-id NEW_TABLE --subnet-id NEW_SUBNET",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html"),
        Criterion::new("private-subnets", Topology, 2, "private subnets are in two zones", private_subnets)
            .after("exists")
            .reads(&[Ec2Network])
            .why("What no route of the internet leads to cannot be attacked from there, whatever its security groups say.")
            .fix(
                "aws ec2 create-subnet --vpc-id {vpc} --cidr-block {range} --availability-zone {zone}\n\
                 # A new route table leads to no internet gateway:\n\
                 aws ec2 create-route-table --vpc-id {vpc}\n\
                 aws ec2 associate-route-table --route-table-id NEW_TABLE --subnet-id NEW_SUBNET",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html"),
        Criterion::new("private-egress", Topology, 2, "private subnets reach the internet", private_egress)
            .after("private-subnets")
            .reads(&[Ec2Network])
            .why("Updates and packages are fetched from the internet; a NAT gateway lets them in and nobody else.")
            .fix(
                "aws ec2 allocate-address\n\
                 aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET --allocation-id ALLOCATION\n\
                 aws ec2 create-route --route-table-id TABLE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-scenarios.html"),
        Criterion::new("nat-per-az", Resilience, 0, "each zone has a NAT gateway of its own", nat_per_az)
            .after("private-egress")
            .reads(&[Ec2Network])
            .why(
                "When the zone of the only NAT gateway fails, the others lose their way out too. \
                 This criterion informs: it is worth no points.",
            )
            .fix(
                "aws ec2 allocate-address\n\
                 aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET_OF_THE_ZONE --allocation-id ALLOCATION\n\
                 aws ec2 replace-route --route-table-id TABLE --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html"),
        Criterion::new("no-inbound-private", Topology, 2, "nobody on the internet gets in", no_inbound_private)
            .after("exists")
            .reads(&[Ec2Instances, Ec2Network])
            .why("One route for an office, or for IPv6 alone, is enough to open a subnet that everybody calls private.")
            .fix("aws ec2 describe-route-tables --route-table-ids {route-table}")
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html"),
        Criterion::new("no-blackholes", Topology, 1, "every route leads somewhere and back", no_blackholes)
            .after("exists")
            .reads(&[Ec2Network])
            .why(
                "The route to what was deleted stays and goes on winning. A network ACL without a rule for replies \
                 lets the question out and no answer in.",
            )
            .fix("aws ec2 describe-route-tables --filters Name=vpc-id,Values={vpc}")
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html"),
        Criterion::new(
            "default-sg-closed",
            LeastPrivilege,
            1,
            "the default security group has no rules",
            default_sg_closed,
        )
        .after("exists")
        .reads(&[Ec2Network])
        .why("What is launched without a group lands in this one: without rules, it can do nothing until somebody thinks.")
        .fix(
            "aws ec2 revoke-security-group-ingress --group-id {security-group} --ip-permissions \
             \"$(aws ec2 describe-security-groups --group-ids {security-group} \
             --query 'SecurityGroups[0].IpPermissions' --output json)\"\n\
             aws ec2 revoke-security-group-egress --group-id {security-group} --ip-permissions \
             \"$(aws ec2 describe-security-groups --group-ids {security-group} \
             --query 'SecurityGroups[0].IpPermissionsEgress' --output json)\"",
        )
        .docs("https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html"),
        Criterion::new("nacl-scoped", LeastPrivilege, 1, "network ACLs refuse SSH and RDP from outside", nacl_scoped)
            .after("exists")
            .reads(&[Ec2Network])
            .why("A second line: when somebody opens a security group too far, the subnet still refuses.")
            .fix("aws ec2 describe-network-acls --network-acl-ids {network-acl}")
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html"),
        Criterion::new(
            "public-ip-mapping",
            LeastPrivilege,
            1,
            "private subnets give out no public addresses",
            public_ip_mapping,
        )
        .after("exists")
        .reads(&[Ec2Network])
        .why("An address that the internet knows is of no use there today, and opens the machine on the day a route changes.")
        .fix("aws ec2 modify-subnet-attribute --subnet-id {subnet} --no-map-public-ip-on-launch")
        .docs("https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html"),
        Criterion::new("flow-logs", Operations, 1, "a flow log records traffic", flow_logs)
            .after("exists")
            .reads(&[Ec2FlowLogs, Ec2Network])
            .why("Who talked to whom, and what was refused, is asked after every incident, and can only be answered if recorded.")
            .fix(
                "aws s3 mb s3://{new-bucket}-flow-logs --region {region}\n\
                 aws ec2 create-flow-logs --resource-type VPC --resource-ids {vpc} --traffic-type ALL \
                 --log-destination-type s3 --log-destination arn:{partition}:s3:::{new-bucket}-flow-logs",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html"),
        Criterion::new("dns", Operations, 1, "DNS support and hostnames are on", dns)
            .after("exists")
            .reads(&[Ec2Network, Ec2VpcDns])
            .why("Databases and endpoints are called by name: without these two their names lead nowhere, or out to the internet.")
            .fix(
                "aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support '{\"Value\":true}'\n\
                 aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-hostnames '{\"Value\":true}'",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html"),
        Criterion::new("endpoint", Operations, 0, "a gateway endpoint leads to S3 or DynamoDB", endpoint)
            .after("private-subnets")
            .reads(&[Ec2Network])
            .why(
                "Traffic to S3 then costs nothing and never passes the NAT gateway. \
                 This criterion informs: it is worth no points.",
            )
            .fix(
                "aws ec2 create-vpc-endpoint --vpc-id {vpc} --service-name com.amazonaws.{region}.s3 \
                 --route-table-ids {route-table}",
            )
            .docs("https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html"),
    ],
};

fn subjects(cx: &Context<'_>) -> Result<Vec<Arn>, Miss> {
    Ok(cx.all_located::<Vpc>()?.iter().map(Subject::arn).collect())
}

fn exists(cx: &Context<'_>) -> Verdict {
    let vpc = cx.located::<Vpc>()?;
    if vpc.is_default {
        return vpc.observe("VPC", false, "one of your own", "the default one, which AWS made").verdict();
    }
    let in_effect = |state: &str| matches!(state, "associated" | "associating" | "");
    let others = vpc.cidr_block_association_set.iter().filter(|it| in_effect(&it.cidr_block_state.state));
    let mut ranges: Vec<Cidr> = others.filter_map(|it| it.cidr_block).chain(vpc.cidr_block).collect();
    ranges.sort_unstable();
    ranges.dedup();
    let actual = ranges.iter().map(|it| it.0.to_string()).collect::<Vec<_>>().join(", ");
    let expected = "within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10";
    vpc.observe("IPv4 addresses", ranges.iter().all(|it| it.is_private()), expected, actual).verdict()
}
