//! From the tree of a text to the policy that rules look at. What has another shape than AWS wants is left out here: the
//! engine's own reader says so.

use jsonc_parser::ast::{self, Object, ObjectProp};

use super::element::{Condition, Item, Listed, Principal, Principals};
use super::{Place, Policy, Statement};
use crate::document::{Effect, Spelling, Step, read};
use crate::exposure::{Exposure, Who};
use crate::lint::comparisons::Comparisons;
use crate::lint::kind::Kind;
use crate::lint::text::{Text, beginning, range_of, span_of_entry, text_of};

pub(super) fn policy<'a>(text: &Text<'a>, kind: Option<Kind>) -> Policy<'a> {
    let place = text.place([].iter());
    let root = text.tree.as_ref().and_then(ast::Value::as_object);
    let version = root.and_then(|root| root.get("Version")).and_then(|entry| item(entry, &place));
    let statements = root.and_then(|root| root.get("Statement"));
    let mut statements = statements.map(|entry| statements_of(text.source, entry, &place)).unwrap_or_default();
    if statements.iter().any(|statement| statement.principals.is_some()) {
        for open in open_to_anyone(text) {
            statements[open].is_open_to_anyone = true;
        }
    }
    let kind = kind.unwrap_or_else(|| guess(&statements));
    Policy { source: text.source, kind, place, version, statements, comparisons: Comparisons::default() }
}

/// Which statements let anyone in. Whose the resource is does not matter for that.
fn open_to_anyone(text: &Text<'_>) -> Vec<usize> {
    let Ok(document) = read(&text.json, Spelling::Strict) else { return Vec::new() };
    let grants = Exposure::of(&document, "").grants.into_iter();
    let open = grants.filter(|grant| grant.admitted.iter().any(|admitted| admitted.who == Who::Anyone));
    open.map(|grant| grant.statement.statement).collect()
}

/// Who names principals is a policy of a resource; who names them to let them assume something, a trust policy.
fn guess(statements: &[Statement<'_>]) -> Kind {
    if statements.iter().all(|statement| statement.principals.is_none()) {
        return Kind::Identity;
    }
    let lets_assume = |statement: &Statement<'_>| {
        let mut actions = statement.listed_actions().iter();
        statement.resources.is_none()
            && actions.all(|action| action.text.get(..4).is_some_and(|service| service.eq_ignore_ascii_case("sts:")))
    };
    if statements.iter().all(lets_assume) { Kind::Trust } else { Kind::Resource }
}

fn statements_of<'a>(source: &'a str, entry: &ObjectProp<'_>, outer: &Place) -> Vec<Statement<'a>> {
    let place = inside(outer, &Step::Key("Statement".to_owned()), entry);
    let parts = parts(&entry.value, &place).into_iter();
    parts.filter_map(|(value, place)| Some(statement(source, value.as_object()?, place))).collect()
}

fn statement<'a>(source: &'a str, object: &Object<'_>, place: Place) -> Statement<'a> {
    let effect = object.get_string("Effect").and_then(|effect| match effect.value.as_ref() {
        "Allow" => Some(Effect::Allow),
        "Deny" => Some(Effect::Deny),
        _ => None,
    });
    let condition = object.get("Condition");
    Statement {
        source: &source[range_of(object)],
        sid: object.get("Sid").and_then(|entry| item(entry, &place)),
        effect,
        principals: principals(object, &place),
        actions: listed(object, ["Action", "NotAction"], &place),
        resources: listed(object, ["Resource", "NotResource"], &place),
        conditions: condition.map(|entry| conditions(entry, &place)).unwrap_or_default(),
        condition_element: condition.map(|entry| inside_entry(&place, entry)),
        is_open_to_anyone: false,
        place,
    }
}

fn listed(object: &Object<'_>, [name, opposite]: [&'static str; 2], outer: &Place) -> Option<Listed> {
    let (name, entry) = match object.get(name) {
        Some(entry) => (name, entry),
        None => (opposite, object.get(opposite)?),
    };
    let place = inside_entry(outer, entry);
    let items = items(&entry.value, &place);
    Some(Listed { name, is_opposite: name == opposite, place, items })
}

