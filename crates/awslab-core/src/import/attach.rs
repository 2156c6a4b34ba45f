//! Answers about one resource, which are hung on it when all lists are read.

use serde::de::DeserializeOwned;
use serde_json::{Error, Map, Value};

use super::{Document, ImportError, malformed, stacks};
use crate::fetched::Fetched;
use crate::model::ec2::{PrefixListEntry, Propagation, TransitGatewayRouteTable, TransitGatewayRoutes};
use crate::model::elbv2::{Attribute, Listener, ListenerRule, TargetHealthDescription};
use crate::model::{Region, SearchedText, StackEvent, StackResource};
use crate::secrets::search_user_data;

/// An answer and the id of what it is about.
pub(super) enum Loose {
    Listeners(String, Vec<Listener>),
    LoadBalancerAttributes(String, Vec<Attribute>),
    PrefixListEntries(String, Vec<PrefixListEntry>),
    Propagations(String, Vec<Propagation>),
    Routes(String, TransitGatewayRoutes),
    Rules(String, Vec<ListenerRule>),
    StackEvents(Vec<StackEvent>),
    StackResources(String, Vec<StackResource>),
    StaticRoutes(String, TransitGatewayRoutes),
    TargetGroupAttributes(String, Vec<Attribute>),
    TargetHealth(String, Vec<TargetHealthDescription>),
    Template(String, String),
    UserData(String, Option<SearchedText>),
    VpcDnsHostnames(String, bool),
    VpcDnsSupport(String, bool),
}

impl Loose {
    /// Reads a member that lists answers, each with what it is about; false when awslab reads no such member.
    pub(super) fn read_all(loose: &mut Vec<Self>, member: &str, value: Value) -> Result<bool, Error> {
        let items: Vec<Map<String, Value>> = match member {
            "LoadBalancerAttributes"
            | "LoadBalancerListeners"
            | "LoadBalancerTargetHealth"
            | "ManagedPrefixListEntries"
            | "Rules"
            | "TargetGroupAttributes"
            | "TransitGatewayPropagations"
            | "TransitGatewayRoutes"
            | "TransitGatewayStaticRoutes" => serde_json::from_value(value)?,
            _ => return Ok(false),
        };
        for item in items {
            loose.push(match member {
                "LoadBalancerAttributes" => {
                    Self::LoadBalancerAttributes(get(&item, LOAD_BALANCER)?, get(&item, "Attributes")?)
                }
                "LoadBalancerListeners" => Self::Listeners(get(&item, LOAD_BALANCER)?, get(&item, "Listeners")?),
                "LoadBalancerTargetHealth" => {
                    Self::TargetHealth(get(&item, TARGET_GROUP)?, get(&item, "TargetHealthDescriptions")?)
                }
                "ManagedPrefixListEntries" => Self::PrefixListEntries(get(&item, PREFIX_LIST)?, get(&item, "Entries")?),
                "Rules" => {
                    let arn: String = get(&item, "RuleArn")?;
                    Self::Rules(listener_of(&arn), vec![serde_json::from_value(Value::Object(item))?])
                }
                "TargetGroupAttributes" => {
                    Self::TargetGroupAttributes(get(&item, TARGET_GROUP)?, get(&item, "Attributes")?)
                }
                "TransitGatewayPropagations" => {
                    Self::Propagations(get(&item, ROUTE_TABLE)?, get(&item, "TransitGatewayRouteTablePropagations")?)
                }
                "TransitGatewayRoutes" => {
                    Self::Routes(get(&item, ROUTE_TABLE)?, serde_json::from_value(Value::Object(item))?)
                }
                _ => Self::StaticRoutes(get(&item, ROUTE_TABLE)?, serde_json::from_value(Value::Object(item))?),
            });
        }
        Ok(true)
    }

    /// What hangs on what hangs itself comes later.
    pub(super) fn depth(&self) -> usize {
        usize::from(matches!(self, Self::Rules(..)))
    }

