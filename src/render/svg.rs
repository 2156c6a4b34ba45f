//! A drawing as SVG: one file that needs nothing else, no font, no script, no style sheet.
//!
//! `quick-xml` escapes what it writes; what acts in a text has been made visible before the text was measured.

mod outline;

use std::io::{self, Write};

use awslab_map::{Align, Area, Dash, Drawing, Font, Ink, Map, Shape, Stroke, Tone, Words};
use quick_xml::Writer;
use quick_xml::events::{BytesText, Event};

use crate::untrusted;

/// Writes a map.
pub(crate) fn write(map: &Map, out: &mut dyn Write) -> io::Result<()> {
    write_drawing(&map.drawing(&untrusted::text), out)
}

fn write_drawing(drawing: &Drawing, mut out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(&mut out, b' ', 1);
    let (width, height) = (number(drawing.width), number(drawing.height));
    let view_box = format!("0 0 {width} {height}");
    xml.create_element("svg")
        .with_attributes([
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &view_box),
            ("role", "img"),
            ("aria-labelledby", "awslab-map-title awslab-map-description"),
            ("font-family", SANS),
        ])
        .write_inner_content(|xml| {
            let title = xml.create_element("title").with_attribute(("id", "awslab-map-title"));
            title.write_text_content(BytesText::new(&drawing.title))?;
            let description = xml.create_element("desc").with_attribute(("id", "awslab-map-description"));
            description.write_text_content(BytesText::new(&drawing.description))?;
            let page = Area { x: 0.0, y: 0.0, width: drawing.width, height: drawing.height };
            write_box(xml, page, 0.0, Some(Ink::Paper), None)?;
            drawing.shapes.iter().try_for_each(|shape| write_shape(xml, shape))
        })?;
    xml.write_event(Event::Text(BytesText::new("\n")))
}

/// The fonts of systems, in which whatever was measured has room.
const SANS: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', sans-serif";
const MONO: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

fn write_shape<W: Write>(xml: &mut Writer<W>, shape: &Shape) -> io::Result<()> {
    match shape {
        Shape::Group(title, shapes) => {
            xml.create_element("g").write_inner_content(|xml| {
                xml.create_element("title").write_text_content(BytesText::new(title))?;
                shapes.iter().try_for_each(|shape| write_shape(xml, shape))
            })?;
            Ok(())
        }
        Shape::Box { area, radius, fill, edge } => write_box(xml, *area, *radius, *fill, *edge),
        Shape::Cloud { area, fill, edge } => write_path(xml, &outline::cloud(*area), color(*fill), Some(*edge)),
        Shape::Line { points, stroke, has_arrow } => {
            write_path(xml, &outline::line(points), "none", Some(*stroke))?;
            match has_arrow.then(|| outline::arrow(points, stroke.width)).flatten() {
                Some(head) => write_path(xml, &head, color(stroke.ink), None),
                None => Ok(()),
            }
        }
        Shape::Words(words) => write_words(xml, words),
    }
}

fn write_box<W: Write>(
    xml: &mut Writer<W>,
    area: Area,
    radius: f64,
    fill: Option<Ink>,
    edge: Option<Stroke>,
) -> io::Result<()> {
    let [x, y, width, height, radius] = [area.x, area.y, area.width, area.height, radius].map(number);
    let element = xml.create_element("rect").with_attributes([
        ("x", x.as_str()),
        ("y", &y),
        ("width", &width),
        ("height", &height),
        ("rx", &radius),
        ("fill", fill.map_or("none", color)),
    ]);
    element.with_attributes(attributes(edge).iter().map(|(name, value)| (*name, value.as_str()))).write_empty()?;
    Ok(())
}

fn write_path<W: Write>(xml: &mut Writer<W>, outline: &str, fill: &str, edge: Option<Stroke>) -> io::Result<()> {
    let element = xml.create_element("path").with_attributes([("d", outline), ("fill", fill)]);
    element.with_attributes(attributes(edge).iter().map(|(name, value)| (*name, value.as_str()))).write_empty()?;
    Ok(())
}

fn write_words<W: Write>(xml: &mut Writer<W>, words: &Words) -> io::Result<()> {
    let baseline = words.at.y + words.size * 0.35; // from the middle of a line to the feet of its letters
    let [x, y, size] = [words.at.x, baseline, words.size].map(number);
    let mut attributes = vec![("x", x.as_str()), ("y", &y), ("font-size", &size), ("fill", color(words.ink))];
    match words.align {
        Align::Left => {}
        Align::Center => attributes.push(("text-anchor", "middle")),
        Align::Right => attributes.push(("text-anchor", "end")),
    }
    match words.font {
        Font::Sans => {}
        Font::Bold => attributes.push(("font-weight", "bold")),
        Font::Mono => attributes.push(("font-family", MONO)),
    }
    let element = xml.create_element("text").with_attributes(attributes);
    element.write_text_content(BytesText::new(&words.text))?;
    Ok(())
}

