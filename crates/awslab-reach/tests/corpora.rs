//! Connections that others measured on AWS or wrote down, against the engine's answers.
//!
//! `AWSLAB_CORPORA` names a folder; its `topology/cases/*.jsonl` hold a question on each line, with what was seen, and the
//! networks that they ask about are in `topology/snapshots/`. Rows that cannot be decided from what a snapshot shows must be
//! answered as unknown. Without the variable there is nothing to do.

#![expect(clippy::disallowed_methods, reason = "corpora are files, and where they are is the tester's to say")]
#![expect(clippy::print_stdout, reason = "how many rows agree is the result")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use awslab_core::import::{self, Document};
use awslab_core::model::Account;
use awslab_reach::{Answer, Endpoint, Exposure, Network, Opening, Ports, Protocol, Question, Verdict};
use jiff::Timestamp;
use serde_json::Value;

/// Rows of other tools that the engine answers otherwise, and why: all of them as unknown.
const DIFFERENCES: &[(&str, &str)] = &[
    ("bfe2e-01a1155f1e6c", ON_PREMISES),
    ("bfe2e-9f9f53fbf3bf", ON_PREMISES),
    ("bfe2e-306faf12c53f", ON_PREMISES),
    ("bfe2e-067f785d203f", ON_PREMISES),
    ("bfe2e-e3c28c80e966", ON_PREMISES),
    ("bfe2e-13e9d3adad89", ON_PREMISES),
    ("bfe2e-61486dcca173", ON_PREMISES),
    ("bfe2e-1026ae7ea465", ON_PREMISES),
    ("bfe2e-b75e9f1e5d88", BGP),
    ("pyb-81299f6da9b7", BGP),
    ("bfe2e-757634fa75a3", BEYOND),
    ("bfe2e-2fed90d47b00", BEYOND),
    ("bfe2e-8672fc41048c", BEYOND),
    ("bfe2e-0d5cd94cc162", BEYOND),
    ("bfe2e-fd0f763b7a30", BEYOND),
    ("bfe2e-3f811f444283", NOT_OURS),
    ("bfe2e-f00ba9e431ba", NOT_OURS),
    ("bfe2e-630747c1ddc3", NOT_OURS),
    ("bfe2e-0c09a319f93a", NO_SENDER),
    ("bfe2e-5d9401cde0de", NO_SENDER),
    ("bfe2e-ee3a9b10e8c1", NO_ACLS),
    ("bfe2e-fff95c7d2422", NO_ACLS),
    ("bfe2e-56c49b0b735c", NO_ACLS),
    ("bfe2e-023fce5b0362", NO_ACLS),
];

const ON_PREMISES: &str = "it starts at a router on premises, of which Batfish has the configuration and AWS does not";
const BGP: &str =
    "a transit gateway takes routes over by BGP; Batfish computes them, and no answer in the snapshot has them";
const BEYOND: &str = "it leaves by a virtual private gateway; Batfish knows the routers beyond, and AWS does not";
const NOT_OURS: &str = "neither end is in the snapshot: that Batfish finds no route, or one, says nothing about AWS";
const NO_SENDER: &str = "Batfish puts a packet into a subnet or VPC that no interface sends";
const NO_ACLS: &str = "the snapshot has no network ACLs, which Batfish takes for open";

#[test]
fn every_row_agrees() {
    let Some(folder) = std::env::var_os("AWSLAB_CORPORA").map(|it| PathBuf::from(it).join("topology")) else {
        println!("skipped: AWSLAB_CORPORA names no folder of corpora");
        return;
    };
    let mut accounts: BTreeMap<String, Account> = BTreeMap::new();
    let mut differences = Vec::new();
    for file in files(&folder.join("cases"), "jsonl") {
        let text = fs::read_to_string(&file).expect("a corpus can be read");
        let before = differences.len();
        for line in text.lines() {
            let row: Value = serde_json::from_str(line).expect("a row is JSON");
            let snapshot = row["snapshot"].as_str().expect("a row names its network");
            let account = accounts.entry(snapshot.to_owned()).or_insert_with(|| read(&folder.join(snapshot)));
            differences.extend(difference(&Network::of(account), &row));
        }
        let (rows, name) = (text.lines().count(), file.file_name().expect("a file has a name").display());
        println!("{:4} of {rows:4}  {name}", rows - (differences.len() - before));
    }
    assert!(differences.is_empty(), "{} rows:\n{}", differences.len(), differences.join("\n"));
}

