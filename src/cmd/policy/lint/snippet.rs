//! The line of a finding with a mark below it.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use awslab_policy::lint::Finding;

use crate::untrusted;

/// So much of a long line is kept on either side, in bytes. What is drawn is cut to the width of the page.
const AROUND: usize = 400;

/// The first line of a finding, with its number and a mark below what is meant.
pub(super) fn of(text: &str, finding: &Finding, width: usize) -> String {
    let line = first_line(text, &finding.span);
    let (shown, span) = harmless(text, &line, &finding.span);
    let number = finding.position(text).line;
    let annotation = AnnotationKind::Primary.span(span);
    let snippet = Snippet::source(shown).line_start(number).annotation(annotation);
    let group = Group::with_level(Level::ERROR).element(snippet);
    Renderer::plain().term_width(width).render(&[group])
}

/// The line on which a span begins, or the part of it around the span.
fn first_line(text: &str, span: &Range<usize>) -> Range<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    let from = text.ceil_char_boundary(span.start.saturating_sub(AROUND).max(start));
    let to = text.floor_char_boundary((span.end + AROUND).min(end).max(span.start));
    from..to
}

/// A part of a text without anything that acts, and where in it a span is now.
fn harmless(text: &str, part: &Range<usize>, span: &Range<usize>) -> (String, Range<usize>) {
    let shown = |range: Range<usize>| untrusted::json(&text[range].replace(['\t', '\r'], " "));
    let inside = span.start..span.end.clamp(span.start, part.end);
    let before = shown(part.start..inside.start);
    let marked = shown(inside.clone());
    let (start, end) = (before.len(), before.len() + marked.len());
    // Once more, for what only acts when the pieces are put together.
    let all = untrusted::json(&(before + &marked + &shown(inside.end..part.end)));
    let span = all.floor_char_boundary(start)..all.floor_char_boundary(end);
    (all, span)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let finding = awslab_policy::lint::lint(text, None).findings.into_iter().next().expect("there is a finding");
        of(text, &finding, 78)
    }

    #[test]
    fn a_mark_stands_below_what_is_meant() {
        let text = "{\"Statement\": {\"Effect\": \"Allow\",\n\t\"Action\": [\"*\"], \"Resource\": \"*\"}, \"Version\": \"2012-10-17\"}";
        let expected =
            "  |\n2 |  \"Action\": [\"*\"], \"Resource\": \"*\"}, \"Version\": \"2012-10-17\"}\n  |             ^^^";
        assert_eq!(shown(text).trim_end(), expected);
    }

    #[test]
    fn long_lines_are_cut_and_nothing_acts() {
        let long = "a".repeat(100_000);
        let hostile = "\u{1b}[2J\u{202e}##[error]x";
        for text in [
            format!(
                "{{\"Id\": \"{long}\", \"Statement\": {{\"Effect\": \"Allow\", \"Action\": \"{long}:x\", \"Resource\": \"*\"}}}}"
            ),
            format!("{{\"Statement\": {{\"Effect\": \"{hostile}\"}}}}"),
            format!("##[{hostile}"),
            hostile.to_owned(),
            String::new(),
        ] {
            let shown = shown(&text);
            assert!(shown.lines().all(|line| line.chars().count() <= 80), "{shown}");
            assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}') && !shown.contains("##["), "{shown}");
        }
    }
}
