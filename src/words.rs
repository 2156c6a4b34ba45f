//! Lines of whole words.

use textwrap::{Options, WordSeparator, WordSplitter};

/// Breaks a text at blanks only. A word too long for a line, such as an ARN, has one to itself, to be copied in one piece.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(std::borrow::Cow::into_owned).collect()
}
