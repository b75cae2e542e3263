//! What came of waves, in figures: means in exact hundredths, distributions, shares of top answers, change.
//!
//! Counts from 1 to 4 are never told, nor can they be had by subtraction: a distribution is told only when none of its
//! cells is so small, a share only when neither part is, and several waves together only count what each of them tells
//! by itself. Words are counted, never told. Knows nothing of who answered.

use std::collections::BTreeMap;

use super::instrument::{Concept, Element, ElementKind, Label};
use crate::aggregate::{Audience, Count, SMALLEST_SHOWN};

/// How often each answer was given to one element in one wave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spread {
    /// By step.
    pub steps: BTreeMap<u8, u64>,
    /// By key of the choice.
    pub choices: BTreeMap<String, u64>,
    /// Answers in words.
    pub words: u64,
}

/// The spreads of one wave, by the element's key.
pub type Spreads = BTreeMap<String, Spread>;

/// Figures of an element, an item or a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// Answers that the figures are made of.
    pub answers: Count,
    /// The mean of scales × 100, rounded half up; `None` where nothing is told, or scales differ in length.
    pub mean_hundredths: Option<u64>,
    /// Top answers of scales.
    pub top: Option<TopShare>,
}

/// How many gave a top answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopShare {
    /// So many.
    pub answers: u64,
    /// Of a thousand, rounded half up.
    pub share_permille: u64,
    /// 割: of ten, rounded down.
    pub tenths: u64,
}

/// How often one answer was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The step, or the key of the choice.
    pub value: String,
    /// So often.
    pub answers: u64,
    /// Of a thousand, rounded half up.
    pub share_permille: u64,
}

/// What came of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementResult {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
    /// How it is answered.
    pub kind: ElementKind,
    /// Figures.
    pub figures: Figures,
    /// Every step or choice; `None` where a cell would be too small.
    pub distribution: Option<Vec<Cell>>,
}

/// What came of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemResult {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
    /// Figures.
    pub figures: Figures,
    /// Its elements.
    pub elements: Vec<ElementResult>,
}

/// What came of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptResult {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
    /// Figures.
    pub figures: Figures,
    /// Its items.
    pub items: Vec<ItemResult>,
}

/// An element's answers of those who answered it before and after: how many, and the sums of their steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairedSums {
    /// Respondents of both.
    pub pairs: u64,
    /// Sum of the steps before.
    pub before: u64,
    /// And after.
    pub after: u64,
}

/// How much the mean has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// Answers that were given both before and after.
    pub pairs: Count,
    /// Change of the mean × 100, rounded half away from zero; `None` where it is not told.
    pub change_hundredths: Option<i64>,
}

/// The change of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementChange {
    /// Key.
    pub key: String,
    /// Change.
    pub change: Change,
}

/// The change of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// Key.
    pub key: String,
    /// Change.
    pub change: Change,
    /// Its scales.
    pub elements: Vec<ElementChange>,
}

/// The change of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptChange {
    /// Key.
    pub key: String,
    /// Change.
    pub change: Change,
    /// Its items.
    pub items: Vec<ItemChange>,
}

impl Figures {
    /// Nothing but how many answered.
    fn bare(answers: Count) -> Self {
        Self { answers, mean_hundredths: None, top: None }
    }
}

impl Spread {
    fn cells(&self, element: &Element) -> Vec<(String, u64)> {
        let of = |count: Option<&u64>| count.copied().unwrap_or(0);
        match element.kind {
            ElementKind::Scale => (1..=element.steps.unwrap_or(0))
                .map(|step| (step.to_string(), of(self.steps.get(&step))))
                .collect(),
            ElementKind::Choice => element
                .choices
                .iter()
                .map(|choice| (choice.key.clone(), of(self.choices.get(&choice.key))))
                .collect(),
            ElementKind::Text => Vec::new(),
        }
    }

    fn answers(&self, element: &Element) -> u64 {
        match element.kind {
            ElementKind::Text => self.words,
            ElementKind::Scale | ElementKind::Choice => self.cells(element).iter().map(|(_, n)| n).sum(),
        }
    }

    fn tops(&self, from: u8) -> u64 {
        self.steps.range(from..).map(|(_, count)| count).sum()
    }

