//! `awslab doctor`: who am I, where, and what can I read.

use std::io;

use awslab_core::fact::Fact;
use awslab_core::fetched::GapKind;
use awslab_core::model::Account;
use awslab_core::scope::Scope;
use awslab_core::settings::Settings;
use awslab_core::survey::Survey;

use crate::args::{ConnectionArgs, given};
use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
use crate::page::{Page, Text};
use crate::report::Status;
use crate::source;
use crate::styles;

/// Tell who you are to AWS, in which Region, and what awslab can read
#[derive(Debug, clap::Args)]
#[command(after_long_help = "It exits with 0 if everything can be read, and with 3 if something cannot.")]
pub(crate) struct Args {
    /// Look in this Region instead of your default one (repeatable)
    #[arg(long = "region", value_name = "REGION", help_heading = "Account")]
    regions: Vec<String>,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let scope = Scope { regions: given(&args.regions), ..Scope::default() };
    let inquiry = Inquiry::about_everything(scope, Settings::default());
    let (account, _origin) = source::read_aws(&args.connection, &inquiry)?;
    let diagnosis = Diagnosis::of(&account);
    console.print(|out| diagnosis.write(&mut Page::new(out, console.look())))?;
    Ok(if diagnosis.unreadable().next().is_some() { Exit::Unknown } else { Exit::Pass })
}

/// What became of each fact.
struct Diagnosis<'a> {
    account: &'a Account,
    surveys: Vec<(Fact, Survey)>,
}

impl<'a> Diagnosis<'a> {
    fn of(account: &'a Account) -> Self {
        Self {
            account,
            surveys: {
                let facts = Fact::ALL.iter().filter(|fact| fact.is_collected());
                facts.map(|fact| (*fact, account.survey(*fact))).collect()
            },
        }
    }

    fn unreadable(&self) -> impl Iterator<Item = &(Fact, Survey)> {
        self.surveys.iter().filter(|(_fact, survey)| survey.unknown > 0)
    }

    fn write(&self, page: &mut Page<'_>) -> io::Result<()> {
        let Account { account_id, caller, region, .. } = self.account;
        page.item("Account  ", account_id.as_str())?;
        page.item("You are  ", caller.arn.as_str())?;
        page.item("Region   ", region.as_str())?;
        page.gap();
        for (fact, survey) in &self.surveys {
            write_fact(page, *fact, survey)?;
        }
        page.gap();
        page.paragraph(0, self.advice())
    }

    fn advice(&self) -> Text {
        let is_denied = self.unreadable().any(|(_fact, survey)| is_denied(survey));
        match self.unreadable().count() {
            0 => "awslab can read everything that it asks for".into(),
            count if is_denied => Text::from(format!("{count} of {} cannot be read: ", self.surveys.len()))
                .and_styled(styles::COMMAND, "`awslab permissions`")
                .and(" prints the policy that allows all of it"),
            count => format!("{count} of {} cannot be read", self.surveys.len()).into(),
        }
    }
}

fn write_fact(page: &mut Page<'_>, fact: Fact, survey: &Survey) -> io::Result<()> {
    let Survey { known, unknown, gaps } = survey;
    let (status, word, answers) = match (known, unknown) {
        (0, 0) => (Status::Skipped, "not needed", String::new()),
        (_, 0) => (Status::Pass, "ok", known.to_string()),
        _ if is_denied(survey) => (Status::Fail, "denied", format!("{known} of {}", known + unknown)),
        _ => (Status::Unknown, "no answer", format!("{known} of {}", known + unknown)),
    };
    let label = Text::from("  ").and_text(&page.mark(status, word)).pad_to(16);
    page.entry(&label, &fact.title().into(), &answers.into())?;
    match gaps.first() {
        Some(gap) => page.paragraph(6, gap.to_string()),
        None => Ok(()),
    }
}

fn is_denied(survey: &Survey) -> bool {
    survey.gaps.iter().any(|gap| gap.error == GapKind::Denied)
}

#[cfg(test)]
mod tests {
    use awslab_core::fetched::Fetched;
    use awslab_core::snapshot;

    use super::*;
    use crate::page::Look;

    #[test]
    fn what_is_denied_is_told_with_the_action_to_ask_for() {
        let learner = include_str!("../../examples/snapshots/learner.json");
        let mut account = snapshot::read(learner).expect("the example is a snapshot");
        account.global.iam.summary_map = Fetched::default();
        let diagnosis = Diagnosis::of(&account);
        assert_eq!(diagnosis.unreadable().map(|(fact, _survey)| *fact).collect::<Vec<_>>(), [Fact::S3Lifecycle]);

        let mut out = anstream::StripStream::new(Vec::new());
        diagnosis.write(&mut Page::new(&mut out, Look::PLAIN)).expect("memory can be written to");
        let page = String::from_utf8(out.into_inner()).expect("pages are UTF-8");
        for part in [
            "You are  arn:aws:iam::111122223333:user/anna\n",
            "  ✔ ok          the buckets' versioning ",
            "  - not needed  root's MFA and access keys\n",
            "  ✖ denied      the buckets' lifecycle rules                              1 of 3\n",
            "can allow s3:GetLifecycleConfiguration",
            "`awslab permissions`",
        ] {
            assert!(page.contains(part), "{part:?} is not in\n{page}");
        }
    }
}
