//! What holds of the decision in any scenario.

use awslab_policy::{Answer, Decision, Document, Effect, Outcome, Policies, Reason, Request, Scenario};

/// Reads them as a scenario, and decides it in every way there is.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(Scenario { policies, request }) = serde_json::from_slice(bytes) else { return };
    let decision = policies.decide(&request);
    check_reasons(&decision);
    check_answer(&policies.decide_in_any_context(&request), &decision, &request);
    check_another_allow(policies.clone(), &request, &decision);
    check_another_deny(policies, &request);
}

/// A decision has reasons, and they are of its kind.
fn check_reasons(decision: &Decision) {
    assert!(!decision.because.is_empty(), "{decision:?} has no reason");
    for reason in &decision.because {
        let is_of_its_kind = match (reason, decision.outcome) {
            (Reason::Statement(statement), Outcome::Allow) => statement.effect == Effect::Allow,
            (Reason::Statement(statement), Outcome::ExplicitDeny) => statement.effect == Effect::Deny,
            (Reason::Statement(_), Outcome::ImplicitDeny) => false,
            (Reason::NoAllow { .. }, outcome) => outcome == Outcome::ImplicitDeny,
            (Reason::Rule(_), outcome) => outcome != Outcome::ExplicitDeny,
        };
        assert!(is_of_its_kind, "{decision:?}");
    }
}

/// What is known is one of the contexts that there could be.
fn check_answer(answer: &Answer, decision: &Decision, request: &Request) {
    match answer {
        Answer::Settled(settled) => {
            check_reasons(settled);
            assert_eq!(settled.is_allowed(), decision.is_allowed(), "{settled:?} is settled, but {decision:?}");
        }
        Answer::DependsOn { keys, at_best, at_worst } => {
            assert!(at_best.is_allowed() && !at_worst.is_allowed(), "{at_best:?} at best, {at_worst:?} at worst");
            assert!(!keys.is_empty() && keys.is_sorted_by(|one, next| one < next), "{keys:?}");
            assert!(keys.iter().all(|key| request.context.get(key).is_none()), "{keys:?} are known");
        }
    }
}

fn check_another_allow(mut policies: Policies, request: &Request, before: &Decision) {
    policies.identity.push(everything("Allow"));
    let after = policies.decide(request);
    assert!(!before.is_allowed() || after.is_allowed(), "another allow takes away: {before:?}, then {after:?}");
    let is_refused = |decision: &Decision| decision.outcome == Outcome::ExplicitDeny;
    assert_eq!(is_refused(before), is_refused(&after), "another allow refuses: {before:?}, then {after:?}");
}

fn check_another_deny(mut policies: Policies, request: &Request) {
    let by_rule = |decision: &Decision| matches!(decision.because[..], [Reason::Rule(_)]);
    policies.identity.push(everything("Deny"));
    let decision = policies.decide(request);
    assert!(decision.outcome == Outcome::ExplicitDeny || by_rule(&decision), "a deny of everything: {decision:?}");
}

fn everything(effect: &str) -> Document {
    let text = format!(r#"{{"Statement": {{"Effect": "{effect}", "Action": "*", "Resource": "*"}}}}"#);
    Document::parse(&text).expect("the policy is well formed")
}
