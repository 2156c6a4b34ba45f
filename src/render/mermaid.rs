//! A map as Mermaid, the language in which GitHub and others draw diagrams within Markdown.
//!
//! <https://mermaid.js.org/syntax/flowchart.html>

mod label;
mod path;

use std::collections::BTreeMap;
use std::io::{self, Write};

use awslab_map::{Class, Detail, Map, Place, Resident, Spot, State, Subnet, Vpc};

use label::{label, plain};

/// Writes a map in a fence, as Markdown has it.
pub(crate) fn write_fenced(map: &Map, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "```mermaid")?;
    write(map, out)?;
    writeln!(out, "```")
}

/// Writes a map.
pub(crate) fn write(map: &Map, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart TB")?;
    writeln!(out, "  accTitle: {}", plain(&format!("Map of {}", map.title)))?;
    writeln!(out, "  accDescr: {}", plain(&map.description()))?;
    writeln!(out, "  internet([\"{}\"])", label(&["The internet"]))?;
    for (nth, vpc) in map.vpcs.iter().enumerate() {
        write_vpc(map, vpc, nth, out)?;
    }
    write_hubs(map, out)?;
    for (nth, note) in map.notes.iter().enumerate() {
        writeln!(out, "  note{nth}[\"{}\"]:::off", label(&[note]))?;
    }
    let mut links = Links { out, written: 0 };
    links.write_gateways(map)?;
    match &map.path {
        None => links.write_routes(map)?,
        Some(path) => path::write(map, path, &mut links)?,
    }
    writeln!(out, "{}", CLASSES.trim_end())
}

/// The colours of the picture, and broken edges for what colour alone would say.
const CLASSES: &str = "  \
  classDef public fill:#e4f3e7,stroke:#1a6530,stroke-width:2px,color:#16191f
  classDef private fill:#dfeaf8,stroke:#174f93,stroke-width:2px,color:#16191f
  classDef isolated fill:#ebe4f3,stroke:#5b2f86,stroke-width:2px,color:#16191f
  classDef unknown fill:#ffffff,stroke:#555555,stroke-width:2px,stroke-dasharray:6 4,color:#16191f
  classDef well fill:#ffffff,stroke:#2f3e52,stroke-width:2px,color:#16191f
  classDef off fill:#ffffff,stroke:#4a5260,stroke-width:1px,stroke-dasharray:2 3,color:#4a5260
  classDef small fill:#ffffff,stroke:#4a5260,stroke-width:1px,color:#16191f
  classDef block fill:#b00020,stroke:#16191f,stroke-width:2px,color:#ffffff
";

fn write_vpc(map: &Map, vpc: &Vpc, nth: usize, out: &mut dyn Write) -> io::Result<()> {
    let name = vpc.name.as_deref().unwrap_or_default();
    let ranges = vpc.ranges.join(", ");
    let title = ["VPC", name, &vpc.id, &ranges, vpc.home.as_deref().unwrap_or_default()];
    writeln!(out, "  subgraph v{nth}[\"{}\"]", label(&[&words(&title)]))?;
    for (index, door) in vpc.doors.iter().enumerate() {
        let lines = [
            door.kind.noun(),
            door.name.as_deref().unwrap_or_default(),
            &door.id,
            door.note.as_deref().unwrap_or_default(),
        ];
        let id = node(map, Place::Door(nth, index));
        writeln!(out, "    {id}[\"{}\"]:::{}", marked(door.state, &lines), class_of_state(door.state))?;
    }
    for (zone, it) in vpc.zones.iter().enumerate() {
        let name = it.name.as_deref().or(it.id.as_deref()).unwrap_or("? not known");
        let id = it.id.as_deref().filter(|_| it.name.is_some()).map(|id| format!("({id})")).unwrap_or_default();
        writeln!(out, "    subgraph v{nth}z{zone}[\"{}\"]", label(&[&words(&["Zone", name, &id])]))?;
        for (row, it) in vpc.rows.iter().enumerate() {
            let cell = &it.cells[zone];
            for (nth_subnet, subnet) in cell.subnets.iter().enumerate() {
                let spot = Spot { vpc: nth, row, zone, nth: nth_subnet };
                write_subnet(subnet, it.class, spot, out)?;
            }
            if cell.more > 0 {
                let more = format!("and {} more {} subnets", cell.more, it.class.name());
                writeln!(out, "      v{nth}z{zone}r{row}more[\"{}\"]:::{}", label(&[&more]), it.class.name())?;
            }
        }
        writeln!(out, "    end")?;
    }
    for (index, unseen) in vpc.unseen.iter().enumerate() {
        writeln!(out, "    v{nth}u{index}[\"{}\"]:::unknown", label(&[&format!("? {unseen}")]))?;
    }
    writeln!(out, "  end")
}

fn write_subnet(subnet: &Subnet, class: Class, spot: Spot, out: &mut dyn Write) -> io::Result<()> {
    let id = node_of_subnet(spot);
    let title = [class.name(), subnet.name.as_deref().unwrap_or_default(), &subnet.id, &subnet.ranges.join(", ")];
    writeln!(out, "      subgraph {id}[\"{}\"]", label(&[&words(&title)]))?;
    match &subnet.table {
        Err(_) => writeln!(out, "        {id}t[\"{}\"]:::unknown", label(&["? routes not read"]))?,
        Ok(table) => {
            let mut lines = vec![format!("Routes {}{}", table.id, if table.is_main { " (main)" } else { "" })];
            lines.extend(table.lines());
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            writeln!(out, "        {id}t[\"{}\"]:::small", label(&lines))?;
        }
    }
    if let Some(acl) = subnet.acl.as_deref().filter(|_| subnet.shows_acl) {
        writeln!(out, "        {id}a[\"{}\"]:::small", label(&["Network ACL", acl]))?;
    }
    for (nth, resident) in subnet.residents.iter().enumerate() {
        write_resident(resident, &format!("{id}r{nth}"), out)?;
    }
    for (nth, more) in subnet.more.iter().enumerate() {
        writeln!(out, "        {id}m{nth}[\"{}\"]:::small", label(&[more]))?;
    }
    writeln!(out, "      end")?;
    writeln!(out, "      class {id} {}", class.name())
}