    fn sum(&self) -> u64 {
        self.steps.iter().map(|(step, count)| u64::from(*step) * count).sum()
    }

    fn add(&mut self, other: &Self) {
        for (step, count) in &other.steps {
            *self.steps.entry(*step).or_default() += count;
        }
        for (choice, count) in &other.choices {
            *self.choices.entry(choice.clone()).or_default() += count;
        }
        self.words += other.words;
    }
}

/// What came of some waves that asked the same, together.
pub fn results(concepts: &[Concept], waves: &[&Spreads]) -> Vec<ConceptResult> {
    let of_item = |item: &super::Item| {
        let made: Vec<(ElementResult, Basis)> =
            item.elements.iter().map(|element| of_element(element, waves)).collect();
        let basis: Vec<Basis> = made.iter().map(|(_, basis)| *basis).collect();
        let elements = made.into_iter().map(|(element, _)| element).collect();
        let figures = together(&basis);
        (ItemResult { key: item.key.clone(), label: item.label.clone(), figures, elements }, basis)
    };
    let of_concept = |concept: &Concept| {
        let made: Vec<(ItemResult, Vec<Basis>)> = concept.items.iter().map(of_item).collect();
        let basis: Vec<Basis> = made.iter().flat_map(|(_, basis)| basis).copied().collect();
        let items = made.into_iter().map(|(item, _)| item).collect();
        let figures = together(&basis);
        ConceptResult { key: concept.key.clone(), label: concept.label.clone(), figures, items }
    };
    concepts.iter().map(of_concept).collect()
}

/// Length, sum of steps and, where it is told, top answers of a scale.
type Scale = (u8, u64, Option<u64>);

/// What an element gives to the figures of its item and concept.
#[derive(Debug, Clone, Copy, Default)]
struct Basis {
    /// Whether somebody answered, and it is not told.
    is_hidden: bool,
    answers: u64,
    scale: Option<Scale>,
}

fn of_element(element: &Element, waves: &[&Spreads]) -> (ElementResult, Basis) {
    let all = waves.iter().filter_map(|wave| wave.get(&element.key));
    let answered: Vec<&Spread> = all.filter(|spread| spread.answers(element) > 0).collect();
    let told: Vec<&Spread> =
        answered.iter().copied().filter(|spread| spread.answers(element) >= SMALLEST_SHOWN).collect();
    let mut whole = Spread::default();
    told.iter().for_each(|spread| whole.add(spread));
    let answers = whole.answers(element);
    let is_hidden = told.is_empty() && !answered.is_empty();
    let mut result = ElementResult {
        key: element.key.clone(),
        label: element.label.clone(),
        kind: element.kind,
        figures: Figures::bare(if is_hidden { Count::Suppressed } else { Count::Shown(answers) }),
        distribution: None,
    };
    if answers == 0 {
        return (result, Basis { is_hidden, ..Basis::default() });
    }
    let has_no_small_cell =
        |spread: &&Spread| spread.cells(element).iter().all(|(_, count)| is_large(*count));
    if element.kind != ElementKind::Text && told.iter().all(has_no_small_cell) {
        let cell = |(value, count): (String, u64)| Cell {
            value,
            answers: count,
            share_permille: rounded(count * 1000, answers),
        };
        result.distribution = Some(whole.cells(element).into_iter().map(cell).collect());
    }
    let Some(top) = element.top_step() else {
        return (result, Basis { is_hidden, answers, scale: None });
    };
    let splits_well = |spread: &&Spread| {
        let tops = spread.tops(top);
        is_large(tops) && is_large(spread.answers(element) - tops)
    };
    let tops = told.iter().all(splits_well).then(|| whole.tops(top));
    result.figures.mean_hundredths = Some(rounded(whole.sum() * 100, answers));
    result.figures.top = tops.map(|tops| share(tops, answers));
    let scale = element.steps.map(|steps| (steps, whole.sum(), tops));
    (result, Basis { is_hidden, answers, scale })
}

