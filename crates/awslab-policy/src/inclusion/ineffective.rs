//! Statements that give nothing: what they allow is refused, or allowed by others already.

use super::{Inclusion, inclusion};
use crate::decision::{PolicyType, StatementReference};
use crate::document::{Document, Effect};

/// Why a statement that allows gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ineffective {
    /// There is no request that it is about.
    AllowsNothing,
    /// These statements refuse all that it allows.
    Refused {
        /// As few of them as suffice.
        by: Vec<StatementReference>,
    },
    /// These statements allow the same, or more. Of two that allow the same, each makes the other ineffective.
    AlreadyAllowed {
        /// As few of them as suffice.
        by: Vec<StatementReference>,
    },
}

/// Why a statement of a policy, counted from 0, could be left out and nothing would change; `None` when it could not, or
/// when that cannot be told. A statement that refuses is never ineffective: what it refuses may be allowed elsewhere.
pub fn ineffective(policy_type: PolicyType, document: &Document, index: usize) -> Option<Ineffective> {
    document.statements.get(index).filter(|statement| statement.effect == Effect::Allow)?;
    let others = |effect| -> Vec<usize> {
        let is_other = |at: &usize| *at != index && document.statements[*at].effect == effect;
        (0..document.statements.len()).filter(is_other).collect()
    };
    let (allows, denies) = (others(Effect::Allow), others(Effect::Deny));
    let reference = |at: usize| StatementReference::to(&document.statements[at], policy_type, 0, at);
    let references = |indices: Vec<usize>| indices.into_iter().map(reference).collect();
    let only = |indices: &[usize]| -> Document {
        let statements = indices.iter().map(|at| document.statements[*at].clone()).collect();
        Document { version: document.version.clone(), statements }
    };
    let is_included = |first: &[usize], second: &[usize]| {
        inclusion(policy_type, &[only(first)], &[only(second)]) == Inclusion::Included
    };
    if is_included(&[index], &[]) {
        return Some(Ineffective::AllowsNothing);
    }
    let is_refused_by = |denies: &[usize]| is_included(&[denies, &[index]].concat(), &[]);
    if is_refused_by(&denies) {
        return Some(Ineffective::Refused { by: references(fewest(denies, is_refused_by)) });
    }
    let is_allowed_by =
        |allows: &[usize]| is_included(&[denies.as_slice(), &[index]].concat(), &[&denies, allows].concat());
    is_allowed_by(&allows)
        .then(|| Ineffective::AlreadyAllowed { by: references(fewest(allows.clone(), is_allowed_by)) })
}

/// A single one that suffices, or else what is left when all are left out that can be.
fn fewest(mut indices: Vec<usize>, suffice: impl Fn(&[usize]) -> bool) -> Vec<usize> {
    if let Some(single) = indices.iter().find(|single| suffice(&[**single])) {
        return vec![*single];
    }
    for candidate in indices.clone() {
        let without: Vec<usize> = indices.iter().copied().filter(|at| *at != candidate).collect();
        if suffice(&without) {
            indices = without;
        }
    }
    indices
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn found(statements: &Value) -> Vec<Option<(&'static str, Vec<usize>)>> {
        let json = json!({ "Version": "2012-10-17", "Statement": statements });
        let document = Document::parse(&json.to_string()).expect("the policy is well formed");
        let places = |by: Vec<StatementReference>| by.into_iter().map(|it| it.statement).collect();
        let told = |index| match ineffective(PolicyType::Identity, &document, index)? {
            Ineffective::AllowsNothing => Some(("nothing", vec![])),
            Ineffective::Refused { by } => Some(("refused", places(by))),
            Ineffective::AlreadyAllowed { by } => Some(("allowed", places(by))),
        };
        (0..document.statements.len()).map(told).collect()
    }

    fn statement(effect: &str, action: &str, resource: &str) -> Value {
        json!({ "Effect": effect, "Action": action, "Resource": resource })
    }

    #[test]
    fn what_could_be_left_out() {
        for (statements, expected) in [
            (json!([statement("Allow", "s3:Get*", "*")]), vec![None]),
            (
                json!([statement("Allow", "s3:*", "*"), statement("Allow", "s3:GetObject", "arn:aws:s3:::b/*")]),
                vec![None, Some(("allowed", vec![0]))],
            ),
            (
                json!([statement("Allow", "s3:Get*", "*"), statement("Allow", "s3:get*", "*")]),
                vec![Some(("allowed", vec![1])), Some(("allowed", vec![0]))],
            ),
            (
                json!([
                    statement("Allow", "s3:Get*", "arn:aws:s3:::*"),
                    statement("Allow", "ec2:*", "*"),
                    statement("Allow", "s3:*", "arn:aws:s3:::a*"),
                    { "Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::a*" },
                ]),
                vec![Some(("allowed", vec![2, 3])), None, None, None],
            ),
            (
                json!([
                    statement("Deny", "ec2:*", "*"),
                    statement("Allow", "s3:Get*", "*"),
                    statement("Deny", "s3:*", "*")
                ]),
                vec![None, Some(("refused", vec![2])), None],
            ),
            (
                json!([
                    statement("Allow", "s3:*", "*"),
                    statement("Allow", "s3:Get*", "*"),
                    statement("Deny", "s3:GetObject", "*")
                ]),
                vec![None, Some(("allowed", vec![0])), None],
            ),
            (
                json!([
                    statement("Allow", "s3:GetObject", "*"),
                    statement("Allow", "s3:Get*", "*"),
                    statement("Deny", "s3:GetObject", "*")
                ]),
                vec![Some(("refused", vec![2])), None, None],
            ),
            (json!([{ "Effect": "Allow", "NotAction": "*", "Resource": "*" }]), vec![Some(("nothing", vec![]))]),
            (json!([statement("Deny", "s3:*", "*")]), vec![None]),
        ] {
            assert_eq!(found(&statements), expected, "{statements}");
        }
    }
}
