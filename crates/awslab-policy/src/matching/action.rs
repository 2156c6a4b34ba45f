//! The `Action` and `NotAction` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>

use crate::document::Actions;
use crate::glob;
use crate::truth::Truth;

/// The action that a request asks for, in its two parts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Action<'a> {
    service: &'a str,
    name: &'a str,
}

impl<'a> Action<'a> {
    /// What is no action, without a colon, is taken in by a bare `*` alone.
    pub(crate) fn new(text: &'a str) -> Self {
        let (service, name) = text.split_once(':').unwrap_or((text, ""));
        Self { service, name }
    }

    /// Whether a statement's actions take it in.
    pub(crate) fn is_among(self, actions: &Actions) -> Truth {
        let listed = |patterns: &[String]| Truth::any(patterns.iter().map(|pattern| self.matches(pattern)));
        match actions {
            Actions::Only(patterns) => listed(patterns),
            Actions::AllBut(patterns) => listed(patterns).not(),
        }
    }

    /// The service is never a pattern: only a bare `*` takes in several. AWS does not say what `*:*` does.
    ///
    /// Most patterns of most policies are about another service. They are told apart without looking for the colon: it
    /// must stand where it stands in the action.
    fn matches(self, pattern: &str) -> Truth {
        match pattern.split_at_checked(self.service.len()) {
            Some((service, rest)) if rest.starts_with(':') && service.eq_ignore_ascii_case(self.service) => {
                Truth::sure(glob::matches_ignoring_case(glob::tokens(&rest[1..]), self.name))
            }
            _ if pattern == "*" => Truth::YES,
            _ if pattern == "*:*" => Truth::open(true),
            _ => Truth::NO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            let only = Actions::Only(vec![pattern.to_owned()]);
            assert_eq!(asked.is_among(&only), expected, "{pattern}");
            let all_but = Actions::AllBut(vec![pattern.to_owned()]);
            assert_eq!(asked.is_among(&all_but), expected.not(), "all but {pattern}");
        }
    }
}
