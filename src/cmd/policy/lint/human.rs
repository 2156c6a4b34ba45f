//! Findings as the Rust compiler tells them: what, where, and what to write instead.

use std::io;

use anstyle::Style;
use awslab_policy::lint::{self, Better, Finding, Severity};
use serde_json::Value;

use super::{Looked, snippet};
use crate::page::{Page, Text};
use crate::plural;
use crate::styles;
use crate::untrusted;

pub(super) fn write(page: &mut Page<'_>, looked: &[Looked]) -> io::Result<()> {
    for file in looked {
        for finding in &file.linted.findings {
            finding_in(page, file, finding)?;
            page.gap();
        }
    }
    looked.iter().try_for_each(|file| summary(page, file))
}

fn finding_in(page: &mut Page<'_>, file: &Looked, finding: &Finding) -> io::Result<()> {
    let (word, style) = named(finding.rule.severity);
    let title = Text::styled(style, &format!("{word}[{}]", finding.rule.code)).and(": ");
    page.item(title, finding.message.as_str())?;
    let text = &file.document.text;
    let position = finding.position(text);
    let place = format!("at {}:{}:{}", file.document.name, position.line, position.column);
    let path = if finding.path.is_empty() { String::new() } else { format!(", {}", finding.path) };
    page.paragraph(2, Text::styled(styles::FAINT, &(place + &path)))?;
    page.ready_made(2, &snippet::of(text, finding, page.columns().saturating_sub(2)))?;
    match &finding.better {
        Some(better) => write_better(page, better, &finding.path),
        None => Ok(()),
    }
}

fn write_better(page: &mut Page<'_>, better: &Better, path: &str) -> io::Result<()> {
    let label = Text::styled(styles::HELP, "  better: ");
    if better.json.is_null() {
        return page.item(label, "leave it out");
    }
    let on_one_line = untrusted::json(&better.json.to_string());
    if better.path == path && page.has_room_for(label.width() + on_one_line.chars().count()) {
        return page.ready_made(0, &format!("{label}{on_one_line}"));
    }
    let place = if better.is_beside { "a statement of its own".to_owned() } else { format!("at {}", better.path) };
    page.item(label, place.as_str())?;
    let has_room = page.has_room_for(4 + on_one_line.chars().count());
    page.ready_made(4, &if has_room { on_one_line } else { one_line_each(&better.json) })
}

fn one_line_each(json: &Value) -> String {
    untrusted::json(&serde_json::to_string_pretty(json).expect("a JSON value can be written"))
}

fn summary(page: &mut Page<'_>, file: &Looked) -> io::Result<()> {
    let counts = lint::count(&file.linted.findings);
    let counted = counts.iter().map(|(severity, count)| match severity {
        Severity::Error => plural::noun(*count, "error", "errors"),
        Severity::Warning => plural::noun(*count, "warning", "warnings"),
        Severity::Suggestion => plural::noun(*count, "suggestion", "suggestions"),
    });
    let counted: Vec<String> = counted.collect();
    let told = if counted.is_empty() { "no finding".to_owned() } else { counted.join(", ") };
    page.paragraph(0, format!("{} ({}): {told}", file.document.name, file.linted.kind).as_str())
}

fn named(severity: Severity) -> (&'static str, Style) {
    match severity {
        Severity::Error => ("error", styles::FAIL),
        Severity::Warning => ("warning", styles::UNKNOWN),
        Severity::Suggestion => ("suggestion", styles::HELP),
    }
}
