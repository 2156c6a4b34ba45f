//! The pages for users tell of all that there is.

use std::fs;

use awslab_checks::LABS;
use serde_json::Value;

#[test]
fn the_readme_tells_of_every_lab() {
    let readme = read("README.md");
    for lab in LABS {
        let row = format!("| `{}` {} | {} | {} |", lab.id, lab.title, lab.criteria.len(), lab.max_points());
        assert!(readme.contains(&row), "README.md lacks the row {row}");
    }
}

#[test]
fn the_page_on_snapshots_tells_of_every_reason_for_not_knowing() {
    let schema: Value = serde_json::from_str(&read("docs/schemas/awslab.snapshot-1.schema.json")).expect("it is JSON");
    let page = read("docs/snapshot.md");
    let reasons = schema["$defs"]["GapKind"]["oneOf"].as_array().expect("they are told apart");
    assert!(reasons.len() > 5, "{reasons:?}");
    for reason in reasons {
        let name = reason["const"].as_str().expect("a reason has a name");
        // Nobody asked: there is nothing in the snapshot then.
        assert!(name == "NotCollected" || page.contains(&format!("`{name}`")), "docs/snapshot.md lacks {name}");
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("cannot read {path}: {error}"))
}
