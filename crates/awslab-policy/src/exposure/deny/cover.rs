//! Whether a deny surely covers an action on a resource, both of which may be patterns.

use crate::arn;
use crate::document::{Actions, Resources};
use crate::glob::{self, Token};
use crate::variables;

/// Whether the actions of a deny take in all that a pattern of actions does.
pub(super) fn covers_action(actions: &Actions, action: &str) -> bool {
    match actions {
        Actions::Only(listed) => listed.iter().any(|pattern| takes_in_action(pattern, action)),
        Actions::AllBut(spared) => {
            let action = action.to_ascii_lowercase();
            spared.iter().all(|pattern| are_apart(&pattern.to_ascii_lowercase(), &action))
        }
    }
}

/// The service is never a pattern.
fn takes_in_action(pattern: &str, action: &str) -> bool {
    if pattern == "*" {
        return true;
    }
    let (Some((service, pattern)), Some((asked, name))) = (pattern.split_once(':'), action.split_once(':')) else {
        return false;
    };
    let is_service = !service.contains(['*', '?']) && service.eq_ignore_ascii_case(asked);
    is_service && takes_in(&pattern.to_ascii_lowercase(), &name.to_ascii_lowercase())
}

/// The same of resources. A deny without resources is about the one that the policy hangs on.
pub(super) fn covers_resource(resources: Option<&Resources>, resource: &str) -> bool {
    match resources {
        None => true,
        Some(Resources::Only(listed)) => listed.iter().any(|pattern| takes_in_resource(pattern, resource)),
        Some(Resources::AllBut(spared)) => spared.iter().all(|pattern| are_apart(pattern, resource)),
    }
}

/// Part by part. What has fewer parts than an ARN, or a variable, takes in for sure only its like.
fn takes_in_resource(pattern: &str, resource: &str) -> bool {
    if pattern == "*" || pattern == resource {
        return true;
    }
    let ((patterns, count), (parts, other_count)) = (arn::split(pattern), arn::split(resource));
    let are_whole = count == parts.len() && other_count == parts.len();
    let are_fixed = !variables::are_in(pattern) && !variables::are_in(resource);
    are_whole && are_fixed && patterns.iter().zip(parts).all(|(pattern, part)| takes_in(pattern, part))
}

/// Whether every text that fits the narrow pattern fits the wide one. A `*` of the narrow one is taken as a letter that
/// only a `*` fits, so that some rare yes is missed; never a no.
fn takes_in(wide: &str, narrow: &str) -> bool {
    let narrow: Vec<Token> = glob::tokens(narrow).collect();
    let mut reached = vec![false; narrow.len() + 1];
    reached[0] = true;
    for token in glob::tokens(wide) {
        let mut next = vec![false; narrow.len() + 1];
        for at in 0..=narrow.len() {
            let is_run = token == Token::Run;
            let before = at > 0 && if is_run { next[at - 1] } else { reached[at - 1] && fits(token, narrow[at - 1]) };
            next[at] = before || (is_run && reached[at]);
        }
        reached = next;
    }
    reached[narrow.len()]
}

fn fits(wide: Token, narrow: Token) -> bool {
    match wide {
        Token::Run => true,
        Token::One => narrow != Token::Run,
        Token::Char(_) => wide == narrow,
    }
}

/// Whether no text fits both patterns, told by what they begin with.
fn are_apart(one: &str, other: &str) -> bool {
    let fixed = |text: &str| text.split(['*', '?', '$']).next().unwrap_or_default().to_owned();
    let (one_fixed, other_fixed) = (fixed(one), fixed(other));
    let are_alike = one_fixed.bytes().zip(other_fixed.bytes()).all(|(a, b)| a.eq_ignore_ascii_case(&b));
    !are_alike || (one_fixed == one && other_fixed == other && !one.eq_ignore_ascii_case(other))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_pattern_takes_in() {
        for (wide, narrow, expected) in [
            ("*", "Get*", true),
            ("Get*", "GetObject*", true),
            ("Get*", "G*", false),
            ("?et*", "GetObject", true),
            ("?", "*", false),
            ("a*b", "a?b", true),
            ("a*b*", "a*b", true),
            ("", "", true),
        ] {
            assert_eq!(takes_in(wide, narrow), expected, "{wide} over {narrow}");
        }
    }

    #[test]
    fn resources_are_compared_part_by_part() {
        for (pattern, resource, expected) in [
            ("*", "arn:aws:s3:::b/*", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a*", true),
            ("arn:aws:s3:::b*", "arn:aws:s3:::b", true),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b", false),
            ("arn:*", "*", false),
            ("arn:*", "arn:*", true),
            ("arn:aws:s3*", "arn:aws:s3:::b", false),
            ("arn:aws:s3:::b/${aws:username}/*", "arn:aws:s3:::b/${aws:username}/*", true),
        ] {
            assert_eq!(takes_in_resource(pattern, resource), expected, "{pattern} over {resource}");
        }
    }

    #[test]
    fn all_but_what_is_spared() {
        for (spared, action, expected) in [
            ("s3:PutObject", "s3:GetObject", true),
            ("s3:PutObject", "s3:*", false),
            ("s3:Put*", "s3:Get*", true),
            ("S3:putobject", "s3:PutObject", false),
        ] {
            let actions = Actions::AllBut(vec![spared.to_owned()].into());
            assert_eq!(covers_action(&actions, action), expected, "all but {spared} over {action}");
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_in_fits(wide in "[ab*?]{0,6}", narrow in "[ab*?]{0,6}", text in "[ab]{0,8}") {
            let fits = |pattern: &str| glob::matches(glob::tokens(pattern), &text);
            prop_assert!(!takes_in(&wide, &narrow) || !fits(&narrow) || fits(&wide));
        }
    }
}
