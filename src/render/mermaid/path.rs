//! A path in a diagram: an arrow from hop to hop, thick on the way there, dotted on the way back, and what stops it.

use std::io;

use awslab_map::{Finding, Map, Path, Stop};

use super::label::label;
use super::{Links, node};
use crate::untrusted;
use crate::words::wrap;

/// A message has lines of so many characters.
const MESSAGE: usize = 60;

/// Writes the arrows and the findings.
pub(super) fn write(map: &Map, path: &Path, arrows: &mut Links<'_>) -> io::Result<()> {
    let stopped = path.findings.iter().filter_map(|it| it.stop).min();
    let (mut there, mut back) = (Vec::new(), Vec::new());
    for turn in path.turns() {
        let written = write_turn(map, &turn.line(), stopped, arrows)?;
        (if turn.is_reply { &mut back } else { &mut there }).extend(written);
    }
    for (nth, finding) in path.findings.iter().enumerate() {
        write_finding(map, nth, finding, arrows)?;
    }
    write_style(arrows, &there, "#b93c00")?;
    write_style(arrows, &back, "#00696b")
}

/// An arrow for each change of place, with the numbers and rules of the hops up to there. Returns their numbers.
fn write_turn(map: &Map, stops: &[&Stop], stopped: Option<usize>, arrows: &mut Links<'_>) -> io::Result<Vec<usize>> {
    let mut written = Vec::new();
    let mut words = Vec::new();
    for pair in stops.windows(2) {
        let (Some(from), Some(to)) = (pair[0].place, pair[1].place) else { continue };
        words.push(words_for(pair[1]));
        let (from, to) = (node(map, from), node(map, to));
        if from == to {
            continue;
        }
        let is_beyond = stopped.is_some_and(|stopped| pair[0].number >= stopped);
        let arrow = if pair[1].is_reply || is_beyond { "-.->" } else { "==>" };
        let lines: Vec<&str> = words.iter().map(String::as_str).collect();
        written.push(arrows.write(&from, &format!("{arrow}|\"{}\"|", label(&lines)), &to)?);
        words.clear();
    }
    Ok(written)
}

fn words_for(stop: &Stop) -> String {
    let rule = stop.rule.as_deref().map(|rule| format!(" {rule}")).unwrap_or_default();
    format!("{}{rule}", stop.number)
}

fn write_finding(map: &Map, nth: usize, finding: &Finding, arrows: &mut Links<'_>) -> io::Result<()> {
    let (mark, class) = if finding.is_blocker { ("✖", "block") } else { ("?", "unknown") };
    let first = format!("{mark} {} {}", finding.letter, finding.component);
    let message = wrap(&untrusted::text(&finding.message), MESSAGE);
    let lines: Vec<&str> = std::iter::once(&first).chain(&message).map(String::as_str).collect();
    writeln!(arrows.out, "  f{nth}{{{{\"{}\"}}}}:::{class}", label(&lines))?;
    if let Some(place) = finding.place {
        arrows.write(&format!("f{nth}"), "-.-", &node(map, place))?;
    }
    Ok(())
}

fn write_style(arrows: &mut Links<'_>, numbers: &[usize], color: &str) -> io::Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    let numbers = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    writeln!(arrows.out, "  linkStyle {numbers} stroke:{color},stroke-width:3px")
}
