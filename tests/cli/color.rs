//! When there is colour: the option, then the environment, then the terminal, which a test is not.

use super::{LEARNER, awslab, run};

fn is_coloured(arguments: &[&str], environment: &[(&str, &str)]) -> bool {
    let arguments = [&["verify", "s3", "--from", LEARNER], arguments].concat();
    run(awslab(&arguments).envs(environment.iter().copied())).stdout.contains('\u{1b}')
}

#[test]
fn colour_is_as_asked_for() {
    for (arguments, environment, coloured) in [
        (&[][..], &[][..], false),
        (&["--color", "always"], &[("NO_COLOR", "1")], true),
        (&["--color", "never"], &[("FORCE_COLOR", "1")], false),
        (&[], &[("FORCE_COLOR", "1")], true),
        (&[], &[("FORCE_COLOR", "0")], false),
        (&[], &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")], false),
        (&[], &[("CLICOLOR_FORCE", "1")], true),
    ] {
        assert_eq!(is_coloured(arguments, environment), coloured, "{arguments:?} {environment:?}");
    }
}

#[test]
fn without_a_locale_of_utf_8_symbols_are_ascii() {
    let ascii = run(awslab(&["verify", "s3", "--from", LEARNER]).env("LC_ALL", "C")).stdout;
    assert!(ascii.contains("x fail") && ascii.is_ascii(), "{ascii}");
    let unicode = run(&mut awslab(&["verify", "s3", "--from", LEARNER])).stdout;
    assert!(unicode.contains("✖ fail"), "{unicode}");
}
