//! なぜ一覧にいないか: how many people each condition keeps out, and how many it alone does.

use domain::{ExclusionCount, Ranking};
use maud::{Markup, html};

use super::people;
use super::ranked_list::address;
use crate::chart::share::{Look, Share};
use crate::names::Names;
use crate::text::Text;
use crate::view::RankingView;

/// Below the ranked list: the counts, and the applicants by name.
pub(crate) fn exclusions(names: Names<'_>, view: &RankingView) -> Markup {
    let text = names.text();
    let ranking: &Ranking<_> = &view.ranking;
    html! {
        @if ranking.totals.excluded > 0 {
            section.excluded aria-labelledby="excluded-title" {
                h2 #excluded-title { ((text.matches.excluded)(ranking.totals.excluded)) }
                (bars(text, &ranking.exclusions, ranking.totals.excluded))
                p.aside { (text.matches.excluded_note) }
                @if !view.excluded.is_empty() {
                    details open[view.selected.as_ref().is_some_and(|one| view.excluded.iter().any(|person| person.id == one.person.id))] {
                        summary { ((text.matches.excluded_people)(view.excluded.len() as u64)) }
                        ul.names {
                            @for person in &view.excluded {
                                @let selected = view.selected.as_ref().is_some_and(|one| one.person.id == person.id);
                                li id={ "p-" (person.id) } {
                                    a href={ (address(view.head.posting.id, view.asked, Some(person.id))) "#person" }
                                        aria-current=[selected.then_some("true")] { (people::label(person)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// One line a condition; the whole line stands for `whole` people.
pub(crate) fn bars(text: &Text, exclusions: &[ExclusionCount], whole: u64) -> Markup {
    html! {
        ul.bars {
            @for line in exclusions {
                @let label = (text.words.constraint)(line.code);
                @let people = (text.matches.excluded_by)(line.excluded);
                li {
                    span.bar-label { (label) }
                    (Share {
                        dark: line.excluded_alone,
                        light: line.excluded.saturating_sub(line.excluded_alone),
                        whole,
                        look: Look::Barrier,
                        label: &format!("{label}: {people}"),
                    }.draw())
                    span.bar-number { b { (people) } }
                    span.bar-aside { @if line.excluded_alone > 0 { ((text.matches.excluded_alone)(line.excluded_alone)) } }
                }
            }
        }
    }
}
