//! Text on a page of some width. Everything that is printed for a human passes through here.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use anstyle::Style;
use textwrap::core::display_width;

use crate::report::Status;
use crate::shell;
use crate::styles;
use crate::untrusted;
use crate::words;

/// So few columns are not worth a column of text.
const TOO_NARROW: usize = 24;
/// Where text begins that has no room beside its label.
const BELOW: usize = 6;

/// What a page can look like.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Look {
    /// Columns.
    pub(crate) width: usize,
    /// More than ASCII can be shown.
    pub(crate) unicode: bool,
}

impl Look {
    /// A file, a pipe, a log.
    pub(crate) const PLAIN: Self = Self { width: 80, unicode: true };
}

/// A blank at which no line is broken, until it is written. No text brings one along: [`untrusted::text`] would show it.
const FIXED_BLANK: &str = "\u{fffe}";

/// A piece of text, harmless and styled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text(String);

impl Text {
    /// Text in a style.
    pub(crate) fn styled(style: Style, text: &str) -> Self {
        Self::default().and_styled(style, text)
    }

    /// More text.
    pub(crate) fn and(mut self, text: &str) -> Self {
        self.0.push_str(&untrusted::text(text));
        self
    }

    /// More text in a style.
    pub(crate) fn and_styled(mut self, style: Style, text: &str) -> Self {
        write!(self.0, "{style}{}{style:#}", untrusted::text(text)).expect("a String can be written to");
        self
    }

    /// A command within a text, which is never broken.
    pub(crate) fn and_code(mut self, code: &str) -> Self {
        let code = untrusted::text(code).replace(' ', FIXED_BLANK);
        write!(self.0, "{0}{code}{0:#}", styles::COMMAND).expect("a String can be written to");
        self
    }

    /// More text.
    pub(crate) fn and_text(mut self, text: &Self) -> Self {
        self.0.push_str(&text.0);
        self
    }

    /// Blanks up to a column.
    pub(crate) fn pad_to(mut self, column: usize) -> Self {
        let blanks = column.saturating_sub(self.width());
        self.0.extend(std::iter::repeat_n(' ', blanks));
        self
    }

    /// How many columns it takes.
    pub(crate) fn width(&self) -> usize {
        display_width(&self.0)
    }
}

impl<S: AsRef<str>> From<S> for Text {
    fn from(text: S) -> Self {
        Self::default().and(text.as_ref())
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A page that is being written.
pub(crate) struct Page<'a> {
    out: &'a mut dyn Write,
    look: Look,
    gap: Gap,
}

/// Whether the next line keeps a distance to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// There is no last line.
    NothingYet,
    No,
    Yes,
}

impl<'a> Page<'a> {
    /// An empty page.
    pub(crate) fn new(out: &'a mut dyn Write, look: Look) -> Self {
        Self { out, look, gap: Gap::NothingYet }
    }

    /// The symbol of a verdict and a word for it.
    pub(crate) fn mark(&self, status: Status, word: &str) -> Text {
        let symbol = match (status, self.look.unicode) {
            (Status::Pass, true) => '✔',
            (Status::Pass, false) => '+',
            (Status::Fail, true) => '✖',
            (Status::Fail, false) => 'x',
            (Status::Unknown, _) => '?',
            (Status::Blocked | Status::Skipped, _) => '-',
        };
        Text::styled(styles::of(status), &format!("{symbol} {word}"))
    }

    /// An empty line before what comes next. There is never more than one, nor one at the beginning or the end.
    pub(crate) fn gap(&mut self) {
        if self.gap == Gap::No {
            self.gap = Gap::Yes;
        }
    }

    /// A paragraph.
    pub(crate) fn paragraph(&mut self, indent: usize, text: impl Into<Text>) -> io::Result<()> {
        self.item(Text::default().pad_to(indent), text)
    }

    /// A paragraph that hangs from a label: further lines begin where the first does after it.
    pub(crate) fn item(&mut self, label: impl Into<Text>, text: impl Into<Text>) -> io::Result<()> {
        self.entry(&label.into(), &text.into(), &Text::default())
    }

