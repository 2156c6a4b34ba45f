//! The `Resource` and `NotResource` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html>

use crate::arn::{self, Arn};
use crate::context::Keys;
use crate::decision::PolicyType;
use crate::document::Resources;
use crate::glob::{self, Pattern};
use crate::truth::Truth;
use crate::variables;

/// Of the six parts of an ARN, the last is the resource itself; its case matters.
const RESOURCE_PART: usize = 5;

/// Which patterns of fewer than six parts match, with what is missing taken as `*`. AWS does not document it; it differs
/// by the type of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ShortArns {
    /// All: identity and session policies, and boundaries.
    Match,
    /// Those with a `*` somewhere: policies of resources and endpoints.
    MatchWithStar,
    /// Those that end in `*`: SCPs.
    MatchEndingInStar,
    /// None: RCPs.
    Never,
}

impl ShortArns {
    pub(crate) fn in_policies_of(policy_type: PolicyType) -> Self {
        match policy_type {
            PolicyType::Identity | PolicyType::Boundary | PolicyType::Session => Self::Match,
            PolicyType::Resource | PolicyType::Endpoint => Self::MatchWithStar,
            PolicyType::Scp => Self::MatchEndingInStar,
            PolicyType::Rcp => Self::Never,
        }
    }
}

/// What a request is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Resource<'a> {
    text: &'a str,
    arn: Option<Arn<'a>>,
}

impl<'a> Resource<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, arn: Arn::parse(text) }
    }

    /// Whether a statement's resources take it in. `variables` are there when the policy's version knows them.
    pub(crate) fn is_among(&self, resources: &Resources, short: ShortArns, variables: Option<&dyn Keys>) -> Truth {
        let listed = |patterns: &[String]| {
            let near = patterns.iter().filter(|pattern| self.is_near(pattern));
            Truth::any(near.map(|pattern| self.matches_text(pattern, short, variables)))
        };
        match resources {
            Resources::Only(patterns) => listed(patterns),
            Resources::AllBut(patterns) => listed(patterns).not(),
        }
    }

    fn matches_text(&self, pattern: &str, short: ShortArns, variables: Option<&dyn Keys>) -> Truth {
        if pattern == "*" {
            return Truth::YES;
        }
        let Some(arn) = &self.arn else { return Truth::NO };
        let Some(keys) = variables.filter(|_| variables::are_in(pattern)) else {
            let (parts, count) = arn::split(pattern);
            return matches(Pattern::Written(pattern), &parts.map(Pattern::Written)[..count], self.text, arn, short);
        };
        if before_resource_part(pattern).is_some_and(variables::are_in) {
            return Truth::NO;
        }
        if variables::are_open(pattern, keys) {
            return Truth::open(false);
        }
        let Some(tokens) = variables::expand(pattern, keys) else { return Truth::NO };
        let parts = glob::split_at_colons(&tokens, arn.parts.len());
        let parts: Vec<_> = parts.into_iter().map(Pattern::Replaced).collect();
        matches(Pattern::Replaced(&tokens), &parts, self.text, arn, short)
    }

    /// Whether a pattern is worth a closer look: none matches that begins otherwise. Most have all parts before the
    /// resource itself in common with what is asked for; only in these case does not matter.
    fn is_near(&self, pattern: &str) -> bool {
        let Some(arn) = &self.arn else { return pattern == "*" };
        let resource = arn.parts[RESOURCE_PART];
        match pattern.strip_prefix(&self.text[..self.text.len() - resource.len()]) {
            Some(rest) => starts_alike(rest, resource, |expected, actual| expected == actual),
            None => starts_alike(pattern, self.text, u8::eq_ignore_ascii_case),
        }
    }
}

/// Whether a text has what a pattern begins with, up to its first wildcard or variable.
fn starts_alike(pattern: &str, text: &str, same: impl Fn(&u8, &u8) -> bool) -> bool {
    let is_literal = |byte: u8| !matches!(byte, b'*' | b'?' | b'$');
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    for (expected, actual) in pattern.iter().zip(text) {
        if !is_literal(*expected) {
            return true;
        }
        if !same(expected, actual) {
            return false;
        }
    }
    pattern.get(text.len()).is_none_or(|next| !is_literal(*next))
}

/// AWS replaces variables only in the resource part of an ARN.
fn before_resource_part(pattern: &str) -> Option<&str> {
    let (at, _colon) = pattern.match_indices(':').nth(RESOURCE_PART - 1)?;
    Some(&pattern[..at])
}

