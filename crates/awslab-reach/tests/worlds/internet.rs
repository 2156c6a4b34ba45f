//! To and from the internet: routes, gateways, public addresses, NAT, IPv6, Block Public Access.

use awslab_core::call::DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS;
use awslab_core::fetched::{Fetched, Gap, GapKind};
use awslab_reach::{Network, Verdict};

use crate::ask::{ask, blocked, reachable, read, unknown};
use crate::world::account;

/// A public subnet with a web server, and a private one behind a NAT gateway.
pub(super) const SITE: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    igw igw-a vpc=vpc-a
    subnet subnet-pub vpc=vpc-a cidr=10.0.1.0/24
    subnet subnet-priv vpc=vpc-a cidr=10.0.2.0/24
    table rtb-pub vpc=vpc-a subnets=subnet-pub
    route rtb-pub to=0.0.0.0/0 by=igw-a
    table rtb-priv vpc=vpc-a subnets=subnet-priv
    nat nat-a subnet=subnet-pub ip=10.0.1.5 public=3.0.0.5
    route rtb-priv to=0.0.0.0/0 by=nat-a
    sg sg-web vpc=vpc-a
    allow sg-web in tcp 80 0.0.0.0/0
    host i-web subnet=subnet-pub ip=10.0.1.10 public=3.0.0.10 sg=sg-web
    host i-app subnet=subnet-priv ip=10.0.2.10 sg=sg-web
";

fn site(more: &str) -> String {
    format!("{SITE}{more}")
}

#[test]
fn a_public_server_is_reached_and_a_private_one_is_not() {
    reachable(SITE, "internet -> i-web tcp 80");
    reachable(SITE, "8.8.8.8 -> 3.0.0.10 tcp 80");
    blocked(SITE, "internet -> i-web tcp 22", &["security-group-ingress"]);
    blocked(SITE, "internet -> i-app tcp 80", &["not-publicly-addressed", "reply-through-nat"]);
}

#[test]
fn both_get_out() {
    reachable(SITE, "i-web -> internet tcp 443");
    reachable(SITE, "i-app -> internet tcp 443");
    reachable(SITE, "i-app -> 8.8.8.8 icmp");
    blocked(SITE, "i-app -> 8.8.8.8 50", &["nat-protocol", "no-public-address"]);
}

#[test]
fn the_longest_prefix_wins_whatever_comes_first() {
    let detour = "igw igw-b vpc=vpc-b\nroute rtb-pub to=8.8.0.0/16 by=nat-gone blackhole first\n";
    let world = site(detour);
    blocked(&world, "i-web -> 8.8.8.8 tcp 443", &["route-blackhole"]);
    reachable(&world, "i-web -> 9.9.9.9 tcp 443");
}

#[test]
fn a_subnet_without_a_table_uses_the_main_one_of_its_own_vpc() {
    let main = "vpc vpc-default cidr=172.31.0.0/16\nigw igw-default vpc=vpc-default\nroute rtb-default to=0.0.0.0/0 by=igw-default
        subnet subnet-new vpc=vpc-a cidr=10.0.3.0/24\nhost i-new subnet=subnet-new ip=10.0.3.10 public=3.0.0.11 sg=sg-web\n";
    blocked(&site(main), "internet -> i-new tcp 80", &["route-table-unused"]);
    let mended = site(&format!("{main}route rtb-a to=0.0.0.0/0 by=igw-a\n"));
    reachable(&mended, "internet -> i-new tcp 80");
}

#[test]
fn a_route_in_a_table_that_the_subnet_does_not_use_is_pointed_at() {
    let world = site(
        "subnet subnet-new vpc=vpc-a cidr=10.0.3.0/24\nhost i-new subnet=subnet-new ip=10.0.3.10 public=3.0.0.11 sg=sg-web\n",
    );
    let answer = ask(&world, "internet -> i-new tcp 80");
    assert_eq!(
        answer.blockers[0].fix.as_deref(),
        Some("aws ec2 associate-route-table --route-table-id rtb-pub --subnet-id subnet-new")
    );
}

