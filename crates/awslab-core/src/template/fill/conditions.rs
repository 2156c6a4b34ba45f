//! Whether the conditions of a template hold. What hangs on a value that cannot be told cannot be told either.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html>

use serde_json::Value;

use super::super::TemplateError;
use super::Filler;

/// `None` where it cannot be told.
type Truth = Result<Option<bool>, TemplateError>;

impl Filler<'_> {
    /// Whether the condition of this name holds.
    pub(in crate::template) fn holds(&self, name: &str) -> Truth {
        if let Some(known) = self.conditions.borrow().get(name) {
            return Ok(*known);
        }
        let Some(condition) = self.entry("Conditions", name) else { return Ok(None) };
        // One that asks for itself finds this.
        self.conditions.borrow_mut().insert(name.to_owned(), None);
        let truth = self.is_true(condition)?;
        self.conditions.borrow_mut().insert(name.to_owned(), truth);
        Ok(truth)
    }

    fn is_true(&self, condition: &Value) -> Truth {
        self.spend(1)?;
        let Some((name, argument)) = condition.as_object().and_then(|it| it.iter().next()) else { return Ok(None) };
        match (name.as_str(), argument) {
            ("Condition", Value::String(name)) => self.holds(name),
            ("Fn::And", Value::Array(parts)) => Ok(every(&self.truths(parts)?, true)),
            ("Fn::Or", Value::Array(parts)) => Ok(every(&self.truths(parts)?, false)),
            ("Fn::Not", Value::Array(parts)) => Ok(every(&self.truths(parts)?, true).map(|it| !it)),
            ("Fn::Equals", Value::Array(sides)) => self.are_equal(sides),
            _ => Ok(None),
        }
    }

    fn truths(&self, conditions: &[Value]) -> Result<Vec<Option<bool>>, TemplateError> {
        conditions.iter().map(|it| self.is_true(it)).collect()
    }

    fn are_equal(&self, sides: &[Value]) -> Truth {
        let [left, right] = sides else { return Ok(None) };
        let (left, right) = (self.fill_or_null(left)?, self.fill_or_null(right)?);
        Ok(match (left.text(), right.text()) {
            (Some(left), Some(right)) => Some(left == right),
            _ => None,
        })
    }
}

/// Whether all are `value`: where one is not, the answer is the other, whatever is unknown.
fn every(truths: &[Option<bool>], value: bool) -> Option<bool> {
    if truths.contains(&Some(!value)) {
        return Some(!value);
    }
    truths.iter().all(|it| *it == Some(value)).then_some(value)
}