    /// Hangs the answer on what it is about, where that is among the lists.
    pub(super) fn attach(self, region: &mut Region) {
        match self {
            Self::Listeners(arn, listeners) => {
                if let Some(it) = find(&mut region.elbv2.load_balancers, |it| it.load_balancer_arn == arn) {
                    extend(&mut it.listeners, listeners);
                }
            }
            Self::LoadBalancerAttributes(arn, attributes) => {
                if let Some(it) = find(&mut region.elbv2.load_balancers, |it| it.load_balancer_arn == arn) {
                    it.attributes = Fetched::Known(attributes);
                }
            }
            Self::PrefixListEntries(id, entries) => {
                if let Some(it) = find(&mut region.ec2.managed_prefix_lists, |it| it.prefix_list_id == id) {
                    extend(&mut it.entries, entries);
                }
            }
            Self::Propagations(id, propagations) => {
                if let Some(it) = find(&mut region.ec2.transit_gateway_route_tables, is_table(&id)) {
                    extend(&mut it.propagations, propagations);
                }
            }
            Self::Routes(id, routes) => {
                if let Some(it) = find(&mut region.ec2.transit_gateway_route_tables, is_table(&id)) {
                    it.routes = Fetched::Known(routes);
                }
            }
            Self::StackEvents(events) => stacks::attach_events(region, events),
            Self::StackResources(stack, resources) => stacks::attach_resources(region, stack, resources),
            Self::StaticRoutes(id, routes) => {
                if let Some(it) = find(&mut region.ec2.transit_gateway_route_tables, is_table(&id)) {
                    it.static_routes = Fetched::Known(routes);
                }
            }
            Self::Rules(arn, rules) => {
                let balancers = region.elbv2.load_balancers.as_known_mut().into_iter().flatten();
                let mut listeners = balancers.filter_map(|it| it.listeners.as_known_mut()).flatten();
                if let Some(it) = listeners.find(|it| it.listener_arn == arn) {
                    extend(&mut it.rules, rules);
                }
            }
            Self::TargetGroupAttributes(arn, attributes) => {
                if let Some(it) = find(&mut region.elbv2.target_groups, |it| it.target_group_arn == arn) {
                    it.attributes = Fetched::Known(attributes);
                }
            }
            Self::TargetHealth(arn, targets) => {
                if let Some(it) = find(&mut region.elbv2.target_groups, |it| it.target_group_arn == arn) {
                    it.target_health_descriptions = Fetched::Known(targets);
                }
            }
            Self::Template(stack, text) => stacks::attach_template(region, &stack, &text),
            Self::UserData(id, searched) => {
                if let Some(it) = find(&mut region.ec2.instances, |it| it.instance_id == id) {
                    it.user_data = Fetched::Known(searched);
                }
            }
            Self::VpcDnsHostnames(id, is_on) => {
                if let Some(it) = find(&mut region.ec2.vpcs, |it| it.vpc_id == id) {
                    it.enable_dns_hostnames = Fetched::Known(is_on);
                }
            }
            Self::VpcDnsSupport(id, is_on) => {
                if let Some(it) = find(&mut region.ec2.vpcs, |it| it.vpc_id == id) {
                    it.enable_dns_support = Fetched::Known(is_on);
                }
            }
        }
    }
}

/// What a whole document is about: most calls about one resource do not repeat its id in their answer, but a member for
/// it can be added.
pub(super) struct Subjects {
    instance: Option<String>,
    load_balancer: Option<String>,
    prefix_list: Option<String>,
    route_table: Option<String>,
    stack: Option<String>,
    target_group: Option<String>,
    vpc: Option<String>,
}

