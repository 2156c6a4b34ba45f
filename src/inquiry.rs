//! What is asked of an account: which labs, of which resources, under which settings.

use std::collections::BTreeSet;

use awslab_core::fact::Fact;
use awslab_core::judge::{self, Judged};
use awslab_core::lab::Lab;
use awslab_core::model::Account;
use awslab_core::plan::{Plan, Want};
use awslab_core::scope::Scope;
use awslab_core::settings::Settings;

use crate::args::given;
use crate::catalogue;
use crate::failure::Failure;

/// Labs, scope and settings.
#[derive(Debug)]
pub(crate) struct Inquiry {
    /// What is judged.
    pub(crate) labs: Vec<&'static Lab>,
    /// What must be known at least. The labs read this or less.
    pub(crate) facts: BTreeSet<Fact>,
    /// Which resources belong.
    pub(crate) scope: Scope,
    /// What the labs' parameters are set to.
    pub(crate) settings: Settings,
}

impl Inquiry {
    /// About the labs of these names; about everything where none is named.
    pub(crate) fn about(labs: &[String], scope: Scope, settings: Settings) -> Result<Self, Failure> {
        if labs.is_empty() {
            return Ok(Self::about_everything(scope, settings));
        }
        let labs = catalogue::labs(labs)?;
        let facts = labs.iter().flat_map(|lab| lab.reads_under(&settings)).collect();
        Ok(Self { labs, facts, scope, settings })
    }

    /// Everything there is to know.
    pub(crate) fn about_everything(scope: Scope, settings: Settings) -> Self {
        let facts = Fact::ALL.iter().copied().filter(|fact| fact.is_collected()).collect();
        Self { labs: awslab_checks::LABS.to_vec(), facts, scope, settings }
    }

    /// About what a packet may meet in these Regions, without a lab.
    pub(crate) fn about_networks(regions: &[String]) -> Self {
        const FACTS: [Fact; 5] =
            [Fact::Ec2Instances, Fact::Ec2Network, Fact::Elbv2LoadBalancers, Fact::LambdaFunctions, Fact::RdsInstances];
        let scope = Scope { regions: given(regions), ..Scope::default() };
        Self { labs: Vec::new(), facts: FACTS.into(), scope, settings: Settings::default() }
    }

    /// What to collect first.
    pub(crate) fn plan(&self) -> Plan {
        self.scope.plan(self.facts.clone())
    }

    /// What to look at more closely, now that this much is known: in each lab, as many candidates as asked for.
    #[cfg_attr(not(feature = "live"), expect(dead_code, reason = "a snapshot has nothing more to tell"))]
    pub(crate) fn wants(&self, account: &Account, candidates: usize) -> Vec<Want> {
        let of_labs = self.labs.iter().map(|lab| judge::wants(lab, account, &self.scope, &self.settings));
        let wants: BTreeSet<Want> = of_labs.flat_map(|wants| wants.into_iter().take(candidates)).flatten().collect();
        wants.into_iter().collect()
    }

    /// How the labs stand.
    pub(crate) fn judge(&self, account: &Account) -> Vec<Judged> {
        self.labs.iter().map(|lab| judge::judge(lab, account, &self.scope, &self.settings)).collect()
    }
}
