//! The decision: which statements are about a request, and what follows from them.
//!
//! First every statement of every policy is looked at, once. Then the procedure of AWS is followed over what was found.
//! Where AWS's documentation leaves a statement open, the procedure is followed three times: as is likely, with all that
//! is open for the request, and with all of it against. If these differ, the decision is undocumented.

mod findings;
mod procedure;
mod rules;

use crate::decision::Decision;
use crate::policies::Policies;
use crate::request::Request;

use self::findings::{Findings, Reading};

pub(crate) fn decide(policies: &Policies, request: &Request) -> Decision {
    let findings = Findings::gather(policies, request);
    let (outcome, because) = procedure::follow(&findings, request, Reading::Likely);
    let differs = |reading| procedure::follow(&findings, request, reading).0 != outcome;
    let undocumented = findings.are_open() && (differs(Reading::ForTheRequest) || differs(Reading::AgainstIt));
    Decision { outcome, because, undocumented }
}
