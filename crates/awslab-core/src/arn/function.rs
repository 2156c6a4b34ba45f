//! Lambda functions, as others name them: by ARN, by a part of one, or by name, each with or without a version or alias.

use std::fmt;

use super::Arn;

/// A function, or a version or alias of one, that something names.
///
/// <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestSyntax>
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FunctionReference {
    /// The function's own ARN.
    pub function: Arn,
    /// A version or an alias; absent for the function as it is now.
    pub qualifier: Option<String>,
}

/// Where a name stands that does not say where the function is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home<'a> {
    /// `aws`, `aws-cn`, `aws-us-gov`.
    pub partition: &'a str,
    /// The Region.
    pub region: &'a str,
    /// Twelve digits.
    pub account: &'a str,
}

impl FunctionReference {
    /// Reads `arn:aws:lambda:eu-west-1:111122223333:function:shop:live`, `111122223333:function:shop:live`, or
    /// `shop:live`; `None` for what names no function.
    pub fn parse(text: &str, home: Home<'_>) -> Option<Self> {
        let Home { partition, region, account } = home;
        let parts: Vec<&str> = text.split(':').collect();
        match parts[..] {
            ["arn", partition, "lambda", region, account, "function", name] => {
                Self::new(Home { partition, region, account }, name, None)
            }
            ["arn", partition, "lambda", region, account, "function", name, qualifier] => {
                Self::new(Home { partition, region, account }, name, Some(qualifier))
            }
            [account, "function", name] => Self::new(Home { account, ..home }, name, None),
            [account, "function", name, qualifier] => Self::new(Home { account, ..home }, name, Some(qualifier)),
            [name] => Self::new(Home { partition, region, account }, name, None),
            [name, qualifier] => Self::new(Home { partition, region, account }, name, Some(qualifier)),
            _ => None,
        }
    }

    fn new(home: Home<'_>, name: &str, qualifier: Option<&str>) -> Option<Self> {
        let Home { partition, region, account } = home;
        let is_account = account.len() == 12 && account.chars().all(|it| it.is_ascii_digit());
        if !is_account || !is_name(name) || !qualifier.is_none_or(|it| is_name(it) || it == LATEST) {
            return None;
        }
        let function = format!("arn:{partition}:lambda:{region}:{account}:function:{name}").parse().ok()?;
        Some(Self { function, qualifier: qualifier.map(str::to_owned) })
    }

    /// The function's name.
    pub fn name(&self) -> &str {
        self.function.resource().trim_start_matches("function:")
    }

    /// The version or alias that was published; absent for the function as it is now, by whichever name.
    pub fn published(&self) -> Option<&str> {
        self.qualifier.as_deref().filter(|it| *it != LATEST)
    }
}

/// What is not published.
const LATEST: &str = "$LATEST";

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'))
}

/// The ARN by which it is invoked.
impl fmt::Display for FunctionReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.qualifier {
            Some(qualifier) => write!(f, "{}:{qualifier}", self.function),
            None => write!(f, "{}", self.function),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: Home<'_> = Home { partition: "aws", region: "eu-west-1", account: "111122223333" };

    fn read(text: &str) -> Option<String> {
        FunctionReference::parse(text, HOME).map(|it| it.to_string())
    }

    #[test]
    fn a_function_has_many_names() {
        let (shop, live) = ("arn:aws:lambda:eu-west-1:111122223333:function:shop", ":live");
        for text in ["shop", "111122223333:function:shop", shop] {
            assert_eq!(read(text).as_deref(), Some(shop), "{text}");
            assert_eq!(read(&format!("{text}{live}")), Some(format!("{shop}{live}")), "{text}");
        }
    }

    #[test]
    fn another_account_and_another_region_are_other_functions() {
        let there = "arn:aws:lambda:us-east-1:444455556666:function:shop";
        assert_eq!(read(there).as_deref(), Some(there));
        assert_eq!(
            read("444455556666:function:shop").as_deref(),
            Some("arn:aws:lambda:eu-west-1:444455556666:function:shop")
        );
    }

    #[test]
    fn the_latest_code_is_no_published_version() {
        let published = |text| FunctionReference::parse(text, HOME).expect("it names a function").published().is_some();
        assert!(!published("shop:$LATEST") && !published("shop") && published("shop:3") && published("shop:live"));
    }

    #[test]
    fn what_names_no_function_is_none() {
        for text in ["", "shop:", ":live", "${stageVariables.function}", "shop:a:b", "arn:aws:sns:eu-west-1:1:shop"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("arn:aws:lambda:eu-west-1:1111:function:shop"), None, "an account has twelve digits");
        assert_eq!(read("arn:aws:lambda:eu-west-1:111122223333:layer:shop"), None, "a layer is no function");
    }
}
