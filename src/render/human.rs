//! `--format human`: for whoever sits at the terminal, or reads its log.

use std::io::{self, Write};

use awslab_core::fix;
use awslab_core::judge::Standing;
use awslab_core::verdict::Observation;

use crate::page::{Look, Page, Text};
use crate::plural::{criteria, points};
use crate::report::{CriterionReport, LabReport, Next, Report, Status, Totals, Unlock};
use crate::source::{Access, Origin};
use crate::styles;

/// So many of a kind are shown; the JSON has all of them.
const SHOWN: usize = 3;
/// Where the names of criteria begin.
const NAMES: usize = 13;
/// Where the details of a criterion begin.
const DETAILS: usize = 6;

/// Writes the report.
pub(crate) fn write(report: &Report<'_>, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut page = Page::new(out, look);
    write_head(&mut page, report)?;
    for lab in &report.labs {
        page.gap();
        write_lab(&mut page, lab)?;
    }
    page.gap();
    page.paragraph(0, total_in_words(report.totals))?;
    write_next(&mut page, report)
}

fn write_head(page: &mut Page<'_>, report: &Report<'_>) -> io::Result<()> {
    let account = report.account;
    let mut rows: Vec<(&str, Text)> = vec![
        ("Account", format!("{} in {}", account.account_id, report.regions.join(", ")).into()),
        ("Read as", account.caller.arn.as_str().into()),
    ];
    match &report.origin {
        Origin::Snapshot(name) => {
            let taken_at = account.taken_at.strftime("%Y-%m-%d %H:%M UTC");
            rows.push(("Judged", format!("from the snapshot {name}, taken {taken_at}").into()));
        }
        Origin::Aws(access) if report.has_fixes() => rows.extend(ways_to_mend(access, &account.account_id)),
        Origin::Aws(_) => {}
    }
    let width = rows.iter().map(|(label, _text)| label.len()).max().unwrap_or_default() + 2;
    rows.into_iter().try_for_each(|(label, text)| page.item(Text::from(label).pad_to(width), text))
}

/// Fixes are commands of the AWS CLI, which would find its way to another account than the one that was judged.
fn ways_to_mend(access: &Access, account: &str) -> Vec<(&'static str, Text)> {
    let Access { profile, has_keys_besides, endpoint_url, role_arn } = access;
    let mut commands = Vec::new();
    // Whoever takes on a role to read comes from another account, to which the profile leads.
    if let (Some(profile), None) = (profile, role_arn) {
        if *has_keys_besides {
            commands.push("unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN".to_owned());
        }
        commands.push(fix::fill("export AWS_PROFILE={profile}", &[("profile", profile.clone())]));
    }
    if let Some(url) = endpoint_url {
        commands.push(fix::fill("export AWS_ENDPOINT_URL={url}", &[("url", url.clone())]));
    }
    let labels = std::iter::once("Mend with").chain(std::iter::repeat(""));
    let mut rows: Vec<(&str, Text)> =
        labels.zip(commands).map(|(label, command)| (label, Text::default().and_code(&command))).collect();
    if let Some(role) = role_arn {
        let text = format!("somebody who may change account {account}: the role {role} only reads");
        rows.push(("Mend as", text.into()));
    }
    rows
}

fn write_lab(page: &mut Page<'_>, lab: &LabReport) -> io::Result<()> {
    let Totals { points: earned, max_points, open_points, .. } = lab.totals;
    let id = Text::styled(styles::TITLE, lab.lab.id).and("  ");
    let title = Text::styled(styles::TITLE, lab.lab.title);
    let in_points = |text: &str| Text::styled(styles::of(lab.status), text);
    let known = in_points(&format!("{earned}/{max_points} points"));
    let all = in_points(&format!("{earned}/{max_points} points, {open_points} undecided"));
    match open_points {
        0 => page.entry(&id, &title, &known)?,
        _ if page.has_room_for(id.width() + title.width() + 2 + all.width()) => page.entry(&id, &title, &all)?,
        _ => {
            page.entry(&id, &title, &known)?;
            page.paragraph(id.width(), in_points(&format!("{} undecided", points(open_points))))?;
        }
    }
    if let Some(subject) = &lab.subject {
        page.paragraph(id.width(), format!("on {subject}"))?;
    }
    page.gap();

    let id_width = lab.criteria.iter().map(|it| it.criterion.id.len()).max().unwrap_or_default();
    let told_apart = lab.criteria.iter().filter(|it| it.status != Status::Blocked);
    for criterion in told_apart {
        write_criterion(page, criterion, id_width)?;
        write_details(page, criterion, lab)?;
    }
    write_candidates(page, lab)
}

