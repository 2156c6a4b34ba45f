//! One request of each sort that a bucket's policy could tell apart.

use std::collections::BTreeSet;

use super::over_plain_http;
use crate::authorization;
use crate::context::{Context, Keys};
use crate::document::{Document, Principals, Resources, Statement};
use crate::exposure::{Who, named};
use crate::matching::{Action, Resource, ShortArns};
use crate::truth::Truth;

/// Askers and what they ask for; each asks for everything.
pub(super) struct Samples {
    pub(super) askers: Vec<Asker>,
    /// Actions with their resources.
    pub(super) requests: Vec<(String, String)>,
}

/// Somebody, with what is sure of all requests of their sort.
pub(super) struct Asker {
    pub(super) principal: String,
    pub(super) known: Context,
}

impl Samples {
    pub(super) fn of(policy: Option<&Document>, bucket: &str, owner: &str) -> Self {
        let statements = policy.map(|document| document.statements.as_slice()).unwrap_or_default();
        let objects: Vec<String> = keys(statements).iter().map(|key| format!("{bucket}/{key}")).collect();
        let objects = of_each_sort(objects, |object| {
            let context = Context::default().and_perhaps_more();
            let variables = policy.is_some_and(Document::has_variables).then_some(&context as &dyn Keys);
            let resource = Resource::new(object);
            let takes_in = |resources| resource.is_among(resources, ShortArns::MatchWithStar, variables);
            statements.iter().map(|it| it.resources.as_ref().map_or(Truth::YES, takes_in)).collect()
        });
        Self { askers: askers(statements, owner), requests: requests(statements, bucket, &objects) }
    }
}

impl Asker {
    fn new(principal: &str, known: Context) -> Self {
        Self { principal: principal.to_owned(), known: over_plain_http(known) }
    }
}

/// Somebody of every kind whom the policy does not name, and all whom it does. The owner's come first: they need nothing
/// from the bucket's policy.
fn askers(statements: &[Statement], owner: &str) -> Vec<Asker> {
    const STRANGER: &str = "arn:aws:iam::999999999999:user/stranger";
    const CALLER_KEYS: &[&str] =
        &["aws:PrincipalAccount", "aws:PrincipalArn", "aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:username"];
    let not_a_service = || Context::default().and_perhaps_more().with("aws:PrincipalIsAWSService", "false");
    let of_owner = || Who::Account(owner.to_owned()).facts(owner);
    let root = format!("arn:aws:iam::{owner}:root");
    let mut askers = vec![
        Asker::new(&format!("arn:aws:iam::{owner}:user/anybody"), of_owner()),
        Asker::new(&format!("arn:aws:sts::{owner}:assumed-role/any/session"), of_owner()),
        Asker::new(&root, Who::Principal(root.clone()).facts(owner)),
        Asker::new("*", CALLER_KEYS.iter().fold(not_a_service(), |known, key| known.without(key))),
        Asker::new(STRANGER, not_a_service()),
        Asker::new("some.amazonaws.com", Who::Service("*".to_owned()).facts(owner)),
    ];
    let all_named: BTreeSet<Who> = statements.iter().flat_map(|it| it.principals.iter().flat_map(all_named)).collect();
    askers.extend(all_named.iter().filter_map(|who| {
        let principal = match who {
            Who::Account(id) => format!("arn:aws:iam::{id}:user/anybody"),
            Who::Principal(text) | Who::Service(text) | Who::Federated(text) | Who::CanonicalUser(text) => text.clone(),
            _ => return None,
        };
        Some(Asker::new(&principal, who.facts(owner)))
    }));
    askers
}

fn all_named(principals: &Principals) -> impl Iterator<Item = Who> {
    principals.listed().iter().filter_map(|(kind, id)| named(kind, id))
}

/// What can be done to a bucket and to objects. The best known actions come first, as examples that a learner knows.
fn requests(statements: &[Statement], bucket: &str, objects: &[String]) -> Vec<(String, String)> {
    const BEST_KNOWN: &[&str] = &["GetObject", "PutObject", "ListBucket"];
    let mut actions: Vec<_> = authorization::service("s3").map(|s3| s3.actions.iter().collect()).unwrap_or_default();
    actions.sort_by_key(|action: &&authorization::Action| !BEST_KNOWN.contains(&action.name));
    let mut requests = Vec::new();
    for (resource_type, resources) in [("object", objects), ("bucket", &[bucket.to_owned()][..])] {
        let about = actions.iter().filter(|action| action.resource_types().any(|it| it.name == resource_type));
        let names = of_each_sort(about.map(|action| format!("s3:{}", action.name)).collect(), |name| {
            let action = Action::new(name);
            statements.iter().map(|it| action.is_among(&it.actions)).collect()
        });
        let each = names.iter().flat_map(|name| resources.iter().map(|resource| (name.clone(), resource.clone())));
        requests.extend(each);
    }
    requests
}

/// The first of all that the policy's statements take in alike.
fn of_each_sort<T>(all: Vec<T>, taken_in: impl Fn(&T) -> Vec<Truth>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let sort = |it: &T| taken_in(it).iter().map(|truth| (truth.holds, truth.open)).collect::<Vec<_>>();
    all.into_iter().filter(|it| seen.insert(sort(it))).collect()
}

/// Names of objects such that together the patterns of a policy take in all names if they take in these.
///
/// A name of letters that no pattern has is taken in only by patterns without letters, and these go by its length. So it
/// suffices to try the lengths around the number of their `?`. What is excluded, or allowed, is tried as well.
fn keys(statements: &[Statement]) -> BTreeSet<String> {
    let patterns: Vec<&str> =
        statements.iter().flat_map(|it| it.resources.iter().flat_map(listed)).map(String::as_str).collect();
    let fresh = fresh_letter(&patterns);
    let lengths = patterns.iter().map(|pattern| pattern.matches('?').count()).filter(|length| *length < MOST_LETTERS);
    let lengths = lengths.flat_map(|length| [length, length + 1]).chain([1]).filter(|length| *length > 0);
    let mut keys: BTreeSet<String> = lengths.map(|length| fresh.repeat(length)).collect();
    for key in patterns.iter().filter_map(|pattern| pattern.split_once('/')).map(|(_bucket, key)| key) {
        let key = key.replace('?', &fresh);
        keys.extend([key.replace('*', ""), key.replace('*', &fresh)]);
    }
    keys.remove("");
    keys
}

/// S3 takes no longer names.
const MOST_LETTERS: usize = 1024;

fn listed(resources: &Resources) -> &[String] {
    match resources {
        Resources::Only(listed) | Resources::AllBut(listed) => listed,
    }
}

fn fresh_letter(patterns: &[&str]) -> String {
    let mut letters = ('x'..='z').chain('a'..='w').chain('0'..='9').chain('\u{100}'..=char::MAX);
    let is_fresh = |letter: &char| !patterns.iter().any(|pattern| pattern.contains(*letter));
    letters.find(is_fresh).unwrap_or('x').to_string()
}