#[test]
fn a_public_subnet_needs_a_public_address_too() {
    let world = site("host i-new subnet=subnet-pub ip=10.0.1.11 sg=sg-web\n");
    blocked(&world, "i-new -> internet tcp 443", &["no-public-address"]);
    blocked(&world, "internet -> i-new tcp 80", &["not-publicly-addressed"]);
}

#[test]
fn a_public_address_behind_a_nat_route_is_not_answered_for() {
    let world = site("host i-new subnet=subnet-priv ip=10.0.2.11 public=3.0.0.11 sg=sg-web\n");
    blocked(&world, "internet -> i-new tcp 80", &["reply-through-nat"]);
}

#[test]
fn a_gateway_must_be_attached() {
    let detached = SITE.replace("igw igw-a vpc=vpc-a", "igw igw-a");
    blocked(&detached, "i-web -> internet tcp 443", &["internet-gateway-detached"]);
    let none = SITE.replace("igw igw-a vpc=vpc-a", "").replace("route rtb-pub to=0.0.0.0/0 by=igw-a", "");
    blocked(&none, "i-web -> internet tcp 443", &["no-internet-gateway", "route-missing"]);
}

#[test]
fn a_nat_gateway_must_be_there_and_public_and_in_a_public_subnet() {
    let gone = SITE.replace("nat nat-a subnet=subnet-pub", "nat nat-a state=deleted subnet=subnet-pub");
    blocked(&gone.replace("by=nat-a", "by=nat-a blackhole"), "i-app -> internet tcp 443", &["route-blackhole"]);
    blocked(&gone, "i-app -> internet tcp 443", &["nat-state"]);
    unknown(&gone, "i-app -> 3.0.0.5 tcp 443");
    let private = SITE.replace("ip=10.0.1.5 public=3.0.0.5", "ip=10.0.1.5 type=private");
    blocked(&private, "i-app -> internet tcp 443", &["nat-private"]);
    let inside = SITE.replace(
        "nat nat-a subnet=subnet-pub ip=10.0.1.5",
        "subnet subnet-deep vpc=vpc-a cidr=10.0.9.0/24\nnat nat-a subnet=subnet-deep ip=10.0.9.5",
    );
    blocked(&inside, "i-app -> internet tcp 443", &["route-table-unused"]);
}

#[test]
fn a_nat_gateway_takes_no_connections() {
    blocked(SITE, "internet -> 3.0.0.5 tcp 80", &["nat-unsolicited"]);
    blocked(SITE, "i-app -> 10.0.1.5 tcp 80", &["nat-unsolicited"]);
}

#[test]
fn the_acl_of_the_nat_gateways_subnet_is_asked_on_both_ways() {
    let acl = |entries: &str| site(&format!("acl acl-pub vpc=vpc-a subnets=subnet-pub\n{entries}"));
    let out = "entry acl-pub in 100 allow tcp 443 10.0.0.0/16\nentry acl-pub out 100 allow tcp 443 0.0.0.0/0\n";
    let back = "entry acl-pub in 110 allow tcp 1024-65535 0.0.0.0/0\nentry acl-pub out 110 allow tcp 32768-60999 10.0.0.0/16\n";
    reachable(&acl(&format!("{out}{back}")), "i-app -> 8.8.8.8 tcp 443");
    blocked(&acl(out), "i-app -> 8.8.8.8 tcp 443", &["network-acl-ingress", "network-acl-egress"]);
}

#[test]
fn a_regional_nat_gateway_needs_no_public_subnet_but_an_address_in_the_zone() {
    let regional = "
        vpc vpc-a cidr=10.0.0.0/16
        igw igw-a vpc=vpc-a
        subnet subnet-a vpc=vpc-a cidr=10.0.1.0/24 zone=az1
        subnet subnet-b vpc=vpc-a cidr=10.0.2.0/24 zone=az2
        table rtb-nat vpc=vpc-a
        route rtb-nat to=0.0.0.0/0 by=igw-a
        nat nat-r vpc=vpc-a mode=regional public=3.0.0.9 zone=az1 table=rtb-nat
        route rtb-a to=0.0.0.0/0 by=nat-r
        sg sg-a vpc=vpc-a
        host i-a subnet=subnet-a ip=10.0.1.10 sg=sg-a
        host i-b subnet=subnet-b ip=10.0.2.10 sg=sg-a\n";
    reachable(regional, "i-a -> internet tcp 443");
    blocked(regional, "i-b -> internet tcp 443", &["nat-zone"]);
}