fn write_resident(resident: &Resident, id: &str, out: &mut dyn Write) -> io::Result<()> {
    let first = words(&[resident.mark, resident.name.as_deref().unwrap_or(&resident.id)]);
    let second = resident.name.as_ref().map_or("", |_| resident.id.as_str());
    let lines = [first.as_str(), second, &resident.notes.join(", ")];
    writeln!(out, "        {id}[\"{}\"]:::{}", marked(resident.state, &lines), class_of_state(resident.state))
}

fn write_hubs(map: &Map, out: &mut dyn Write) -> io::Result<()> {
    for (nth, hub) in map.hubs.iter().enumerate() {
        let lines = [
            hub.kind.noun(),
            hub.name.as_deref().unwrap_or_default(),
            &hub.id,
            hub.note.as_deref().unwrap_or_default(),
        ];
        writeln!(out, "  h{nth}[\"{}\"]:::{}", marked(hub.state, &lines), class_of_state(hub.state))?;
        for (index, stub) in hub.stubs.iter().enumerate() {
            writeln!(out, "  h{nth}s{index}[\"{}\"]:::off", label(&[&stub.what, &stub.note]))?;
        }
    }
    Ok(())
}

/// Lines between nodes. Mermaid styles them by their number.
struct Links<'o> {
    out: &'o mut dyn Write,
    written: usize,
}

impl Links<'_> {
    /// Writes a line, and returns its number.
    fn write(&mut self, from: &str, arrow: &str, to: &str) -> io::Result<usize> {
        writeln!(self.out, "  {from} {arrow} {to}")?;
        self.written += 1;
        Ok(self.written - 1)
    }

    fn write_gateways(&mut self, map: &Map) -> io::Result<()> {
        for (vpc, it) in map.vpcs.iter().enumerate() {
            for (nth, door) in it.doors.iter().enumerate() {
                let id = node(map, Place::Door(vpc, nth));
                match &door.service {
                    None => self.write("internet", "---", &id)?,
                    Some(service) => {
                        writeln!(self.out, "  {id}s([\"{}\"])", label(&[&format!("AWS service {service}")]))?;
                        self.write(&format!("{id}s"), "---", &id)?
                    }
                };
            }
        }
        for (nth, hub) in map.hubs.iter().enumerate() {
            for link in &hub.links {
                self.write(&format!("v{}", link.vpc), "---", &format!("h{nth}"))?;
            }
            for index in 0..hub.stubs.len() {
                self.write(&format!("h{nth}"), "---", &format!("h{nth}s{index}"))?;
            }
        }
        Ok(())
    }

    /// From each route table to what it sends to.
    fn write_routes(&mut self, map: &Map) -> io::Result<()> {
        let mut targets: BTreeMap<&str, String> = BTreeMap::new();
        for (vpc, it) in map.vpcs.iter().enumerate() {
            for (nth, door) in it.doors.iter().enumerate() {
                targets.insert(&door.id, node(map, Place::Door(vpc, nth)));
            }
        }
        for (spot, subnet) in map.subnets() {
            for (nth, resident) in subnet.residents.iter().enumerate() {
                targets.insert(&resident.id, node(map, Place::In(spot, Detail::Resident(nth))));
            }
        }
        for (spot, subnet) in map.subnets() {
            let routes = subnet.table.iter().flat_map(|it| &it.routes).filter(|it| !it.is_blackhole);
            let mut ends: Vec<&String> = routes.filter_map(|it| targets.get(it.target.as_str())).collect();
            ends.sort();
            ends.dedup();
            for end in ends {
                self.write(&format!("{}t", node_of_subnet(spot)), "-->", end)?;
            }
        }
        Ok(())
    }
}

/// The node of a place.
fn node(map: &Map, place: Place) -> String {
    match place {
        Place::Internet => "internet".to_owned(),
        Place::Door(vpc, door) => format!("v{vpc}d{door}"),
        Place::Hub(hub) | Place::Link(hub, _) => format!("h{hub}"),
        Place::In(spot, Detail::Table) => format!("{}t", node_of_subnet(spot)),
        Place::In(spot, Detail::Acl) if map.subnet(spot).shows_acl => format!("{}a", node_of_subnet(spot)),
        Place::In(spot, Detail::Acl) => node_of_subnet(spot),
        Place::In(spot, Detail::Resident(nth)) => format!("{}r{nth}", node_of_subnet(spot)),
    }
}

fn node_of_subnet(Spot { vpc, row, zone, nth }: Spot) -> String {
    format!("v{vpc}r{row}z{zone}n{nth}")
}

fn class_of_state(state: State) -> &'static str {
    match state {
        State::Well => "well",
        State::Off | State::Elsewhere => "off",
        State::Unknown => "unknown",
    }
}

fn marked(state: State, lines: &[&str]) -> String {
    let mark = if state == State::Unknown { "? " } else { "" };
    let first = format!("{mark}{}", lines.first().copied().unwrap_or_default());
    let rest = lines.iter().skip(1).copied();
    label(&std::iter::once(first.as_str()).chain(rest).collect::<Vec<_>>())
}

/// Words with a blank between them, without those that are none.
fn words(words: &[&str]) -> String {
    words.iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(" ")
}
