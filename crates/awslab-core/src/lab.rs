//! What a lab is made of: plain data and plain functions.

use std::collections::BTreeSet;

use crate::arn::Arn;
use crate::context::Context;
use crate::fact::Fact;
use crate::settings::{Param, Settings};
use crate::verdict::{Miss, Verdict};

/// A practical task.
#[derive(Debug)]
pub struct Lab {
    /// Its public name, which is the stem of its file.
    pub id: &'static str,
    /// What the learner does.
    pub title: &'static str,
    /// The source of its file: the `//!` lines at its head are the lab's page.
    pub source: &'static str,
    /// What an instructor may set.
    pub params: &'static [Param],
    /// The resources that could be the one judged; absent where the lab judges all of them together.
    pub subjects: Option<Subjects>,
    /// What must hold, prerequisites first.
    pub criteria: &'static [Criterion],
}

impl Lab {
    /// The criterion of this name.
    pub fn criterion(&self, id: &str) -> Option<&'static Criterion> {
        self.criteria.iter().find(|criterion| criterion.id == id)
    }

    /// The lab's page, as Markdown.
    pub fn page(&self) -> String {
        let head = self.source.lines().map_while(|line| line.strip_prefix("//!"));
        head.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect::<Vec<_>>().join("\n")
    }

    /// Every fact that a criterion may read.
    pub fn reads(&self) -> BTreeSet<Fact> {
        self.criteria.iter().flat_map(|it| it.all_reads().chain(it.shows.iter().copied())).collect()
    }

    /// Every fact that its criteria read under these settings.
    pub fn reads_under(&self, settings: &Settings) -> BTreeSet<Fact> {
        let is_read = |criterion: &'static Criterion| {
            let is_asked_for = |params: &[&str]| params.iter().any(|param| settings.asks_for(self, param));
            let conditional = criterion.reads_when.filter(|(params, _facts)| is_asked_for(params));
            let conditional = conditional.map_or(&[][..], |(_params, facts)| facts);
            criterion.reads.iter().chain(conditional).chain(criterion.shows).copied()
        };
        self.criteria.iter().flat_map(is_read).collect()
    }

    /// What all its criteria are worth together.
    pub fn max_points(&self) -> u32 {
        self.criteria.iter().map(|criterion| criterion.points).sum()
    }
}

/// Finds the resources that a lab could judge.
pub type Subjects = fn(&Context<'_>) -> Result<Vec<Arn>, Miss>;

/// One thing that must hold.
#[derive(Debug)]
pub struct Criterion {
    /// Its name within the lab.
    pub id: &'static str,
    /// Which side of the work it looks at.
    pub aspect: Aspect,
    /// What it is worth; one of 0 points informs.
    pub points: u32,
    /// What must hold, in a few words.
    pub title: &'static str,
    /// Why an engineer cares.
    pub why: &'static str,
    /// The commands that mend it, with `{placeholders}` for the learner's own names.
    pub fix: &'static str,
    /// The AWS page behind it.
    pub docs: &'static str,
    /// The criterion that must pass before this one means anything.
    pub after: Option<&'static str>,
    /// What it is decided by.
    pub reads: &'static [Fact],
    /// What it is decided by only when one of these parameters asks for it.
    pub reads_when: Option<(&'static [&'static str], &'static [Fact])>,
    /// What its evidence tells where it is known. The verdict is the same without.
    pub shows: &'static [Fact],
    /// Decides it.
    pub judge: fn(&Context<'_>) -> Verdict,
}

impl Criterion {
    /// A criterion with what every criterion has; the rest follows by name.
    pub const fn new(
        id: &'static str,
        aspect: Aspect,
        points: u32,
        title: &'static str,
        judge: fn(&Context<'_>) -> Verdict,
    ) -> Self {
        Self {
            id,
            aspect,
            points,
            title,
            why: "",
            fix: "",
            docs: "",
            after: None,
            reads: &[],
            reads_when: None,
            shows: &[],
            judge,
        }
    }

    /// Why an engineer cares.
    pub const fn why(mut self, why: &'static str) -> Self {
        self.why = why;
        self
    }

    /// The commands that mend it.
    pub const fn fix(mut self, fix: &'static str) -> Self {
        self.fix = fix;
        self
    }

    /// The AWS page behind it.
    pub const fn docs(mut self, docs: &'static str) -> Self {
        self.docs = docs;
        self
    }

    /// The criterion that must pass first.
    pub const fn after(mut self, criterion: &'static str) -> Self {
        self.after = Some(criterion);
        self
    }

    /// What it is decided by.
    pub const fn reads(mut self, facts: &'static [Fact]) -> Self {
        self.reads = facts;
        self
    }

    /// What it is decided by when one of these parameters asks for it.
    pub const fn reads_when(mut self, params: &'static [&'static str], facts: &'static [Fact]) -> Self {
        self.reads_when = Some((params, facts));
        self
    }

    /// What its evidence tells where it is known. The verdict is the same without.
    pub const fn shows(mut self, facts: &'static [Fact]) -> Self {
        self.shows = facts;
        self
    }

    /// Every fact that it may be decided by, whatever the parameters.
    pub fn all_reads(&self) -> impl Iterator<Item = Fact> {
        let conditional = self.reads_when.map_or(&[][..], |(_params, facts)| facts);
        self.reads.iter().chain(conditional).copied()
    }
}

/// The side of the work that a criterion looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// Was the thing built, does it work.
    Task,
    /// Nobody can do more than needed.
    LeastPrivilege,
    /// At rest and in transit.
    Encryption,
    /// Who can talk to whom.
    Topology,
    /// What survives a mistake or an outage.
    Resilience,
    /// What makes it manageable.
    Operations,
}

impl Aspect {
    /// Its public name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::LeastPrivilege => "least-privilege",
            Self::Encryption => "encryption",
            Self::Topology => "topology",
            Self::Resilience => "resilience",
            Self::Operations => "operations",
        }
    }
}