#[test]
fn private_destinations_are_dropped_by_the_gateway() {
    blocked(SITE, "i-web -> 192.168.1.1 tcp 80", &["private-destination"]);
    blocked(SITE, "i-web -> 100.64.1.1 tcp 80", &["carrier-destination"]);
    blocked(SITE, "internet -> 10.0.1.10 tcp 80", &["private-destination"]);
    blocked(SITE, "i-web -> 169.254.169.254 tcp 80", &["unroutable-destination"]);
}

#[test]
fn over_public_addresses_a_group_in_a_rule_means_nobody() {
    let world = "
        vpc vpc-a cidr=10.0.0.0/16
        igw igw-a vpc=vpc-a
        route rtb-a to=0.0.0.0/0 by=igw-a
        subnet subnet-a vpc=vpc-a cidr=10.0.1.0/24
        subnet subnet-b vpc=vpc-a cidr=10.0.2.0/24
        sg sg-a vpc=vpc-a
        sg sg-b vpc=vpc-a
        allow sg-b in tcp 22 sg-a
        host i-a subnet=subnet-a ip=10.0.1.10 public=3.0.0.1 sg=sg-a
        host i-b subnet=subnet-b ip=10.0.2.10 public=3.0.0.2 sg=sg-b\n";
    reachable(world, "i-a -> i-b tcp 22");
    blocked(world, "i-a -> 3.0.0.2 tcp 22", &["security-group-reference"]);
}

const DUAL: &str = "
    vpc vpc-a cidr=10.0.0.0/16 ipv6=2600:1f18:a::/56
    igw igw-a vpc=vpc-a
    eigw eigw-a vpc=vpc-a
    subnet subnet-pub vpc=vpc-a cidr=10.0.1.0/24 ipv6=2600:1f18:a:1::/64
    subnet subnet-priv vpc=vpc-a cidr=10.0.2.0/24 ipv6=2600:1f18:a:2::/64
    table rtb-pub vpc=vpc-a subnets=subnet-pub
    route rtb-pub to=0.0.0.0/0 by=igw-a
    table rtb-priv vpc=vpc-a subnets=subnet-priv
    route rtb-priv to=::/0 by=eigw-a
    sg sg-4 vpc=vpc-a
    allow sg-4 in tcp 22 0.0.0.0/0
    sg sg-6 vpc=vpc-a
    allow sg-6 in tcp 22 ::/0
    host i-pub subnet=subnet-pub ip=10.0.1.10 ipv6=2600:1f18:a:1::10 sg=sg-6
    host i-priv subnet=subnet-priv ip=10.0.2.10 ipv6=2600:1f18:a:2::10 sg=sg-6
";

#[test]
fn a_default_route_of_one_family_is_none_of_the_other() {
    blocked(DUAL, "2001:db8::1 -> 2600:1f18:a:1::10 tcp 22", &["route-missing"]);
    reachable(&format!("{DUAL}route rtb-pub to=::/0 by=igw-a\n"), "2001:db8::1 -> 2600:1f18:a:1::10 tcp 22");
}

#[test]
fn an_egress_only_gateway_lets_out_and_not_in() {
    reachable(DUAL, "i-priv -> 2001:db8::1 tcp 443");
    blocked(DUAL, "2001:db8::1 -> 2600:1f18:a:2::10 tcp 22", &["egress-only-gateway"]);
}

#[test]
fn a_rule_for_ipv4_lets_no_ipv6_in() {
    let world = format!("{DUAL}route rtb-pub to=::/0 by=igw-a\n")
        .replace("2600:1f18:a:1::10 sg=sg-6", "2600:1f18:a:1::10 sg=sg-4");
    blocked(&world, "2001:db8::1 -> 2600:1f18:a:1::10 tcp 22", &["security-group-ingress"]);
}

