//! Long commands on several lines, such that they can still be pasted into a shell.

use crate::words;

const COMMENT: &str = "# ";

/// The lines of some commands, each broken only before an ` --option` outside of quotes, with a backslash at the end.
pub(crate) fn fold(commands: &str, width: usize) -> Vec<String> {
    let mut quote = Quote::None;
    let mut lines = Vec::new();
    for line in commands.lines() {
        match line.strip_prefix(COMMENT) {
            Some(comment) if quote == Quote::None => lines.extend(fold_comment(comment, width)),
            _ => lines.extend(fold_line(line, &quote.breaks(line), width)),
        }
    }
    lines
}

/// What a shell reads differently after a quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quote {
    None,
    Single,
    Double,
}

impl Quote {
    /// Where a line may be broken: the blanks before options. Afterwards `self` is how the line ends.
    fn breaks(&mut self, line: &str) -> Vec<usize> {
        let mut breaks = Vec::new();
        let mut characters = line.char_indices();
        while let Some((at, character)) = characters.next() {
            match (*self, character) {
                (Self::None | Self::Double, '\\') => {
                    characters.next();
                }
                (Self::None, '\'') => *self = Self::Single,
                (Self::None, '"') => *self = Self::Double,
                (Self::Single, '\'') | (Self::Double, '"') => *self = Self::None,
                (Self::None, ' ') if line[at..].starts_with(" --") => breaks.push(at),
                _ => {}
            }
        }
        breaks
    }
}

/// A command in a comment stays whole, with a line to itself where it does not fit behind the words before it.
fn fold_comment(comment: &str, width: usize) -> Vec<String> {
    let width = width.saturating_sub(COMMENT.len());
    let (words, command) = match start_of_command(comment) {
        Some(at) if comment.chars().count() > width => (comment[..at].trim_end(), Some(&comment[at..])),
        _ => (comment, None),
    };
    let mut lines = if words.is_empty() { Vec::new() } else { words::wrap(words, width) };
    lines.extend(command.map(str::to_owned));
    lines.into_iter().map(|line| format!("{COMMENT}{line}")).collect()
}

fn start_of_command(comment: &str) -> Option<usize> {
    const COMMAND: &str = "aws ";
    let mut starts = comment.match_indices(COMMAND).map(|(at, _command)| at);
    starts.find(|at| *at == 0 || comment[..*at].ends_with(": "))
}

fn fold_line(line: &str, breaks: &[usize], width: usize) -> Vec<String> {
    const INDENT: &str = "  ";
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut start = 0;
    for end in breaks.iter().copied().chain([line.len()]) {
        let part = &line[start..end];
        let room_for_backslash = if end == line.len() { 0 } else { 2 };
        if !current.is_empty() && current.chars().count() + part.chars().count() + room_for_backslash > width {
            lines.push(format!("{current} \\"));
            current = format!("{INDENT}{}", part.trim_start());
        } else {
            current.push_str(part);
        }
        start = end;
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_command_stays_on_its_line() {
        assert_eq!(fold("aws s3 ls --region x", 80), ["aws s3 ls --region x"]);
    }

    #[test]
    fn a_long_one_goes_on_before_an_option() {
        let command = "aws s3api put-bucket-versioning --bucket anna-lab --versioning-configuration Status=Enabled";
        assert_eq!(
            fold(command, 60),
            ["aws s3api put-bucket-versioning --bucket anna-lab \\", "  --versioning-configuration Status=Enabled"]
        );
    }

    #[test]
    fn quotes_are_never_broken() {
        for command in
            ["x 'aaaa --bbbb' \"cccc --dddd\" 'it'\\''s --e'", "x \"$(aws --version)\" 'a\n --b\n --c' \\' --d '"]
        {
            let whole: Vec<&str> = command.lines().collect();
            let folded = fold(command, 4).join("\n").replace(" \\\n  ", " ");
            assert_eq!(folded.lines().collect::<Vec<_>>(), whole);
        }
        assert_eq!(fold("x 'aaaa --bbbb'", 4), ["x 'aaaa --bbbb'"]);
        assert_eq!(fold("x 'a\n --b' --c", 4), ["x 'a", " --b' \\", "  --c"]);
    }

    #[test]
    fn a_command_in_a_comment_stays_whole() {
        let comment = "# Make a key first: aws iam create-access-key --user-name bert";
        assert_eq!(fold(comment, 80), [comment]);
        assert_eq!(fold(comment, 30), ["# Make a key first:", "# aws iam create-access-key --user-name bert"]);
        assert_eq!(fold("# aws s3 ls --region x", 12), ["# aws s3 ls --region x"]);
        assert_eq!(fold("# what aws allows", 10), ["# what aws", "# allows"]);
    }

    #[test]
    fn each_line_of_a_comment_is_one() {
        assert_eq!(fold("# a comment --with its own 'end\nx", 14), ["# a comment", "# --with its", "# own 'end", "x"]);
        assert_eq!(fold("x '\n# no comment'", 4), ["x '", "# no comment'"]);
    }
}