    /// A paragraph that hangs from a label, with a note at the right end of its first line. Where the label leaves too
    /// little room, the paragraph goes below it.
    pub(crate) fn entry(&mut self, label: &Text, text: &Text, note: &Text) -> io::Result<()> {
        let right = self.look.width.saturating_sub(note.width());
        let distance = if note.width() == 0 { 0 } else { 2 };
        let room = right.saturating_sub(label.width() + distance);
        if room < TOO_NARROW && room < label.width() {
            self.line(&format!("{}{note}", label.clone().pad_to(right)))?;
            return self.paragraph(BELOW, text.clone());
        }
        let lines = words::wrap(&text.0, room);
        let first = Text(format!("{label}{}", lines[0]));
        self.line(&format!("{}{note}", first.pad_to(right)))?;
        for line in &lines[1..] {
            self.line(&format!("{:1$}{line}", "", label.width()))?;
        }
        Ok(())
    }

    /// Commands to paste into a shell, one line each; lines too long go on where a shell lets them.
    pub(crate) fn commands(&mut self, indent: usize, commands: &str) -> io::Result<()> {
        let style = styles::COMMAND;
        for line in shell::fold(commands, self.look.width.saturating_sub(indent)) {
            self.line(&format!("{:indent$}{style}{}{style:#}", "", untrusted::command(&line)))?;
        }
        Ok(())
    }

    /// Lines that were made elsewhere and are harmless already, as they are.
    pub(crate) fn ready_made(&mut self, indent: usize, lines: &str) -> io::Result<()> {
        for line in lines.lines() {
            self.line(&format!("{:indent$}{line}", ""))?;
        }
        Ok(())
    }

    /// How many columns there are.
    pub(crate) fn columns(&self) -> usize {
        self.look.width
    }

    /// Whether that many columns are there.
    pub(crate) fn has_room_for(&self, columns: usize) -> bool {
        columns <= self.look.width
    }

    fn line(&mut self, line: &str) -> io::Result<()> {
        if self.gap == Gap::Yes {
            writeln!(self.out)?;
        }
        self.gap = Gap::No;
        writeln!(self.out, "{}", line.trim_end().replace(FIXED_BLANK, " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(width: usize, write: impl FnOnce(&mut Page<'_>) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut Page::new(&mut out, Look { width, unicode: true })).expect("memory can be written to");
        String::from_utf8(out).expect("pages are UTF-8")
    }

    #[test]
    fn lines_hang_below_the_first_and_long_words_stay_whole() {
        let page = written(24, |page| page.item("found: ", "arn:aws:iam::111122223333:user/anna is not there"));
        assert_eq!(page, "found: arn:aws:iam::111122223333:user/anna\n       is not there\n");
    }

    #[test]
    fn code_is_never_broken() {
        for (width, expected) in [(24, "1. see `aws s3 ls` there\n"), (17, "1. see\n   `aws s3 ls`\n   there\n")] {
            let text = || Text::from("see ").and_code("`aws s3 ls`").and(" there");
            let page = written(width, |page| page.item("1. ", text()));
            assert_eq!(anstream::adapter::strip_str(&page).to_string(), expected);
        }
    }

    #[test]
    fn a_note_stands_at_the_right_end_of_the_first_line() {
        let page = written(30, |page| page.entry(&"a  ".into(), &"some words that wrap here".into(), &"1/1".into()));
        assert_eq!(page, "a  some words that wrap    1/1\n   here\n");
    }

    #[test]
    fn text_goes_below_a_label_that_leaves_no_room() {
        let page =
            written(30, |page| page.entry(&"  a long enough label  ".into(), &"some words".into(), &"1/1".into()));
        assert_eq!(page, "  a long enough label      1/1\n      some words\n");
    }

    #[test]
    fn a_broken_line_begins_no_workflow_command() {
        let page = written(20, |page| page.paragraph(2, "some words and then ::error::x or ##[error]x"));
        assert!(!page.lines().any(|line| line.trim_start().starts_with("::")), "{page}");
        assert!(!page.contains("##["), "{page}");
    }
}
