//! Amazon Resource Names: `arn:partition:service:region:account:resource`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html>

/// An ARN in its six parts; the last may hold colons of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arn<'a> {
    pub(crate) parts: [&'a str; 6],
}

impl<'a> Arn<'a> {
    /// `None` when a text is no ARN, such as the `*` of a request about nothing in particular.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        let (parts, count) = split(text);
        (count == parts.len() && parts[0] == "arn").then_some(Self { parts })
    }

    pub(crate) fn partition(self) -> &'a str {
        self.parts[1]
    }

    pub(crate) fn service(self) -> &'a str {
        self.parts[2]
    }

    pub(crate) fn region(self) -> &'a str {
        self.parts[3]
    }

    /// Empty for what belongs to no account or does not say so, such as a bucket.
    pub(crate) fn account(self) -> &'a str {
        self.parts[4]
    }

    /// Such as `user/anna` or `key/1234`.
    pub(crate) fn resource(self) -> &'a str {
        self.parts[5]
    }
}

/// A text in the parts of an ARN, and how many it has; those that it lacks are empty. By bytes, because the engine does it
/// for every pattern.
pub(crate) fn split(text: &str) -> ([&str; 6], usize) {
    let mut parts = [""; 6];
    let mut rest = text;
    for index in 0..parts.len() - 1 {
        let Some(colon) = rest.bytes().position(|byte| byte == b':') else {
            parts[index] = rest;
            return (parts, index + 1);
        };
        (parts[index], rest) = (&rest[..colon], &rest[colon + 1..]);
    }
    parts[5] = rest;
    (parts, 6)
}

/// Whether a text is the number of an account.
pub(crate) fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_keeps_its_colons() {
        let arn = Arn::parse("arn:aws:logs:eu-west-1:111122223333:log-group:a:*").expect("it is an ARN");
        assert_eq!((arn.service(), arn.region(), arn.resource()), ("logs", "eu-west-1", "log-group:a:*"));
        for text in ["", "*", "arn:aws:s3", "aws:arn:s3:::bucket"] {
            assert_eq!(Arn::parse(text), None, "{text}");
        }
        assert!(is_account_id("111122223333"));
        assert!(!is_account_id("11112222333a"));
    }
}
