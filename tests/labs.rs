//! Every lab on every fixture, and what must hold of the registry.
//!
//! A fixture is a snapshot, or a change to one: `{"of": "solved", "patch": [JSON Patch], "set": […], scope…}`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use awslab_checks::LABS;
use awslab_core::arn::Arn;
use awslab_core::fact::Fact;
use awslab_core::fix;
use awslab_core::judge::{Decision, Judged, Outcome, Standing, judge, wants};
use awslab_core::lab::{Criterion, Lab};
use awslab_core::model::{Account, Tag};
use awslab_core::plan::Want;
use awslab_core::scope::Scope;
use awslab_core::settings::Settings;
use awslab_core::snapshot;
use serde::Deserialize;

#[test]
fn every_lab_on_every_fixture() {
    for fixture in fixtures() {
        let (lab, name) = (fixture.lab, &fixture.name);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{}@{name}", lab.id), in_words(&fixture.judge(), &fixture.wants()));
        });
    }
}

#[test]
fn solved_passes_everything_and_untouched_nothing() {
    for lab in LABS {
        let solved = Fixture::load(lab, "solved").judge();
        assert_eq!(missed(&solved), BTreeSet::new(), "lab {} on solved", lab.id);
        let untouched = Fixture::load(lab, "untouched").judge();
        let passed: Vec<_> = untouched.decisions.iter().filter(|it| is_pass(it)).map(|it| it.criterion.id).collect();
        assert_eq!(passed, [""; 0], "lab {} on untouched", lab.id);
    }
}

#[test]
fn each_criterion_has_a_fixture_that_breaks_only_it() {
    for (lab, criterion) in criteria() {
        let judged = Fixture::load(lab, &format!("broken-{}", criterion.id)).judge();
        for Decision { criterion: other, outcome } in &judged.decisions {
            let name = format!("{}.{} on broken-{}", lab.id, other.id, criterion.id);
            match outcome {
                Outcome::Fail { .. } => assert_eq!(other.id, criterion.id, "{name} fails"),
                Outcome::Blocked { by, .. } => assert_eq!(by.id, criterion.id, "{name} is blocked by another"),
                outcome => assert_eq!((verdict(outcome), other.id != criterion.id), ("pass", true), "{name}"),
            }
        }
    }
}

#[test]
fn every_fix_is_filled_with_the_learners_names() {
    for fixture in fixtures() {
        for Decision { criterion, outcome } in fixture.judge().decisions {
            let Outcome::Fail { fixes, .. } = outcome else { continue };
            assert!(!fixes.is_empty(), "{}: {} has no fix", fixture.name, criterion.id);
            for fix in fixes {
                assert_eq!(fix::placeholders(&fix), [""; 0], "{}: {}: {fix}", fixture.name, criterion.id);
                assert!(!fix.contains(char::is_control) || fix.lines().all(|line| !line.contains(char::is_control)));
            }
        }
    }
}

#[test]
fn a_criterion_is_decided_by_the_facts_it_declares() {
    for fixture in fixtures() {
        let whole = fixture.judge();
        for (criterion, decided) in fixture.lab.criteria.iter().zip(&whole.decisions) {
            let mut facts: BTreeSet<_> = criterion.all_reads().collect();
            facts.extend(prerequisites(fixture.lab, criterion).flat_map(Criterion::all_reads));
            facts.extend(fixture.scope.plan(facts.clone()).facts);
            let pruned = Fixture { account: fixture.account.keeping_only(&facts), ..fixture.clone() };
            // With less known another candidate may be the best: compare only where the subject is the same.
            let judged = pruned.judge();
            if judged.subject == whole.subject {
                let outcome = judged.decisions.iter().find(|it| it.criterion.id == criterion.id);
                let outcome = &outcome.expect("every criterion is told").outcome;
                let (left, right) = (verdict(outcome), verdict(&decided.outcome));
                assert_eq!(left, right, "{}/{}: {}", fixture.lab.id, fixture.name, criterion.id);
            }
        }
    }
}

#[test]
fn without_a_fact_it_declares_a_criterion_passes_nowhere() {
    for lab in LABS {
        let judged: Vec<(Fixture, Judged)> = lab_fixtures(lab).into_iter().map(|it| (it.clone(), it.judge())).collect();
        for criterion in lab.criteria {
            let passes = |judged: &Judged| is_pass(&judged.decisions[place(lab, criterion)]);
            for fact in criterion.all_reads() {
                let others: BTreeSet<_> = lab.reads().into_iter().filter(|it| *it != fact).collect();
                let needs_it = |fixture: &Fixture| {
                    let facts = fixture.scope.plan(others.clone()).facts;
                    !passes(&Fixture { account: fixture.account.keeping_only(&facts), ..fixture.clone() }.judge())
                };
                let used = judged.iter().any(|(fixture, judged)| passes(judged) && needs_it(fixture));
                assert!(used, "{}.{} declares {fact:?} and never needs it", lab.id, criterion.id);
            }
        }
    }
}

