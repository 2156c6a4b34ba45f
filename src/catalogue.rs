//! The labs and their criteria, found by the names that users type.

use anyhow::anyhow;
use awslab_checks::LABS;
use awslab_core::lab::{Criterion, Lab};
use awslab_core::suggest::did_you_mean;

use crate::failure::Failure;

/// What `LAB` or `LAB.CRITERION` names.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A lab.
    Lab(&'static Lab),
    /// One criterion of a lab.
    Criterion(&'static Lab, &'static Criterion),
}

/// The labs of these names, each once, in the order given; `all` is every lab.
pub(crate) fn labs(names: &[String]) -> Result<Vec<&'static Lab>, Failure> {
    let mut labs: Vec<&'static Lab> = Vec::new();
    for name in names {
        let meant = if name == "all" { LABS.to_vec() } else { vec![lab(name)?] };
        for lab in meant {
            if !labs.iter().any(|known| known.id == lab.id) {
                labs.push(lab);
            }
        }
    }
    Ok(labs)
}

/// The lab of this name.
pub(crate) fn lab(name: &str) -> Result<&'static Lab, Failure> {
    if let Some(lab) = LABS.iter().find(|lab| lab.id == name) {
        return Ok(lab);
    }
    let unknown = Failure::usage(anyhow!("there is no lab {name}"));
    Err(match name.split_once('.') {
        Some((lab, _criterion)) if LABS.iter().any(|known| known.id == lab) => {
            unknown.help(format!("give a whole lab here: {lab}; `awslab explain {name}` tells about one criterion"))
        }
        _ => unknown.help(which(name, "labs", LABS.iter().map(|lab| lab.id))),
    })
}

/// The lab or criterion of this name.
pub(crate) fn entry(name: &str) -> Result<Entry, Failure> {
    let Some((lab_name, criterion_name)) = name.split_once('.') else { return lab(name).map(Entry::Lab) };
    let lab = lab(lab_name)?;
    let Some(criterion) = lab.criterion(criterion_name) else {
        let help = which(criterion_name, "criteria", lab.criteria.iter().map(|criterion| criterion.id));
        return Err(Failure::usage(anyhow!("lab {lab_name} has no criterion {criterion_name}")).help(help));
    };
    Ok(Entry::Criterion(lab, criterion))
}

/// What can be given instead of a name that is none, and which of it is nearest.
pub(crate) fn which<'a>(given: &str, kind: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.collect();
    let all = format!("the {kind} are: {}", known.join(", "));
    match did_you_mean(given, known) {
        Some(near) => format!("did you mean {near}? {all}"),
        None => all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(failure: Failure) -> String {
        match failure {
            Failure::Told { help, .. } => help.unwrap_or_default(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_lab_once_in_the_order_given() {
        let ids = |names: &[&str]| -> Vec<&str> {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            labs(&names).expect("all are known").iter().map(|lab| lab.id).collect()
        };
        assert_eq!(ids(&["s3", "iam", "s3"]), ["s3", "iam"]);
        assert_eq!(ids(&["all"]), LABS.iter().map(|lab| lab.id).collect::<Vec<_>>());
    }

    #[test]
    fn an_unknown_name_gets_the_nearest_and_all_others() {
        let of_lab = help(lab("s33").expect_err("there is none"));
        assert!(of_lab.starts_with("did you mean s3? the labs are: iam, s3"), "{of_lab}");
        let of_criterion = help(entry("s3.versionning").expect_err("there is none"));
        assert!(of_criterion.starts_with("did you mean versioning? the criteria are: bucket"), "{of_criterion}");
        let whole_lab = help(lab("s3.versioning").expect_err("it is a criterion"));
        assert!(whole_lab.contains("awslab explain s3.versioning"), "{whole_lab}");
    }
}
