//! The `Condition` element: whether a line of it holds for a request.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>

mod compare;
mod date;
mod decimal;

pub(crate) use self::compare::address_range;
pub(crate) use self::date::parse as parse_time;
pub(crate) use self::decimal::Decimal;
use crate::context::{Keys, Value};
use crate::document::{Comparison, Condition, Operator, Quantifier, Resources, Statement};
use crate::truth::Truth;
use crate::variables;

/// What to compare a condition with.
#[derive(Clone, Copy)]
pub(crate) struct Facts<'a> {
    pub(crate) context: &'a dyn Keys,
    /// Whether the policy's version knows variables.
    pub(crate) has_variables: bool,
}

/// Whether a line of a condition holds.
pub(crate) fn holds(condition: &Condition, facts: Facts<'_>) -> Truth {
    let operator = condition.operator;
    let found = facts.context.find(&condition.key);
    if facts.context.leaves_open(&condition.key) {
        return Truth::open(false);
    }
    if operator.comparison == Comparison::Null {
        return is_null(condition, found.as_deref());
    }
    let Some(found) = found else { return holds_without_key(operator) };
    let compares = |value: &String| value_compares(condition, value, facts);
    match (operator.quantifier, &*found) {
        (None, Value::One(value)) => compares(value),
        // A key with a set of values needs a quantifier; without one it never compares.
        (None, Value::Many(_)) => Truth::NO,
        (Some(Quantifier::ForAllValues), Value::One(value)) if value.is_empty() => {
            // AWS: it holds for "a null data set, such as an empty string". Whether a policy may still name "" it does not say.
            Truth { holds: true, open: compares(value) != Truth::YES }
        }
        (Some(Quantifier::ForAllValues), found) => Truth::all(found.as_slice().iter().map(compares)),
        (Some(Quantifier::ForAnyValue), found) if found.as_slice().is_empty() && operator.if_exists => {
            Truth::open(false)
        }
        (Some(Quantifier::ForAnyValue), found) => Truth::any(found.as_slice().iter().map(compares)),
    }
}

/// Whether a value of a policy can compare with anything: a number that is none cannot.
pub(crate) fn is_comparable(comparison: Comparison, expected: &str) -> bool {
    compare::is_comparable(comparison, expected)
}

/// The keys that a statement asks about, in its conditions and its variables.
pub(crate) fn keys_of(statement: &Statement) -> impl Iterator<Item = &str> {
    let resources = statement.resources.iter().flat_map(|it| match it {
        Resources::Only(listed) | Resources::AllBut(listed) => listed,
    });
    let values = statement.conditions.iter().flat_map(|condition| &condition.values);
    let keys = statement.conditions.iter().map(|condition| condition.key.as_str());
    keys.chain(resources.chain(values).flat_map(|text| variables::keys_in(text)))
}

/// `Null` holds for `true` when the key is absent. AWS does not say whether an empty value is absent.
fn is_null(condition: &Condition, found: Option<&Value>) -> Truth {
    let is_empty = found.is_some_and(|found| found.as_slice().iter().all(String::is_empty));
    let is_asked = |absent: bool| condition.values.iter().any(|it| it.eq_ignore_ascii_case(&absent.to_string()));
    Truth { holds: is_asked(found.is_none()), open: is_empty && is_asked(true) != is_asked(false) }
}

fn holds_without_key(operator: Operator) -> Truth {
    match operator.quantifier {
        Some(Quantifier::ForAllValues) => Truth::YES,
        // `IfExists` says yes and `ForAnyValue` says no; AWS does not say which wins.
        Some(Quantifier::ForAnyValue) if operator.if_exists => Truth::open(true),
        Some(Quantifier::ForAnyValue) => Truth::NO,
        None => Truth::sure(operator.if_exists || operator.negated),
    }
}

/// One value of the request: some value of the policy must compare, or none when the operator is negated.
fn value_compares(condition: &Condition, value: &str, facts: Facts<'_>) -> Truth {
    let operator = condition.operator;
    let any = Truth::any(condition.values.iter().map(|expected| {
        let has_variables = facts.has_variables && variables::are_in(expected);
        let compares = if has_variables {
            if variables::are_open(expected, facts.context) {
                return Truth::open(false);
            }
            // A variable without a value compares with nothing.
            let Some(tokens) = variables::expand(expected, facts.context) else { return Truth::NO };
            compare::compare(operator.comparison, &tokens, value)
        } else {
            compare::compare_as_written(operator.comparison, expected, value)
        };
        match compares {
            Some(compares) => Truth { holds: compares, open: has_variables && !knows_variables(operator.comparison) },
            // AWS says that what cannot be compared does not compare; not what its opposite does then.
            None => Truth { holds: false, open: operator.negated },
        }
    }));
    if operator.negated { any.not() } else { any }
}

