//! The decision: which statements are about a request, and what follows from them.
//!
//! First every statement of every policy is looked at, once. Then the procedure of AWS is followed over what was found.
//! Where AWS's documentation leaves a statement open, the procedure is followed three times: as is likely, with all that
//! is open for the request, and with all of it against. If these differ, the decision is undocumented.

mod findings;
#[cfg(test)]
mod laws;
mod procedure;
mod rules;
#[cfg(test)]
mod tests;

use crate::caller::Caller;
use crate::circumstances::Circumstances;
use crate::context::Keys;
use crate::decision::{Answer, Decision};
use crate::policies::Policies;
use crate::request::Request;

use self::findings::{Findings, Reading};

pub(crate) fn decide(policies: &Policies, request: &Request) -> Decision {
    let findings = Findings::gather(policies, request, &Circumstances::of(request));
    let (outcome, because) = procedure::follow(&findings, request, Reading::Likely);
    let differs = |reading| procedure::follow(&findings, request, reading).0 != outcome;
    let undocumented = findings.are_open() && (differs(Reading::ForTheRequest) || differs(Reading::AgainstIt));
    Decision { outcome, because, undocumented }
}

/// Whether AWS itself decides a request, whatever policies allow.
pub(crate) fn is_decided_by_aws(request: &Request) -> bool {
    rules::is_always_allowed(Caller::of(&request.principal), request) || rules::is_reserved(request)
}

/// The same with a context that may hold more: then what a missing key would settle is open too.
pub(crate) fn decide_in_any_context(policies: &Policies, request: &Request) -> Answer {
    decide_knowing(policies, request, &Circumstances::of(request).and_perhaps_more())
}

/// The same, knowing this of the request and nothing else, not even what would follow from who makes it.
pub(crate) fn decide_knowing(policies: &Policies, request: &Request, known: &dyn Keys) -> Answer {
    let findings = Findings::gather(policies, request, known);
    let read = |reading| {
        let (outcome, because) = procedure::follow(&findings, request, reading);
        Decision { outcome, because, undocumented: false }
    };
    let (at_best, at_worst) = (read(Reading::ForTheRequest), read(Reading::AgainstIt));
    if at_best.is_allowed() == at_worst.is_allowed() {
        return Answer::Settled(at_best);
    }
    let keys = findings.missing_keys(known);
    if keys.is_empty() {
        return Answer::Settled(Decision { undocumented: true, ..read(Reading::Likely) });
    }
    Answer::DependsOn { keys, at_best, at_worst }
}