/// Figures over what some elements tell.
fn together(basis: &[Basis]) -> Figures {
    let answers: u64 = basis.iter().map(|one| one.answers).sum();
    if answers == 0 {
        let is_hidden = basis.iter().any(|one| one.is_hidden);
        return Figures::bare(if is_hidden { Count::Suppressed } else { Count::Shown(0) });
    }
    let scales: Vec<(u64, Scale)> = basis.iter().filter_map(|one| Some((one.answers, one.scale?))).collect();
    let of_scales: u64 = scales.iter().map(|(answers, _)| answers).sum();
    let lengths: std::collections::BTreeSet<u8> = scales.iter().map(|(_, (steps, ..))| *steps).collect();
    let sum: u64 = scales.iter().map(|(_, (_, sum, _))| sum).sum();
    let tops: Option<u64> = scales.iter().map(|(_, (.., tops))| *tops).sum();
    Figures {
        answers: Count::Shown(answers),
        mean_hundredths: (lengths.len() == 1).then(|| rounded(sum * 100, of_scales)),
        top: tops.filter(|_| of_scales > 0).map(|tops| share(tops, of_scales)),
    }
}

/// How the answers of those who answered both waves have changed, for the scales of these concepts.
pub fn changes(concepts: &[Concept], sums: &BTreeMap<String, PairedSums>) -> Vec<ConceptChange> {
    let of_element = |element: &Element| {
        let found = sums.get(&element.key).copied().unwrap_or_default();
        (element.key.clone(), element.steps.unwrap_or(0), found)
    };
    let of_item = |item: &super::Item| {
        let scales = item.elements.iter().filter(|element| element.kind == ElementKind::Scale);
        let found: Vec<(String, u8, PairedSums)> = scales.map(of_element).collect();
        let basis: Vec<(u8, PairedSums)> = found.iter().map(|(_, steps, sums)| (*steps, *sums)).collect();
        let elements = found
            .into_iter()
            .map(|(key, steps, sums)| ElementChange { key, change: changed(&[(steps, sums)]) })
            .collect();
        (ItemChange { key: item.key.clone(), change: changed(&basis), elements }, basis)
    };
    let of_concept = |concept: &Concept| {
        let made: Vec<(ItemChange, Vec<(u8, PairedSums)>)> = concept.items.iter().map(of_item).collect();
        let basis: Vec<(u8, PairedSums)> = made.iter().flat_map(|(_, basis)| basis).copied().collect();
        let items = made.into_iter().map(|(item, _)| item).collect();
        ConceptChange { key: concept.key.clone(), change: changed(&basis), items }
    };
    concepts.iter().map(of_concept).collect()
}

/// The change over the scales that enough people answered twice.
fn changed(scales: &[(u8, PairedSums)]) -> Change {
    let told: Vec<&(u8, PairedSums)> =
        scales.iter().filter(|(_, sums)| sums.pairs >= SMALLEST_SHOWN).collect();
    let pairs: u64 = told.iter().map(|(_, sums)| sums.pairs).sum();
    if pairs == 0 {
        let most = scales.iter().map(|(_, sums)| sums.pairs).max().unwrap_or(0);
        return Change { pairs: Count::of(most, Audience::Outsiders), change_hundredths: None };
    }
    let lengths: std::collections::BTreeSet<u8> = told.iter().map(|(steps, _)| *steps).collect();
    let before: u64 = told.iter().map(|(_, sums)| sums.before).sum();
    let after: u64 = told.iter().map(|(_, sums)| sums.after).sum();
    let change = rounded(before.abs_diff(after) * 100, pairs);
    let change = i64::try_from(change).unwrap_or(i64::MAX);
    Change {
        pairs: Count::Shown(pairs),
        change_hundredths: (lengths.len() == 1).then_some(if after < before { -change } else { change }),
    }
}

fn is_large(count: u64) -> bool {
    count == 0 || count >= SMALLEST_SHOWN
}

fn share(part: u64, whole: u64) -> TopShare {
    TopShare {
        answers: part,
        share_permille: rounded(part * 1000, whole),
        tenths: (part * 10).checked_div(whole).unwrap_or(0),
    }
}