impl Subjects {
    pub(super) fn of(members: &Map<String, Value>) -> Self {
        let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::to_owned);
        Self {
            instance: text(INSTANCE),
            load_balancer: text(LOAD_BALANCER),
            prefix_list: text(PREFIX_LIST),
            route_table: text(ROUTE_TABLE),
            stack: text(STACK),
            target_group: text(TARGET_GROUP),
            vpc: text("VpcId"),
        }
    }

    /// The answer that a member of such a document holds; `None` when it holds none.
    pub(super) fn loose(&self, document: &Document, member: &str, value: &Value) -> Result<Option<Loose>, ImportError> {
        let subject = |id: &Option<String>, subject: &'static str| {
            id.clone().ok_or_else(|| ImportError::Nameless {
                name: document.name.clone(),
                member: member.to_owned(),
                subject,
            })
        };
        let error = |error| malformed(document, error);
        Ok(Some(match member {
            "Attributes" if self.load_balancer.is_some() => {
                Loose::LoadBalancerAttributes(subject(&self.load_balancer, LOAD_BALANCER)?, read(value).map_err(error)?)
            }
            "Attributes" => {
                Loose::TargetGroupAttributes(subject(&self.target_group, TARGET_GROUP)?, read(value).map_err(error)?)
            }
            "EnableDnsHostnames" => Loose::VpcDnsHostnames(subject(&self.vpc, "VpcId")?, is_on(value)),
            "EnableDnsSupport" => Loose::VpcDnsSupport(subject(&self.vpc, "VpcId")?, is_on(value)),
            "Entries" => {
                Loose::PrefixListEntries(subject(&self.prefix_list, PREFIX_LIST)?, read(value).map_err(error)?)
            }
            "Routes" => {
                let routes =
                    TransitGatewayRoutes { routes: read(value).map_err(error)?, ..TransitGatewayRoutes::default() };
                Loose::Routes(subject(&self.route_table, ROUTE_TABLE)?, routes)
            }
            "StackEvents" => Loose::StackEvents(read(value).map_err(error)?),
            "StackResourceSummaries" => {
                Loose::StackResources(subject(&self.stack, STACK)?, read(value).map_err(error)?)
            }
            "TargetHealthDescriptions" => {
                Loose::TargetHealth(subject(&self.target_group, TARGET_GROUP)?, read(value).map_err(error)?)
            }
            "TemplateBody" => Loose::Template(subject(&self.stack, STACK)?, stacks::template_text(value)),
            "TransitGatewayRouteTablePropagations" => {
                Loose::Propagations(subject(&self.route_table, ROUTE_TABLE)?, read(value).map_err(error)?)
            }
            "UserData" if value.is_object() => {
                Loose::UserData(subject(&self.instance, INSTANCE)?, searched(value).map_err(error)?)
            }
            _ => return Ok(None),
        }))
    }
}

const INSTANCE: &str = "InstanceId";
const LOAD_BALANCER: &str = "LoadBalancerArn";
const PREFIX_LIST: &str = "PrefixListId";
const ROUTE_TABLE: &str = "TransitGatewayRouteTableId";
const STACK: &str = "StackName";
const TARGET_GROUP: &str = "TargetGroupArn";

fn is_table(id: &str) -> impl Fn(&TransitGatewayRouteTable) -> bool {
    move |it| it.transit_gateway_route_table_id == id
}

fn find<T>(list: &mut Fetched<Vec<T>>, is_it: impl Fn(&T) -> bool) -> Option<&mut T> {
    list.as_known_mut()?.iter_mut().find(|it| is_it(it))
}

fn extend<T>(list: &mut Fetched<Vec<T>>, items: Vec<T>) {
    match list {
        Fetched::Known(known) => known.extend(items),
        Fetched::Unknown(_) => *list = Fetched::Known(items),
    }
}

fn get<T: DeserializeOwned + Default>(item: &Map<String, Value>, member: &str) -> Result<T, Error> {
    item.get(member).map_or_else(|| Ok(T::default()), read)
}

fn read<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    T::deserialize(value)
}

/// `{"Value": "IyEvYmlu…"}`, or nothing in it. The text is not kept.
fn searched(value: &Value) -> Result<Option<SearchedText>, Error> {
    let text = value.get("Value").and_then(Value::as_str).unwrap_or_default();
    search_user_data(text).map_err(serde::de::Error::custom)
}

/// `{"Value": true}`
fn is_on(value: &Value) -> bool {
    value.get("Value").and_then(Value::as_bool).unwrap_or_default()
}

/// A rule's ARN is its listener's, of another type and longer by its own id.
pub(super) fn listener_of(rule: &str) -> String {
    let listener = rule.rsplit_once('/').map_or(rule, |(listener, _id)| listener);
    listener.replacen(":listener-rule/", ":listener/", 1)
}
