//! The parameters of labs and what a run sets them to.

use std::collections::BTreeMap;

use crate::lab::Lab;
use crate::suggest::did_you_mean;

/// Something an instructor may set, with what it is otherwise.
#[derive(Debug)]
pub struct Param {
    /// Its name within the lab.
    pub name: &'static str,
    /// What it is unless set.
    pub default: Value<&'static str>,
    /// What it does.
    pub about: &'static str,
    /// What a text must look like, as an error where it does not.
    check: fn(&str) -> Result<(), String>,
}

impl Param {
    /// Something demanded or not; not, unless set.
    pub const fn flag(name: &'static str, about: &'static str) -> Self {
        Self::new(name, Value::Flag(false), about)
    }

    /// A number.
    pub const fn count(name: &'static str, default: u32, about: &'static str) -> Self {
        Self::new(name, Value::Count(default), about)
    }

    /// A text.
    pub const fn text(name: &'static str, default: &'static str, about: &'static str) -> Self {
        Self::new(name, Value::Text(default), about)
    }

    /// The same, refused before anything is read where it does not look as it must.
    pub const fn checked(mut self, check: fn(&str) -> Result<(), String>) -> Self {
        self.check = check;
        self
    }

    const fn new(name: &'static str, default: Value<&'static str>, about: &'static str) -> Self {
        Self { name, default, about, check: |_| Ok(()) }
    }
}

/// A parameter's value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<S> {
    /// `true` or `false`.
    Flag(bool),
    /// A number from 0.
    Count(u32),
    /// Any text.
    Text(S),
}

/// What a run sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings(BTreeMap<(&'static str, &'static str), Value<String>>);

/// Why a setting cannot be taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("set {given:?}: {reason}")]
pub struct SettingError {
    given: String,
    reason: String,
}

impl Settings {
    /// Reads `LAB.PARAM=VALUE` settings; the last one of a parameter holds.
    pub fn parse(labs: &[&'static Lab], given: &[String]) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for text in given {
            settings.set(labs, text).map_err(|reason| SettingError { given: text.clone(), reason })?;
        }
        Ok(settings)
    }

    fn set(&mut self, labs: &[&'static Lab], text: &str) -> Result<(), String> {
        let (name, value) =
            text.split_once('=').ok_or("a setting has the form LAB.PARAM=VALUE, such as s3.kms=true")?;
        let (lab_id, param_name) =
            name.split_once('.').ok_or("a setting names the lab and its parameter, such as s3.kms=true")?;
        let lab = labs
            .iter()
            .find(|lab| lab.id == lab_id)
            .ok_or_else(|| unknown("lab", lab_id, labs.iter().map(|lab| lab.id)))?;
        let param = lab
            .params
            .iter()
            .find(|param| param.name == param_name)
            .ok_or_else(|| unknown("parameter", param_name, lab.params.iter().map(|param| param.name)))?;
        let value = match param.default {
            Value::Flag(_) => Value::Flag(value.parse().map_err(|_| "the value is true or false")?),
            Value::Count(_) => Value::Count(value.parse().map_err(|_| "the value is a whole number from 0")?),
            Value::Text(_) => {
                (param.check)(value)?;
                Value::Text(value.to_owned())
            }
        };
        self.0.insert((lab.id, param.name), value);
        Ok(())
    }

    /// Whether something is demanded.
    pub fn flag(&self, lab: &Lab, name: &str) -> bool {
        match self.value(lab, name) {
            Value::Flag(on) => on,
            _ => panic!("{}.{name} is a flag", lab.id),
        }
    }

    /// A number.
    pub fn count(&self, lab: &Lab, name: &str) -> u32 {
        match self.value(lab, name) {
            Value::Count(number) => number,
            _ => panic!("{}.{name} is a count", lab.id),
        }
    }

    /// A text.
    pub fn text<'a>(&'a self, lab: &Lab, name: &str) -> &'a str {
        match self.value(lab, name) {
            Value::Text(text) => text,
            _ => panic!("{}.{name} is a text", lab.id),
        }
    }

    /// Whether something asks for it: a flag that is on, a text that is not empty, a number above 0.
    pub(crate) fn asks_for(&self, lab: &Lab, name: &str) -> bool {
        match self.value(lab, name) {
            Value::Flag(on) => on,
            Value::Count(number) => number > 0,
            Value::Text(text) => !text.is_empty(),
        }
    }

    fn value<'a>(&'a self, lab: &Lab, name: &str) -> Value<&'a str> {
        let param = lab.params.iter().find(|param| param.name == name).expect("a lab declares the parameters it reads");
        match self.0.get(&(lab.id, param.name)) {
            Some(Value::Flag(on)) => Value::Flag(*on),
            Some(Value::Count(number)) => Value::Count(*number),
            Some(Value::Text(text)) => Value::Text(text),
            None => param.default.clone(),
        }
    }
}

fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let hint = did_you_mean(given, known.clone()).map(|it| format!(", did you mean {it}?")).unwrap_or_default();
    let known: Vec<&str> = known.collect();
    if known.is_empty() {
        return format!("there is no {what} {given}{hint}");
    }
    format!("there is no {what} {given}{hint} (there are: {})", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    static LAB: Lab = Lab {
        id: "s3",
        title: "",
        source: "",
        params: &[Param::flag("kms", ""), Param::count("sample", 20, ""), Param::text("prefix", "", "")],
        subjects: None,
        criteria: &[],
    };

    fn parse(given: &[&str]) -> Result<Settings, SettingError> {
        Settings::parse(&[&LAB], &given.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn defaults_hold_until_set() {
        let settings = parse(&[]).expect("nothing is set");
        assert!(!settings.flag(&LAB, "kms"));
        assert_eq!((settings.count(&LAB, "sample"), settings.text(&LAB, "prefix")), (20, ""));

        let settings = parse(&["s3.kms=true", "s3.sample=5", "s3.prefix=a=b", "s3.sample=7"]).expect("all are known");
        assert!(settings.flag(&LAB, "kms"));
        assert_eq!((settings.count(&LAB, "sample"), settings.text(&LAB, "prefix")), (7, "a=b"));
    }

    #[test]
    fn a_setting_that_cannot_be_taken_says_what_can() {
        for (given, part) in [
            ("kms", "LAB.PARAM=VALUE"),
            ("kms=true", "such as s3.kms=true"),
            ("s4.kms=true", "did you mean s3?"),
            ("s3.km=true", "did you mean kms?"),
            ("s3.kms=yes", "true or false"),
            ("s3.sample=-1", "whole number"),
        ] {
            let message = parse(&[given]).expect_err("it cannot be taken").to_string();
            assert!(message.contains(part), "{message}");
        }
    }
}