/// The quotient, rounded half up; 0 of nothing.
fn rounded(dividend: u64, divisor: u64) -> u64 {
    (2 * dividend + divisor).checked_div(2 * divisor).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::instrument::tests::{concept, scale};
    use super::*;

    fn wave(elements: &[(&str, &[u64])]) -> Spreads {
        let spread = |counts: &[u64]| Spread {
            steps: (1..).zip(counts.iter().copied()).filter(|(_, count)| *count > 0).collect(),
            ..Spread::default()
        };
        elements.iter().map(|(key, counts)| ((*key).to_owned(), spread(counts))).collect()
    }

    fn asked() -> Vec<Concept> {
        vec![concept("c", vec![scale("a", 5), scale("b", 5)])]
    }

    #[test]
    fn figures_are_exact() {
        let wave = wave(&[("a", &[0, 0, 6, 7, 7]), ("b", &[0, 0, 10, 0, 20])]);
        let made = results(&asked(), &[&wave]);
        let [a, b] = &made[0].items[0].elements[..] else { panic!("{made:?}") };
        // (18 + 28 + 35) ÷ 20 = 4.05; 14 of 20 are at 4 or 5.
        assert_eq!(a.figures.mean_hundredths, Some(405));
        assert_eq!(a.figures.top, Some(TopShare { answers: 14, share_permille: 700, tenths: 7 }));
        assert_eq!(a.distribution.as_ref().unwrap()[3].share_permille, 350);
        // 130 ÷ 30 = 4.333…, and 20 of 30 are 667 of a thousand.
        assert_eq!((b.figures.mean_hundredths, b.figures.top.unwrap().share_permille), (Some(433), 667));
        // Together 211 ÷ 50 = 4.22.
        assert_eq!(made[0].figures.mean_hundredths, Some(422));
        assert_eq!(made[0].figures.answers, Count::Shown(50));
        assert_eq!(made[0].figures.top.unwrap().answers, 34);
    }

    #[test]
    fn small_counts_are_not_told_and_cannot_be_subtracted() {
        let few = wave(&[("a", &[0, 0, 0, 0, 4])]);
        let made = results(&asked(), &[&few]);
        let a = &made[0].items[0].elements[0];
        assert_eq!((a.figures.answers, a.figures.mean_hundredths), (Count::Suppressed, None));
        assert_eq!((a.distribution.as_ref(), a.figures.top), (None, None));
        assert_eq!(made[0].figures.answers, Count::Suppressed);
        assert_eq!(made[0].items[0].elements[1].figures.answers, Count::Shown(0));
        // Together with a wave that is told, it does not count: the sum would tell it.
        let many = wave(&[("a", &[0, 0, 5, 0, 5])]);
        let both = results(&asked(), &[&many, &few]);
        let a = &both[0].items[0].elements[0];
        assert_eq!((a.figures.answers, a.figures.mean_hundredths), (Count::Shown(10), Some(400)));
        // A cell of one hides the distribution; four who did not give a top answer hide the share.
        let uneven = wave(&[("a", &[0, 1, 3, 0, 6])]);
        let made = results(&asked(), &[&uneven]);
        let a = &made[0].items[0].elements[0];
        assert_eq!(
            (a.figures.mean_hundredths, a.figures.top, a.distribution.as_ref()),
            (Some(410), None, None)
        );
        let together = results(&asked(), &[&many, &uneven]);
        let a = &together[0].items[0].elements[0];
        assert_eq!((a.figures.answers, a.distribution.as_ref()), (Count::Shown(20), None));
    }

    #[test]
    fn change_is_that_of_those_who_answered_both() {
        let sums = |pairs, before, after| PairedSums { pairs, before, after };
        let found = BTreeMap::from([("a".to_owned(), sums(8, 20, 29)), ("b".to_owned(), sums(4, 4, 20))]);
        let made = changes(&asked(), &found);
        let [a, b] = &made[0].items[0].elements[..] else { panic!("{made:?}") };
        // 9 ÷ 8 = 1.125, which is rounded away from zero.
        assert_eq!((a.change.pairs, a.change.change_hundredths), (Count::Shown(8), Some(113)));
        assert_eq!((b.change.pairs, b.change.change_hundredths), (Count::Suppressed, None));
        assert_eq!(made[0].change, a.change);
        let worse = BTreeMap::from([("a".to_owned(), sums(8, 29, 20))]);
        assert_eq!(changes(&asked(), &worse)[0].change.change_hundredths, Some(-113));
    }
}
