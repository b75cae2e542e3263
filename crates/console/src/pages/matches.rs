//! 応募者の確認: the ranked people of a posting, and the reasons for one of them.

use maud::{Markup, html};

use crate::names::Names;
use crate::parts::drawer::{drawer, spoken};
use crate::parts::exclusions::exclusions;
use crate::parts::posting_head::{Page, Step, posting_head};
use crate::parts::ranked_list::ranked_list;
use crate::view::{Pool, RankingView};

/// The main part of the page.
pub fn main(names: Names<'_>, view: &RankingView) -> Markup {
    let text = names.text();
    let totals = view.ranking.totals;
    let first = match view.asked.pool {
        Pool::Applicants => Step { label: text.head.applied, number: view.applications },
        Pool::Eligible => Step { label: text.head.registered, number: totals.considered },
    };
    let steps = [first, Step { label: text.head.eligible, number: totals.eligible }];
    let at = (text.dates.minute)(crate::view::in_japan(view.as_of));
    html! {
        (posting_head(names, &view.head, Page::Ranking, &steps))
        div.panes {
            div.pane.list-pane {
                (ranked_list(names, view))
                (exclusions(names, view))
                p.aside.made-with { ((text.matches.made_with)(domain::SCORING_VERSION, &at)) }
            }
            section #person.pane.drawer tabindex="-1" aria-label=(text.drawer.label) { (drawer(names, view)) }
        }
    }
}

/// The answer to the script: the panel alone, with what is to be said aloud.
pub fn partial(names: Names<'_>, view: &RankingView) -> Markup {
    html! {
        template data-into="#person" data-mode="inner" data-say=(spoken(names, view)) { (drawer(names, view)) }
    }
}
