//! What a front end hears of a collection under way.

use awslab_core::call::Call;

/// Told of every call when it begins and when it has its answer, good or bad. Calls overlap.
///
/// `()` is for a front end that shows nothing.
pub trait Progress: Sync {
    /// A call goes out. One that is paginated or polled counts once.
    fn began(&self, call: Call);

    /// A call is done.
    fn ended(&self, call: Call);
}

impl Progress for () {
    fn began(&self, _call: Call) {}

    fn ended(&self, _call: Call) {}
}