/// AWS documents variables for the values of these alone.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse>
fn knows_variables(comparison: Comparison) -> bool {
    use Comparison::{Arn, StringEquals, StringEqualsIgnoreCase, StringLike};
    matches!(comparison, Arn | StringEquals | StringEqualsIgnoreCase | StringLike)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;

    const YES: Truth = Truth::YES;
    const NO: Truth = Truth::NO;
    const OPEN_YES: Truth = Truth::open(true);
    const OPEN_NO: Truth = Truth::open(false);

    fn truth(operator: &str, key: &str, values: &[&str]) -> Truth {
        let context = Context::default()
            .with("one", "a")
            .with("empty", "")
            .with("number", "5")
            .with_many("set", ["a", "b"])
            .with_many("nothing", Vec::<String>::new());
        let condition = Condition {
            operator: operator.parse().expect("it is an operator"),
            key: key.to_owned(),
            values: values.iter().map(|it| (*it).to_owned()).collect(),
        };
        holds(&condition, Facts { context: &context, has_variables: true })
    }

    #[test]
    fn one_value() {
        for (operator, key, values, expected) in [
            ("StringEquals", "ONE", vec!["b", "a"], YES),
            ("StringEquals", "one", vec!["b"], NO),
            ("StringNotEquals", "one", vec!["b", "a"], NO),
            ("StringNotEquals", "one", vec!["b", "c"], YES),
            ("StringEquals", "one", vec![], NO),
            ("StringEquals", "one", vec!["${one}"], YES),
            ("StringEquals", "one", vec!["${unset}"], NO),
            ("StringNotEquals", "one", vec!["${unset}"], YES),
            ("StringEquals", "one", vec!["${unset, 'a'}"], YES),
            ("NumericEquals", "number", vec!["${number}"], OPEN_YES),
            ("NumericNotEquals", "one", vec!["1"], OPEN_YES),
            ("NumericEquals", "one", vec!["1"], NO),
            ("NotIpAddress", "number", vec!["10.0.0.0/8"], OPEN_YES),
        ] {
            assert_eq!(truth(operator, key, &values), expected, "{operator} {key} {values:?}");
        }
    }

    #[test]
    fn no_value() {
        for (operator, expected) in [
            ("StringEquals", NO),
            ("StringNotEquals", YES),
            ("StringEqualsIfExists", YES),
            ("ForAllValues:StringEquals", YES),
            ("ForAllValues:StringNotEquals", YES),
            ("ForAnyValue:StringEquals", NO),
            ("ForAnyValue:StringNotEquals", NO),
            ("ForAnyValue:StringEqualsIfExists", OPEN_YES),
        ] {
            assert_eq!(truth(operator, "unset", &["a"]), expected, "{operator}");
        }
    }

    #[test]
    fn sets_of_values() {
        for (operator, key, values, expected) in [
            ("StringEquals", "set", vec!["a", "b"], NO),
            ("StringNotEquals", "set", vec!["c"], NO),
            ("ForAllValues:StringEquals", "set", vec!["a", "b", "c"], YES),
            ("ForAllValues:StringEquals", "set", vec!["a"], NO),
            ("ForAllValues:StringNotEquals", "set", vec!["a"], NO),
            ("ForAllValues:StringNotEquals", "set", vec!["c"], YES),
            ("ForAnyValue:StringEquals", "set", vec!["a"], YES),
            ("ForAnyValue:StringEquals", "set", vec!["c"], NO),
            ("ForAnyValue:StringNotEquals", "set", vec!["a"], YES),
            ("ForAnyValue:StringNotEquals", "set", vec!["a", "b"], NO),
            ("ForAnyValue:StringEquals", "one", vec!["a"], YES),
            ("ForAllValues:StringEquals", "nothing", vec!["a"], YES),
            ("ForAnyValue:StringEquals", "nothing", vec!["a"], NO),
            ("ForAllValues:StringEquals", "empty", vec!["a"], OPEN_YES),
            ("ForAllValues:StringEquals", "empty", vec![""], YES),
        ] {
            assert_eq!(truth(operator, key, &values), expected, "{operator} {key} {values:?}");
        }
    }

    #[test]
    fn absence() {
        for (key, value, expected) in [
            ("unset", "true", YES),
            ("unset", "false", NO),
            ("one", "true", NO),
            ("one", "false", YES),
            ("empty", "true", OPEN_NO),
            ("nothing", "false", OPEN_YES),
        ] {
            assert_eq!(truth("Null", key, &[value]), expected, "{key} {value}");
        }
    }

    #[test]
    fn the_older_version_has_no_variables() {
        let context = Context::default().with("one", "${one}");
        let operator = "StringEquals".parse().expect("it is an operator");
        let condition = Condition { operator, key: "one".to_owned(), values: vec!["${one}".to_owned()] };
        assert_eq!(holds(&condition, Facts { context: &context, has_variables: false }), YES);
    }
}
