//! The runtimes of Lambda and how long AWS supports them, read from `runtimes.tsv`, which says where they are from.

use std::sync::LazyLock;

use jiff::civil::Date;

/// The day of which the table is.
pub(super) const AS_OF: &str = "2026-08-15";

/// A runtime that Lambda has or had.
#[derive(Debug)]
pub(super) struct Runtime {
    name: &'static str,
    /// From this day on AWS neither patches nor supports it; absent where that is not scheduled.
    pub(super) deprecated: Option<Date>,
    /// From this day on no function can be made with it.
    pub(super) create_blocked: Option<Date>,
    /// From this day on no function that has it can be changed.
    pub(super) update_blocked: Option<Date>,
    /// What to move to.
    pub(super) successor: Option<&'static str>,
}

/// The runtime of this name; `None` where the table does not have it.
pub(super) fn runtime(name: &str) -> Option<&'static Runtime> {
    RUNTIMES.iter().find(|it| it.name == name)
}

static RUNTIMES: LazyLock<Vec<Runtime>> = LazyLock::new(|| {
    let lines = include_str!("runtimes.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| Runtime::read(line).unwrap_or_else(|| panic!("{line:?} is a line of the table"))).collect()
});

impl Runtime {
    fn read(line: &'static str) -> Option<Self> {
        let mut fields = line.split('\t').map(|field| Some(field).filter(|it| *it != "-"));
        let mut next = || fields.next();
        let date = |field: Option<&str>| field.map(|day| day.parse::<Date>().expect("a day is written as 2026-11-24"));
        Some(Self {
            name: next()??,
            deprecated: date(next()?),
            create_blocked: date(next()?),
            update_blocked: date(next()?),
            successor: next()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read_and_each_runtime_once() {
        let mut names: Vec<&str> = RUNTIMES.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RUNTIMES.len());
        assert!(names.len() > 40, "{} runtimes", names.len());
    }

    #[test]
    fn a_successor_is_a_runtime_that_lives_longer() {
        for it in RUNTIMES.iter() {
            let Some(successor) = it.successor else { continue };
            let successor = runtime(successor).unwrap_or_else(|| panic!("{} has a successor in the table", it.name));
            assert!(successor.deprecated >= it.deprecated, "{} outlives {}", successor.name, it.name);
            assert_eq!(successor.successor, None, "{} is the newest of its kind", successor.name);
        }
    }

    #[test]
    fn what_is_not_in_the_table_is_not_known() {
        assert!(runtime("python3.14").is_some());
        assert!(runtime("python4.0").is_none() && runtime("").is_none() && runtime("# The runtimes").is_none());
    }
}
