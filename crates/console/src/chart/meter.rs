//! A line with a tick: what somebody has of the most there is, and where the others stand on average.

use maud::{Markup, html};

use super::{length, scaled};

/// Width of the line in units; it is stretched to the room there is.
const WIDTH: u64 = 240;
/// Height in CSS pixels.
const HEIGHT: u64 = 16;

/// One line.
pub(crate) struct Meter<'a> {
    /// Which of the five colours, from 0.
    pub group: usize,
    /// What there is.
    pub value: u32,
    /// The most there can be.
    pub most: u32,
    /// Where the tick stands; `None` draws none.
    pub tick: Option<u32>,
    /// What it says to those who do not see it.
    pub label: &'a str,
}

impl Meter<'_> {
    /// Draws it.
    pub(crate) fn draw(&self) -> Markup {
        let at = |value: u32| scaled(u64::from(value), u64::from(self.most), WIDTH);
        html! {
            svg.meter viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" role="img" {
                title { (self.label) }
                rect.track x="0.5" y="3.5" width=(WIDTH - 1) height="9" rx="3" {}
                @if self.value > 0 {
                    rect class={ "part-" (self.group + 1) } x="0" y="3" width=(length(at(self.value))) height="10" rx="3" {}
                }
                @if let Some(tick) = self.tick {
                    @let from = at(tick).clamp(20, WIDTH * 10 - 20);
                    rect.tick-halo x=(length(from - 20)) y="0" width="4" height=(HEIGHT) {}
                    rect.tick x=(length(from - 10)) y="0" width="2" height=(HEIGHT) {}
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tick_stays_on_the_line() {
        for tick in [0, 1, 50_000, 100_000] {
            let meter = Meter { group: 0, value: 10, most: 100_000, tick: Some(tick), label: "" };
            let svg = meter.draw().into_string();
            let from: f64 =
                svg.split("tick-halo\" x=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
            assert!((0.0..=236.0).contains(&from), "{tick}: {from}");
        }
    }

    #[test]
    fn a_feature_without_weight_is_an_empty_line() {
        let svg = Meter { group: 3, value: 0, most: 0, tick: None, label: "" }.draw().into_string();
        assert!(!svg.contains("part-4"));
    }
}
