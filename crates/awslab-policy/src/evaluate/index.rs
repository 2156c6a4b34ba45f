//! Statements by the service that they are about.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::sources::{Placed, Source};
use crate::document::{Actions, Document, Statement};
use crate::matching::Action;

/// The policies of one type, each statement found by its services.
pub(crate) struct Index<'a> {
    /// Sorted by the service, in lower case. Statements about any service stand with each.
    by_service: Vec<(String, Vec<Placed<'a>>)>,
    about_any: Vec<Placed<'a>>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(documents: &'a [Document]) -> Self {
        let statements = || documents.statements_about("");
        let services = statements().filter_map(|it| services_of(it.statement)).flatten();
        let mut by_service: BTreeMap<String, Vec<Placed<'a>>> = services.map(|service| (service, Vec::new())).collect();
        let mut about_any = Vec::new();
        for placed in statements() {
            match services_of(placed.statement) {
                Some(services) => services.iter().for_each(|it| by_service.entry(it.clone()).or_default().push(placed)),
                None => by_service.values_mut().chain([&mut about_any]).for_each(|listed| listed.push(placed)),
            }
        }
        Self { by_service: by_service.into_iter().collect(), about_any }
    }
}

impl<'a> Source<'a> for Index<'a> {
    fn statements_about(&self, service: &str) -> impl Iterator<Item = Placed<'a>> {
        let found = self.by_service.binary_search_by(|(known, _)| compare_to_any_case(known, service));
        let listed = found.map_or(&self.about_any, |at| &self.by_service[at].1);
        listed.iter().copied()
    }
}

/// The services in lower case; `None` for a statement that could be about any.
fn services_of(statement: &Statement) -> Option<BTreeSet<String>> {
    match &statement.actions {
        Actions::Only(patterns) => {
            patterns.iter().map(|pattern| Action::service_of(pattern).map(str::to_ascii_lowercase)).collect()
        }
        Actions::AllBut(_) => None,
    }
}

fn compare_to_any_case(lower: &str, text: &str) -> Ordering {
    lower.bytes().cmp(text.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(service: &str) -> Vec<usize> {
        let text = r#"{"Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject", "S3:Put*", "sqs:*"], "Resource": "*"},
            {"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"},
            {"Effect": "Allow", "Action": ["ec2:*", "*"], "Resource": "*"},
            {"Effect": "Allow", "Action": "*:*", "Resource": "*"},
            {"Effect": "Allow", "Action": "SQS:SendMessage", "Resource": "*"}]}"#;
        let document = [Document::parse(text).expect("the policy is well formed")];
        Index::of(&document).statements_about(service).map(|placed| placed.index).collect()
    }

    #[test]
    fn a_statement_is_found_once_for_each_of_its_services() {
        for (service, expected) in [
            ("s3", vec![0, 1, 2, 3]),
            ("Sqs", vec![0, 1, 2, 3, 4]),
            ("ec2", vec![1, 2, 3]),
            ("iam", vec![1, 2, 3]),
            ("", vec![1, 2, 3]),
        ] {
            assert_eq!(found(service), expected, "{service}");
        }
    }
}
