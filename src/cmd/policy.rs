//! `awslab policy`: questions to the IAM policy engine, one file each.

mod escalate;
mod eval;
mod lint;

use clap::{Subcommand, ValueEnum};

use crate::console::Console;
use crate::exit::Exit;
use crate::failure::Failure;

/// Ask the IAM policy engine
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Question {
    Eval(eval::Args),
    Lint(lint::Args),
    Escalate(escalate::Args),
}

/// How to tell the answer.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Human,
    Json,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    match &args.question {
        Question::Eval(args) => eval::run(args, console),
        Question::Lint(args) => lint::run(args, console),
        Question::Escalate(args) => escalate::run(args, console),
    }
}
