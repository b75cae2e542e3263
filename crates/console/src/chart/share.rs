//! A line of people: a dark and a light part of all of them.

use maud::{Markup, html};

use super::{length, scaled};

/// Width of the line in units; it is stretched to the room there is.
const WIDTH: u64 = 600;

/// One line.
pub(crate) struct Share<'a> {
    /// The dark part.
    pub dark: u64,
    /// The light part, after it.
    pub light: u64,
    /// What the whole line stands for.
    pub whole: u64,
    /// Which look.
    pub look: Look,
    /// What it says to those who do not see it.
    pub label: &'a str,
}

/// What a line of people means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// People who are reached.
    Reached,
    /// People who are kept out.
    Barrier,
    /// People who would come.
    Gain,
}

impl Share<'_> {
    /// Draws it.
    pub(crate) fn draw(&self) -> Markup {
        let dark = scaled(self.dark, self.whole, WIDTH);
        let both = scaled(self.dark + self.light, self.whole, WIDTH);
        let look = match self.look {
            Look::Reached => "reached",
            Look::Barrier => "barrier",
            Look::Gain => "gain",
        };
        html! {
            svg class={ "share " (look) } viewBox={ "0 0 " (WIDTH) " 20" } preserveAspectRatio="none" role="img" {
                title { (self.label) }
                rect.track x="0.5" y="0.5" width=(WIDTH - 1) height="19" {}
                @if both > dark { rect.light x=(length(dark)) y="0" width=(length(both - dark)) height="20" {} }
                @if self.dark > 0 { rect.dark x="0" y="0" width=(length(dark.max(10))) height="20" {} }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_of_many_is_still_seen() {
        let share = Share { dark: 1, light: 0, whole: 1_000_000, look: Look::Reached, label: "" };
        assert!(share.draw().into_string().contains("rect class=\"dark\" x=\"0\" y=\"0\" width=\"1\""));
    }

    #[test]
    fn nobody_is_an_empty_line() {
        let share = Share { dark: 0, light: 0, whole: 0, look: Look::Reached, label: "" };
        let svg = share.draw().into_string();
        assert!(!svg.contains("dark") && !svg.contains("light"));
    }
}
