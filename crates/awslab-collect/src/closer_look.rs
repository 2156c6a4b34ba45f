//! Later rounds: what is only read about a resource when a verdict hangs on it.

use std::collections::BTreeSet;

use awslab_core::arn::Arn;
use awslab_core::fetched::Fetched;
use awslab_core::model::rds::Parameter;
use awslab_core::model::{
    Account, Acl, Bucket, Ec2, KeyMetadata, ObjectSample, SearchedText, ServiceLastAccessed, Stack, StackEvent,
    StackResource, StackTemplate, UserCredentials,
};
use awslab_core::plan::{ParameterGroup, Want};
use futures::future::join_all;
use futures::stream::{self, StreamExt};

use crate::api::Api;
use crate::ec2::DnsSettings;
use crate::{cloudformation, ec2, iam, kms, rds, s3};

/// Answers every want, all of them at the same time, but for reports that AWS has to make.
pub(crate) async fn look(api: Api<'_>, account: &mut Account, wants: &[Want]) {
    let is_report = |want: &&Want| matches!(want, Want::LastAccessed { .. });
    let (reports, others): (Vec<_>, Vec<_>) = wants.iter().collect::<BTreeSet<_>>().into_iter().partition(is_report);
    let reports = reports.into_iter().map(|want| answer(api, account, want));
    let reports = stream::iter(reports).buffer_unordered(iam::REPORTS_AT_ONCE).collect::<Vec<_>>();
    let others = join_all(others.into_iter().map(|want| answer(api, account, want)));
    let (reports, others) = tokio::join!(reports, others);
    reports.into_iter().chain(others).flatten().for_each(|answer| answer.put_into(account));
}

