//! Looking at what was read of an account, to draw it.

mod choice;
mod doors;
mod hubs;
mod path;
mod residents;
mod subnets;
mod unseen;

use std::collections::BTreeSet;

use awslab_core::model::{Account, Tag};
use awslab_reach::{Answer, EndpointError, Network, Question};

use crate::content::{Map, Vpc};

/// What is to be drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'q> {
    /// These VPCs; without any, those that the path comes through, or else all.
    pub vpcs: &'q [String],
    /// The path.
    pub question: Option<&'q Question>,
}

/// Why there is nothing to draw.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SurveyError {
    /// There is no VPC.
    #[error("find a VPC to draw: {0}")]
    NoVpc(String),
    /// There are others.
    #[error("find {id:?}: no VPC that was read has this id")]
    NoSuchVpc {
        /// The one asked for.
        id: String,
        /// Those there are.
        known: Vec<String>,
    },
    /// An end of the path is none.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
}

/// The map of an account.
pub fn survey(account: &Account, asked: &Asked<'_>) -> Result<Map, SurveyError> {
    let network = Network::of(account);
    let answer = asked.question.map(|question| network.reach(question)).transpose()?;
    let scene = Scene { network: &network, touched: answer.as_ref().map(touched).unwrap_or_default() };
    let (ids, mut notes) = choice::choose(&scene, asked.vpcs)?;
    let is_of_one_home = network.homes().len() <= 1;
    let vpcs: Vec<Vpc> = ids.iter().map(|id| scene.vpc(id, is_of_one_home, &mut notes)).collect();
    let hubs = hubs::of(&scene, &vpcs, &mut notes);
    let (title, subtitle) = (title(&vpcs), subtitle(account, &network));
    let mut map = Map { title, subtitle, vpcs, hubs, notes, path: None };
    map.path = asked.question.zip(answer).map(|(question, answer)| path::of(&map, question, answer));
    Ok(map)
}

/// More ways out of a VPC have no room at its edge.
const MOST_DOORS: usize = 8;

/// What is looked at, and what of it must be shown whatever the number of others: the path comes through it.
struct Scene<'s, 'a> {
    network: &'s Network<'a>,
    touched: BTreeSet<String>,
}

impl Scene<'_, '_> {
    fn vpc(&self, id: &str, is_of_one_home: bool, notes: &mut Vec<String>) -> Vpc {
        let found = self.network.vpcs().get(id);
        let tag = found.and_then(|it| Tag::name_in(&it.it.tags)).map(str::to_owned);
        let default = found.filter(|it| it.it.is_default).map(|_| "default VPC".to_owned());
        let home = found.filter(|_| !is_of_one_home).map(|it| it.home);
        let (zones, rows) = subnets::of(self, id, notes);
        Vpc {
            id: id.to_owned(),
            name: tag.or(default),
            ranges: found.map(|it| subnets::ranges_of_vpc(it.it)).unwrap_or_default(),
            home: home.map(|it| format!("{} in {}", it.account, it.region)),
            zones,
            rows,
            doors: self.bounded(doors::of(self.network, id), MOST_DOORS, |it| &it.aliases, "ways out", notes),
            unseen: unseen::of(self.network, id),
        }
    }

    /// The first of a list, and of those that the path comes through all; a note tells of the others.
    fn bounded<T>(
        &self,
        mut list: Vec<T>,
        most: usize,
        ids: impl Fn(&T) -> &[String],
        what: &str,
        notes: &mut Vec<String>,
    ) -> Vec<T> {
        let more = list.len().saturating_sub(most);
        if more > 0 {
            list.sort_by_key(|it| !self.is_touched(ids(it)));
            list.truncate(most);
            notes.push(format!("Not drawn: {more} more {what}"));
        }
        list
    }

    fn is_touched(&self, ids: &[String]) -> bool {
        ids.iter().any(|id| self.touched.contains(id))
    }
}

fn touched(answer: &Answer) -> BTreeSet<String> {
    let hops = answer.path.iter().flat_map(|it| [Some(&it.component), it.at.as_ref()]);
    let blockers = answer.blockers.iter().flat_map(|it| [Some(&it.component), it.at.as_ref()]);
    let unseen = answer.unseen.iter().map(|it| Some(&it.component));
    hops.chain(blockers).chain(unseen).flatten().cloned().collect()
}

fn title(vpcs: &[Vpc]) -> String {
    match vpcs {
        [vpc] => vpc.name.as_ref().map_or_else(|| vpc.id.clone(), |name| format!("{name}  {}", vpc.id)),
        several => format!("{} VPCs", several.len()),
    }
}

fn subtitle(account: &Account, network: &Network<'_>) -> String {
    let accounts: BTreeSet<&str> = network.homes().iter().map(|it| it.account).collect();
    let regions: BTreeSet<&str> = network.homes().iter().map(|it| it.region).collect();
    let accounts = match accounts.len() {
        0 | 1 => format!("account {}", account.account_id),
        several => format!("{several} accounts"),
    };
    let regions = match regions.len() {
        1..=3 => regions.into_iter().collect::<Vec<_>>().join(", "),
        several => format!("{several} Regions"),
    };
    format!("{accounts}, {regions}, as of {}", account.taken_at.strftime("%Y-%m-%d %H:%M UTC"))
}
