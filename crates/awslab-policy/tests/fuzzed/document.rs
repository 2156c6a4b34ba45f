//! What holds of any bytes that somebody takes for a policy document.

use std::str;

use awslab_policy::lint::lint;
use awslab_policy::{Document, Effect, Exposure, PolicyType, narrow};

/// Reads them as a document, and does with it what needs nothing else.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = str::from_utf8(bytes) else { return };
    lint(text, None);
    let narrowed = narrow(text);
    let Ok(document) = Document::parse(text) else {
        assert_eq!(narrowed, None, "what is no document has no narrower one");
        return;
    };
    check_types(&document);
    drop(Exposure::of(&document, "111122223333"));
    check_narrowed(&document, &narrowed.expect("a document has a narrower one"));
}

fn check_types(document: &Document) {
    use PolicyType::{Boundary, Endpoint, Identity, Rcp, Resource, Scp, Session};
    let taken_as = |policy_type| document.check(policy_type).is_ok();
    for policy_type in [Boundary, Session, Scp] {
        assert!(!taken_as(policy_type) || taken_as(Identity), "as {policy_type}, so as one of an identity");
    }
    for policy_type in [Endpoint, Rcp] {
        assert!(!taken_as(policy_type) || taken_as(Resource), "as {policy_type}, so as one of a resource");
    }
    assert!(!(taken_as(Identity) && taken_as(Resource)), "a policy that names principals is of a resource");
}

/// Nothing that allows has a whole service any more, what refuses is as before, and it is as narrow as can be.
fn check_narrowed(document: &Document, narrowed: &str) {
    let rest = Document::parse(narrowed).expect("a narrower document is one");
    assert!(rest.allows().all(|(_label, statement)| statement.whole_services().is_empty()), "{narrowed}");
    let denies = |document: &Document| {
        let statements = document.statements.iter().filter(|statement| statement.effect == Effect::Deny);
        statements.cloned().collect::<Vec<_>>()
    };
    assert_eq!(denies(document), denies(&rest), "{narrowed}");
    assert_eq!(narrow(narrowed).as_deref(), Some(narrowed));
}
