//! Between VPCs: peering and transit gateways.

use crate::ask::{blocked, reachable, unknown};

const TWO: &str = "
    vpc vpc-a cidr=10.1.0.0/16
    vpc vpc-b cidr=10.2.0.0/16
    subnet subnet-a vpc=vpc-a cidr=10.1.1.0/24
    subnet subnet-b vpc=vpc-b cidr=10.2.1.0/24
    sg sg-a vpc=vpc-a
    sg sg-b vpc=vpc-b
    allow sg-b in tcp 22 10.1.0.0/16
    host i-a subnet=subnet-a ip=10.1.1.10 sg=sg-a
    host i-b subnet=subnet-b ip=10.2.1.10 sg=sg-b
";

fn two(more: &str) -> String {
    format!("{TWO}{more}")
}

const PEERED: &str =
    "pcx pcx-1 from=vpc-a to=vpc-b\nroute rtb-a to=10.2.0.0/16 by=pcx-1\nroute rtb-b to=10.1.0.0/16 by=pcx-1\n";

#[test]
fn nothing_connects_two_vpcs_by_itself() {
    blocked(TWO, "i-a -> i-b tcp 22", &["disconnected-vpcs"]);
}

#[test]
fn a_peering_needs_routes_on_both_sides_and_consent() {
    reachable(&two(PEERED), "i-a -> i-b tcp 22");
    let one_sided = two("pcx pcx-1 from=vpc-a to=vpc-b\nroute rtb-a to=10.2.0.0/16 by=pcx-1\n");
    blocked(&one_sided, "i-a -> i-b tcp 22", &["route-missing"]);
    let pending = two(&PEERED.replace("to=vpc-b", "to=vpc-b state=pending-acceptance"));
    blocked(&pending, "i-a -> i-b tcp 22", &["peering-state"]);
}

#[test]
fn a_peering_leads_no_further_than_the_other_vpc() {
    let world = two(&format!(
        "{PEERED}igw igw-b vpc=vpc-b\nroute rtb-b to=0.0.0.0/0 by=igw-b\nroute rtb-a to=0.0.0.0/0 by=pcx-1\n"
    ));
    blocked(&world, "i-a -> 8.8.8.8 tcp 443", &["no-internet-gateway", "peering-address", "no-public-address"]);
    blocked(&world, "i-a -> 192.168.1.1 tcp 443", &["peering-address"]);
}

#[test]
fn groups_can_be_named_across_a_peering_of_one_region() {
    let by_group = two(PEERED).replace("in tcp 22 10.1.0.0/16", "in tcp 22 sg-a");
    reachable(&by_group, "i-a -> i-b tcp 22");
    let far = by_group.replace("to=vpc-b\n", "to=vpc-b region=us-east-1\n");
    blocked(&far, "i-a -> i-b tcp 22", &["security-group-reference"]);
}

#[test]
fn a_reply_that_is_routed_to_another_vpc_of_the_same_range_never_comes_back() {
    let twin = "vpc vpc-c cidr=10.1.0.0/16\nsubnet subnet-c vpc=vpc-c cidr=10.1.1.0/24\nhost i-c subnet=subnet-c ip=10.1.1.10 sg=sg-a
        pcx pcx-1 from=vpc-a to=vpc-b\npcx pcx-2 from=vpc-b to=vpc-c\nroute rtb-a to=10.2.0.0/16 by=pcx-1\nroute rtb-b to=10.1.0.0/16 by=pcx-2\n";
    blocked(&two(twin), "eni-i-a -> i-b tcp 22", &["asymmetric-reply"]);
}

#[test]
fn a_transit_gateways_own_interface_answers_nothing() {
    let world = two("eni eni-t subnet=subnet-a ip=10.1.1.20 type=transit_gateway\n");
    blocked(&world, "i-a -> eni-t tcp 22", &["managed-interface"]);
}

const TRANSIT: &str = "
    tgw tgw-1
    attach tgw-attach-a tgw=tgw-1 vpc=vpc-a subnets=subnet-a
    attach tgw-attach-b tgw=tgw-1 vpc=vpc-b subnets=subnet-b
    route rtb-a to=10.2.0.0/16 by=tgw-1
    route rtb-b to=10.1.0.0/16 by=tgw-1
";

#[test]
fn a_transit_gateway_connects_what_is_attached_and_routed() {
    reachable(&two(TRANSIT), "i-a -> i-b tcp 22");
    let detached = two(&TRANSIT.replace("vpc=vpc-a subnets=subnet-a", "vpc=vpc-a subnets=subnet-a state=deleted"));
    blocked(&detached, "i-a -> i-b tcp 22", &["transit-attachment"]);
}

