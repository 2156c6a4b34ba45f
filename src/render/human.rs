//! `--format human`: for whoever sits at the terminal, or reads its log.

use std::io::{self, Write};

use awslab_core::judge::Standing;
use awslab_core::verdict::Observation;

use crate::page::{Look, Page, Text};
use crate::plural::{criteria, points};
use crate::report::{CriterionReport, LabReport, Next, Report, Status, Totals};
use crate::source::Origin;
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
    page.item("Account  ", format!("{} in {}", account.account_id, report.regions.join(", ")))?;
    page.item("Read as  ", account.caller.arn.as_str())?;
    if let Origin::Snapshot(name) = &report.origin {
        let taken_at = account.taken_at.strftime("%Y-%m-%d %H:%M UTC");
        page.item("Judged   ", format!("from the snapshot {name}, taken {taken_at}"))?;
    }
    Ok(())
}

fn write_lab(page: &mut Page<'_>, lab: &LabReport) -> io::Result<()> {
    let Totals { points, max_points, .. } = lab.totals;
    let id = Text::styled(styles::TITLE, lab.lab.id).and("  ");
    let earned = Text::styled(styles::of(lab.status), &format!("{points}/{max_points} points"));
    page.entry(&id, &Text::styled(styles::TITLE, lab.lab.title), &earned)?;
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
    for Standing { subject, points: earned, first_miss } in lab.candidates.iter().take(SHOWN) {
        let miss = first_miss.map(|criterion| format!(", first miss {criterion}")).unwrap_or_default();
        page.paragraph(DETAILS, format!("{subject}: {}{miss}", points(*earned)))?;
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
        Next::Unlock => {
            let labs: Vec<&str> = report.labs.iter().map(|lab| lab.lab.id).collect();
            let text = "see what awslab can read, and the policy that allows what it needs";
            (text.to_owned(), format!("awslab doctor\nawslab permissions {}", labs.join(" ")))
        }
        Next::Lab(lab) => (format!("go on with {}: {}", lab.id, lab.title), format!("awslab verify {}", lab.id)),
        Next::Done => ("nothing: every lab there is passes".to_owned(), String::new()),
    };
    page.item("Next: ", text)?;
    page.commands(DETAILS, &commands)
}

#[cfg(test)]
mod tests {
    use super::*;
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