#[test]
fn a_lab_on_the_account_of_another_is_not_solved() {
    for lab in LABS {
        for other in LABS.iter().filter(|other| other.id != lab.id) {
            let fixture = Fixture { lab, ..Fixture::load(other, "solved") };
            assert_ne!(missed(&fixture.judge()), BTreeSet::new(), "lab {} on the account of {}", lab.id, other.id);
        }
    }
}

#[test]
fn a_setting_that_makes_no_sense_is_refused_with_what_would() {
    for (given, part) in [
        ("ec2.state=runing", "running or stopped"),
        ("ec2.port=0", "from 1 to 65535"),
        ("ec2.port=https", "from 1 to 65535"),
        ("ec2.from=internets", "internet, an address"),
        ("ec2.from=203.0.113.0/24", "such as 203.0.113.7"),
        ("ec2.public_ports=80;443", "such as 80,443"),
        ("ec2.max_hops=two", "whole number"),
        ("vpc.egress=gateway", "nat or none"),
        ("vpc.zones=-1", "whole number"),
        ("rds.kms=yes", "true or false"),
        ("autoscaling.zone=2", "did you mean zones?"),
    ] {
        let error = Settings::parse(LABS, &[given.to_owned()]).expect_err(given).to_string();
        assert!(error.contains(part), "{error}");
    }
    for given in ["ec2.port=", "ec2.from=2001:db8::1", "ec2.from=i-0abc", "ec2.public_ports=", "vpc.egress=none"] {
        assert!(Settings::parse(LABS, &[given.to_owned()]).is_ok(), "{given}");
    }
}

#[test]
fn the_registry_is_whole() {
    let checks = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files: BTreeSet<String> = stems(checks, "rs").filter(|stem| stem != "lib").collect();
    let registered: BTreeSet<String> = LABS.iter().map(|lab| lab.id.replace('-', "_")).collect();
    assert_eq!(files, registered, "each file of checks/ is a lab of that name, and each lab has one");
    assert_eq!(registered.len(), LABS.len(), "ids of labs are unique");

    for lab in LABS {
        let page = lab.page();
        for part in ["# ", "## What to build", "## What the criteria protect against", "## Asked in interviews"] {
            assert!(page.contains(part), "the page of {} lacks {part:?}", lab.id);
        }
        let ids: BTreeSet<&str> = lab.criteria.iter().map(|it| it.id).collect();
        assert_eq!(ids.len(), lab.criteria.len(), "ids of {} are unique", lab.id);
    }
    for (lab, criterion) in criteria() {
        let name = format!("{}.{}", lab.id, criterion.id);
        assert!(criterion.why.ends_with('.') && !criterion.fix.is_empty(), "{name} says why and how");
        assert!(criterion.docs.starts_with("https://docs.aws.amazon.com/"), "{name} names its AWS page");
        assert!(!criterion.reads.is_empty(), "{name} declares what it reads");
        if let Some(after) = criterion.after {
            let before = lab.criteria.iter().take_while(|it| it.id != criterion.id);
            assert!(before.into_iter().any(|it| it.id == after), "{name}: {after} stands before it");
        }
    }
}

/// Else its criteria would be unknown in every account that awslab reads itself.
#[test]
fn no_lab_reads_what_is_not_collected() {
    for lab in LABS {
        let missing: Vec<Fact> = lab.reads().into_iter().filter(|fact| !fact.is_collected()).collect();
        assert_eq!(missing, [], "lab {}", lab.id);
    }
}

fn criteria() -> impl Iterator<Item = (&'static Lab, &'static Criterion)> {
    LABS.iter().flat_map(|lab| lab.criteria.iter().map(move |criterion| (*lab, criterion)))
}

fn prerequisites(lab: &'static Lab, criterion: &'static Criterion) -> impl Iterator<Item = &'static Criterion> {
    let of = |it: &Criterion| it.after.map(|id| lab.criterion(id).expect("a prerequisite is a criterion of the lab"));
    std::iter::successors(of(criterion), move |it| of(it))
}

fn missed(judged: &Judged) -> BTreeSet<&'static str> {
    judged.decisions.iter().filter(|it| !is_pass(it)).map(|it| it.criterion.id).collect()
}

fn place(lab: &Lab, criterion: &Criterion) -> usize {
    lab.criteria.iter().position(|it| it.id == criterion.id).expect("it is a criterion of the lab")
}

fn is_pass(decision: &Decision) -> bool {
    matches!(decision.outcome, Outcome::Pass(_))
}

fn verdict(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Pass(_) => "pass",
        Outcome::Fail { .. } => "fail",
        Outcome::Unknown { .. } => "unknown",
        Outcome::Blocked { .. } => "blocked",
        Outcome::Skipped(_) => "skipped",
    }
}

