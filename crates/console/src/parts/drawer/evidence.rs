//! 根拠にした文: what the posting wants and what the person wrote, side by side, unchanged.

use domain::{Evidence, Feature};
use maud::{Markup, html};

use super::Card;
use crate::parts::people::own_words;

/// The passages; those that never enter a score say so.
pub(super) fn evidence(card: &Card<'_>) -> Markup {
    let text = card.text();
    let skills = card.selected.explanation.pair.breakdown.iter().find(|line| line.feature == Feature::Skill);
    let pairs = skills.map_or(&[][..], |line| line.evidence.as_slice());
    let ties: Vec<&str> =
        card.person().profile.region_ties.iter().filter_map(|tie| tie.note.as_deref()).collect();
    let read = [
        (text.drawer.message, card.selected.message.as_deref()),
        (text.drawer.statement, card.person().statement.as_deref()),
    ];
    let nothing = pairs.is_empty() && ties.is_empty() && read.iter().all(|(_, words)| words.is_none());
    html! {
        section.evidence {
            h3 { (text.drawer.evidence) }
            @if nothing { p { (text.drawer.evidence_none) } }
            @if !pairs.is_empty() { dl.pairs { @for evidence in pairs { (pair(card, evidence)) } } }
            @for note in ties { (quote(text.drawer.tie_words, None, note)) }
            @for (label, words) in read {
                @if let Some(words) = words { (quote(label, Some(text.drawer.never_scored), words)) }
            }
        }
    }
}

fn pair(card: &Card<'_>, evidence: &Evidence) -> Markup {
    let text = card.text();
    html! {
        div {
            dt { span.unseen { (text.drawer.wanted) " " } (card.names.skill(&evidence.wanted)) }
            dd {
                span.unseen { (text.drawer.stated) " " }
                @match &evidence.held {
                    None => span.none { (text.drawer.not_stated) },
                    Some(held) => {
                        ((text.drawer.level)(&card.names.skill(held), u64::from(evidence.proficiency.unwrap_or(0))))
                        " " span.aside { ((text.drawer.relation)(evidence.relation)) }
                        @if let Some(words) = own_words(card.person(), held) { q lang="ja" { (words) } }
                    }
                }
            }
        }
    }
}

fn quote(label: &str, aside: Option<&str>, words: &str) -> Markup {
    html! {
        figure {
            figcaption { (label) @if let Some(aside) = aside { " " span.aside { (aside) } } }
            blockquote lang="ja" { (words) }
        }
    }
}