/// Symbol, word, name, title and points in one line.
fn write_criterion(page: &mut Page<'_>, report: &CriterionReport, id_width: usize) -> io::Result<()> {
    let label = Text::from("  ")
        .and_text(&page.mark(report.status, report.status.id()))
        .pad_to(NAMES)
        .and(report.criterion.id)
        .pad_to(NAMES + id_width + 2);
    page.entry(&label, &report.criterion.title.into(), &points_of(report).into())
}

fn points_of(report: &CriterionReport) -> String {
    match (report.points, report.max_points) {
        _ if report.criterion.points == 0 => "info".to_owned(),
        (_, 0) => "-".to_owned(),
        (Some(points), max_points) => format!("{points}/{max_points}"),
        (None, max_points) => format!("?/{max_points}"),
    }
}

/// Why it missed, what mends it, and what waits for it.
fn write_details(page: &mut Page<'_>, report: &CriterionReport, lab: &LabReport) -> io::Result<()> {
    if report.status == Status::Pass {
        return Ok(());
    }
    for observation in report.missed().take(SHOWN) {
        write_observation(page, observation)?;
    }
    write_rest(page, report.missed().count())?;
    for gap in &report.gaps {
        page.paragraph(DETAILS, gap.to_string())?;
    }
    if report.status == Status::Skipped {
        page.paragraph(DETAILS, report.message.as_str())?;
    }
    if !report.fixes.is_empty() {
        page.paragraph(DETAILS, "to mend it:")?;
    }
    for (number, fix) in report.fixes.iter().take(SHOWN).enumerate() {
        if number > 0 && fix.contains('\n') {
            page.gap();
        }
        page.commands(DETAILS + 2, fix)?;
    }
    write_waiting(page, report, lab)?;
    page.gap();
    Ok(())
}

fn write_observation(page: &mut Page<'_>, observation: &Observation) -> io::Result<()> {
    let Observation { subject, property, expected, actual, .. } = observation;
    page.paragraph(DETAILS, format!("{property} of {subject}"))?;
    page.item("        expected  ", expected.as_str())?;
    page.item("        found     ", Text::styled(styles::FOUND, actual))
}

/// The criteria that it blocks, in one line.
fn write_waiting(page: &mut Page<'_>, report: &CriterionReport, lab: &LabReport) -> io::Result<()> {
    let names: Vec<&str> = lab.blocked_by(report).map(|it| it.criterion.id).collect();
    if names.is_empty() {
        return Ok(());
    }
    let worth = points(lab.blocked_by(report).map(|it| it.max_points).sum());
    let text = format!("blocks {} ({}, {worth})", names.join(", "), criteria(names.len()));
    page.paragraph(DETAILS, Text::styled(styles::WAITING, &text))
}

fn write_candidates(page: &mut Page<'_>, lab: &LabReport) -> io::Result<()> {
    if lab.candidates.is_empty() {
        return Ok(());
    }
    page.gap();
    page.paragraph(2, "also considered:")?;
    for Standing { subject, points: earned, open_points, first_miss } in lab.candidates.iter().take(SHOWN) {
        let miss = first_miss.map(|criterion| format!(", first miss {criterion}")).unwrap_or_default();
        let standing = match open_points {
            0 => format!("{}{miss}", points(*earned)),
            open => format!("{earned} to {}{miss}; not looked at closely", points(earned + open)),
        };
        page.paragraph(DETAILS, format!("{subject}: {standing}"))?;
    }
    write_rest(page, lab.candidates.len())
}

fn write_rest(page: &mut Page<'_>, count: usize) -> io::Result<()> {
    match count.checked_sub(SHOWN) {
        Some(more @ 1..) => page.paragraph(DETAILS, format!("and {more} more, all told by --format json")),
        _ => Ok(()),
    }
}

fn total_in_words(totals: Totals) -> Text {
    let Totals { points: earned, max_points, open_points, pass, fail, unknown, blocked, skipped } = totals;
    let told = [(pass, "pass"), (fail, "fail"), (unknown, "unknown"), (blocked, "blocked"), (skipped, "skipped")];
    let told: Vec<String> =
        told.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let open = if open_points > 0 { format!("; {} undecided", points(open_points)) } else { String::new() };
    Text::styled(styles::TITLE, &format!("{earned} of {}", points(max_points)))
        .and(&format!(": {}{open}", told.join(", ")))
}

