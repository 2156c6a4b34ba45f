//! Reading an account from AWS: in rounds, until nothing more is wanted, or until Ctrl-C.

use std::io;

use anyhow::anyhow;
use awslab_collect::{Connection, Session};
use awslab_core::model::Account;
use jiff::Timestamp;
use tokio::runtime::Builder;
use tokio::signal;

use crate::args::ConnectionArgs;
use crate::failure::Failure;
use crate::inquiry::Inquiry;
use crate::progress::Spinner;

/// One candidate is looked at closely first. When it disappoints, that many times more are with each round.
const MORE_EACH_ROUND: usize = 4;

/// Reads what is needed to answer an inquiry.
pub(crate) fn read(connection: &ConnectionArgs, inquiry: &Inquiry) -> Result<Account, Failure> {
    let connection = Connection {
        profile: connection.profile.clone(),
        region: inquiry.scope.regions.first().cloned(),
        endpoint_url: connection.endpoint_url.clone(),
        role_arn: connection.role_arn.clone(),
        external_id: connection.external_id.clone(),
    };
    let runtime = Builder::new_current_thread().enable_all().build().map_err(no_runtime)?;
    let spinner = Spinner::new();
    let account = runtime.block_on(async {
        tokio::select! {
            account = collect(&connection, inquiry, &spinner) => account,
            interrupted = interrupted() => interrupted,
            never = spinner.show_when_slow() => match never {},
        }
    });
    runtime.shutdown_background(); // a look-up that hangs is not waited for
    account
}

async fn collect(connection: &Connection, inquiry: &Inquiry, spinner: &Spinner) -> Result<Account, Failure> {
    let session = Session::open(connection)
        .await
        .map_err(|error| Failure::not_started(anyhow!("failed to {error}")).help(error.help()))?;
    let plan = inquiry.plan();
    let mut account = Box::pin(session.collect(&plan, spinner, Timestamp::now())).await; // large: off the stack
    let (mut candidates, mut asked) = (1, Vec::new());
    loop {
        let wants = inquiry.wants(&account, candidates);
        if wants.is_empty() || wants == asked {
            break; // every want is answered, if only by a gap: one that comes again would come for ever
        }
        session.look_closer(&mut account, &wants, spinner).await;
        candidates *= MORE_EACH_ROUND;
        asked = wants;
    }
    Ok(account)
}

/// Ctrl-C, or else nothing for ever.
async fn interrupted() -> Result<Account, Failure> {
    match signal::ctrl_c().await {
        Ok(()) => Err(Failure::Interrupted),
        Err(_cannot_listen) => std::future::pending().await,
    }
}

fn no_runtime(error: io::Error) -> Failure {
    Failure::not_started(anyhow::Error::new(error).context("failed to start"))
}
