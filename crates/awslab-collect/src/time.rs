//! The SDK's times in the account model's.

use aws_smithy_types::DateTime;
use jiff::Timestamp;

/// The same moment; absent where there was none, or one beyond the calendar.
pub(crate) fn timestamp(time: Option<DateTime>) -> Option<Timestamp> {
    let time = time?;
    let nanoseconds = i32::try_from(time.subsec_nanos()).expect("a second has fewer than i32::MAX nanoseconds");
    Timestamp::new(time.secs(), nanoseconds).ok()
}