/// What to do now, with its commands on lines of their own.
fn write_next(page: &mut Page<'_>, report: &Report<'_>) -> io::Result<()> {
    let (text, commands) = match &report.next {
        Next::Mend(id) => (format!("mend {id} first"), format!("awslab explain {id}")),
        Next::Unlock(unlock) => advice(*unlock, report),
        Next::Lab(lab) => (format!("go on with {}: {}", lab.id, lab.title), format!("awslab verify {}", lab.id)),
        Next::Done => ("nothing: every lab there is passes".to_owned(), String::new()),
    };
    page.item("Next: ", text)?;
    page.commands(DETAILS, &commands)
}

/// What lets awslab look, in words and commands.
fn advice(unlock: Unlock, report: &Report<'_>) -> (String, String) {
    let labs: Vec<&str> = report.labs.iter().map(|lab| lab.lab.id).collect();
    let labs = labs.join(" ");
    let (text, command) = match (unlock, &report.origin) {
        (Unlock::Allow, Origin::Aws(_)) => {
            ("have the missing actions allowed, by this policy", format!("awslab permissions {labs}"))
        }
        (Unlock::Allow, Origin::Snapshot(_)) => (
            "have the missing actions allowed, by this policy, and take a new snapshot",
            format!("awslab permissions {labs}"),
        ),
        (Unlock::NewSnapshot, _) => {
            ("take a new snapshot, with the same options", format!("awslab snapshot {labs} -o snapshot.json"))
        }
        (Unlock::Renew, _) => ("renew the credentials, and run again", String::new()),
        (Unlock::RunAgain, _) => ("run again: what got no answer may get one then", String::new()),
        (Unlock::Unclear, _) => ("see above why awslab could not look: it would be no other way again", String::new()),
    };
    (text.to_owned(), command)
}

#[cfg(test)]
mod tests {
    use awslab_core::scope::Scope;
    use awslab_core::settings::Settings;
    use awslab_core::snapshot;

    use super::*;
    use crate::inquiry::Inquiry;
    use crate::render::Format;
    use crate::render::testing::{LEARNER, SOLVED, UNTOUCHED, assert_harmless, hostile, rendered_on};

    const WIDTHS: [usize; 4] = [40, 60, 80, 100];

    fn page(snapshot: &str, width: usize) -> String {
        let coloured = rendered_on(Format::Human, snapshot, Look { width, unicode: true });
        without_colours(&coloured)
    }

