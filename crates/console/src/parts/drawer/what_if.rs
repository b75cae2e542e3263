//! 何が変われば順位が変わるか: the changes that would move this person, those that move most first.

use domain::{Counterfactual, SortKey};
use maud::{Markup, html};

use super::Card;
use crate::points;

/// How many stand open; the others are folded away.
const OPEN: usize = 3;

/// The cards, and the way to the posting's side.
pub(super) fn what_if(card: &Card<'_>) -> Markup {
    let text = card.text();
    let mut changes: Vec<&Counterfactual> = card.selected.explanation.counterfactuals.iter().collect();
    // Stable: equals keep the order of the definition.
    changes.sort_by_key(|change| (change.rank.is_none(), change.rank, std::cmp::Reverse(change.score)));
    let (open, folded) = changes.split_at(changes.len().min(OPEN));
    html! {
        section.what-if {
            h3 { (text.drawer.what_if) }
            @if changes.is_empty() { p { (text.drawer.what_if_none) } }
            ul { @for change in open { (line(card, change)) } }
            @if !folded.is_empty() {
                details {
                    summary { ((text.drawer.more_changes)(folded.len() as u64)) }
                    ul { @for change in folded { (line(card, change)) } }
                }
            }
            p { a href={ "/console/postings/" (card.view.head.posting.id) "/feasibility" } { (text.drawer.posting_side) } }
        }
    }
}

fn line(card: &Card<'_>, change: &Counterfactual) -> Markup {
    let text = card.text();
    let skill = change.skill.as_ref().map(|skill| card.names.skill(skill)).unwrap_or_default();
    html! {
        li {
            span { b { ((text.drawer.change)(change.code, &skill, change.to)) } span.aside { (text.drawer.ask) } }
            span.effect.(if moves_up(card, change) { "effect-up" } else { "effect-same" }) { (effect(card, change)) }
        }
    }
}

fn moves_up(card: &Card<'_>, change: &Counterfactual) -> bool {
    match (card.rank(), change.rank) {
        (Some(now), Some(then)) => then < now,
        (None, Some(_)) => !card.selected.explanation.eligible,
        (_, None) => false,
    }
}

fn effect(card: &Card<'_>, change: &Counterfactual) -> String {
    let text = card.text();
    let gain = change.score.saturating_sub(card.selected.explanation.pair.score);
    let gain = format!("+{}", points::points(gain));
    // The ranks after a change are ranks by score: in another order they would mislead.
    let by_score = card.view.asked.sort == SortKey::Score;
    match (card.rank(), change.rank) {
        (_, None) => text.drawer.still_out.to_owned(),
        (_, Some(_)) if !by_score => (text.drawer.points_gained)(&gain),
        (Some(now), Some(then)) if then != now => (text.drawer.rank_change)(u64::from(now), u64::from(then)),
        (None, Some(then)) if !card.selected.explanation.eligible && card.view.has_ranks() => {
            (text.drawer.would_enter)(u64::from(then))
        }
        (_, Some(_)) => (text.drawer.rank_stays)(&gain),
    }
}
