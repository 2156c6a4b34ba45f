//! The `Action` and `NotAction` elements.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html>

use crate::document::Actions;
use crate::glob;
use crate::truth::Truth;

/// Whether a statement's actions take in the one that is asked for.
pub(crate) fn actions_match(actions: &Actions, action: &str) -> Truth {
    let listed = |patterns: &[String]| Truth::any(patterns.iter().map(|pattern| action_matches(pattern, action)));
    match actions {
        Actions::Only(patterns) => listed(patterns),
        Actions::AllBut(patterns) => listed(patterns).not(),
    }
}

/// The service is never a pattern: only a bare `*` takes in several. AWS does not say what `*:*` does.
fn action_matches(pattern: &str, action: &str) -> Truth {
    if pattern == "*" {
        return Truth::YES;
    }
    if pattern == "*:*" {
        return Truth::open(true);
    }
    let (Some((service, name)), Some((asked_service, asked_name))) = (pattern.split_once(':'), action.split_once(':'))
    else {
        return Truth::NO;
    };
    let is_service = service.eq_ignore_ascii_case(asked_service);
    Truth::sure(is_service && glob::matches_ignoring_case(glob::tokens(name), asked_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter_and_blanks_do() {
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
            assert_eq!(actions_match(&only, "s3:GetObject"), expected, "{pattern}");
            let all_but = Actions::AllBut(vec![pattern.to_owned()]);
            assert_eq!(actions_match(&all_but, "s3:GetObject"), expected.not(), "all but {pattern}");
        }
    }
}