fn matches(whole: Pattern<'_>, parts: &[Pattern<'_>], text: &str, arn: &Arn<'_>, short: ShortArns) -> Truth {
    if parts_match(parts, arn) {
        let is_short = parts.len() < arn.parts.len();
        return Truth { holds: !is_short || is_taken(whole, short), open: is_short };
    }
    // "An asterisk at the end of a segment can expand beyond the colon": AWS says so without saying where it holds.
    Truth { holds: false, open: whole.has_run_before_colon() && whole.matches(text) }
}

/// The last part first: it tells most apart.
fn parts_match(parts: &[Pattern<'_>], arn: &Arn<'_>) -> bool {
    parts.iter().zip(arn.parts).enumerate().rev().all(|(index, (pattern, part))| match index {
        RESOURCE_PART => pattern.matches(part),
        _ => pattern.matches_ignoring_case(part),
    })
}

fn is_taken(pattern: Pattern<'_>, short: ShortArns) -> bool {
    match short {
        ShortArns::Match => true,
        ShortArns::MatchWithStar => pattern.has_run(),
        ShortArns::MatchEndingInStar => pattern.ends_in_run(),
        ShortArns::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    fn matches(pattern: &str, resource: &str) -> Truth {
        let context = Context::default().with("aws:username", "anna").with("star", "*");
        Resource::new(resource).matches_text(pattern, ShortArns::Match, Some(&context))
    }

    #[test]
    fn parts_match_one_by_one() {
        const OBJECT: &str = "arn:aws:s3:::bucket/home/anna/x";
        for (pattern, resource, expected) in [
            ("*", OBJECT, Truth::YES),
            ("*", "*", Truth::YES),
            ("arn:aws:s3:::bucket/*", OBJECT, Truth::YES),
            ("arn:AWS:S3:::bucket/*", OBJECT, Truth::YES),
            ("arn:aws:s3:::Bucket/*", OBJECT, Truth::NO),
            ("arn:aws:s?:::bucket/*", OBJECT, Truth::YES),
            ("arn:aws:s3:::bucket", OBJECT, Truth::NO),
            ("arn:aws:s3:::bucket/home/${aws:username}/*", OBJECT, Truth::YES),
            ("arn:aws:s3:::bucket/home/${star}/*", OBJECT, Truth::NO),
            ("arn:aws:s3:::bucket/home/${unset}*", OBJECT, Truth::NO),
            ("arn:aws:s3:${unset}::bucket/*", OBJECT, Truth::NO),
            ("arn:aws:s3:*", OBJECT, Truth::open(true)),
            ("arn:aws:s3", OBJECT, Truth::open(true)),
            ("arn:aws:s3:::bucket/*", "*", Truth::NO),
            ("arn:*", "*", Truth::NO),
            ("arn:aws:ec2:*:*:*/*", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", Truth::YES),
            ("arn:aws:logs:*:*:*:/aws-glue/*", "arn:aws:logs:r:111122223333:log-group:/aws-glue/jobs", Truth::YES),
            ("arn:aws:dynamodb:*:table/a", "arn:aws:dynamodb:r:111122223333:table/a", Truth::open(false)),
        ] {
            assert_eq!(matches(pattern, resource), expected, "{pattern} on {resource}");
        }
    }

    #[test]
    fn an_unset_variable_matches_nothing_so_all_but_it_is_everything() {
        let resources = Resources::AllBut(vec!["arn:aws:s3:::${unset}/*".to_owned()]);
        let context = Context::default();
        let truth = Resource::new("arn:aws:s3:::bucket/x").is_among(&resources, ShortArns::Match, Some(&context));
        assert_eq!(truth, Truth::YES);
    }

    #[test]
    fn short_arns_by_type_of_policy() {
        use ShortArns::{Match, MatchEndingInStar, MatchWithStar, Never};
        for (pattern, taken_by) in [
            ("arn:aws:s3", vec![Match]),
            ("arn:*:s3", vec![Match, MatchWithStar]),
            ("arn:aws:s3*", vec![Match, MatchWithStar, MatchEndingInStar]),
        ] {
            for short in [Match, MatchWithStar, MatchEndingInStar, Never] {
                let truth = Resource::new("arn:aws:s3:::bucket").matches_text(pattern, short, None);
                assert_eq!(truth, Truth::open(taken_by.contains(&short)), "{pattern} under {short:?}");
            }
        }
    }
}
