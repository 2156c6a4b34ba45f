//! What AWS tells about one VPC or one instance at a time.

use super::Located;
use crate::fetched::Fetched;
use crate::model::SearchedText;
use crate::model::ec2::{Instance, Vpc};
use crate::plan::Want;
use crate::verdict::Miss;

impl<'a> Located<'a, Vpc> {
    /// The VPC has a DNS server.
    pub fn dns_support(&self) -> Result<&'a bool, Miss> {
        self.dns(&self.get().enable_dns_support)
    }

    /// Machines with a public address get a public name.
    pub fn dns_hostnames(&self) -> Result<&'a bool, Miss> {
        self.dns(&self.get().enable_dns_hostnames)
    }

    fn dns(&self, setting: &'a Fetched<bool>) -> Result<&'a bool, Miss> {
        looked_at(setting, || Want::VpcDns { vpc: self.vpc_id.clone(), region: self.region.to_owned() })
    }
}

impl<'a> Located<'a, Instance> {
    /// What was found in its user data; `None` where it has none.
    pub fn searched_user_data(&self) -> Result<Option<&'a SearchedText>, Miss> {
        let want = || Want::UserData { instance: self.instance_id.clone(), region: self.region.to_owned() };
        looked_at(&self.get().user_data, want).map(Option::as_ref)
    }
}

/// The answer, or the wish for a closer look where nobody took one.
fn looked_at<T>(answer: &Fetched<T>, want: impl FnOnce() -> Want) -> Result<&T, Miss> {
    if answer.is_not_collected() { Err(Miss::wanted(want())) } else { answer.known() }
}
