//! Load balancers, and who is behind them.

use crate::ask::{ask, blocked, intermittent, reachable, unknown};

/// An application load balancer in front of a private server.
const WEB: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    igw igw-a vpc=vpc-a
    subnet subnet-1 vpc=vpc-a cidr=10.0.1.0/24 zone=az1
    subnet subnet-2 vpc=vpc-a cidr=10.0.2.0/24 zone=az2
    subnet subnet-app vpc=vpc-a cidr=10.0.3.0/24 zone=az1
    table rtb-pub vpc=vpc-a subnets=subnet-1,subnet-2
    route rtb-pub to=0.0.0.0/0 by=igw-a
    sg sg-lb vpc=vpc-a
    allow sg-lb in tcp 80 0.0.0.0/0
    sg sg-app vpc=vpc-a
    allow sg-app in tcp 8080 sg-lb
    host i-app subnet=subnet-app ip=10.0.3.10 sg=sg-app
    balancer web type=application scheme=internet-facing subnets=subnet-1,subnet-2 sg=sg-lb
    listener web port=80 protocol=HTTP group=tg
    targets tg vpc=vpc-a port=8080 ids=i-app balancers=web
";

#[test]
fn the_internet_reaches_a_server_through_the_load_balancer_alone() {
    reachable(WEB, "internet -> web tcp 80");
    blocked(WEB, "internet -> web tcp 443", &["security-group-ingress", "no-listener"]);
    let answer = ask(WEB, "internet -> web tcp 80");
    assert!(answer.path.iter().any(|it| it.component == "i-app"), "the path goes on to the target: {:?}", answer.path);
}

#[test]
fn the_target_must_let_the_load_balancer_in_and_that_must_let_itself_out() {
    let wrong_port = WEB.replace("in tcp 8080 sg-lb", "in tcp 80 sg-lb");
    blocked(&wrong_port, "internet -> web tcp 80", &["security-group-ingress"]);
    let closed = WEB.replace("sg sg-lb vpc=vpc-a", "sg sg-lb vpc=vpc-a closed");
    blocked(&closed, "internet -> web tcp 80", &["security-group-empty"]);
    let clients = WEB.replace("in tcp 8080 sg-lb", "in tcp 8080 8.8.8.8/32");
    blocked(&clients, "8.8.8.8 -> web tcp 80", &["security-group-ingress"]);
}

#[test]
fn a_public_load_balancer_in_private_subnets_is_not_answered_for() {
    let private = WEB.replace("route rtb-pub to=0.0.0.0/0 by=igw-a", "");
    blocked(&private, "internet -> web tcp 80", &["route-missing"]);
    let half = WEB.replace("subnets=subnet-1,subnet-2\n    route", "subnets=subnet-1\n    route");
    intermittent(&half, "internet -> web tcp 80", 1, 2);
}

#[test]
fn a_listener_needs_targets_and_a_redirect_needs_none() {
    blocked(&WEB.replace("ids=i-app", "ids=i-app state=draining"), "internet -> web tcp 80", &["no-targets"]);
    reachable(&WEB.replace("protocol=HTTP group=tg", "protocol=HTTP"), "internet -> web tcp 80");
    reachable(&WEB.replace("ids=i-app", "ids=i-app state=unhealthy"), "internet -> web tcp 80");
    unknown(&WEB.replace("ids=i-app", "ids=i-elsewhere"), "internet -> web tcp 80");
    let young = WEB.replace("scheme=internet-facing", "scheme=internet-facing state=provisioning");
    blocked(&young, "internet -> web tcp 80", &["load-balancer-state"]);
}

#[test]
fn a_zone_that_is_not_enabled_has_no_targets() {
    let far = WEB.replace("cidr=10.0.3.0/24 zone=az1", "cidr=10.0.3.0/24 zone=az3");
    blocked(&far, "internet -> web tcp 80", &["target-zone"]);
    let own_zone = WEB.replace("scheme=internet-facing", "scheme=internet-facing cross=false");
    intermittent(&own_zone, "internet -> web tcp 80", 1, 2);
}

/// A network load balancer without security groups.
const PASS: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    subnet subnet-lb vpc=vpc-a cidr=10.0.1.0/24
    subnet subnet-app vpc=vpc-a cidr=10.0.2.0/24
    subnet subnet-c vpc=vpc-a cidr=10.0.3.0/24
    sg sg-app vpc=vpc-a
    allow sg-app in tcp 80 10.0.3.0/24
    host i-app subnet=subnet-app ip=10.0.2.10 sg=sg-app
    host i-c subnet=subnet-c ip=10.0.3.10 sg=sg-app
    balancer pass type=network subnets=subnet-lb
    listener pass port=80 group=tg
    targets tg vpc=vpc-a port=80 ids=i-app balancers=pass
";

#[test]
fn a_network_load_balancer_shows_instances_the_client() {
    reachable(PASS, "i-c -> pass tcp 80");
    blocked(PASS, "i-c -> pass icmp", &["no-listener"]);
    let without = PASS.replace("balancers=pass", "balancers=pass preserve=false");
    blocked(&without, "i-c -> pass tcp 80", &["security-group-ingress"]);
    reachable(&without.replace("10.0.3.0/24\n    host", "10.0.1.0/24\n    host"), "i-c -> pass tcp 80");
}

#[test]
fn addresses_as_targets_see_the_load_balancer_unless_told_otherwise() {
    let addresses = PASS.replace("ids=i-app", "type=ip ids=10.0.2.10");
    blocked(&addresses, "i-c -> pass tcp 80", &["security-group-ingress"]);
    reachable(&addresses.replace("balancers=pass", "balancers=pass preserve=true"), "i-c -> pass tcp 80");
}

#[test]
fn the_group_of_a_network_load_balancer_admits_whatever_address_is_shown() {
    let grouped = PASS
        .replace("subnets=subnet-lb\n    listener", "subnets=subnet-lb sg=sg-lb\n    listener")
        .replace("in tcp 80 10.0.3.0/24", "in tcp 80 sg-lb");
    reachable(
        &format!("sg sg-lb vpc=vpc-a\n{}", "").replace("sg sg-lb vpc=vpc-a\n", &with_group(&grouped)),
        "i-c -> pass tcp 80",
    );
}

fn with_group(world: &str) -> String {
    world.replace("balancer pass", "sg sg-lb vpc=vpc-a\nallow sg-lb in tcp 80 0.0.0.0/0\nbalancer pass")
}

#[test]
fn a_client_that_is_the_target_gets_its_own_address_back() {
    let itself = PASS.replace("allow sg-app in tcp 80 10.0.3.0/24", "allow sg-app in tcp 80 10.0.0.0/16");
    blocked(&itself, "i-app -> pass tcp 80", &["client-is-target"]);
    reachable(&itself.replace("balancers=pass", "balancers=pass preserve=false"), "i-app -> pass tcp 80");
}

#[test]
fn replies_of_targets_that_see_the_client_go_by_the_node() {
    let acl = |entries: &str| {
        format!(
            "{PASS}acl acl-app vpc=vpc-a subnets=subnet-app\nentry acl-app in 100 allow tcp 80 0.0.0.0/0\n{entries}"
        )
    };
    reachable(&acl("entry acl-app out 100 allow tcp 32768-60999 10.0.3.0/24\n"), "i-c -> pass tcp 80");
    blocked(
        &acl("entry acl-app out 100 allow tcp 32768-60999 10.0.1.0/24\n"),
        "i-c -> pass tcp 80",
        &["network-acl-egress"],
    );
}
