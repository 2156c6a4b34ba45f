//! Resources of a Region that labs judge one by one: VPCs, instances, databases, Auto Scaling groups.

use std::ops::Deref;

use crate::arn::Arn;
use crate::context::Context;
use crate::fetched::{Fetched, Gap};
use crate::model::autoscaling::AutoScalingGroup;
use crate::model::ec2::{Instance, Vpc};
use crate::model::rds::DbInstance;
use crate::model::{Account, Region, Tag};
use crate::scope::{Candidate, Membership};
use crate::verdict::{Miss, Subject};

/// What a lab can judge one of.
pub trait Kind: Sized + 'static {
    /// What people call it.
    const NOUN: &'static str;
    /// Its type as CloudFormation names it.
    const CLOUDFORMATION_TYPE: &'static str;
    /// What fixes call it.
    const PLACEHOLDER: &'static str;

    /// All that a Region has.
    fn list(region: &Region) -> &Fetched<Vec<Self>>;

    /// What AWS and CloudFormation know it by.
    fn id(&self) -> &str;

    /// What its people call it.
    fn name(&self) -> &str;

    /// Its tags, as far as AWS was asked for them.
    fn tags(&self) -> Fetched<Vec<Tag>>;

    /// Its ARN after the partition, with its Region and account.
    fn arn(&self, partition: &str, place: &str) -> String;

    /// Why it is none that a learner of this account made, where it is none.
    fn not_of_learner(&self, _account: &str) -> Option<String> {
        None
    }
}

impl Kind for Vpc {
    const NOUN: &'static str = "VPC";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::EC2::VPC";
    const PLACEHOLDER: &'static str = "vpc";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.ec2.vpcs
    }

    fn id(&self) -> &str {
        &self.vpc_id
    }

    fn name(&self) -> &str {
        name_tag(&self.tags)
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        Fetched::Known(self.tags.clone())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        format!("arn:{partition}:ec2:{place}:vpc/{}", self.vpc_id)
    }

    fn not_of_learner(&self, account: &str) -> Option<String> {
        let owner = self.owner_id.as_deref().filter(|it| *it != account);
        let is_default = self.is_default.then(|| "it is the default VPC, which AWS made".to_owned());
        is_default.or_else(|| Some(format!("it is shared by account {}", owner?)))
    }
}

impl Kind for Instance {
    const NOUN: &'static str = "instance";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::EC2::Instance";
    const PLACEHOLDER: &'static str = "instance";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.ec2.instances
    }

    fn id(&self) -> &str {
        &self.instance_id
    }

    fn name(&self) -> &str {
        name_tag(&self.tags)
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        Fetched::Known(self.tags.clone())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        format!("arn:{partition}:ec2:{place}:instance/{}", self.instance_id)
    }

    fn not_of_learner(&self, _account: &str) -> Option<String> {
        matches!(self.state.name.as_str(), "terminated" | "shutting-down").then(|| format!("it is {}", self.state.name))
    }
}

impl Kind for DbInstance {
    const NOUN: &'static str = "MySQL database";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::RDS::DBInstance";
    const PLACEHOLDER: &'static str = "database";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.rds.db_instances
    }

    fn id(&self) -> &str {
        &self.db_instance_identifier
    }

    fn name(&self) -> &str {
        &self.db_instance_identifier
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        Fetched::Known(self.tag_list.clone())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        format!("arn:{partition}:rds:{place}:db:{}", self.db_instance_identifier)
    }

    fn not_of_learner(&self, _account: &str) -> Option<String> {
        let engine = self.engine.as_deref().unwrap_or("unknown");
        (!matches!(engine, "mysql" | "mariadb" | "aurora-mysql")).then(|| format!("its engine is {engine}"))
    }
}

impl Kind for AutoScalingGroup {
    const NOUN: &'static str = "Auto Scaling group";
    const CLOUDFORMATION_TYPE: &'static str = "AWS::AutoScaling::AutoScalingGroup";
    const PLACEHOLDER: &'static str = "group";

    fn list(region: &Region) -> &Fetched<Vec<Self>> {
        &region.autoscaling.auto_scaling_groups
    }

    fn id(&self) -> &str {
        &self.auto_scaling_group_name
    }

    fn name(&self) -> &str {
        &self.auto_scaling_group_name
    }

    fn tags(&self) -> Fetched<Vec<Tag>> {
        Fetched::Known(self.tags.clone())
    }

    fn arn(&self, partition: &str, place: &str) -> String {
        let made = || {
            let name = &self.auto_scaling_group_name;
            format!("arn:{partition}:autoscaling:{place}:autoScalingGroup:*:autoScalingGroupName/{name}")
        };
        self.auto_scaling_group_arn.clone().filter(|arn| arn.parse::<Arn>().is_ok()).unwrap_or_else(made)
    }