/// One judged lab, terse enough to review a change of it on a phone.
fn in_words(judged: &Judged, wants: &[Vec<Want>]) -> String {
    let mut words = String::new();
    let mut line = |text: std::fmt::Arguments<'_>| writeln!(words, "{text}").expect("a string takes all");
    if let Some(subject) = &judged.subject {
        line(format_args!("subject {subject}"));
    }
    for other in &judged.others {
        let Standing { subject, points, open_points, first_miss } = other;
        line(format_args!("other {subject}: {points} points and {open_points} open, first miss {first_miss:?}"));
    }
    for decision in &judged.decisions {
        let points = decision.points().map_or("?".to_owned(), |it| it.to_string());
        let id = decision.criterion.id;
        line(format_args!("{:7} {id} {points}/{}", verdict(&decision.outcome), decision.max_points()));
        let observations = match &decision.outcome {
            Outcome::Pass(seen)
            | Outcome::Fail { observations: seen, .. }
            | Outcome::Unknown { observations: seen, .. } => seen,
            Outcome::Blocked { .. } | Outcome::Skipped(_) => &Vec::new(),
        };
        for it in observations {
            let sign = if it.met { '=' } else { '!' };
            line(format_args!("        {sign} {} of {}: {}", it.property, it.subject, it.actual.escape_debug()));
        }
        match &decision.outcome {
            Outcome::Fail { fixes, .. } => {
                fixes.iter().flat_map(|fix| fix.lines()).for_each(|fix| line(format_args!("        $ {fix}")));
            }
            Outcome::Unknown { gaps, .. } => gaps.iter().for_each(|gap| line(format_args!("        ? {gap}"))),
            Outcome::Blocked { by, .. } => line(format_args!("        by {}", by.id)),
            Outcome::Skipped(reason) => line(format_args!("        {reason}")),
            Outcome::Pass(_) => {}
        }
    }
    for wants in wants {
        line(format_args!("wants {wants:?}"));
    }
    words
}

#[derive(Clone)]
struct Fixture {
    lab: &'static Lab,
    name: String,
    account: Account,
    scope: Scope,
    set: Vec<String>,
}

impl Fixture {
    fn load(lab: &'static Lab, name: &str) -> Self {
        let text = read(lab, name);
        let Ok(change) = serde_json::from_str::<Change>(&text) else {
            let account = snapshot::read(&text).unwrap_or_else(|error| panic!("{}/{name}: {error}", lab.id));
            let Settled { set } = serde_json::from_str(&text).expect("a snapshot is JSON");
            return Self { lab, name: name.to_owned(), account, scope: Scope::default(), set };
        };
        let of = read(lab, &change.of);
        let mut json = serde_json::from_str(&of).expect("what is changed is JSON");
        let Settled { mut set } = serde_json::from_str(&of).expect("what is changed is JSON");
        set.extend(change.set);
        json_patch::patch(&mut json, &change.patch).unwrap_or_else(|error| panic!("{}/{name}: {error}", lab.id));
        let account = snapshot::read(&json.to_string()).unwrap_or_else(|error| panic!("{}/{name}: {error}", lab.id));
        let scope = Scope {
            tags: change.tags,
            name_prefix: change.name_prefix,
            stacks: change.stacks,
            resources: change.resources,
            regions: change.regions,
        };
        Self { lab, name: name.to_owned(), account, scope, set }
    }

    fn judge(&self) -> Judged {
        let settings = Settings::parse(LABS, &self.set).expect("a fixture sets what a lab declares");
        judge(self.lab, &self.account, &self.scope, &settings)
    }

    fn wants(&self) -> Vec<Vec<Want>> {
        let settings = Settings::parse(LABS, &self.set).expect("a fixture sets what a lab declares");
        wants(self.lab, &self.account, &self.scope, &settings)
    }
}

/// What a fixture sets, beside what it is.
#[derive(Deserialize)]
struct Settled {
    #[serde(default)]
    set: Vec<String>,
}

/// A fixture that is a change to another.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    of: String,
    patch: json_patch::Patch,
    #[serde(default)]
    set: Vec<String>,
    #[serde(default)]
    tags: Vec<Tag>,
    #[serde(default)]
    name_prefix: Option<String>,
    #[serde(default)]
    stacks: Vec<String>,
    #[serde(default)]
    resources: Vec<Arn>,
    #[serde(default)]
    regions: Vec<String>,
}

fn fixtures() -> Vec<Fixture> {
    LABS.iter().flat_map(|lab| lab_fixtures(lab)).collect()
}

fn lab_fixtures(lab: &'static Lab) -> Vec<Fixture> {
    let names: BTreeSet<String> = stems(&folder(lab), "json").collect();
    names.iter().map(|name| Fixture::load(lab, name)).collect()
}

fn folder(lab: &Lab) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/labs").join(lab.id)
}

#[expect(clippy::disallowed_methods, reason = "the lab is pure, its test reads fixtures")]
fn read(lab: &Lab, name: &str) -> String {
    let path = folder(lab).join(format!("{name}.json"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("read {}: {error}", path.display()))
}

#[expect(clippy::disallowed_methods, reason = "the lab is pure, its test reads fixtures")]
fn stems(folder: &Path, extension: &str) -> impl Iterator<Item = String> {
    let files = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("read {}: {error}", folder.display()));
    let paths = files.map(|file| file.expect("a folder can be listed").path());
    let of_kind = paths.filter(move |path| path.extension().is_some_and(|it| it == extension)).collect::<Vec<_>>();
    of_kind.into_iter().map(|path| path.file_stem().expect("a file has a name").to_string_lossy().into_owned())
}
