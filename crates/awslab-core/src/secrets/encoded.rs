//! Texts that are encoded: user data as EC2 keeps it, and what is in Base64 within a text.

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use flate2::read::MultiGzDecoder;
use regex::Regex;

use super::expression;

/// User data that no instance could have been given.
#[derive(Debug, thiserror::Error)]
pub enum UserDataError {
    /// It does not decode.
    #[error("decode user data: {0}")]
    Base64(#[from] base64::DecodeError),
    /// It begins as gzip and does not go on so.
    #[error("decompress user data: {0}")]
    Gzip(#[from] std::io::Error),
}

/// How much is decompressed of a text, all told.
const DECOMPRESSED: u64 = 4 << 20;

/// Shorter runs are words.
const SHORTEST: usize = 24;

pub(super) fn bytes(base64: &str) -> Result<Vec<u8>, UserDataError> {
    let base64: String = base64.split_ascii_whitespace().collect();
    Ok(BASE64.decode(base64)?)
}

/// User data as cloud-init reads it: it may be compressed, and need not be UTF-8.
pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, UserDataError> {
    if !is_gzip(bytes) {
        return Ok(String::from_utf8_lossy(bytes));
    }
    Ok(Cow::Owned(decompress(bytes, DECOMPRESSED)?))
}

/// What is in Base64 in a text and is a text itself: files that cloud-config writes, parts of MIME, keys in one line.
pub(super) fn inner_texts(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let mut budget = DECOMPRESSED;
    RUN.find_iter(text).filter(|run| run.len() >= SHORTEST).filter_map(move |run| {
        let bytes = bytes(run.as_str()).ok()?;
        if !is_gzip(&bytes) {
            return Some((run.range(), String::from_utf8(bytes).ok()?)); // others are just letters
        }
        let inner = decompress(&bytes, budget).ok();
        budget = inner.as_ref().map_or(0, |it| budget.saturating_sub(it.len() as u64));
        Some((run.range(), inner?))
    })
}

/// <https://www.rfc-editor.org/rfc/rfc1952>
fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

fn decompress(bytes: &[u8], most: u64) -> Result<String, UserDataError> {
    let mut inner = Vec::new();
    MultiGzDecoder::new(bytes).take(most).read_to_end(&mut inner)?;
    Ok(String::from_utf8_lossy(&inner).into_owned())
}

/// Lines of it, of which the last may be short.
static RUN: LazyLock<Regex> = LazyLock::new(|| {
    expression(concat!(
        r"[A-Za-z0-9+/]{20,}(?:[ \t]*\r?\n[ \t]*[A-Za-z0-9+/]{20,})*",
        r"(?:={1,2}|[ \t]*\r?\n[ \t]*[A-Za-z0-9+/]{1,19}={0,2}[ \t]*\r?(?:\n|$))?",
    ))
});

/// With padding or without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
