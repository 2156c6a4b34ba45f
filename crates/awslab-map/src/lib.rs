//! What a drawing of an account's network shows, and where on the page.
//!
//! A [`Map`] is the content: VPCs with their zones and subnets, who is in them, the ways out, and a path where one is
//! asked for. A [`Drawing`] is the same as shapes with coordinates. Neither knows of a file format.
//!
//! Pure: no clock, environment, disk or network.

mod content;
mod drawing;
mod layout;
mod survey;
mod text;

pub use content::{
    Cell, Class, Detail, Door, DoorKind, Finding, Hub, HubKind, Kind, Link, Map, Path, Place, Resident, Route, Row,
    Spot, State, Stop, Stub, Subnet, Table, Turn, Vpc, Zone,
};
pub use drawing::{Align, Area, Dash, Drawing, Font, Ink, Point, Shape, Stroke, Tone, Words};
pub use survey::{Asked, SurveyError, survey};
