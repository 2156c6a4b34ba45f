//! What a criterion may look at. The nouns it speaks in are in `nouns`.

use std::fmt::Display;

use crate::arn::Arn;
use crate::lab::Lab;
use crate::model::Account;
use crate::scope::Scope;
use crate::settings::Settings;
use crate::verdict::Observation;

/// One lab on one account.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// What was read.
    pub account: &'a Account,
    /// What belongs.
    pub scope: &'a Scope,
    /// The resource judged; absent before it is chosen and in labs that judge all together.
    pub subject: Option<&'a Arn>,
    pub(crate) lab: &'static Lab,
    settings: &'a Settings,
}

impl<'a> Context<'a> {
    pub(crate) fn new(lab: &'static Lab, account: &'a Account, scope: &'a Scope, settings: &'a Settings) -> Self {
        Self { account, scope, subject: None, lab, settings }
    }

    pub(crate) fn of(self, subject: &'a Arn) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Whether a parameter of the lab is on.
    pub fn flag(&self, param: &str) -> bool {
        self.settings.flag(self.lab, param)
    }

    /// A parameter of the lab that is a number.
    pub fn count(&self, param: &str) -> u32 {
        self.settings.count(self.lab, param)
    }

    /// A parameter of the lab that is a text.
    pub fn text(&self, param: &str) -> &'a str {
        self.settings.text(self.lab, param)
    }

    /// Sees whether something holds of the account as a whole.
    pub fn observe_account(
        &self,
        property: &str,
        met: bool,
        expected: impl Display,
        actual: impl Display,
    ) -> Observation {
        Observation {
            subject: format!("account {}", self.account.account_id),
            property: property.to_owned(),
            expected: expected.to_string(),
            actual: actual.to_string(),
            met,
            names: Vec::new(),
            fix: None,
        }
    }

    /// A text of the instructor's with `{account}`, `{partition}` and `{region}` filled in.
    pub fn filled(&self, text: &str) -> String {
        self.names().iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// What fixes call the account, and a name for what they make.
    pub(crate) fn names(&self) -> Vec<(&'static str, String)> {
        let new = self.scope.name_prefix.as_deref().unwrap_or("awslab").trim_end_matches('-');
        vec![
            ("account", self.account.account_id.clone()),
            ("partition", self.account.partition.clone()),
            ("region", self.scope.regions.first().unwrap_or(&self.account.region).clone()),
            ("new", new.to_owned()),
            ("new-bucket", format!("{}-s3-{}", new.to_lowercase(), self.account.account_id)),
        ]
    }
}
