//! Which values are written out, and which only point at something.

use std::sync::LazyLock;

use regex::{Regex, RegexSet};

use super::expression;

/// What stands between a name and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separator {
    /// `=`: of shells, INI files and most languages.
    Equals,
    /// `:`: of YAML, JSON, and of prose.
    Colon,
    /// A space, after a flag.
    Space,
}

/// A value as it stands in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal<'t> {
    pub(super) text: &'t str,
    quote: Option<char>,
    /// What follows in the text.
    rest: &'t str,
}

/// As much as is read of a value: passwords are shorter.
const LONGEST: usize = 256;

/// A shorter one would be found in all kinds of settings.
const SHORTEST: usize = 4;

impl<'t> Literal<'t> {
    /// The value that begins there.
    pub(super) fn at(text: &'t str) -> Self {
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let unescaped = text.trim_start_matches('\\'); // a quote within a quoted text
        let Some(quote @ ('"' | '\'' | '`')) = unescaped.chars().next() else {
            let end = bare_end(text);
            return Self { text: &text[..end], quote: None, rest: &text[end..] };
        };
        let inner = &unescaped[1..];
        let end = inner.find([quote, '\n']).filter(|end| inner[*end..].starts_with(quote));
        let end = end.unwrap_or_else(|| bare_end(inner));
        Self { text: inner[..end].trim_end_matches('\\'), quote: Some(quote), rest: &inner[end..] }
    }

    /// A value that is known to be all of this, without quotes.
    pub(super) fn bare(text: &'t str) -> Self {
        Self { text, quote: None, rest: "" }
    }

    /// A value that is known to be all of this, with nobody to expand variables in it.
    pub(super) fn verbatim(text: &'t str) -> Self {
        Self { text, quote: Some('\''), rest: "" }
    }

    /// Whether it is the secret itself.
    pub(super) fn is_written_out(&self, separator: Separator) -> bool {
        let text = self.text;
        if CRYPTED.is_match(text) {
            return true;
        }
        let is_mask = || text.chars().all(|it| text.starts_with(it));
        let is_no_value = || NO_VALUES.iter().any(|it| it.eq_ignore_ascii_case(text));
        let is_reference = text.chars().count() < SHORTEST
            || self.quote == Some('`')
            || text.trim() != text
            || is_mask()
            || is_no_value()
            || REFERENCES.is_match(text)
            || self.expands_variable();
        !(is_reference || self.quote.is_none() && (self.is_code(separator) || self.is_prose(separator)))
    }

    /// A variable within the value; a dollar sign within single quotes is just that.
    fn expands_variable(&self) -> bool {
        self.quote != Some('\'') && VARIABLE.is_match(self.text)
    }

    /// An expression of a programming language, or its variable handed on.
    fn is_code(&self, separator: Separator) -> bool {
        let is_handed_on = separator == Separator::Equals
            && self.rest.starts_with([',', ')'])
            && self.text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        is_handed_on || CODE.is_match(self.text)
    }

    /// `Password: the one you chose`.
    fn is_prose(&self, separator: Separator) -> bool {
        let line = self.rest.split(['\n', '\r']).next().unwrap_or_default();
        separator == Separator::Colon && line.trim_start().starts_with(|it: char| it.is_alphanumeric() || it == '(')
    }
}

/// Where a value without quotes ends.
fn bare_end(text: &str) -> usize {
    let ends = |letter: char| {
        letter.is_whitespace() || matches!(letter, ';' | '&' | '|' | '<' | '>' | '"' | '\'' | '`' | ')' | '}')
    };
    let end = text.find(ends).unwrap_or(text.len());
    let end = text[..end].find(r"\n").unwrap_or(end); // a line's end within a quoted text
    text[..end].trim_end_matches([',', '\\']).len()
}

/// Words that stand where a value would.
const NO_VALUES: &[&str] = &[
    "await",
    "disabled",
    "enabled",
    "false",
    "none",
    "null",
    "optional",
    "prompt",
    "random",
    "required",
    "string",
    "true",
    "undefined",
    "!Cidr",
    "!FindInMap",
    "!GetAtt",
    "!If",
    "!ImportValue",
    "!Join",
    "!Ref",
    "!Select",
    "!Split",
    "!Sub",
    "!Transform",
    "!vault",
];

/// Values that point at something.
static REFERENCES: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new([
        r"^[<\[({]",                                               // a placeholder, a list, a document
        r"\$\{|\$\(|\{\{|<%|#\{",                                  // a variable, a command, a template's own
        r"^\$(?:[A-Za-z_]|[0-9@*#?!]$)",                           // a variable
        r"^%[A-Za-z_()0-9]+%|^__[A-Za-z0-9_]+__$|^@@?[A-Z_]+@@?$", // the same of Windows, and of templates
        r"^(?:arn|env|file|op|s3|ssm|vault|sops):",                // a place by its kind
        r"^[a-z0-9+]+://",                                         // an address
        r"^[0-9]+:[0-9:]+$",                                       // ports
        r"^(?:~|\.{1,2})?/[A-Za-z0-9_./@:-]*$|^[A-Za-z]:\\",       // a path
        r"^[a-z0-9_.-]+(?:/[a-z0-9_.-]+)+$",                       // a name in folders
        r"^[A-Za-z0-9_./-]+\.(?:cer|conf|crt|csv|env|ini|json|key|pem|ppk|properties|tfvars|toml|txt|ya?ml)$", // a file
    ])
    .expect("the list is of expressions")
});

/// <https://manpages.debian.org/crypt.5>
static CRYPTED: LazyLock<Regex> =
    LazyLock::new(|| expression(r"^\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|argon2(?:id?|d)|scrypt)\$\S{8}"));

static VARIABLE: LazyLock<Regex> = LazyLock::new(|| expression(r"[^$]\$[A-Za-z_][A-Za-z_0-9]{2}"));

/// A call, an index, a cmdlet, a member of what holds settings.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    expression(concat!(
        r"^(?:[A-Za-z_][A-Za-z0-9_.:]*[\[(]",
        r"|(?:ConvertFrom|ConvertTo|Get|Import|Invoke|New|Read)-[A-Z][A-Za-z]+$",
        r"|(?:args|conf|config|data|env|event|local|module|opts|os|params|process|self|settings|this|var)\.[A-Za-z_])",
    ))
});
