//! Ways to become an administrator, told step by step.

use awslab_core::call::GET_ACCOUNT_AUTHORIZATION_DETAILS;
use awslab_core::fetched::{Gap, GapKind};
use awslab_core::verdict::Miss;
use awslab_policy::escalation::{Granted, Path, Step};

/// `1. make an access key for the user (…): gains user carla; 2. …`
pub(crate) fn in_words(path: &Path) -> String {
    let steps = path.steps.iter().enumerate().map(|(index, step)| format!("{}. {}", index + 1, step_in_words(step)));
    steps.collect::<Vec<_>>().join("; ")
}

/// That policies which decide cannot be read.
pub(crate) fn unreadable(reasons: &[String]) -> Miss {
    let message = format!("{}: correct or remove it", reasons.join(", "));
    Miss::unknown(Gap::new(GET_ACCOUNT_AUTHORIZATION_DETAILS, GapKind::Malformed, message))
}

/// `make an access key for the user (iam:CreateAccessKey, by statement 1 of …): gains user carla, an administrator`.
fn step_in_words(step: &Step) -> String {
    let requests: Vec<String> = step.requests.iter().map(request_in_words).collect();
    let assumed = match &step.assumptions[..] {
        [] => String::new(),
        assumptions => format!(", where {}", assumptions.join(" and ")),
    };
    format!("{} ({}){assumed}: gains {}", step.title, requests.join(", "), step.gain)
}

fn request_in_words(Granted { action, granted_by, .. }: &Granted) -> String {
    match granted_by.first() {
        Some(statement) => format!("{action} by {statement}"),
        None => action.clone(),
    }
}
