//! The ranked list: one row a person, with rank, rank range, marks, band of points; near-ties drawn as bands.

use domain::{CandidateId, PostingId, RankedItem, SortKey, Word};
use maud::{Markup, html};

use super::chips::{Fit, lacks_hours, person_chips};
use super::people;
use crate::chart::stacked::Stacked;
use crate::names::Names;
use crate::points::{self, WHOLE};
use crate::text::Text;
use crate::view::{Asked, Person, Pool, RankingView};

/// The address of a posting's ranked people, with one of them selected.
pub(crate) fn address(posting: PostingId, asked: Asked, person: Option<CandidateId>) -> String {
    let mut address = format!("/console/postings/{posting}/matches?pool={}", asked.pool.as_str());
    if asked.sort != SortKey::Score {
        address += "&sort=";
        address += asked.sort.as_str();
    }
    if let Some(person) = person {
        address += "&m=";
        address += &person.to_string();
    }
    address
}

/// The list with what stands above and below its rows.
pub(crate) fn ranked_list(names: Names<'_>, view: &RankingView) -> Markup {
    let text = names.text();
    let totals = view.ranking.totals;
    let shown = view.ranking.items.len() as u64;
    let blanks =
        view.people.iter().zip(&view.ranking.items).filter(|(person, item)| lacks_hours(person, &item.pair));
    let blanks = blanks.count() as u64;
    html! {
        (choices(text, view))
        @if shown == 0 {
            div.empty {
                p { (nobody(text, view)) }
                a.button href={ "/console/postings/" (view.head.posting.id) "/feasibility" } { (text.head.reach) }
            }
        } @else {
            @if !view.has_ranks() { p.note { (text.matches.few) } }
            @if blanks > 0 && view.has_ranks() { p.note { ((text.matches.blanks_note)(blanks, shown)) } }
            (legend(text, view))
            ol #people.rows aria-label=(text.matches.list) {
                @for (place, (item, person)) in view.ranking.items.iter().zip(&view.people).enumerate() {
                    @let below = Below::of(view, place);
                    (row(names, view, (item, person), below))
                    @if let Some(sentence) = below.sentence(text) { li.band-end { span { (sentence) } } }
                }
            }
            @if shown < totals.eligible { p.note { ((text.matches.first_only)(shown, totals.eligible)) } }
        }
    }
}

fn nobody(text: &Text, view: &RankingView) -> &'static str {
    match (view.ranking.totals.considered, view.asked.pool) {
        (0, Pool::Applicants) => text.matches.nobody_applied,
        (0, Pool::Eligible) => text.matches.nobody_registered,
        _ => text.matches.nobody_eligible,
    }
}

/// Who is ranked and in which order, as links.
fn choices(text: &Text, view: &RankingView) -> Markup {
    let posting = view.head.posting.id;
    let here = |asked: Asked| (asked == view.asked).then_some("true");
    let applicants = view.applications.map(|_| (Pool::Applicants, text.matches.applicants));
    let everybody = (Pool::Eligible, text.matches.everybody);
    html! {
        div.choices {
            nav aria-label=(text.matches.pools) {
                @for (pool, label) in applicants.into_iter().chain([everybody]) {
                    @let asked = Asked { pool, ..view.asked };
                    a.tab href=(address(posting, asked, None)) aria-current=[here(asked)] {
                        (label)
                    }
                }
            }
            nav aria-label=(text.matches.sorts) {
                @for sort in SortKey::ALL {
                    @let asked = Asked { sort: *sort, ..view.asked };
                    a.tab.sort href=(address(posting, asked, None)) aria-current=[here(asked)] {
                        ((text.matches.sort)(*sort))
                    }
                }
            }
        }
    }
}

fn legend(text: &Text, view: &RankingView) -> Markup {
    let person = match view.asked.pool {
        Pool::Applicants => text.matches.column_person,
        Pool::Eligible => text.matches.column_candidate,
    };
    html! {
        div.legend {
            @if view.has_ranks() { span.rank { (text.matches.column_rank) } }
            span.person { (person) }
            ul.colours {
                @for (place, label) in text.matches.groups.iter().enumerate() {
                    li { svg.swatch viewBox="0 0 12 12" aria-hidden="true" {
                        rect class={ "part-" (place + 1) } width="12" height="12" rx="3" {} } (label) }
                }
            }
            span.confirm { (text.matches.column_confirm) }
        }
    }
}

fn row(
    names: Names<'_>,
    view: &RankingView,
    (item, person): (&RankedItem<CandidateId>, &Person),
    below: Below,
) -> Markup {
    let text = names.text();
    let parts = points::by_group(&item.pair.breakdown);
    let printed = points::print(&parts, WHOLE);
    let selected = view.selected.as_ref().is_some_and(|selected| selected.person.id == item.id);
    let fit =
        Fit { place: view.head.posting.content.terms.municipality, pair: &item.pair, unknown: &item.unknown };
    html! {
        li.row.before-line[below == Below::Line] id={ "p-" (item.id) } {
            @if view.has_ranks() {
                div.rank {
                    b { (item.rank) }
                    @if let Some((best, worst)) = item.rank_range {
                        span { span.unseen { (text.matches.rank_range_label) " " } ((text.matches.rank_range)(best, worst)) }
                    }
                }
            }
            div.person {
                p {
                    a href={ (address(view.head.posting.id, view.asked, Some(item.id))) "#person" }
                        aria-current=[selected.then_some("true")] { (people::label(person)) }
                    (person_chips(names, person, fit))
                }
                (people::about(names, person, &item.pair))
            }
            div.score {
                b { (printed.total) }
                @if let (SortKey::Mutual, Some(mutual)) = (view.asked.sort, item.pair.mutual) {
                    span { ((text.matches.mutual)(u64::from((mutual + WHOLE / 2) / WHOLE))) }
                }
            }
            (Stacked { parts, label: &spoken(text, &printed) }.draw())
            div.confirm {
                span.confirm-label { (text.matches.column_confirm) " " }
                @match item.unknown.len() as u64 {
                    0 => span.none { (text.matches.confirm_none) },
                    number => span { ((text.matches.confirm)(number)) },
                }
            }
        }
    }
}

/// The band in words: the score and its five numbers.
fn spoken(text: &Text, printed: &points::Printed) -> String {
    let parts = text.matches.groups.iter().zip(&printed.parts).map(|(label, part)| format!("{label} {part}"));
    let parts = parts.collect::<Vec<_>>().join(text.words.comma);
    format!("{}: {parts}", (text.matches.points)(u64::from(printed.total)))
}

/// What stands below a person of the list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Below {
    /// The next person of the same band, or nobody.
    Nothing,
    /// The next band, after a band of one.
    Line,
    /// The next band, after the first band of several people.
    Sentence,
    /// The next band, after another band of several people.
    ShortSentence,
}

impl Below {
    fn of(view: &RankingView, place: usize) -> Self {
        let items = &view.ranking.items;
        let band = items[place].band;
        let several = |of: u32| items.iter().filter(|item| item.band == of).take(2).count() == 2;
        let ends = items.get(place + 1).is_some_and(|next| next.band != band);
        if !ends || !view.has_ranks() {
            Self::Nothing
        } else if !several(band) {
            Self::Line
        } else if (1..band).any(several) {
            Self::ShortSentence
        } else {
            Self::Sentence
        }
    }

    fn sentence(self, text: &Text) -> Option<&'static str> {
        match self {
            Self::Nothing | Self::Line => None,
            Self::Sentence => Some(text.matches.band_end),
            Self::ShortSentence => Some(text.matches.band_end_again),
        }
    }
}
