//! The pages of labs, laid out for a terminal: the Markdown that they use, and no more.

use std::io;

use crate::page::{Page, Text};
use crate::styles;

/// Writes headings, paragraphs and lists.
pub(crate) fn write(page: &mut Page<'_>, markdown: &str) -> io::Result<()> {
    let mut block = Block::default();
    for line in markdown.lines() {
        let text = line.trim_start();
        if text.is_empty() {
            block.finish(page)?;
            page.gap();
        } else if let Some(heading) = text.strip_prefix('#') {
            block.finish(page)?;
            page.gap();
            page.paragraph(0, Text::styled(styles::TITLE, heading.trim_start_matches('#').trim()))?;
            page.gap();
        } else if let Some(label) = list_label(text) {
            block.finish(page)?;
            block = Block { label: label.to_owned(), text: text[label.len()..].to_owned() };
        } else {
            block.add(text);
        }
    }
    block.finish(page)
}

/// A paragraph or an item of a list, as far as it has been read.
#[derive(Default)]
struct Block {
    label: String,
    text: String,
}

impl Block {
    fn add(&mut self, line: &str) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(line);
    }

    fn finish(&mut self, page: &mut Page<'_>) -> io::Result<()> {
        let Self { label, text } = std::mem::take(self);
        if text.is_empty() { Ok(()) } else { page.item(label, styled(&text)) }
    }
}

/// `- ` or `1. `.
fn list_label(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|it: char| it.is_ascii_digit());
    let is_numbered = digits.len() < line.len();
    let after = if is_numbered { digits.strip_prefix(". ") } else { line.strip_prefix("- ") };
    after.map(|after| &line[..line.len() - after.len()])
}

/// Bold without its asterisks; commands unbroken and with their backticks, for those who see no colour.
fn styled(text: &str) -> Text {
    let mut styled = Text::default();
    for (is_bold, part) in alternate(text, "**") {
        for (is_code, part) in alternate(part, "`") {
            styled = match (is_code, is_bold) {
                (true, _) => styled.and_code(&format!("`{part}`")),
                (false, true) => styled.and_styled(styles::TITLE, part),
                (false, false) => styled.and(part),
            };
        }
    }
    styled
}

/// The parts of a text outside and inside of a pair of marks, in turn.
fn alternate<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = (bool, &'a str)> {
    text.split(mark).enumerate().map(|(number, part)| (number % 2 == 1, part))
}

#[cfg(test)]
mod tests {
    use awslab_checks::LABS;

    use super::*;
    use crate::page::Look;

    fn written(markdown: &str, width: usize) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(&mut Page::new(&mut out, Look { width, unicode: true }), markdown).expect("memory can be written to");
        String::from_utf8(out.into_inner()).expect("pages are UTF-8")
    }

    #[test]
    fn blocks_are_told_apart_and_wrapped() {
        let page = "# Title\n\nSome **bold** words\nand `code`.\n\n1. one\n   goes on\n2. two\n\n- three\n";
        assert_eq!(written(page, 16), "Title\n\nSome bold words\nand `code`.\n\n1. one goes on\n2. two\n\n- three\n");
    }

    #[test]
    fn the_code_in_the_pages_of_labs_is_in_one_line() {
        for (lab, width) in LABS.iter().flat_map(|lab| [40, 60, 80].map(|width| (lab, width))) {
            for line in written(&lab.page(), width).lines() {
                assert!(line.matches('`').count() % 2 == 0, "{}, {width} columns: {line}", lab.id);
            }
        }
    }

    #[test]
    fn the_pages_of_labs_are_shown_whole() {
        for lab in LABS {
            let page = written(&lab.page(), 10_000);
            assert!(!page.contains("(cut here"), "{}: a paragraph is too long", lab.id);
            assert!(!page.contains("**"), "{}: asterisks are left", lab.id);
        }
    }
}