fn attributes(edge: Option<Stroke>) -> Vec<(&'static str, String)> {
    let Some(Stroke { ink, width, dash }) = edge else { return Vec::new() };
    let mut attributes = vec![("stroke", color(ink).to_owned()), ("stroke-width", number(width))];
    match dash {
        Dash::Solid => {}
        Dash::Dashed => {
            attributes.push(("stroke-dasharray", format!("{} {}", number(width * 4.0), number(width * 2.5))));
        }
        Dash::Dotted => {
            attributes.push(("stroke-dasharray", format!("0 {}", number(width * 2.4))));
            attributes.push(("stroke-linecap", "round".to_owned()));
        }
    }
    attributes
}

/// Words and lines have a contrast of 4.5 to 1 or more with every ground that they are on (WCAG 2.2, AA), and the grounds
/// of classes differ from one another in grey.
fn color(ink: Ink) -> &'static str {
    match ink {
        Ink::Paper => "#ffffff",
        Ink::Ground => "#f8f9fb",
        Ink::Text => "#16191f",
        Ink::Quiet => "#4a5260",
        Ink::Pale(Tone::Public) => "#e4f3e7",
        Ink::Pale(Tone::Private) => "#dfeaf8",
        Ink::Pale(Tone::Isolated) => "#ebe4f3",
        Ink::Pale(_) => "#f0f0f0",
        Ink::Strong(Tone::Public) => "#1a6530",
        Ink::Strong(Tone::Private) => "#174f93",
        Ink::Strong(Tone::Isolated) => "#5b2f86",
        Ink::Strong(Tone::Unknown) => "#555555",
        Ink::Strong(Tone::Gate) => "#2f3e52",
        Ink::Strong(Tone::Request) => "#b93c00",
        Ink::Strong(Tone::Reply) => "#00696b",
        Ink::Strong(Tone::Block) => "#b00020",
    }
}

/// A tenth of a pixel is more than anybody sees.
fn number(value: f64) -> String {
    let rounded = format!("{value:.1}");
    rounded.strip_suffix(".0").map_or(rounded.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use awslab_core::snapshot;
    use awslab_map::Asked;
    use quick_xml::Reader;

    use super::*;
    use crate::render::testing::{HOSTILE, assert_harmless};

    /// A small network, everything in it named with care.
    fn hostile() -> String {
        let network = include_str!("../../examples/snapshots/network.json");
        let name = serde_json::to_string(HOSTILE).expect("a text is JSON");
        network.replace(r#""Tags": []"#, &format!(r#""Tags": [{{"Key": "Name", "Value": {name}}}]"#))
    }

    fn written(text: &str) -> String {
        let account = snapshot::read(text).expect("the text is a snapshot");
        let question = awslab_reach::Question {
            source: awslab_reach::Endpoint::Internet,
            destination: awslab_reach::Endpoint::Resource("i-0job".to_owned()),
            protocol: awslab_reach::Protocol::Tcp,
            port: Some(22),
        };
        let asked = Asked { vpcs: &[], question: Some(&question) };
        let map = awslab_map::survey(&account, &asked).expect("there is a VPC");
        let mut out = Vec::new();
        write(&map, &mut out).expect("memory can be written to");
        String::from_utf8(out).expect("SVG is UTF-8")
    }

    #[test]
    fn names_cannot_leave_their_place() {
        let svg = written(&hostile());
        assert!(svg.contains("$(reboot)"), "the names are in it");
        assert_harmless(&svg);
        let known = ["svg", "title", "desc", "g", "rect", "path", "text"];
        let mut reader = Reader::from_str(&svg);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event().expect("it is well-formed") {
                Event::Start(it) | Event::Empty(it) => {
                    let name = String::from_utf8_lossy(it.name().as_ref()).into_owned();
                    assert!(known.contains(&name.as_str()), "{name}");
                    for attribute in it.attributes() {
                        let attribute = attribute.expect("it is well-formed");
                        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
                        assert!(!key.starts_with("on") && !key.contains("href"), "{key}");
                    }
                }
                Event::Eof => break,
                Event::Comment(_) | Event::PI(_) | Event::CData(_) | Event::DocType(_) => panic!("none is written"),
                _ => {}
            }
        }
    }

    #[test]
    fn the_same_account_gives_the_same_picture() {
        assert_eq!(written(&hostile()), written(&hostile()));
    }

    #[test]
    fn every_colour_can_be_read_on_every_ground() {
        let tones = [
            Tone::Public,
            Tone::Private,
            Tone::Isolated,
            Tone::Unknown,
            Tone::Gate,
            Tone::Request,
            Tone::Reply,
            Tone::Block,
        ];
        let words = tones.map(Ink::Strong).into_iter().chain([Ink::Text, Ink::Quiet]);
        let grounds = [Ink::Paper, Ink::Ground].into_iter().chain(tones.map(Ink::Pale));
        for (word, ground) in words.flat_map(|word| grounds.clone().map(move |ground| (word, ground))) {
            let contrast = (luminance(ground) + 0.05) / (luminance(word) + 0.05);
            assert!(contrast >= 4.5, "{word:?} on {ground:?}: {contrast}");
        }
    }

    /// <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>
    fn luminance(ink: Ink) -> f64 {
        let number = u32::from_str_radix(color(ink).trim_start_matches('#'), 16).expect("a colour is a number");
        let part = |shift: u32| {
            let value = f64::from((number >> shift) & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(16) + 0.7152 * part(8) + 0.0722 * part(0)
    }
}
