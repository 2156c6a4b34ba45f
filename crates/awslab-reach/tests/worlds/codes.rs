//! Every kind of obstacle is met by some world of these tests.

use std::collections::BTreeSet;

use awslab_reach::Code;

/// The files in which worlds are.
const WORLDS: &[&str] = &[
    include_str!("across.rs"),
    include_str!("balancers.rs"),
    include_str!("basics.rs"),
    include_str!("codes.rs"),
    include_str!("internet.rs"),
    include_str!("services.rs"),
];

#[test]
fn every_code_has_a_world() {
    let without: BTreeSet<&str> = Code::ALL
        .iter()
        .map(|it| it.name())
        .filter(|name| !WORLDS.iter().any(|world| world.contains(&format!("\"{name}\""))))
        .collect();
    assert!(without.is_empty(), "no world has {without:?}");
}
