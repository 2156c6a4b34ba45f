//! `cargo xtask new-lab`: the beginnings of a lab, in every place that a lab has.

use anyhow::{Context, Result, ensure};
use xshell::cmd;

use crate::project::Project;

/// Begin a lab: its file, its line in the list of labs, its folder of fixtures
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The lab's id, such as `dynamodb` or `static-site`
    id: String,
}

const LAB: &str = include_str!("../templates/lab.rs.txt");

/// An account in which nothing was done yet, whatever the lab.
const UNTOUCHED: &str = "tests/labs/iam/untouched.json";

pub(crate) fn run(options: &Options) -> Result<()> {
    let id = options.id.as_str();
    ensure!(is_id(id), "{id:?} is not an id: a lab is named in lower-case letters, digits and hyphens");
    let module = id.replace('-', "_");
    let project = Project::find()?;
    let shell = project.shell()?;
    let lab = format!("checks/{module}.rs");
    ensure!(!shell.path_exists(&lab), "{lab} is there already");

    let list = shell.read_file("checks/lib.rs")?;
    let list = with_lab(&list, &module).context("find the list of labs in checks/lib.rs")?;
    shell.write_file("checks/lib.rs", list)?;
    shell.write_file(&lab, LAB.replace("{id}", id).replace("{module}", &module))?;
    let fixtures = shell.create_dir(format!("tests/labs/{id}"))?;
    shell.copy_file(UNTOUCHED, fixtures.join("untouched.json"))?;
    shell.copy_file(UNTOUCHED, fixtures.join("solved.json"))?;
    shell.write_file(fixtures.join("broken-first.json"), "{ \"of\": \"solved\", \"patch\": [] }\n")?;
    cmd!(shell, "cargo fmt --package awslab-checks").quiet().run()?;

    eprintln!(
        "\
The lab {id} has its beginnings. Now:
  1. write its page and its first criterion in {lab}; checks/s3.rs shows how
  2. move its line in checks/lib.rs to its place on the roadmap
  3. make tests/labs/{id}/solved.json an account that solves it, and broken-first.json what breaks the first criterion
  4. run `cargo test --package awslab-checks`, which says what is missing still;
     with INSTA_UPDATE=always it takes the verdicts on the fixtures as they are"
    );
    Ok(())
}

fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && !id.ends_with('-')
        && id.chars().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-')
}

/// The list of labs with one more, at its end. The formatter puts the lines where they belong.
fn with_lab(list: &str, module: &str) -> Option<String> {
    let modules = list.find("\nmod ")?;
    let labs = modules + list[modules..].find("LABS: &[&Lab] = &[")?;
    let end = labs + list[labs..].find("];")?;
    let (before_modules, from_modules) = (&list[..modules], list[modules..end].trim_end_matches([',', '\n']));
    Some(format!("{before_modules}\nmod {module};{from_modules}, &{module}::LAB{}", &list[end..]))
}

#[cfg(test)]
mod tests {
    use super::{is_id, with_lab};

    #[test]
    fn ids_are_lower_case_words() {
        assert!(is_id("s3") && is_id("static-site"));
        assert!(!is_id("S3") && !is_id("3-tier") && !is_id("static_site") && !is_id("vpc-") && !is_id(""));
    }

    #[test]
    fn a_lab_is_listed_at_the_end() {
        let list = "//! Labs.\n\nmod iam;\n\npub const LABS: &[&Lab] = &[&iam::LAB];\n";
        let longer = "//! Labs.\n\nmod s3;\nmod iam;\n\npub const LABS: &[&Lab] = &[&iam::LAB, &s3::LAB];\n";
        assert_eq!(with_lab(list, "s3").as_deref(), Some(longer));
    }

    #[test]
    fn a_list_over_several_lines_is_understood() {
        let list = "mod a;\nmod iam;\n\npub const LABS: &[&Lab] = &[\n    &iam::LAB,\n];\n";
        let longer = "mod a;\nmod s3;\nmod iam;\n\npub const LABS: &[&Lab] = &[\n    &iam::LAB, &s3::LAB];\n";
        assert_eq!(with_lab(list, "s3").as_deref(), Some(longer));
    }

    #[test]
    fn a_file_without_the_list_is_not_touched() {
        assert_eq!(with_lab("//! Labs.\n", "s3"), None);
    }
}
