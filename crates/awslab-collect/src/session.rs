//! A session with an account: opened once, asked in rounds.

use awslab_core::fact::Fact;
use awslab_core::model::{Account, Caller};
use awslab_core::plan::{Plan, Want};
use jiff::Timestamp;
use tokio::sync::Semaphore;

use crate::api::{Api, when};
use crate::clients::Clients;
use crate::closer_look;
use crate::connection::Connection;
use crate::open_error::OpenError;
use crate::progress::Progress;
use crate::{cloudformation, cloudtrail, iam, identity, regional, s3};

/// How many calls may be under way. AWS throttles an account by the service and second, not by connections.
const IN_FLIGHT: usize = 32;

/// An account that answers, and as whom.
#[derive(Debug)]
pub struct Session {
    clients: Clients,
    caller: Caller,
    in_flight: Semaphore,
}

impl Session {
    /// Finds credentials, takes on the role where one is given, and asks AWS whose credentials they are.
    ///
    /// <https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html>
    pub async fn open(connection: &Connection) -> Result<Self, OpenError> {
        let connection = connection.clone().without_empty();
        let mut config = connection.sdk_config().await?;
        if let Some(role_arn) = &connection.role_arn {
            config = identity::assume_role(config, role_arn, connection.external_id.as_deref()).await?;
        }
        let caller = identity::caller(&config).await?;
        Ok(Self::new(Clients::new(config), caller))
    }

    pub(crate) fn new(clients: Clients, caller: Caller) -> Self {
        Self { clients, caller, in_flight: Semaphore::new(IN_FLIGHT) }
    }

    /// Whom awslab runs as.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The Region of calls that have none of their own.
    pub fn region(&self) -> &str {
        self.clients.region()
    }

    /// Reads what is planned. Never fails: what could not be read stands as a gap in its place.
    pub async fn collect(&self, plan: &Plan, progress: &dyn Progress, taken_at: Timestamp) -> Account {
        let api = self.api(progress);
        let (iam, public_access_block, (buckets, trails), stacks, regions) = tokio::join!(
            iam::collect(api, plan),
            when(plan.facts.contains(&Fact::S3AccountPublicAccessBlock), s3::account_block(api, &self.caller.account)),
            self.buckets_and_trails(api, plan),
            cloudformation::collect(api, plan),
            regional::collect(api, plan),
        );
        let mut account = Account::new(self.caller.clone(), self.region(), taken_at);
        account.global.iam = iam;
        account.global.s3.account_public_access_block = public_access_block;
        account.global.s3.buckets = buckets;
        account.regions = regions;
        for (region, trails) in trails {
            account.regions.entry(region).or_default().cloudtrail.trails = trails;
        }
        for (region, stacks) in stacks {
            account.regions.entry(region).or_default().cloudformation.stack_resources = stacks;
        }
        account
    }

    /// Looks closer at some resources, for what a verdict still hangs on. Never fails, and answers every want about a
    /// resource that the account has, if only by a gap.
    pub async fn look_closer(&self, account: &mut Account, wants: &[Want], progress: &dyn Progress) {
        closer_look::look(self.api(progress), account, wants).await;
    }

    fn api<'a>(&'a self, progress: &'a dyn Progress) -> Api<'a> {
        Api::new(&self.clients, &self.in_flight, progress)
    }

    /// Trails matter where buckets are, so that the buckets are listed first.
    async fn buckets_and_trails(&self, api: Api<'_>, plan: &Plan) -> (s3::Buckets, cloudtrail::TrailsByRegion) {
        let buckets = when(plan.facts.contains(&Fact::S3Buckets), s3::list_buckets(api)).await;
        let mut regions = s3::regions(&buckets);
        regions.extend(plan.regions.iter().cloned());
        regions.insert(self.region().to_owned());
        tokio::join!(s3::with_settings(api, &plan.facts, buckets), cloudtrail::collect(api, plan, regions))
    }
}
