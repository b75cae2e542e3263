//! 応募者の確認: the ranked people of a posting, and the reasons for one of them.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::{Actor, CandidateId, PostingId, SortKey, Word};
use matching::Engine;
use maud::{Markup, html};

use crate::names::Names;
use crate::pages::failure::Failure;
use crate::parts::drawer::{drawer, spoken};
use crate::parts::exclusions::exclusions;
use crate::parts::layout::Shape;
use crate::parts::posting_head::{Page, Step, posting_head};
use crate::parts::ranked_list::ranked_list;
use crate::permits::Permits;
use crate::view::{Pool, RankingView};
use crate::visit::Visit;

mod gather;

/// What the address asks for.
#[derive(Debug, Clone, Copy)]
struct Ask {
    posting: PostingId,
    /// `None`: applicants where the reader may see them, else everybody.
    pool: Option<Pool>,
    sort: SortKey,
    person: Option<CandidateId>,
    /// Only the person's drawer is wanted, not the list.
    alone: bool,
}

impl Ask {
    /// Reads the address; words that are not ours are not guessed at.
    fn read(request: &HttpRequest, visit: &Visit) -> Result<Self, Failure> {
        let word = |name| visit.query.get(name);
        let id = request.match_info().query("id");
        let posting = PostingId::parse(id).map_err(|_| Failure::NotFound)?;
        let pool = word("pool").map(|word| Pool::parse(word).ok_or(Failure::Unclear)).transpose()?;
        let sort = word("sort").map(|word| SortKey::parse(word).ok_or(Failure::Unclear)).transpose()?;
        let person = word("m").map(|id| CandidateId::parse(id).map_err(|_| Failure::Unclear)).transpose()?;
        Ok(Self { posting, pool, sort: sort.unwrap_or(SortKey::Score), person, alone: visit.partial })
    }
}

/// `GET /console/postings/{id}/matches`
pub(crate) async fn show(
    request: HttpRequest,
    engine: web::Data<Engine>,
    permits: web::Data<Permits>,
) -> HttpResponse {
    let visit = Visit::of(&request);
    let ask = match Ask::read(&request, &visit) {
        Ok(ask) => ask,
        Err(failure) => return visit.fail(&failure),
    };
    let reference = engine.reference().clone();
    let lang = visit.lang;
    let gather = move |engine: &Engine, actor: &Actor| gather::gather(engine, actor, ask, lang);
    match visit.gather_ranked((engine, permits), gather).await {
        Err(refusal) => visit.refuse(refusal),
        Ok(gathered) => {
            let names = Names { lang, reference: &reference };
            if visit.partial {
                return visit.part(partial(names, &gathered.view));
            }
            let title =
                format!("{}: {}", names.text().matches.title, gathered.view.head.posting.content.title);
            visit.page(&gathered.visitor, Shape::Panels, &title, &main(names, &gathered.view))
        }
    }
}

/// The main part of the page.
pub(crate) fn main(names: Names<'_>, view: &RankingView) -> Markup {
    let text = names.text();
    let totals = view.ranking.totals;
    let first = match view.asked.pool {
        Pool::Applicants => view.applications.map(|number| Step { label: text.head.applied, number }),
        Pool::Eligible => Some(Step { label: text.head.registered, number: totals.considered }),
    };
    let eligible = Step { label: text.head.eligible, number: totals.eligible };
    let steps: Vec<Step> = first.into_iter().chain([eligible]).collect();
    let at = (text.dates.minute)(crate::view::in_japan(view.as_of));
    html! {
        (posting_head(names, &view.head, Page::Ranking, &steps))
        div.panes.alone[view.selected.is_none()] {
            div.pane.list-pane {
                (ranked_list(names, view))
                (exclusions(names, view))
                p.aside.made-with { ((text.matches.made_with)(domain::SCORING_VERSION, &at)) }
            }
            @if view.selected.is_some() {
                section #person.pane.drawer tabindex="-1" aria-label=(text.drawer.label) { (drawer(names, view)) }
            }
        }
    }
}

/// The answer to the script: the panel alone, with what is to be said aloud.
pub(crate) fn partial(names: Names<'_>, view: &RankingView) -> Markup {
    html! {
        template data-into="#person" data-mode="inner" data-say=(spoken(names, view)) { (drawer(names, view)) }
    }
}
