//! Who may ask: a caller of each kind that the policies tell apart, with the condition keys that follow from who it is.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties>

use std::collections::BTreeSet;

use super::Gap;
use super::automaton::{self, Pattern, Step, Symbol};
use super::clause::Clause;
use super::patterns;
use crate::arn::{Arn, is_account_id};
use crate::caller::{Caller, Kind, last_segment};
use crate::context::Context;
use crate::document::{Comparison, Condition, Principals};
use crate::glob::{self, Token};
use crate::variables;

/// The account of a caller of whom nothing matters.
const SOME_ACCOUNT: &str = "111122223333";

/// The keys that follow from who calls, so that no request has them otherwise.
const DERIVED: &[&str] = &[
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:username",
];

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Who {
    pub(super) principal: String,
    /// What AWS knows of it beyond its ARN: the ARN of a session's role, with its path.
    pub(super) arn: Option<String>,
}

impl Who {
    fn new(principal: impl Into<String>) -> Self {
        Self { principal: principal.into(), arn: None }
    }

    /// What a request must say of it.
    pub(super) fn given(&self) -> Context {
        let context = Context::default();
        match &self.arn {
            Some(arn) => context.with("aws:PrincipalArn", arn),
            None => context,
        }
    }

    /// The context of its requests.
    pub(super) fn context(&self) -> Context {
        let mut context = self.given();
        Caller::of(&self.principal).describe(&mut context);
        context
    }
}

pub(super) fn is_derived(key: &str) -> bool {
    DERIVED.iter().any(|derived| derived.eq_ignore_ascii_case(key))
}

/// A caller of each kind. `other_name` is a name that no policy has.
pub(super) fn callers(clauses: &[Clause<'_>], other_name: char) -> Result<Vec<Who>, Gap> {
    let by_resources = clauses.iter().any(Clause::names_principals);
    let keys = clauses.iter().flat_map(|clause| clause.elements().flat_map(|element| clause.keys_of(element)));
    if !by_resources && !keys.into_iter().any(is_derived) {
        return Ok(vec![Who::new(format!("arn:aws:iam::{SOME_ACCOUNT}:user/anyone"))]);
    }
    let mut callers = with_identity(clauses, other_name)?;
    // A policy of an identity hangs on a user or a role.
    callers.retain(|who| by_resources || Caller::of(&who.principal).kind != Kind::Root);
    if by_resources {
        callers.extend(named(clauses).map(|(_kind, id)| Who::new(id)));
        callers.extend(services(clauses)?);
        callers.extend(["*", "idp.example.com"].map(Who::new));
    }
    Ok(callers)
}

/// Users, roles and their sessions, sessions of users and root users, by their ARNs.
fn with_identity(clauses: &[Clause<'_>], other_name: char) -> Result<Vec<Who>, Gap> {
    let partitions = partitions(clauses);
    let shapes = partitions.iter().flat_map(|partition| {
        let kinds = [("iam", "user/"), ("iam", "role/"), ("sts", "federated-user/"), ("iam", "root")];
        kinds.map(|(service, kind)| shape(partition, service, kind))
    });
    let mut patterns: Vec<Pattern> = shapes.collect();
    let shapes = (0..patterns.len()).collect();
    patterns.extend(username(&[Token::Char(other_name)]));
    for condition in conditions(clauses) {
        patterns.extend(patterns_of(condition)?);
    }
    for (_kind, id) in named(clauses) {
        patterns.extend(patterns_of_principal(id));
    }
    let mut found = Vec::new();
    for arn in automaton::representatives(&patterns, &[shapes])? {
        let sessions = sessions_of(&arn, named(clauses).map(|(_kind, id)| id));
        found.extend(sessions.into_iter().map(|principal| Who { principal, arn: Some(arn.clone()) }));
        found.push(Who::new(arn));
    }
    Ok(found)
}

/// The sessions of a role, if it is one: some session, and those that policies name.
fn sessions_of<'a>(role: &str, named: impl Iterator<Item = &'a str>) -> Vec<String> {
    let arn = Arn::parse(role).expect("the shape of a caller is that of an ARN");
    let Some(path_and_name) = arn.resource().strip_prefix("role/") else { return Vec::new() };
    let (partition, account, name) = (arn.partition(), arn.account(), last_segment(path_and_name));
    let before = format!("arn:{partition}:sts::{account}:assumed-role/{name}/");
    let named = named.filter(|id| id.len() > before.len() && id.starts_with(&before)).map(str::to_owned);
    named.chain([format!("{before}session")]).collect()
}

fn shape(partition: &str, service: &str, kind: &str) -> Pattern {
    let mut pattern = patterns::literal(&format!("arn:{partition}:{service}::"));
    pattern.extend([Step::One(Symbol::Digit); 12]);
    pattern.extend(patterns::literal(&format!(":{kind}")));
    if kind.ends_with('/') {
        pattern.extend([Step::Run(Symbol::Any), Step::One(Symbol::Not('/'))]);
    }
    pattern
}

/// `aws`, and those that policies name.
fn partitions(clauses: &[Clause<'_>]) -> BTreeSet<String> {
    let values = conditions(clauses).flat_map(|condition| condition.values.iter().map(String::as_str));
    let texts = values.chain(named(clauses).map(|(_kind, id)| id));
    let partition = |text: &str| Arn::parse(text).map(|arn| arn.partition().to_owned());
    let is_plain = |text: &String| text.chars().all(|char| char.is_ascii_alphanumeric() || char == '-');
    texts.filter_map(partition).filter(is_plain).chain(["aws".to_owned()]).collect()
}

/// The conditions on keys that follow from who calls.
fn conditions<'a>(clauses: &[Clause<'a>]) -> impl Iterator<Item = &'a Condition> {
    clauses.iter().flat_map(|clause| &clause.statement.conditions).filter(|condition| is_derived(&condition.key))
}

