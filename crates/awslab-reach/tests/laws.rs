//! What holds for every network: the second evaluator agrees on every packet, and changes do what they must.

use std::net::{IpAddr, Ipv4Addr};

use awslab_reach::{Endpoint, Network, Protocol, Question, Verdict};
use proptest::prelude::*;

use crate::naive;
use crate::random::{OUTSIDE, Peer, Range, Spec, spec};
use crate::world::account;

const PORTS: [u16; 3] = [22, 80, 50000];
/// The ports at which the ranges of random networks begin and end.
const NAT_PORTS: [u16; 8] = [1024, 32767, 32768, 45000, 45001, 60999, 61000, 65535];
const HOST_PORTS: [u16; 4] = [32768, 45000, 45001, 60999];
const OUTSIDE_PORTS: [u16; 6] = [32768, 45000, 45001, 60999, 61000, 65535];

/// Everybody who may call, and everybody who may be called.
fn pairs(spec: &Spec) -> Vec<(Ipv4Addr, Ipv4Addr)> {
    let private = spec.hosts.iter().map(|it| it.private);
    let public: Vec<Ipv4Addr> = spec.hosts.iter().filter_map(|it| it.public).collect();
    let called: Vec<Ipv4Addr> = private.clone().chain(public.iter().copied()).chain([OUTSIDE]).collect();
    let from_inside = private.flat_map(|from| called.iter().map(move |to| (from, *to)));
    from_inside.chain(public.iter().map(|to| (OUTSIDE, *to))).filter(|(from, to)| from != to).collect()
}

fn question(from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Question {
    let end = |it: Ipv4Addr| Endpoint::Address(IpAddr::V4(it));
    Question { source: end(from), destination: end(to), protocol: Protocol::Tcp, port: Some(port) }
}

/// `Some(true)` when it always works, `None` when at times.
fn by_engine(network: &Network<'_>, from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
    match network.verdict(&question(from, to, port)).expect("both addresses are somebody's") {
        Verdict::Reachable => Some(true),
        Verdict::Blocked => Some(false),
        Verdict::Intermittent(_) => None,
        Verdict::Unknown => panic!("everything was read"),
    }
}

fn by_packets(spec: &Spec, from: Ipv4Addr, to: Ipv4Addr, port: u16) -> Option<bool> {
    let own: &[u16] = if from == OUTSIDE { &OUTSIDE_PORTS } else { &HOST_PORTS };
    let flows = own.iter().flat_map(|own| NAT_PORTS.iter().map(move |nat| (*own, *nat)));
    let works: Vec<bool> = flows.map(|(own, nat)| naive::connects(spec, from, to, port, own, nat)).collect();
    match (works.iter().all(|it| *it), works.iter().any(|it| *it)) {
        (true, _) => Some(true),
        (_, false) => Some(false),
        _ => None,
    }
}

/// All verdicts of a network.
fn verdicts(text: &str, pairs: &[(Ipv4Addr, Ipv4Addr)]) -> Vec<Option<bool>> {
    let account = account(text);
    let network = Network::of(&account);
    pairs.iter().flat_map(|(from, to)| PORTS.map(|port| by_engine(&network, *from, *to, port))).collect()
}

fn rank(verdict: Option<bool>) -> u8 {
    match verdict {
        Some(true) => 2,
        None => 1,
        Some(false) => 0,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn the_second_evaluator_agrees_on_every_packet(spec in spec()) {
        let account = account(&spec.text());
        let network = Network::of(&account);
        for (from, to) in pairs(&spec) {
            for port in PORTS {
                let (engine, packets) = (by_engine(&network, from, to, port), by_packets(&spec, from, to, port));
                prop_assert_eq!(engine, packets, "{} -> {} tcp {}\n{}", from, to, port, spec.text());
            }
        }
    }

    #[test]
    fn an_explanation_says_the_same_and_names_what_blocks(spec in spec()) {
        let account = account(&spec.text());
        let network = Network::of(&account);
        for (from, to) in pairs(&spec) {
            let question = question(from, to, 22);
            let answer = network.reach(&question).expect("both addresses are somebody's");
            prop_assert_eq!(&answer.verdict, &network.verdict(&question).expect("the same"));
            let is_hindered = matches!(answer.verdict, Verdict::Blocked | Verdict::Intermittent(_));
            prop_assert_eq!(is_hindered, !answer.blockers.is_empty(), "{:?}", answer);
        }
    }

    #[test]
    fn another_rule_of_a_group_closes_nothing(spec in spec(), group in 0usize..3) {
        let mut wider = spec.clone();
        wider.groups[group].ingress.push(((0, 65535), Peer::Range(Range(Ipv4Addr::UNSPECIFIED, 0))));
        let pairs = pairs(&spec);
        let (before, after) = (verdicts(&spec.text(), &pairs), verdicts(&wider.text(), &pairs));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| rank(*before) <= rank(*after)));
    }

    #[test]
    fn a_denial_less_closes_nothing(spec in spec(), subnet in 0usize..3) {
        let mut wider = spec.clone();
        if let Some(entries) = &mut wider.acls[subnet] {
            entries.retain(|it| it.is_allow);
        }
        let pairs = pairs(&spec);
        let (before, after) = (verdicts(&spec.text(), &pairs), verdicts(&wider.text(), &pairs));
        prop_assert!(before.iter().zip(&after).all(|(before, after)| rank(*before) <= rank(*after)));
    }

    #[test]
    fn order_names_and_strangers_change_nothing(spec in spec()) {
        let (text, pairs) = (spec.text(), pairs(&spec));
        let before = verdicts(&text, &pairs);
        let renamed = text.replace("sg-", "sg-x9").replace("acl-s", "acl-zz").replace("rtb-s", "rtb-aa").replace("igw-", "igw-q");
        prop_assert_eq!(&before, &verdicts(&renamed, &pairs));
        let stranger = format!("vpc vpc-9 cidr=10.1.0.0/16\nsubnet subnet-9 vpc=vpc-9 cidr=10.1.9.0/24\nigw igw-9 vpc=vpc-9\n{text}");
        prop_assert_eq!(&before, &verdicts(&stranger, &pairs));
        let (lines, last): (Vec<&str>, Vec<&str>) = text.lines().partition(|it| !it.starts_with("allow"));
        let reversed: Vec<&str> = lines.into_iter().chain(last.into_iter().rev()).collect();
        prop_assert_eq!(&before, &verdicts(&reversed.join("\n"), &pairs));
    }

    #[test]
    fn a_range_in_two_halves_is_the_range(spec in spec()) {
        let pairs = pairs(&spec);
        let mut split = spec.clone();
        for group in &mut split.groups {
            group.ingress = group.ingress.iter().flat_map(|(ports, peer)| halves(*peer).into_iter().map(|it| (*ports, it))).collect();
        }
        prop_assert_eq!(verdicts(&spec.text(), &pairs), verdicts(&split.text(), &pairs));
    }
}

/// As many as `PROPTEST_CASES` says; few where it says nothing, for each has hundreds of connections.
#[expect(clippy::disallowed_methods, reason = "how long a test may take is the tester's to say")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(48)
}

fn halves(peer: Peer) -> Vec<Peer> {
    match peer {
        Peer::Range(Range(first, length)) if length < 32 => {
            let second = Ipv4Addr::from(u32::from(first) | (1 << (31 - length)));
            vec![Peer::Range(Range(first, length + 1)), Peer::Range(Range(second, length + 1))]
        }
        other => vec![other],
    }
}
