//! ARNs to ask about where the resource of a request is not given.
//!
//! What the caller may choose, it chooses as its policies want it: names and Regions are taken from them. What it may not
//! choose has a name that no policy has: only a policy that takes in any name lets it through.

use super::catalogue::{Choice, Resource};
use crate::arn;
use crate::circumstances::Circumstances;
use crate::context::Keys;
use crate::document::{Document, Resources};
use crate::glob::Token;
use crate::policies::Policies;
use crate::request::Request;
use crate::variables;

/// A name and an id that no policy has.
const ANY_NAME: &str = "0-any-name-0";
const ANY_ID: &str = "0a1b2c3d4e5f60718";

/// So many are tried; policies that name more are about particular resources.
const MOST_REGIONS: usize = 8;
const MOST_PATTERNS: usize = 64;

/// The Regions and resources that the policies of an identity name.
#[derive(Debug, Default)]
pub(super) struct Names {
    regions: Vec<String>,
    patterns: Vec<String>,
}

impl Names {
    pub(super) fn of(policies: &Policies, principal: &str, region: &str) -> Self {
        let request = Request::new(principal, "", "*");
        let known = Circumstances::of(&request);
        let mut names = Self { regions: vec![region.to_owned()], patterns: Vec::new() };
        let scps = policies.scps.iter().flatten().flat_map(|level| &level.policies);
        for document in policies.identity.iter().chain(policies.boundary.iter().flatten()).chain(scps) {
            names.add(document, &known);
        }
        names
    }

    /// The ARNs to try for a resource, the most general first.
    pub(super) fn arns(&self, resource: &Resource, choice: Choice, partition: &str, account: &str) -> Vec<String> {
        let mut arns = Vec::new();
        for form in &resource.forms {
            let mut names = vec![ANY_NAME.to_owned()];
            if choice == Choice::Free {
                names.extend(self.patterns.iter().filter_map(|pattern| name_in(pattern, form)));
            }
            let regions = if form.contains("{region}") { self.regions.as_slice() } else { &self.regions[..1] };
            for name in &names {
                arns.extend(regions.iter().map(|region| filled(form, partition, region, account, name)));
            }
        }
        arns
    }

    fn add(&mut self, document: &Document, known: &dyn Keys) {
        for statement in &document.statements {
            let Some(Resources::Only(listed) | Resources::AllBut(listed)) = &statement.resources else { continue };
            for pattern in listed.iter().filter(|pattern| *pattern != "*") {
                self.add_region(arn::split(pattern).0[3]);
                if self.patterns.len() < MOST_PATTERNS {
                    self.patterns.extend(instance(pattern, known).filter(|it| !self.patterns.contains(it)));
                }
            }
            let regions = statement.conditions.iter().filter(|it| it.key.eq_ignore_ascii_case("aws:RequestedRegion"));
            regions.flat_map(|it| &it.values).for_each(|region| self.add_region(region));
        }
    }

    fn add_region(&mut self, region: &str) {
        let is_literal = !region.is_empty() && region.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-');
        if is_literal && self.regions.len() < MOST_REGIONS && !self.regions.iter().any(|known| known == region) {
            self.regions.push(region.to_owned());
        }
    }
}

/// An ARN as people read it: what may be anything is a `*`.
pub(super) fn readable(arn: &str) -> String {
    arn.replace(ANY_NAME, "*").replace(ANY_ID, "*")
}

fn filled(form: &str, partition: &str, region: &str, account: &str, name: &str) -> String {
    [("{partition}", partition), ("{region}", region), ("{account}", account), ("{name}", name), ("{id}", ANY_ID)]
        .iter()
        .fold(form.to_owned(), |arn, (placeholder, value)| arn.replace(placeholder, value))
}

/// A text that a pattern matches.
fn instance(pattern: &str, known: &dyn Keys) -> Option<String> {
    let tokens = variables::expand(pattern, known)?;
    let text = tokens.into_iter().map(|token| match token {
        Token::Run | Token::One => 'x',
        Token::Char(char) => char,
    });
    Some(text.collect())
}

/// What an ARN has where the form of one has a name.
fn name_in(arn: &str, form: &str) -> Option<String> {
    let (parts, form_parts) = (arn::split(arn).0, arn::split(form).0);
    let (before, after) = form_parts[5].split_once("{name}")?;
    let literal = before.rsplit_once('}').map_or(before, |(_id, literal)| literal);
    if !parts[2].eq_ignore_ascii_case(form_parts[2]) {
        return None;
    }
    let follows_an_id = before.contains('{');
    let rest = if follows_an_id { parts[5].rsplit_once(literal)?.1 } else { parts[5].strip_prefix(literal)? };
    let name = match after.chars().next() {
        Some(delimiter) => rest.split(delimiter).next().unwrap_or(rest),
        None => rest,
    };
    (!name.is_empty() && name != "x").then(|| name.to_owned())
}
