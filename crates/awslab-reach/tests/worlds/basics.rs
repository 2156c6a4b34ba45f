//! Within a VPC: security groups, network ACLs, states.

use crate::ask::{ask, blocked, intermittent, reachable, unknown};

/// Two hosts in two subnets; `i-b` lets SSH in from the VPC.
pub(super) const PAIR: &str = "
    vpc vpc-a cidr=10.0.0.0/16
    subnet subnet-a vpc=vpc-a cidr=10.0.1.0/24
    subnet subnet-b vpc=vpc-a cidr=10.0.2.0/24
    sg sg-a vpc=vpc-a
    sg sg-b vpc=vpc-a
    allow sg-b in tcp 22 10.0.0.0/16
    host i-a subnet=subnet-a ip=10.0.1.10 sg=sg-a
    host i-b subnet=subnet-b ip=10.0.2.10 sg=sg-b
";

fn pair(more: &str) -> String {
    format!("{PAIR}{more}")
}

#[test]
fn a_rule_for_the_port_and_the_sender_lets_in() {
    reachable(PAIR, "i-a -> i-b tcp 22");
    reachable(PAIR, "10.0.1.10 -> 10.0.2.10 tcp 22");
    reachable(PAIR, "eni-i-a -> eni-i-b tcp 22");
    blocked(PAIR, "i-a -> i-b tcp 80", &["security-group-ingress"]);
    blocked(PAIR, "i-a -> i-b udp 22", &["security-group-ingress"]);
    blocked(PAIR, "i-a -> i-b icmp", &["security-group-ingress"]);
}

#[test]
fn without_rules_nothing_comes_in() {
    blocked(PAIR, "i-b -> i-a tcp 22", &["security-group-empty"]);
}

#[test]
fn what_may_go_out_is_for_the_senders_groups_to_say() {
    let closed = PAIR.replace("sg sg-a vpc=vpc-a", "sg sg-a vpc=vpc-a closed");
    blocked(&closed, "i-a -> i-b tcp 22", &["security-group-empty"]);
    let narrow = format!("{closed}allow sg-a out tcp 443 0.0.0.0/0\n");
    blocked(&narrow, "i-a -> i-b tcp 22", &["security-group-egress"]);
    reachable(&format!("{closed}allow sg-a out tcp 22 sg-b\n"), "i-a -> i-b tcp 22");
}

#[test]
fn a_group_in_a_rule_means_its_members() {
    let by_group = PAIR.replace("10.0.0.0/16\n    host", "sg-a\n    host");
    reachable(&by_group, "i-a -> i-b tcp 22");
    let other = by_group.replace("ip=10.0.1.10 sg=sg-a", "ip=10.0.1.10 sg=sg-b");
    blocked(&other, "i-a -> i-b tcp 22", &["security-group-ingress"]);
    reachable(&other.replace("in tcp 22 sg-a", "in tcp 22 sg-b"), "i-a -> i-b tcp 22");
}

#[test]
fn a_group_allows_the_union_of_its_rules_and_an_interface_that_of_its_groups() {
    let two = format!("{}sg sg-c vpc=vpc-a\nallow sg-c in tcp 80 0.0.0.0/0\n", PAIR.replace("sg=sg-b", "sg=sg-b,sg-c"));
    reachable(&two, "i-a -> i-b tcp 80");
    reachable(&two, "i-a -> i-b tcp 22");
}

#[test]
fn prefix_lists_stand_for_their_ranges() {
    let listed = PAIR.replace("in tcp 22 10.0.0.0/16", "in tcp 22 pl-a");
    reachable(&format!("{listed}pl pl-a cidrs=192.168.0.0/16,10.0.1.0/24\n"), "i-a -> i-b tcp 22");
    blocked(&format!("{listed}pl pl-a cidrs=192.168.0.0/16\n"), "i-a -> i-b tcp 22", &["security-group-ingress"]);
    unknown(&listed, "i-a -> i-b tcp 22");
}

#[test]
fn between_neighbours_stand_no_acl_and_no_route_table() {
    let shut = "acl acl-shut vpc=vpc-a subnets=subnet-a,subnet-b\nhost i-n subnet=subnet-b ip=10.0.2.11 sg=sg-a\n";
    reachable(&pair(shut), "i-n -> i-b tcp 22");
    blocked(&pair(shut), "i-a -> i-b tcp 22", &ACL_ON_EVERY_CROSSING);
}

