//! Where statements come from: policies as they are, or an index of them.

use crate::document::{Document, Statement};
use crate::policies::{Level, Policies};

/// The policies of each type, in the form `S`.
pub(crate) struct Sources<'a, S> {
    pub(super) identity: S,
    pub(super) boundary: Option<S>,
    pub(super) session: Option<S>,
    pub(super) scps: Vec<S>,
    pub(super) rcps: Vec<S>,
    pub(super) resource: S,
    pub(super) endpoint: Option<S>,
    pub(super) management_account: Option<&'a str>,
}

/// Policies of one type, and of one level where there are levels.
pub(crate) trait Source<'a> {
    /// The statements that could be about a service, in the order written; perhaps others too.
    fn statements_about(&self, service: &str) -> impl Iterator<Item = Placed<'a>>;
}

/// A statement and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub(super) statement: &'a Statement,
    pub(super) document: &'a Document,
    /// Which policy of its type.
    pub(super) policy: usize,
    /// Which statement of its policy.
    pub(super) index: usize,
}

impl<'a> Sources<'a, &'a [Document]> {
    pub(crate) fn of(policies: &'a Policies) -> Self {
        let levels = |levels: &'a Option<Vec<Level>>| {
            let levels = levels.iter().flatten();
            levels.map(|level| level.policies.as_slice()).collect()
        };
        Self {
            identity: &policies.identity,
            boundary: policies.boundary.as_deref(),
            session: policies.session.as_deref(),
            scps: levels(&policies.scps),
            rcps: levels(&policies.rcps),
            resource: policies.resource.as_slice(),
            endpoint: policies.endpoint.as_deref(),
            management_account: policies.management_account.as_deref(),
        }
    }

    /// The same policies in another form.
    pub(crate) fn map<S>(self, form: impl Fn(&'a [Document]) -> S) -> Sources<'a, S> {
        Sources {
            identity: form(self.identity),
            boundary: self.boundary.map(&form),
            session: self.session.map(&form),
            scps: self.scps.into_iter().map(&form).collect(),
            rcps: self.rcps.into_iter().map(&form).collect(),
            resource: form(self.resource),
            endpoint: self.endpoint.map(&form),
            management_account: self.management_account,
        }
    }
}

/// As they are: every statement is worth a look.
impl<'a> Source<'a> for &'a [Document] {
    fn statements_about(&self, _service: &str) -> impl Iterator<Item = Placed<'a>> {
        self.iter().enumerate().flat_map(|(policy, document)| {
            let placed = move |(index, statement)| Placed { statement, document, policy, index };
            document.statements.iter().enumerate().map(placed)
        })
    }
}