fn principals(object: &Object<'_>, outer: &Place) -> Option<Principals> {
    let (is_opposite, entry) = match object.get("Principal") {
        Some(entry) => (false, entry),
        None => (true, object.get("NotPrincipal")?),
    };
    let place = inside_entry(outer, entry);
    let listed = match &entry.value {
        ast::Value::Object(kinds) => {
            kinds.properties.iter().flat_map(|entry| principals_of_kind(entry, &place)).collect()
        }
        simple => {
            let ids = items(simple, &place).into_iter().filter(|id| id.text == "*");
            ids.map(|id| Principal { kind: "AWS".to_owned(), id }).collect()
        }
    };
    Some(Principals { is_opposite, place, listed })
}

fn principals_of_kind(entry: &ObjectProp<'_>, outer: &Place) -> Vec<Principal> {
    let ids = items(&entry.value, &inside_entry(outer, entry)).into_iter();
    ids.map(|id| Principal { kind: entry.name.as_str().to_owned(), id }).collect()
}

fn conditions(entry: &ObjectProp<'_>, outer: &Place) -> Vec<Condition> {
    let place = inside_entry(outer, entry);
    let operators = entry.value.as_object().map_or(&[][..], |object| &object.properties);
    operators.iter().flat_map(|entry| conditions_of_operator(entry, &place)).collect()
}

fn conditions_of_operator(entry: &ObjectProp<'_>, outer: &Place) -> Vec<Condition> {
    let name = name_of(entry, outer);
    let (Ok(operator), Some(keys)) = (name.text.parse(), entry.value.as_object()) else { return Vec::new() };
    let condition = |entry: &ObjectProp<'_>| {
        let key = name_of(entry, &name.place);
        let values = items(&entry.value, &key.place);
        Condition { operator_name: name.clone(), operator, key, values }
    };
    keys.properties.iter().map(condition).collect()
}

/// The name of an entry, as something to find fault with.
fn name_of(entry: &ObjectProp<'_>, outer: &Place) -> Item {
    let place = Place { span: range_of(&entry.name), ..inside_entry(outer, entry) };
    Item { text: entry.name.as_str().to_owned(), place }
}

fn item(entry: &ObjectProp<'_>, outer: &Place) -> Option<Item> {
    Some(Item { text: text_of(&entry.value)?.into_owned(), place: inside_entry(outer, entry) })
}

fn items(value: &ast::Value<'_>, outer: &Place) -> Vec<Item> {
    let parts = parts(value, outer).into_iter();
    parts.filter_map(|(value, place)| Some(Item { text: text_of(value)?.into_owned(), place })).collect()
}

/// The items of a list, or the single value that stands for a list of one.
fn parts<'t, 'a>(value: &'t ast::Value<'a>, outer: &Place) -> Vec<(&'t ast::Value<'a>, Place)> {
    let ast::Value::Array(list) = value else { return vec![(value, outer.clone())] };
    let part = |(index, value)| {
        let mut path = outer.path.clone();
        Step::Index(index).append_to(&mut path).expect("a String can be written to");
        (value, Place { path, span: beginning(value) })
    };
    list.elements.iter().enumerate().map(part).collect()
}

fn inside_entry(outer: &Place, entry: &ObjectProp<'_>) -> Place {
    inside(outer, &Step::Key(entry.name.as_str().to_owned()), entry)
}

/// The path of what is far down in a text of hardly anything but long names is cut: each thing inside has a copy.
fn inside(outer: &Place, step: &Step, entry: &ObjectProp<'_>) -> Place {
    const LONGEST_PATH: usize = 1_000;
    let mut path = outer.path.clone();
    step.append_to(&mut path).expect("a String can be written to");
    path.truncate(path.floor_char_boundary(LONGEST_PATH));
    Place { path, span: span_of_entry(entry) }
}