/// How a row and the engine differ; `None` when they agree, or differ as they should.
fn difference(network: &Network<'_>, row: &Value) -> Option<String> {
    let id = row["id"].as_str().expect("a row has an id");
    let is_decidable = matches!(row["scope"].as_str(), Some("decidable" | "model-asserted"));
    let expected = row["expected"]["reachable"].as_bool().expect("a row has what was seen");
    let said = answer(network, &row["question"]);
    let agrees = said.is_reachable == is_decidable.then_some(expected);
    let is_explained = DIFFERENCES.iter().any(|(row, _)| *row == id);
    match (agrees, is_explained) {
        (true, true) => Some(format!("{id}: agrees, and a difference is explained")),
        (true, false) | (false, true) => None,
        (false, false) => {
            let (scope, question, said) = (&row["scope"], &row["question"], said.words);
            Some(format!("{id} ({scope}): {question} was {expected}, got {said}"))
        }
    }
}

/// What the engine says: `None` when it does not know.
struct Said {
    is_reachable: Option<bool>,
    words: String,
}

fn answer(network: &Network<'_>, question: &Value) -> Said {
    match question["kind"].as_str().expect("a question has a kind") {
        "internet-can-reach-any-port" => exposure(network, question, &Ports::NONE),
        "internet-can-reach-some-tcp-port-other-than-22" => exposure(network, question, &Ports::one(22)),
        _ => connection(network, question),
    }
}

/// Whether the internet reaches an instance at a TCP port.
fn exposure(network: &Network<'_>, question: &Value, besides: &Ports) -> Said {
    let exposures = network.exposed();
    let of_it: Vec<&Exposure> = exposures.iter().filter(|it| question["instance"] == it.resource.as_str()).collect();
    let of_tcp = of_it.iter().flat_map(|it| &it.openings).filter(|it| it.protocol == Protocol::Tcp);
    let (certain, possible): (Vec<&Opening>, Vec<&Opening>) = of_tcp.partition(|it| it.unseen.is_none());
    let all = |openings: Vec<&Opening>| openings.iter().fold(Ports::NONE, |all, it| all.or(&it.ports)).without(besides);
    let (open, is_known) = (all(certain), all(possible).is_empty());
    let is_reachable = (is_known || !open.is_empty()).then_some(!open.is_empty());
    Said { is_reachable, words: format!("{of_it:?}") }
}

fn connection(network: &Network<'_>, question: &Value) -> Said {
    let text = |key: &str| question[key].as_str();
    let source = match text("src") {
        Some(name) => text("src_ip").filter(|_| name == "internet").unwrap_or(name),
        None => question["src"]["ip"].as_str().unwrap_or("internet"),
    };
    let protocol = match text("proto") {
        Some("tcp" | "any") => Protocol::Tcp,
        Some("icmp") => Protocol::Icmp,
        _ => Protocol::Other(0),
    };
    let port = question["dst_port"].as_u64().map(|it| u16::try_from(it).expect("a port"));
    let end = |text: &str| text.parse::<Endpoint>().expect("every text is an endpoint");
    let destination = end(text("dst_ip").expect("a connection has a destination"));
    match network.reach(&Question { source: end(source), destination, protocol, port }) {
        Ok(answer) => Said { is_reachable: is_reachable(&answer), words: words(&answer) },
        Err(error) => Said { is_reachable: None, words: error.to_string() },
    }
}

fn is_reachable(answer: &Answer) -> Option<bool> {
    match answer.verdict {
        Verdict::Reachable => Some(true),
        Verdict::Blocked => Some(false),
        Verdict::Intermittent(_) | Verdict::Unknown => None,
    }
}

fn words(answer: &Answer) -> String {
    let blockers: Vec<String> = answer.blockers.iter().map(|it| format!("{}: {}", it.component, it.message)).collect();
    let unseen: Vec<String> = answer.unseen.iter().map(|it| format!("{}: {}", it.component, it.message)).collect();
    let path: Vec<&str> = answer.path.iter().map(|it| it.component.as_str()).collect();
    format!("{:?} {blockers:?} {unseen:?} by {}", answer.verdict, path.join(" "))
}

/// The network of a folder of AWS CLI outputs.
fn read(folder: &Path) -> Account {
    let documents: Vec<Document> = all_files(folder).iter().map(|path| document(folder, path)).collect();
    import::read(&documents, None, Timestamp::UNIX_EPOCH).expect("the outputs are an account").account
}

fn document(folder: &Path, path: &Path) -> Document {
    let name = path.strip_prefix(folder).expect("a file lies below its folder").to_str().expect("names are UTF-8");
    Document::at(name, fs::read_to_string(path).expect("an output can be read"))
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut all = files(folder, "json");
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            all.extend(all_files(&path));
        }
    }
    all
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut files: Vec<PathBuf> = paths.filter(|it| it.extension().is_some_and(|it| it == extension)).collect();
    files.sort();
    files
}
