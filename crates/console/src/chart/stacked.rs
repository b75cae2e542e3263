//! 点数の帯: the score of one person as five parts on a line of 100 points, each with its number inside.

use maud::{Markup, html};

use super::{length, scaled};
use crate::points::{self, GROUPS, WHOLE};

/// Width of the line of 100 points, in CSS pixels: 3 a point, so that a digit fits into the smallest printed part.
const WIDTH: u64 = 300;
/// Height of the band.
const HEIGHT: u64 = 20;
/// White gap between two parts, in tenths of a pixel.
const GAP: u64 = 15;

/// One person's band.
pub(crate) struct Stacked<'a> {
    /// Contributions by colour, parts per million.
    pub parts: [u32; GROUPS],
    /// What it says to those who do not see it.
    pub label: &'a str,
}

impl Stacked<'_> {
    /// Draws it.
    pub(crate) fn draw(&self) -> Markup {
        let printed = points::print(&self.parts, WHOLE);
        let middle = HEIGHT - 6;
        html! {
            svg.stacked viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } width=(WIDTH) height=(HEIGHT) role="img" {
                title { (self.label) }
                rect.track x="0.5" y="0.5" width=(WIDTH - 1) height=(HEIGHT - 1) rx="3.5" {}
                @for (place, (from, part)) in self.edges().into_iter().enumerate() {
                    @if part > GAP {
                        rect class={ "part-" (place + 1) } x=(length(from)) y="0" width=(length(part - GAP)) height=(HEIGHT)
                            rx=[(part > 80).then_some("2")] {}
                    }
                    @if printed.parts[place] > 0 {
                        text class={ "on-part-" (place + 1) } x=(length(from + (part.max(GAP) - GAP) / 2)) y=(middle) {
                            (printed.parts[place])
                        }
                    }
                }
            }
        }
    }

    /// Where each part begins and how long it is, in tenths.
    fn edges(&self) -> [(u64, u64); GROUPS] {
        let mut before = 0u64;
        self.parts.map(|part| {
            let from = scaled(before, 1_000_000, WIDTH);
            before += u64::from(part);
            (from, scaled(before, 1_000_000, WIDTH) - from)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(svg: &str) -> u32 {
        let texts = svg.split("<text").skip(1).filter_map(|text| text.split(['>', '<']).nth(1));
        texts.map(|number| number.parse::<u32>().unwrap()).sum()
    }

    #[test]
    fn the_numbers_inside_sum_to_the_printed_score() {
        for parts in [
            [298_412, 200_000, 126_381, 150_000, 83_999],
            [333_333, 166_666, 100_001, 20_000, 0],
            [0, 4_999, 4_999, 4_999, 4_999],
            [0; GROUPS],
        ] {
            let score: u32 = parts.iter().sum();
            let svg = Stacked { parts, label: "" }.draw().into_string();
            assert_eq!(numbers(&svg), (score + WHOLE / 2) / WHOLE, "{svg}");
        }
    }

    #[test]
    fn parts_touch_and_end_within_the_line() {
        let edges = Stacked { parts: [400_000, 200_000, 150_000, 100_000, 150_000], label: "" }.edges();
        for pair in edges.windows(2) {
            assert_eq!(pair[0].0 + pair[0].1, pair[1].0);
        }
        assert_eq!(edges[4].0 + edges[4].1, WIDTH * 10);
    }
}
