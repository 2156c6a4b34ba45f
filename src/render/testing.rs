//! The reports that every format is tested with.

use awslab_core::scope::Scope;
use awslab_core::settings::Settings;
use awslab_core::snapshot;

use super::Format;
use crate::inquiry::Inquiry;
use crate::page::Look;
use crate::report::Report;
use crate::source::Origin;

/// Everything holds.
pub(crate) const SOLVED: &str = include_str!("../../examples/snapshots/solved.json");
/// Something of everything: passes, failures, an unknown, another candidate.
pub(crate) const LEARNER: &str = include_str!("../../examples/snapshots/learner.json");
/// Nothing is there.
pub(crate) const UNTOUCHED: &str = include_str!("../../examples/snapshots/untouched.json");

/// A name that somebody chose with care.
pub(crate) const HOSTILE: &str = "\n::error::x\r\n  ::add-mask::y ##[group]z \u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m \u{0}\u{fffe} \
     \u{202e}txt\u{2028}\u{200b} </failure>]]><x y=\"&amp;'\"> $(reboot) `reboot` ';reboot";

/// The same as far as a bucket may have it: no snapshot is read with blanks or colons in it.
pub(crate) fn hostile_bucket() -> String {
    HOSTILE.replace(|it: char| it == ':' || it.is_whitespace(), "-")
}

/// The learner's account with names chosen with care.
pub(crate) fn hostile() -> String {
    let json = |name: &str| serde_json::to_string(name).expect("a text is JSON");
    let (name, bucket) = (json(HOSTILE), json(&hostile_bucket()));
    let (name, bucket) = (name.trim_matches('"'), bucket.trim_matches('"'));
    LEARNER.replace("anna-notes", bucket).replace("bert", name).replace("s3-everything", name)
}

/// A snapshot, judged by all labs and told in a format for a wide terminal.
pub(crate) fn rendered(format: Format, text: &str) -> String {
    rendered_on(format, text, Look::PLAIN)
}

/// A snapshot, judged by all labs and told in a format.
pub(crate) fn rendered_on(format: Format, text: &str, look: Look) -> String {
    let account = snapshot::read(text).expect("the text is a snapshot");
    let inquiry = Inquiry::about_everything(Scope::default(), Settings::default());
    let report = Report::new(&account, Origin::Snapshot("x.json".to_owned()), inquiry.judge(&account));
    let mut out = Vec::new();
    format.write(&report, look, &mut out).expect("memory can be written to");
    String::from_utf8(out).expect("every format is UTF-8")
}

/// Nothing in a text would act on a terminal or in a CI log. Colours are taken out before.
pub(crate) fn assert_harmless(output: &str) {
    for line in output.lines() {
        assert!(!line.trim_start().starts_with("::"), "a workflow command: {line}");
        assert!(!line.contains("##["), "a workflow command: {line}");
        let acting = line.chars().find(|it| it.is_control() || "\u{202e}\u{2028}\u{200b}\u{fffe}".contains(*it));
        assert_eq!(acting, None, "{line:?}");
    }
}