const ACL_ON_EVERY_CROSSING: [&str; 4] =
    ["network-acl-egress", "network-acl-ingress", "network-acl-egress", "network-acl-ingress"];

#[test]
fn the_first_entry_that_matches_decides() {
    let acl = "acl acl-b vpc=vpc-a subnets=subnet-b
        entry acl-b in 200 allow all all 0.0.0.0/0
        entry acl-b in 100 deny tcp 22 10.0.1.0/24
        entry acl-b out 100 allow all all 0.0.0.0/0\n";
    let answer = ask(&pair(acl), "i-a -> i-b tcp 22");
    assert_eq!(answer.blockers.len(), 1);
    let blocker = &answer.blockers[0];
    assert_eq!((blocker.component.as_str(), blocker.rule.as_deref()), ("acl-b", Some("100")));
    assert!(blocker.fix.as_deref().expect("an ACL can be mended").contains("--rule-number 99"), "{blocker:?}");
}

#[test]
fn a_reply_needs_the_ports_that_the_client_may_choose() {
    let replies = |ports: &str| {
        format!(
            "{PAIR}acl acl-b vpc=vpc-a subnets=subnet-b
            entry acl-b in 100 allow all all 0.0.0.0/0
            entry acl-b out 100 allow tcp {ports} 0.0.0.0/0\n"
        )
    };
    reachable(&replies("1024-65535"), "i-a -> i-b tcp 22");
    reachable(&replies("32768-60999"), "i-a -> i-b tcp 22");
    blocked(&replies("22-80"), "i-a -> i-b tcp 22", &["network-acl-egress"]);
    intermittent(&replies("49152-65535"), "i-a -> i-b tcp 22", 60999 - 49152 + 1, 28232);
    let windows = replies("49152-65535").replace("ip=10.0.1.10", "ip=10.0.1.10 platform=windows");
    reachable(&windows, "i-a -> i-b tcp 22");
}

#[test]
fn an_instance_must_run_and_an_interface_be_attached() {
    let stopped = PAIR.replace("ip=10.0.2.10", "ip=10.0.2.10 state=stopped");
    blocked(&stopped, "i-a -> i-b tcp 22", &["instance-not-running"]);
    let stopped = PAIR.replace("ip=10.0.1.10", "ip=10.0.1.10 state=stopped");
    blocked(&stopped, "i-a -> i-b tcp 22", &["instance-not-running"]);
    let loose = pair("eni eni-loose subnet=subnet-b ip=10.0.2.12 sg=sg-b status=available\n");
    blocked(&loose, "i-a -> eni-loose tcp 22", &["interface-not-in-use"]);
}

#[test]
fn an_address_that_nothing_has_answers_nothing() {
    blocked(PAIR, "i-a -> 10.0.2.99 tcp 22", &["no-interface"]);
    blocked(PAIR, "i-a -> 10.0.1.99 tcp 22", &["no-interface"]);
}

#[test]
fn a_machine_reaches_itself() {
    reachable(PAIR, "i-a -> 10.0.1.10 tcp 22");
}

#[test]
fn what_was_not_read_is_unknown_and_never_open() {
    for list in ["NetworkAcls", "SecurityGroups", "RouteTables", "Subnets"] {
        unknown(&pair(&format!("forget {list}\n")), "i-a -> i-b tcp 22");
    }
}

#[test]
fn without_ipv4_in_common_there_is_no_connection() {
    blocked(PAIR, "i-a -> 2001:db8::1 tcp 22", &["no-address-of-family"]);
}

#[test]
fn all_that_blocks_is_told_not_the_first_alone() {
    let shut = "acl acl-shut vpc=vpc-a subnets=subnet-b\n";
    let closed = pair(shut).replace("sg sg-a vpc=vpc-a", "sg sg-a vpc=vpc-a closed");
    let found = ["security-group-empty", "network-acl-ingress", "security-group-ingress", "network-acl-egress"];
    blocked(&closed, "i-a -> i-b tcp 80", &found);
}