/// The principals that policies name, with their kinds.
fn named<'a>(clauses: &[Clause<'a>]) -> impl Iterator<Item = (&'a str, &'a str)> {
    let listed = clauses.iter().filter_map(|clause| clause.statement.principals.as_ref()).flat_map(|it| match it {
        Principals::Only(listed) | Principals::AllBut(listed) => listed,
    });
    listed.map(|(kind, id)| (kind.as_str(), id.as_str()))
}

/// What a named principal has to do with users and roles. A role's sessions are told by its name, without its path.
fn patterns_of_principal(id: &str) -> Vec<Pattern> {
    if is_account_id(id) {
        return vec![in_account(&patterns::literal(id))];
    }
    let Some(arn) = Arn::parse(id) else { return Vec::new() };
    let account = patterns::literal(arn.account());
    let role = arn.resource().strip_prefix("assumed-role/").and_then(|session| session.split_once('/'));
    let name = role.map_or_else(|| last_segment(arn.resource()), |(role, _session)| role);
    let mut end = in_account(&account);
    end.extend(patterns::literal(&format!("/{name}")));
    vec![patterns::literal(id), in_account(&account), end]
}

/// What a condition on a derived key says about the ARN of who calls.
fn patterns_of(condition: &Condition) -> Result<Vec<Pattern>, Gap> {
    let is_about = |key: &str| condition.key.eq_ignore_ascii_case(key);
    let mut found = Vec::new();
    for value in &condition.values {
        if variables::are_in(value) {
            return Err(Gap::Variable(value.clone()));
        }
        let tokens: Vec<Token> = match condition.operator.comparison {
            Comparison::StringLike | Comparison::Arn => glob::tokens(value).collect(),
            _ => value.chars().map(Token::Char).collect(),
        };
        if is_about("aws:PrincipalArn") {
            found.extend(patterns::compared(condition.operator.comparison, &tokens));
        } else if is_about("aws:PrincipalAccount") {
            found.push(in_account(&within(&tokens, ':')));
        } else if is_about("aws:username") {
            found.extend(username(&tokens));
        }
    }
    Ok(found)
}

fn within(tokens: &[Token], end: char) -> Pattern {
    patterns::steps(tokens, Symbol::Folded, Symbol::Not(end)).collect()
}

fn in_account(account: &[Step]) -> Pattern {
    let part = [Step::Run(Symbol::Not(':')), Step::One(Symbol::Char(':'))];
    let before = [part, part, part, part].concat();
    [&before, account, &[Step::One(Symbol::Char(':')), Step::Run(Symbol::Any)]].concat()
}

/// The name of a user, with a path before it and without; once to the letter and once whatever its case.
fn username(name: &[Token]) -> [Pattern; 4] {
    let user = |folds: bool, has_path: bool| {
        let named = if folds { Symbol::Folded } else { Symbol::Char };
        let mut pattern = in_account(&[Step::Run(Symbol::Not(':'))]);
        pattern.pop();
        pattern.extend(patterns::literal("user/"));
        if has_path {
            pattern.extend([Step::Run(Symbol::Any), Step::One(Symbol::Char('/'))]);
        }
        pattern.extend(patterns::steps(name, named, Symbol::Not('/')));
        pattern
    };
    [user(false, false), user(false, true), user(true, false), user(true, true)]
}

/// Services that ask on their own behalf.
fn services(clauses: &[Clause<'_>]) -> Result<Vec<Who>, Gap> {
    let mut shape = vec![Step::One(Symbol::Any), Step::Run(Symbol::Any)];
    shape.extend(patterns::literal(".amazonaws.com"));
    let mut patterns = vec![shape];
    patterns.extend(named(clauses).filter(|(kind, _id)| *kind == "Service").map(|(_kind, id)| patterns::folded(id)));
    for condition in conditions(clauses).filter(|it| it.key.eq_ignore_ascii_case("aws:PrincipalServiceName")) {
        let compared = |value: &String| {
            let tokens: Vec<Token> = glob::tokens(value).collect();
            patterns::compared(condition.operator.comparison, &tokens)
        };
        patterns.extend(condition.values.iter().filter_map(compared));
    }
    Ok(automaton::representatives(&patterns, &[vec![0]])?.into_iter().map(Who::new).collect())
}
