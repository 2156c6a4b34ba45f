//! How wide a text is, before anybody has drawn it.
//!
//! Nobody knows which font a viewer has. The widths are those of `DejaVu` Sans, the widest of the fonts that the writer of
//! a picture may ask for: what has room in it has room in all of them.

use unicode_width::UnicodeWidthChar;

/// A family of fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// For words.
    Sans,
    /// For words that stand out.
    Bold,
    /// For ids, ranges and rules: every character is as wide as any other.
    Mono,
}

/// Widths of the characters from the blank to the tilde, in thousandths of the size.
const SANS: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636,
    636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863,
    748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635,
    615, 352, 635, 634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636,
    337, 636, 838,
];
const BOLD: [u16; 95] = [
    348, 456, 521, 838, 696, 1002, 872, 306, 457, 457, 523, 838, 380, 415, 380, 365, 696, 696, 696, 696, 696, 696, 696,
    696, 696, 696, 400, 400, 838, 838, 838, 580, 1000, 774, 762, 734, 830, 683, 683, 821, 837, 372, 372, 775, 637, 995,
    837, 850, 733, 850, 770, 720, 682, 812, 774, 1103, 771, 724, 725, 457, 365, 457, 838, 500, 500, 675, 716, 593, 716,
    678, 435, 716, 712, 343, 343, 665, 343, 1042, 712, 687, 716, 716, 493, 595, 478, 712, 652, 924, 645, 652, 582, 712,
    365, 712, 838,
];
/// Some are a little wider than those of `DejaVu` Sans Mono, 602.
const MONO: u16 = 618;
/// Of characters that are none of the tables': no Latin letter is wider than a dash.
const OTHER: u16 = 1000;

/// The width of a text, in the unit of the size.
pub(crate) fn width(text: &str, font: Font, size: f64) -> f64 {
    text.chars().map(|it| advance(it, font)).sum::<f64>() * size / 1000.0
}

/// The text, or as much of its beginning as has room, with an ellipsis.
pub(crate) fn fit(text: &str, font: Font, size: f64, room: f64) -> String {
    if width(text, font, size) <= room {
        return text.to_owned();
    }
    let room = room - width("…", font, size);
    let mut used = 0.0;
    let kept = text.chars().take_while(|it| {
        used += advance(*it, font) * size / 1000.0;
        used <= room
    });
    format!("{}…", kept.collect::<String>().trim_end())
}

/// A text in lines; a word that is wider than a line is cut in two.
pub(crate) fn wrap(text: &str, font: Font, size: f64, room: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if width(&longer, font, size) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            if width(&line, font, size) + advance(character, font) * size / 1000.0 > room {
                lines.push(std::mem::take(&mut line));
            }
            line.push(character);
        }
    }
    lines.push(line);
    lines
}

fn advance(character: char, font: Font) -> f64 {
    let nth = (character as usize).checked_sub(0x20);
    let columns = character.width().unwrap_or_default();
    let width = match font {
        Font::Mono if columns > 1 => OTHER * 5 / 4, // of another font
        Font::Mono => MONO,
        Font::Sans => nth.and_then(|nth| SANS.get(nth)).copied().unwrap_or(OTHER),
        Font::Bold => nth.and_then(|nth| BOLD.get(nth)).copied().unwrap_or(OTHER * 11 / 10),
    };
    f64::from(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_wide_ends_in_an_ellipsis_and_has_room() {
        for text in
            ["", "web", "a name that is much too long for its place", "写真写真写真写真写真写真", "\u{301}\u{301}"]
        {
            for (font, size) in [(Font::Sans, 13.0), (Font::Bold, 15.0), (Font::Mono, 12.0)] {
                let fitted = fit(text, font, size, 100.0);
                assert!(width(&fitted, font, size) <= 100.0, "{fitted}");
                assert_eq!(fitted == text, width(text, font, size) <= 100.0);
            }
        }
    }

    #[test]
    fn lines_have_room_and_lose_nothing() {
        let text =
            "no rule lets anything in from arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/x";
        let lines = wrap(text, Font::Sans, 13.0, 120.0);
        assert!(lines.iter().all(|it| width(it, Font::Sans, 13.0) <= 120.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }
}