    fn not_of_learner(&self, _account: &str) -> Option<String> {
        self.status.as_ref().map(|_| "it is being deleted".to_owned())
    }
}

fn name_tag(tags: &[Tag]) -> &str {
    Tag::name_in(tags).unwrap_or_default()
}

/// A resource in its Region and account.
#[derive(Debug)]
pub struct Located<'a, T> {
    it: &'a T,
    account: &'a Account,
    /// The Region's name.
    pub region: &'a str,
    /// What else was read there.
    pub surroundings: &'a Region,
}

// Derived, they would ask for a `T` that can be copied, and only a reference is.
impl<T> Clone for Located<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Located<'_, T> {}

impl<T> Deref for Located<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.it
    }
}

impl<'a, T> Located<'a, T> {
    /// The resource, for as long as the account lives.
    pub fn get(&self) -> &'a T {
        self.it
    }
}

impl<T: Kind> Subject for Located<'_, T> {
    fn arn(&self) -> Arn {
        let place = format!("{}:{}", self.region, self.account.account_id);
        self.it.arn(&self.account.partition, &place).parse().expect("what an account has makes an ARN")
    }

    fn names(&self) -> Vec<(&'static str, String)> {
        vec![(T::PLACEHOLDER, self.it.id().to_owned()), ("region", self.region.to_owned())]
    }
}

impl<'a> Context<'a> {
    /// The resource that is judged.
    pub fn located<T: Kind>(&self) -> Result<Located<'a, T>, Miss> {
        let all = self.all_located::<T>()?;
        let subject = self.subject.ok_or_else(|| self.no_located::<T>())?;
        Ok(all.into_iter().find(|it| it.arn() == *subject).expect("the subject is one of those in scope"))
    }

    /// The resources of a kind in scope, of every Region. An error when there is none, and some could not be seen or told
    /// to belong.
    pub fn all_located<T: Kind>(&self) -> Result<Vec<Located<'a, T>>, Miss> {
        let (mut admitted, mut undecided) = (Vec::new(), self.unlisted::<T>());
        for located in self.listed::<T>() {
            match self.membership_of_located(located) {
                Membership::In => admitted.push(located),
                Membership::Out(_) => {}
                Membership::Unknown(gap) => undecided = Some(gap),
            }
        }
        match undecided {
            Some(gap) if admitted.is_empty() => Err(Miss::unknown(gap)),
            _ => Ok(admitted),
        }
    }

    pub(super) fn listed<T: Kind>(&self) -> impl Iterator<Item = Located<'a, T>> + use<'a, T> {
        let account = self.account;
        account.regions.iter().flat_map(move |(region, surroundings)| {
            let list = T::list(surroundings).as_known().into_iter().flatten();
            list.map(move |it| Located { it, account, region, surroundings })
        })
    }

    /// Why not every Region's list is known. Regions that nobody asked do not count, as long as one was.
    fn unlisted<T: Kind>(&self) -> Option<Gap> {
        let lists = || self.account.regions.values().map(T::list);
        let asked = lists().filter(|list| !list.is_not_collected());
        match asked.clone().count() {
            0 => Some(Gap::not_collected()),
            _ => asked
                .into_iter()
                .find_map(|list| if let Fetched::Unknown(gap) = list { Some(gap.clone()) } else { None }),
        }
    }

    fn membership_of_located<T: Kind>(&self, located: Located<'a, T>) -> Membership {
        let arn = located.arn();
        if let Some(reason) =
            located.not_of_learner(&self.account.account_id).filter(|_| !self.scope.resources.contains(&arn))
        {
            return Membership::Out(reason);
        }
        let candidate = Candidate {
            arn: &arn,
            id: located.id(),
            name: located.name(),
            cloudformation_type: T::CLOUDFORMATION_TYPE,
            region: Some(&Fetched::Known(located.region.to_owned())),
            tags: &located.tags(),
        };
        self.scope.admits(self.account, candidate)
    }

    /// That none belongs, with those that nearly do.
    fn no_located<T: Kind>(&self) -> Miss {
        let reason = |it: Located<'a, T>| match self.membership_of_located(it) {
            Membership::Out(reason) => Some(format!("{}: {reason}", title(it))),
            Membership::In | Membership::Unknown(_) => None,
        };
        let near: Vec<String> = self.listed::<T>().filter_map(reason).collect();
        Miss::failed(self.nothing_in_scope(T::NOUN, &near))
    }
}

/// `vpc-1 (shop)`
fn title<T: Kind>(it: Located<'_, T>) -> String {
    match it.name() {
        name if name.is_empty() || name == it.id() => it.id().to_owned(),
        name => format!("{} ({name})", it.id()),
    }
}