/// The answer to a want, with what it is about.
enum Answer<'w> {
    Acl { bucket: &'w str, acl: Fetched<Acl> },
    Objects { bucket: &'w str, sample: Fetched<ObjectSample> },
    VpcDns { vpc: &'w str, region: &'w str, settings: DnsSettings },
    UserData { instance: &'w str, region: &'w str, searched: Fetched<Option<SearchedText>> },
    Key { id: &'w str, region: &'w str, key: Fetched<Option<KeyMetadata>> },
    Template { stack: &'w Arn, template: Fetched<StackTemplate> },
    StackResources { stack: &'w str, region: &'w str, resources: Fetched<Option<Vec<StackResource>>> },
    StackEvents { stack: &'w Arn, events: Fetched<Vec<StackEvent>> },
    UserCredentials { user: &'w str, credentials: Box<UserCredentials> },
    Parameters { group: &'w ParameterGroup, region: &'w str, parameters: Fetched<Vec<Parameter>> },
    LastAccessed { principal: &'w Arn, services: Fetched<Vec<ServiceLastAccessed>> },
}

/// Nothing where the want is about a bucket or a stack that the account does not have.
async fn answer<'w>(api: Api<'_>, account: &Account, want: &'w Want) -> Option<Answer<'w>> {
    let bucket = |name: &str| account.global.s3.buckets.as_known()?.iter().find(|it| it.name == name);
    Some(match want {
        Want::Acl { bucket: name } => Answer::Acl { bucket: name, acl: s3::acl(api, bucket(name)?).await },
        Want::Objects { bucket: name, prefix, newest } => {
            Answer::Objects { bucket: name, sample: s3::sample_objects(api, bucket(name)?, prefix, *newest).await }
        }
        Want::VpcDns { vpc, region } => {
            Answer::VpcDns { vpc, region, settings: ec2::dns_settings(api.in_region(region), vpc).await }
        }
        Want::UserData { instance, region } => {
            Answer::UserData { instance, region, searched: ec2::user_data(api.in_region(region), instance).await }
        }
        Want::Key { id, region } => Answer::Key { id, region, key: kms::describe_key(api, id, region).await },
        // Functions and APIs are not collected: what hangs on them stays not asked for.
        Want::Deployment { .. } | Want::Function { .. } => return None,
        Want::Template { stack } => {
            let stacks = account.regions.get(stack.region())?.cloudformation.stacks.as_known()?;
            let own = stacks.iter().find(|it| it.stack_id == stack.as_str())?;
            Answer::Template {
                stack,
                template: cloudformation::template(api.in_region(stack.region()), own, stacks).await,
            }
        }
        Want::StackResources { stack, region } => {
            let resources = cloudformation::stack_resources(api.in_region(region), stack).await;
            Answer::StackResources { stack, region, resources }
        }
        Want::StackEvents { stack, changes } => {
            let events = cloudformation::events(api.in_region(stack.region()), stack.as_str(), *changes).await;
            Answer::StackEvents { stack, events }
        }
        Want::UserCredentials { user } => {
            Answer::UserCredentials { user, credentials: Box::new(iam::user_credentials(api, user).await) }
        }
        Want::Parameters { group, region } => {
            let parameters = rds::parameters(api.in_region(region), group).await;
            Answer::Parameters { group, region, parameters }
        }
        Want::LastAccessed { principal } => {
            Answer::LastAccessed { principal, services: iam::services_last_accessed(api, principal).await }
        }
    })
}

impl Answer<'_> {
    fn put_into(self, account: &mut Account) {
        let iam = &mut account.global.iam;
        match self {
            Self::Acl { bucket: name, acl } => bucket(account, name).acl = acl,
            Self::Objects { bucket: name, sample } => bucket(account, name).objects = sample,
            Self::VpcDns { vpc, region, settings } => {
                if let Some(vpc) = find(account, region, |it| &mut it.vpcs, |it| it.vpc_id == vpc) {
                    vpc.enable_dns_support = settings.support;
                    vpc.enable_dns_hostnames = settings.hostnames;
                }
            }
            Self::UserData { instance, region, searched } => {
                if let Some(instance) = find(account, region, |it| &mut it.instances, |it| it.instance_id == instance) {
                    instance.user_data = searched;
                }
            }
            Self::Key { id, region, key } => {
                account.regions.entry(region.to_owned()).or_default().kms.keys.insert(id.to_owned(), key);
            }
            Self::Template { stack: arn, template } => {
                if let Some(stack) = stack(account, arn) {
                    stack.template = template;
                }
            }
            Self::StackResources { stack, region, resources } => {
                let known = &mut account.regions.entry(region.to_owned()).or_default().cloudformation.stack_resources;
                known.insert(stack.to_owned(), resources);
            }
            Self::StackEvents { stack: arn, events } => {
                if let Some(stack) = stack(account, arn) {
                    stack.stack_events = events;
                }
            }
            Self::UserCredentials { user, credentials } => {
                iam.user_credentials.insert(user.to_owned(), *credentials);
            }
            Self::Parameters { group, region, parameters } => {
                let rds = &mut account.regions.entry(region.to_owned()).or_default().rds;
                *rds.parameters_mut(group.clone()) = parameters;
            }
            Self::LastAccessed { principal, services } => {
                iam.services_last_accessed.insert(principal.clone(), services);
            }
        }
    }
}

/// Something of EC2 that was listed.
fn find<'a, T: 'a>(
    account: &'a mut Account,
    region: &str,
    list: impl FnOnce(&'a mut Ec2) -> &'a mut Fetched<Vec<T>>,
    is_it: impl Fn(&T) -> bool,
) -> Option<&'a mut T> {
    list(&mut account.regions.get_mut(region)?.ec2).as_known_mut()?.iter_mut().find(|it| is_it(it))
}

/// A stack that was listed.
fn stack<'a>(account: &'a mut Account, arn: &Arn) -> Option<&'a mut Stack> {
    let stacks = account.regions.get_mut(arn.region())?.cloudformation.stacks.as_known_mut()?;
    stacks.iter_mut().find(|it| it.stack_id == arn.as_str())
}

/// A bucket that was found a moment ago.
fn bucket<'a>(account: &'a mut Account, name: &str) -> &'a mut Bucket {
    let Fetched::Known(buckets) = &mut account.global.s3.buckets else { panic!("the buckets are known") };
    buckets.iter_mut().find(|it| it.name == name).expect("the bucket is one of them")
}