    /// Only what [`styles`] writes is taken out: `ESC [`, digits and semicolons, `m`.
    fn without_colours(text: &str) -> String {
        let mut parts = text.split("\u{1b}[");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| match part.trim_start_matches(|it: char| it.is_ascii_digit() || it == ';') {
            rest if rest.starts_with('m') => text + &rest[1..],
            _ => format!("{text}\u{1b}[{part}"),
        })
    }

    #[test]
    fn hostile_names_do_nothing() {
        for width in WIDTHS {
            let page = page(&hostile(), width);
            assert_harmless(&page);
            assert!(page.contains(r"\u{1b}[2J"), "{page}");
        }
    }

    #[test]
    fn only_what_must_be_copied_whole_is_wider_than_the_page() {
        for width in WIDTHS {
            for line in [LEARNER, SOLVED, UNTOUCHED].map(|it| page(it, width)).join("").lines() {
                let longest = line.split_whitespace().map(str::len).max().unwrap_or_default();
                let is_command = line.trim_start().starts_with("--") || line.contains("aws ");
                assert!(line.chars().count() <= width || longest > width / 3 || is_command, "{line}");
            }
        }
    }

    #[test]
    fn every_verdict_is_told_in_words_and_in_ascii_where_asked() {
        let look = Look { width: 80, unicode: false };
        let page = without_colours(&rendered_on(Format::Human, LEARNER, look));
        assert!(page.is_ascii(), "{page}");
        for part in ["  + pass     user ", "  x fail     groups ", "  ? unknown  lifecycle ", "Next: "] {
            assert!(page.contains(part), "{part} is not in\n{page}");
        }
    }

    /// The learner's report, changed.
    fn told(change: impl FnOnce(&mut Report<'_>)) -> String {
        let account = snapshot::read(LEARNER).expect("the example is a snapshot");
        let inquiry = Inquiry::about_everything(Scope::default(), Settings::default());
        let mut report = Report::new(&account, Origin::Aws(Access::default()), inquiry.judge(&account));
        change(&mut report);
        let mut out = Vec::new();
        write(&report, Look::PLAIN, &mut out).expect("memory can be written to");
        without_colours(&String::from_utf8(out).expect("pages are UTF-8"))
    }

    #[test]
    fn whoever_mends_reaches_the_account_that_was_judged() {
        let access = |profile: Option<&str>, role: Option<&str>| {
            Origin::Aws(Access {
                profile: profile.map(str::to_owned),
                has_keys_besides: true,
                endpoint_url: Some("http://127.0.0.1:5000".to_owned()),
                role_arn: role.map(str::to_owned),
            })
        };
        let head = "\
Account    111122223333 in eu-west-1
Read as    arn:aws:iam::111122223333:user/anna
Mend with  unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN
           export AWS_PROFILE=\"anna's course\"
           export AWS_ENDPOINT_URL=http://127.0.0.1:5000

";
        let page = told(|report| report.origin = access(Some("anna's course"), None));
        assert!(page.starts_with(head), "{page}");

        let head = "\
Account    111122223333 in eu-west-1
Read as    arn:aws:iam::111122223333:user/anna
Mend with  export AWS_ENDPOINT_URL=http://127.0.0.1:5000
Mend as    somebody who may change account 111122223333: the role
           arn:aws:iam::111122223333:role/awslab/awslab only reads

";
        let role = "arn:aws:iam::111122223333:role/awslab/awslab";
        let page = told(|report| report.origin = access(Some("grader"), Some(role)));
        assert!(page.starts_with(head), "{page}");

        let page = told(|report| {
            report.origin = access(Some("course"), None);
            report.labs.iter_mut().flat_map(|lab| &mut lab.criteria).for_each(|criterion| criterion.fixes.clear());
        });
        assert!(!page.contains("Mend"), "{page}");
        assert!(!told(|_report| {}).contains("Mend"), "the environment leads there by itself");
    }

    #[test]
    fn what_was_not_looked_at_closely_is_no_miss() {
        let page = told(|report| {
            let candidate = &mut report.labs[1].candidates[0];
            (candidate.points, candidate.open_points, candidate.first_miss) = (3, 3, None);
        });
        assert!(page.contains("anna-first-try: 3 to 6 points; not looked at closely\n"), "{page}");
    }

    #[test]
    fn what_is_undecided_stands_beside_the_points_or_below() {
        let page = told(|report| {
            report.labs.iter_mut().for_each(|lab| lab.totals.open_points = 3);
            (report.labs[1].totals.points, report.labs[1].totals.max_points) = (6, 8); // then there is room
        });
        let lines: Vec<&str> = page.lines().collect();
        assert!(lines.iter().any(|line| line.starts_with("s3 ") && line.ends_with(" points, 3 undecided")), "{page}");
        let iam = lines.iter().position(|line| line.starts_with("iam ")).expect("the lab is told");
        assert!(lines[iam].ends_with(" points") && lines[iam + 1] == "     3 points undecided", "{page}");
    }

    #[test]
    fn what_could_not_be_looked_at_is_unlocked() {
        let next = |unlock| told(|report| report.next = Next::Unlock(unlock));
        let allow = next(Unlock::Allow);
        let labs = awslab_checks::LABS.iter().map(|lab| lab.id).collect::<Vec<_>>().join(" ");
        let permissions =
            format!("have the missing actions allowed, by this policy\n      awslab permissions {labs}\n");
        assert!(allow.ends_with(&permissions), "{allow}");
        assert!(next(Unlock::NewSnapshot).ends_with(&format!("      awslab snapshot {labs} -o snapshot.json\n")));
        for unlock in [Unlock::Renew, Unlock::RunAgain] {
            assert!(next(unlock).contains("run again"), "{unlock:?}");
        }
    }

    #[test]
    fn of_many_observations_the_first_are_told() {
        let users: Vec<String> = (0..20)
            .map(|number| {
                format!(
                    r#"{{"UserName": "u{number}", "Arn": "arn:aws:iam::111122223333:user/u{number}",
                        "AttachedManagedPolicies": [{{"PolicyName": "p", "PolicyArn": "arn:aws:iam::aws:policy/p"}}]}}"#
                )
            })
            .collect();
        let all = format!(r#""UserDetailList": [{}]"#, users.join(","));
        let page = page(&UNTOUCHED.replacen(r#""UserDetailList": []"#, &all, 1), 80);
        assert!(page.contains("user/u2\n") && !page.contains("user/u3\n"), "{page}");
        assert!(page.contains("and 17 more"), "{page}");
    }
}
