//! KMS keys.

use crate::arn::Arn;
use crate::context::Context;
use crate::fetched::Fetched;
use crate::model::KeyMetadata;
use crate::plan::Want;
use crate::verdict::Miss;

impl Context<'_> {
    /// The key that a resource in `region` names by id, ARN or alias; `None` where there is no such key.
    pub fn key(&self, id: &str, region: &str) -> Result<Option<&KeyMetadata>, Miss> {
        // A key may lie in another Region than what it encrypts: its ARN says so.
        let named_region = id.parse::<Arn>().ok().map(|arn| arn.region().to_owned()).filter(|it| !it.is_empty());
        let region = named_region.as_deref().unwrap_or(region);
        let keys = self.account.regions.get(region).map(|it| &it.kms.keys);
        match keys.and_then(|keys| keys.get(id)) {
            Some(Fetched::Known(key)) => Ok(key.as_ref()),
            Some(Fetched::Unknown(gap)) => Err(Miss::unknown(gap.clone())),
            None => Err(Miss::wanted(Want::Key { id: id.to_owned(), region: region.to_owned() })),
        }
    }
}

impl KeyMetadata {
    /// Made by the account's own people, so that they decide who may use it.
    pub fn is_customer_managed(&self) -> bool {
        self.key_manager.as_deref() == Some("CUSTOMER")
    }
}
