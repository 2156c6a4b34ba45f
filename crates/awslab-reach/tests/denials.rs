//! What nobody may see: it leaves an answer as it is, or unknown. It never makes another one of it.

use std::net::{IpAddr, Ipv4Addr};

use awslab_core::call::DESCRIBE_VPCS;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::model::Account;
use awslab_reach::{Endpoint, Network, Protocol, Question, Verdict};
use proptest::prelude::*;
use serde_json::json;

use crate::random::{OUTSIDE, spec};
use crate::world::account;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_list_that_is_denied_makes_no_other_answer(spec in spec()) {
        let whole = account(&spec.text());
        let hosts: Vec<Ipv4Addr> = spec.hosts.iter().map(|it| it.private).collect();
        let public = spec.hosts.iter().filter_map(|it| it.public);
        let called: Vec<Ipv4Addr> = hosts.iter().copied().chain(public).chain([OUTSIDE]).collect();
        let callers = || hosts.iter().copied().chain([OUTSIDE]);
        let pairs: Vec<_> = callers().flat_map(|from| called.iter().map(move |to| (from, *to))).collect();
        for list in lists(&whole) {
            let partial = without(&whole, &list);
            let (before, after) = (Network::of(&whole), Network::of(&partial));
            for (from, to) in pairs.iter().filter(|(from, to)| from != to) {
                let question = question(*from, *to);
                let (Ok(before), Ok(after)) = (before.verdict(&question), after.verdict(&question)) else { continue };
                prop_assert!(
                    after == before || after == Verdict::Unknown,
                    "without {}: {} -> {}: {:?}, not {:?}\n{}", list, from, to, after, before, spec.text()
                );
            }
        }
    }
}

fn question(from: Ipv4Addr, to: Ipv4Addr) -> Question {
    let end = |it: Ipv4Addr| Endpoint::Address(IpAddr::V4(it));
    Question { source: end(from), destination: end(to), protocol: Protocol::Tcp, port: Some(22) }
}

/// The names of all lists that are known.
fn lists(account: &Account) -> Vec<String> {
    let region = account.regions.values().next().expect("there is a Region");
    let ec2 = serde_json::to_value(&region.ec2).expect("a Region can be written");
    ec2.as_object().expect("it has members").keys().cloned().collect()
}

/// The account as somebody sees it to whom one list is denied.
fn without(account: &Account, list: &str) -> Account {
    let mut account = serde_json::to_value(account).expect("an account can be written");
    let gap = Gap::new(DESCRIBE_VPCS, GapKind::Denied, "no");
    for region in account["regions"].as_object_mut().expect("there are Regions").values_mut() {
        region["EC2"][list] = json!({ "Unknown": gap });
    }
    serde_json::from_value(account).expect("it can be read back")
}
