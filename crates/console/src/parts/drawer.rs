//! The reasons beside the list: sentence first, then numbers, then what would change them, what to ask, what was written.

use domain::{CandidateId, Outcome, RankedItem};
use maud::{Markup, html};

use super::people;
use crate::names::Names;
use crate::points;
use crate::text::Text;
use crate::view::{Person, RankingView, Selected};

mod breakdown;
mod constraints;
mod evidence;
mod notes;
mod what_if;

/// What stands inside the panel.
pub(crate) fn drawer(names: Names<'_>, view: &RankingView) -> Markup {
    let text = names.text();
    match &view.selected {
        None => html! { p.empty { (text.drawer.nobody) } },
        Some(selected) => {
            let card = Card { names, view, selected };
            html! {
                (card.name())
                div.drawer-body {
                    (card.why())
                    (breakdown::breakdown(&card))
                    (what_if::what_if(&card))
                    (card.confirm())
                    (evidence::evidence(&card))
                    (constraints::constraints(&card))
                    (not_used(text))
                }
            }
        }
    }
}

/// What is said aloud when the panel changes.
pub(crate) fn spoken(names: Names<'_>, view: &RankingView) -> String {
    let text = names.text();
    let Some(selected) = &view.selected else { return text.drawer.nobody.to_owned() };
    let rank = selected.explanation.rank.filter(|_| view.has_ranks());
    let rank = rank.map(|rank| (text.matches.rank)(u64::from(rank)));
    let score = points::print(&[selected.explanation.pair.score], points::WHOLE).total;
    let score = (text.matches.points)(u64::from(score));
    let parts = [Some(selected.person.label().to_owned()), rank, Some(score)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(text.words.comma)
}

/// One person's panel.
struct Card<'a> {
    names: Names<'a>,
    view: &'a RankingView,
    selected: &'a Selected,
}

impl Card<'_> {
    fn text(&self) -> &'static Text {
        self.names.text()
    }

    fn person(&self) -> &Person {
        &self.selected.person
    }

    /// The rank, where ranks are shown at all.
    fn rank(&self) -> Option<u32> {
        self.selected.explanation.rank.filter(|_| self.view.has_ranks())
    }

    fn name(&self) -> Markup {
        let text = self.text();
        let person = self.person();
        let explanation = &self.selected.explanation;
        html! {
            header.drawer-head {
                div {
                    h2 #person-name { (people::label(person)) }
                    @if person.name.is_some() { span.reference { (person.reference) } }
                    @if explanation.eligible {
                        span.verdict.verdict-in { (text.drawer.in_list) }
                    } @else {
                        span.verdict.verdict-out { (text.drawer.not_in_list) }
                    }
                }
                (people::about(self.names, person, &explanation.pair))
                @if person.name.is_none() { p.about { (text.drawer.closed_name) } }
                a.back href={ "#p-" (person.id) } data-act="back" { (text.drawer.back) }
            }
        }
    }

    fn why(&self) -> Markup {
        let text = self.text();
        let explanation = &self.selected.explanation;
        html! {
            section {
                h3 {
                    @match (explanation.eligible, self.rank()) {
                        (true, Some(rank)) => ((text.drawer.why_rank)(u64::from(rank))),
                        (true, None) => (text.drawer.why),
                        (false, _) => (text.drawer.why_excluded),
                    }
                }
                @if explanation.eligible {
                    p.reasons {
                        @for reason in &self.selected.reasons { ((text.drawer.sentence)(reason)) }
                        @if let Some(gap) = self.gap() { (gap) }
                    }
                } @else {
                    (constraints::failures(self))
                }
            }
        }
    }

    /// How far the person above is.
    fn gap(&self) -> Option<String> {
        let (own, above) = neighbours(self)?;
        let sort = self.view.asked.sort;
        let gap = above.pair.sorted_value(sort)?.checked_sub(own.pair.sorted_value(sort)?)?;
        let words = if above.band == own.band { self.text().drawer.gap_near } else { self.text().drawer.gap };
        Some(words(u64::from(above.rank), &points::points(gap)))
    }

    fn confirm(&self) -> Markup {
        let text = self.text();
        let unknown = &self.selected.explanation.unknown;
        html! {
            @if !unknown.is_empty() {
                section.to-confirm {
                    h3 { (text.drawer.confirm) }
                    ul { @for code in unknown { li { ((text.drawer.question)(*code)) } } }
                    p { (text.drawer.confirm_note) }
                }
            }
        }
    }
}

/// The selected person's line and the one above, where ranks are shown.
fn neighbours<'a>(card: &'a Card<'_>) -> Option<(&'a RankedItem<CandidateId>, &'a RankedItem<CandidateId>)> {
    let items = &card.view.ranking.items;
    let place = items.iter().position(|item| item.id == card.person().id)?;
    let above = items.get(place.checked_sub(1)?)?;
    card.rank()?;
    Some((&items[place], above))
}

/// A mark and a word for what became of a condition.
fn outcome(text: &Text, outcome: Outcome) -> Markup {
    let (look, word) = match outcome {
        Outcome::Pass => ("outcome-pass", text.drawer.passes),
        Outcome::Fail => ("outcome-fail", text.drawer.fails),
        Outcome::Unknown => ("outcome-unknown", text.drawer.unknown),
    };
    html! { span.outcome.(look) { (word) } }
}

fn not_used(text: &Text) -> Markup {
    html! {
        section.not-used {
            h3 { (text.drawer.not_used) }
            ul { @for words in text.drawer.not_used_words { li { (words) } } }
            p { (text.drawer.may_be_wrong) }
        }
    }
}
