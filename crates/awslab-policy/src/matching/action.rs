//! The `Action` and `NotAction` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>

use crate::document::{ActionPatterns, Actions, Glance};
use crate::glob::Pattern;
use crate::truth::Truth;

/// The action that a request asks for, in its two parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action<'a> {
    service: &'a str,
    name: &'a str,
    glance: Glance,
}

impl<'a> Action<'a> {
    /// What is no action, without a colon, is taken in by a bare `*` alone.
    pub(crate) fn new(text: &'a str) -> Self {
        let (service, name) = text.split_once(':').unwrap_or_default();
        Self { service, name, glance: Glance::of_action(service, name) }
    }

    /// Whether a statement's actions take it in.
    pub(crate) fn is_among(self, actions: &Actions) -> Truth {
        let listed = |patterns: &ActionPatterns| {
            if !patterns.could_take_in(self.glance) {
                return Truth::NO;
            }
            let near = patterns.iter().filter(|pattern| self.is_near(pattern));
            Truth::any(near.map(|pattern| self.matches(pattern)))
        };
        match actions {
            Actions::Only(patterns) => listed(patterns),
            Actions::AllBut(patterns) => listed(patterns).not(),
        }
    }

    /// Whether a pattern is worth a closer look. Most patterns of most policies are about another service, and most of
    /// these are told apart by where the colon stands; most of the others by what follows it.
    fn is_near(self, pattern: &str) -> bool {
        match pattern.as_bytes().split_at_checked(self.service.len()) {
            Some((_service, [b':', b'*' | b'?', ..])) => true,
            Some((_service, [b':', first, ..])) => {
                self.name.as_bytes().first().is_some_and(|it| it.eq_ignore_ascii_case(first))
            }
            Some((_service, [b':'])) => true,
            _ => pattern.starts_with('*'),
        }
    }

    /// The service is never a pattern: only a bare `*` takes in several. AWS does not say what `*:*` does.
    fn matches(self, pattern: &str) -> Truth {
        let colon = self.service.len();
        if pattern.as_bytes().get(colon) == Some(&b':') && pattern[..colon].eq_ignore_ascii_case(self.service) {
            return Truth::sure(Pattern::Written(&pattern[colon + 1..]).matches_ignoring_case(self.name));
        }
        match pattern {
            "*" => Truth::YES,
            "*:*" => Truth::open(true),
            _ => Truth::NO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_action_is_taken_in_by_everything_alone() {
        for (pattern, expected) in [("*", Truth::YES), ("*:*", Truth::open(true)), ("s3:*", Truth::NO)] {
            assert_eq!(
                Action::new("s3").is_among(&Actions::Only(vec![pattern.to_owned()].into())),
                expected,
                "{pattern}"
            );
        }
    }

    #[test]
    fn case_does_not_matter_and_blanks_do() {
        let asked = Action::new("s3:GetObject");
        for (pattern, expected) in [
            ("*", Truth::YES),
            ("s3:GetObject", Truth::YES),
            ("S3:getobject", Truth::YES),
            ("s3:Get*", Truth::YES),
            ("s3:?etObject", Truth::YES),
            ("s3:*", Truth::YES),
            ("s3:GetObject ", Truth::NO),
            (" s3:GetObject", Truth::NO),
            ("s3:GetObject,s3:PutObject", Truth::NO),
            ("s3:GetObjec", Truth::NO),
            ("*:GetObject", Truth::NO),
            ("s*:GetObject", Truth::NO),
            ("ec2:*", Truth::NO),
            ("*:*", Truth::open(true)),
        ] {
            let only = Actions::Only(vec![pattern.to_owned()].into());
            assert_eq!(asked.is_among(&only), expected, "{pattern}");
            let all_but = Actions::AllBut(vec![pattern.to_owned()].into());
            assert_eq!(asked.is_among(&all_but), expected.not(), "all but {pattern}");
        }
    }
}
