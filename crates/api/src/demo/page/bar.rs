//! Stacked bars of a score: in colour on a terminal, in shades elsewhere.

use domain::{BreakdownLine, Feature};

use super::Ink;

/// Cells of a full score.
const CELLS: u64 = 40;

/// Parts of a bar, in their order: what they stand for, ANSI colour of 256, shade. Theme and reward share one, as in
/// the console.
const PARTS: [(&str, u8, char); 5] = [
    ("スキル", 27, '█'),
    ("稼働", 75, '▓'),
    ("通いやすさ", 44, '▒'),
    ("縁", 71, '░'),
    ("希望の一致", 178, '·'),
];

/// Draws bars in one ink.
pub(super) struct Bars(Ink);

impl Bars {
    /// In this ink.
    pub(super) fn new(ink: Ink) -> Self {
        Self(ink)
    }

    /// What each part stands for.
    pub(super) fn legend(&self) -> String {
        let entries =
            PARTS.iter().zip(0..).map(|((name, ..), part)| format!("{}{name}", self.cells(part, 1)));
        entries.collect::<Vec<_>>().join(" ")
    }

    /// The contributions beside each other; the whole is as long as the score, to the cell.
    pub(super) fn stacked(&self, breakdown: &[BreakdownLine]) -> String {
        let mut contributions = [0u64; PARTS.len()];
        for line in breakdown {
            contributions[part_of(line.feature)] += u64::from(line.contribution);
        }
        let mut upto = 0;
        let ends = contributions.iter().map(|contribution| {
            upto += contribution;
            usize::try_from((upto * CELLS + 500_000) / 1_000_000).unwrap_or(0)
        });
        let mut drawn = 0;
        let parts = ends.zip(0..).map(|(end, part)| {
            let cells = self.cells(part, end - drawn);
            drawn = end;
            cells
        });
        parts.collect()
    }

    /// Text that stands out, where there is a way to.
    pub(super) fn strong(&self, text: &str) -> String {
        match self.0 {
            Ink::Colour => format!("\u{1b}[1m{text}\u{1b}[0m"),
            Ink::Plain => text.to_owned(),
        }
    }

    fn cells(&self, part: usize, count: usize) -> String {
        let (_, colour, shade) = PARTS[part];
        match self.0 {
            _ if count == 0 => String::new(),
            Ink::Colour => format!("\u{1b}[38;5;{colour}m{}\u{1b}[0m", "█".repeat(count)),
            Ink::Plain => shade.to_string().repeat(count),
        }
    }
}

fn part_of(feature: Feature) -> usize {
    match feature {
        Feature::Skill => 0,
        Feature::Commitment => 1,
        Feature::Place => 2,
        Feature::Tie => 3,
        Feature::Theme | Feature::Reward => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(feature: Feature, contribution: u32) -> BreakdownLine {
        BreakdownLine { feature, value: 0, weight: 0, contribution, assumed: false, evidence: Vec::new() }
    }

    #[test]
    fn a_bar_is_as_long_as_its_score() {
        let lines = [
            line(Feature::Skill, 312_000),
            line(Feature::Commitment, 112_000),
            line(Feature::Tie, 1000),
            line(Feature::Theme, 62_500),
            line(Feature::Reward, 12_500),
        ];
        let plain = Bars::new(Ink::Plain).stacked(&lines);
        assert_eq!(plain, "████████████▓▓▓▓▓···");
        let coloured = Bars::new(Ink::Colour).stacked(&lines);
        assert_eq!(coloured.matches('█').count(), plain.chars().count());
        assert!(coloured.starts_with("\u{1b}[38;5;27m") && coloured.ends_with("\u{1b}[0m"));
        assert!(!Bars::new(Ink::Plain).legend().contains('\u{1b}'));
    }

    #[test]
    fn no_score_no_bar() {
        assert_eq!(Bars::new(Ink::Colour).stacked(&[]), "");
    }
}
