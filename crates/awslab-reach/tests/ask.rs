//! Questions to small networks, in a few words.

use awslab_reach::{Answer, Network, Question, Verdict};

use crate::world::account;

/// Asks `i-a -> i-b tcp 22` of a network.
pub(crate) fn ask(world: &str, question: &str) -> Answer {
    let account = account(world);
    let network = Network::of(&account);
    network.reach(&read(question)).unwrap_or_else(|error| panic!("{question}: {error}"))
}

/// `SOURCE -> DESTINATION PROTOCOL [PORT]`
pub(crate) fn read(question: &str) -> Question {
    let words: Vec<&str> = question.split_whitespace().collect();
    let [source, "->", destination, protocol, port @ ..] = &words[..] else { panic!("{question} is no question") };
    Question {
        source: source.parse().expect("every text is an endpoint"),
        destination: destination.parse().expect("every text is an endpoint"),
        protocol: protocol.parse().expect("a protocol"),
        port: port.first().map(|it| it.parse().expect("a port")),
    }
}

/// It works.
#[track_caller]
pub(crate) fn reachable(world: &str, question: &str) {
    let answer = ask(world, question);
    assert_eq!(answer.verdict, Verdict::Reachable, "{question}: {answer:#?}");
}

/// It does not, and exactly these kinds of obstacles are named, in the order in which they are met.
#[track_caller]
pub(crate) fn blocked(world: &str, question: &str, codes: &[&str]) {
    let answer = ask(world, question);
    assert_eq!(answer.verdict, Verdict::Blocked, "{question}: {answer:#?}");
    let found: Vec<&str> = answer.blockers.iter().map(|it| it.code.name()).collect();
    assert_eq!(found, codes, "{question}: {:#?}", answer.blockers);
}

/// Nobody can tell.
#[track_caller]
pub(crate) fn unknown(world: &str, question: &str) {
    let answer = ask(world, question);
    assert_eq!(answer.verdict, Verdict::Unknown, "{question}: {answer:#?}");
    assert!(!answer.unseen.is_empty(), "what is unknown says why");
}

/// It works for some of a whole.
#[track_caller]
pub(crate) fn intermittent(world: &str, question: &str, open: u32, of: u32) {
    let answer = ask(world, question);
    let Verdict::Intermittent(share) = answer.verdict else { panic!("{question}: {answer:#?}") };
    assert_eq!((share.open, share.of), (open, of), "{question}");
}