#[test]
fn block_public_access_stops_what_it_says_and_spares_what_it_says() {
    let both = site("block block-bidirectional\n");
    blocked(&both, "internet -> i-web tcp 80", &["block-public-access"]);
    blocked(&both, "i-app -> internet tcp 443", &["block-public-access"]);
    let inward = site("block block-ingress\n");
    blocked(&inward, "internet -> i-web tcp 80", &["block-public-access"]);
    blocked(&inward, "i-web -> internet tcp 443", &["block-public-access"]);
    reachable(&inward, "i-app -> internet tcp 443");
    let spared = site("block block-bidirectional\nspare vpc-a mode=allow-bidirectional\n");
    reachable(&spared, "internet -> i-web tcp 80");
    let half = site("block block-bidirectional\nspare vpc-a mode=allow-egress\n");
    blocked(&half, "internet -> i-web tcp 80", &["block-public-access"]);
    reachable(&half, "i-app -> internet tcp 443");
}

#[test]
fn a_block_that_nobody_may_see_may_be_there_and_one_that_no_api_knows_is_not() {
    for (kind, verdict) in [(GapKind::Denied, Verdict::Unknown), (GapKind::Unsupported, Verdict::Reachable)] {
        let mut account = account(&site(""));
        for region in account.regions.values_mut() {
            let gap = Gap::new(DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS, kind, "no");
            region.ec2.vpc_block_public_access_options = Fetched::Unknown(gap);
        }
        let answer = Network::of(&account).reach(&read("internet -> i-web tcp 80"));
        assert_eq!(answer.expect("both ends are there").verdict, verdict, "{kind:?}");
    }
}

#[test]
fn traffic_that_a_machine_forwards_is_unknown() {
    let through = |more: &str| {
        site(&format!(
            "host i-fw subnet=subnet-pub ip=10.0.1.20 public=3.0.0.20 sg=sg-web {more}\nroute rtb-priv to=9.0.0.0/8 by=eni-i-fw\n"
        ))
    };
    unknown(&through("forwards"), "i-app -> 9.9.9.9 tcp 443");
    blocked(&through(""), "i-app -> 9.9.9.9 tcp 443", &["source-dest-check"]);
    unknown(
        &site(
            "table rtb-edge vpc=vpc-a gateway=igw-a\nhost i-fw subnet=subnet-priv ip=10.0.2.20 sg=sg-web forwards\nroute rtb-edge to=10.0.1.0/24 by=eni-i-fw\n",
        ),
        "internet -> i-web tcp 80",
    );
}

#[test]
fn an_appliance_that_was_bought_answers_as_it_likes() {
    unknown(
        &site("host i-fw subnet=subnet-pub ip=10.0.1.20 public=3.0.0.20 sg=sg-web forwards bought\n"),
        "internet -> i-fw tcp 80",
    );
}

#[test]
fn two_prefix_lists_with_one_range_leave_it_to_chance() {
    let world = site(
        "pl pl-1 cidrs=9.0.0.0/8\npl pl-2 cidrs=9.0.0.0/8\nroute rtb-priv to=pl-1 by=nat-a\nroute rtb-priv to=pl-2 by=vgw-a\n",
    );
    unknown(&world, "i-app -> 9.9.9.9 tcp 443");
    reachable(&world, "i-app -> 8.8.8.8 tcp 443");
    let fixed = format!("{world}route rtb-priv to=9.0.0.0/8 by=nat-a\n");
    reachable(&fixed, "i-app -> 9.9.9.9 tcp 443");
}

#[test]
fn a_static_route_goes_before_a_propagated_one() {
    let world = site("route rtb-priv to=9.0.0.0/8 by=vgw-a propagated\n");
    unknown(&world, "i-app -> 9.9.9.9 tcp 443");
    reachable(&format!("{world}route rtb-priv to=9.0.0.0/8 by=nat-a\n"), "i-app -> 9.9.9.9 tcp 443");
}

#[test]
fn an_elastic_ip_that_nothing_has_answers_nothing() {
    blocked(&site("address eipalloc-a public=3.0.0.99\n"), "i-web -> 3.0.0.99 tcp 80", &["no-interface"]);
}