#[test]
fn an_attachment_needs_a_table_and_the_table_a_route() {
    let alone = two(&TRANSIT.replace("subnets=subnet-a\n", "subnets=subnet-a alone\n"));
    blocked(&alone, "i-a -> i-b tcp 22", &["transit-association"]);
    let silent = two(&TRANSIT.replace("subnets=subnet-b\n", "subnets=subnet-b silent\n"));
    blocked(&silent, "i-a -> i-b tcp 22", &["transit-route"]);
    reachable(&format!("{silent}transit-route tgw-rtb-1 to=10.2.0.0/16 by=tgw-attach-b\n"), "i-a -> i-b tcp 22");
    let hole = two(&format!("{TRANSIT}transit-route tgw-rtb-1 to=10.2.0.0/16\n"));
    blocked(&hole, "i-a -> i-b tcp 22", &["transit-blackhole"]);
}

#[test]
fn a_static_route_of_a_transit_gateway_goes_before_a_propagated_one() {
    let world = two(&format!("{TRANSIT}transit-route tgw-rtb-1 to=10.2.0.0/16 by=tgw-attach-vpn type=vpn\n"));
    unknown(&world, "i-a -> i-b tcp 22");
}

#[test]
fn only_zones_with_an_attachment_subnet_are_served() {
    let more = "subnet subnet-far vpc=vpc-a cidr=10.1.9.0/24 zone=az2\nhost i-far subnet=subnet-far ip=10.1.9.10 sg=sg-b\nallow sg-b in tcp 22 10.2.0.0/16\n";
    let world = two(&format!("{TRANSIT}{more}"));
    blocked(&world, "i-far -> i-b tcp 22", &["transit-zone"]);
    blocked(&world, "i-b -> i-far tcp 22", &["transit-zone"]);
}

#[test]
fn the_acl_of_an_attachment_subnet_is_asked_where_the_host_is_elsewhere() {
    let world = |entries: &str| {
        let attached = TRANSIT.replace("vpc=vpc-b subnets=subnet-b", "vpc=vpc-b subnets=subnet-t");
        two(&format!(
            "subnet subnet-t vpc=vpc-b cidr=10.2.9.0/24\n{attached}acl acl-t vpc=vpc-b subnets=subnet-t\n{entries}"
        ))
    };
    let out = "entry acl-t out 100 allow tcp 22 10.2.1.0/24\n";
    let back = "entry acl-t in 100 allow tcp 32768-60999 10.2.1.0/24\n";
    reachable(&world(&format!("{out}{back}")), "i-a -> i-b tcp 22");
    blocked(&world(out), "i-a -> i-b tcp 22", &["network-acl-ingress"]);
}

#[test]
fn ipv6_crosses_where_the_attachment_takes_it() {
    let world = "
        vpc vpc-a cidr=10.1.0.0/16 ipv6=2600:1f18:a::/56
        vpc vpc-b cidr=10.2.0.0/16 ipv6=2600:1f18:b::/56
        subnet subnet-a vpc=vpc-a ipv6=2600:1f18:a:1::/64
        subnet subnet-b vpc=vpc-b ipv6=2600:1f18:b:1::/64
        sg sg-b vpc=vpc-b
        allow sg-b in tcp 22 ::/0
        host i-a subnet=subnet-a ipv6=2600:1f18:a:1::10 sg=sg-b
        host i-b subnet=subnet-b ipv6=2600:1f18:b:1::10 sg=sg-b
        tgw tgw-1
        attach tgw-attach-a tgw=tgw-1 vpc=vpc-a subnets=subnet-a v6=enable
        attach tgw-attach-b tgw=tgw-1 vpc=vpc-b subnets=subnet-b v6=enable
        transit-route tgw-rtb-1 to=2600:1f18:b::/56 by=tgw-attach-b
        transit-route tgw-rtb-1 to=2600:1f18:a::/56 by=tgw-attach-a
        route rtb-a to=2600:1f18:b::/56 by=tgw-1
        route rtb-b to=2600:1f18:a::/56 by=tgw-1\n";
    reachable(world, "i-a -> 2600:1f18:b:1::10 tcp 22");
    let without = world.replace("vpc=vpc-a subnets=subnet-a v6=enable", "vpc=vpc-a subnets=subnet-a");
    blocked(&without, "i-a -> 2600:1f18:b:1::10 tcp 22", &["transit-ipv6"]);
}

#[test]
fn groups_are_named_across_a_transit_gateway_when_all_sides_say_so() {
    let by_group = two(TRANSIT).replace("in tcp 22 10.1.0.0/16", "in tcp 22 sg-a");
    blocked(&by_group, "i-a -> i-b tcp 22", &["security-group-transit"]);
    let all = by_group
        .replace("tgw tgw-1\n", "tgw tgw-1 groups=enable\n")
        .replace("subnets=subnet-a\n", "subnets=subnet-a groups=enable\n")
        .replace("subnets=subnet-b\n", "subnets=subnet-b groups=enable\n");
    reachable(&all, "i-a -> i-b tcp 22");
}

#[test]
fn what_lies_beyond_a_virtual_private_gateway_is_unknown() {
    unknown(&two("route rtb-a to=192.168.0.0/16 by=vgw-1\n"), "i-a -> 192.168.1.1 tcp 22");
}
