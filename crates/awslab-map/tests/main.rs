//! Maps of the example accounts, and of worlds made for one question each.

mod content;
mod drawing;

use awslab_core::model::Account;
use awslab_core::snapshot;
use awslab_map::{Asked, Map};
use awslab_reach::{Protocol, Question};
use serde_json::Value;

/// Two zones with public, private and isolated subnets; replies do not come back to the private ones.
const SHOP: &str = include_str!("../../../examples/snapshots/shop.json");

fn shop() -> Value {
    serde_json::from_str(SHOP).expect("the example is JSON")
}

/// The lists of EC2 in a snapshot.
fn ec2(snapshot: &mut Value) -> &mut Value {
    &mut snapshot["regions"]["eu-west-1"]["EC2"]
}

fn account(snapshot: &Value) -> Account {
    snapshot::read(&snapshot.to_string()).expect("it is a snapshot")
}

fn map(snapshot: &Value) -> Map {
    awslab_map::survey(&account(snapshot), &Asked::default()).expect("there is a VPC")
}

fn map_of_path(snapshot: &Value, source: &str, destination: &str, port: u16) -> Map {
    let end = |name: &str| name.parse().unwrap_or_else(|never| match never {});
    let (source, destination) = (end(source), end(destination));
    let question = Question { source, destination, protocol: Protocol::Tcp, port: Some(port) };
    let asked = Asked { question: Some(&question), ..Asked::default() };
    awslab_map::survey(&account(snapshot), &asked).expect("both ends are there")
}

const APP: &str = "i-02b3c4d5e6f7a8192";
