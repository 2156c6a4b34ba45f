//! The parameters of databases.

use crate::context::Context;
use crate::fetched::Fetched;
use crate::model::rds::Parameter;
use crate::plan::{ParameterGroup, Want};
use crate::verdict::Miss;

impl<'a> Context<'a> {
    /// What labs read of a parameter group in `region`.
    pub fn parameters(&self, group: &ParameterGroup, region: &str) -> Result<&'a [Parameter], Miss> {
        let known = self.account.regions.get(region).and_then(|it| it.rds.parameters(group));
        match known {
            Some(Fetched::Known(parameters)) => Ok(parameters),
            Some(Fetched::Unknown(gap)) => Err(Miss::unknown(gap.clone())),
            None => Err(Miss::wanted(Want::Parameters { group: group.clone(), region: region.to_owned() })),
        }
    }
}
