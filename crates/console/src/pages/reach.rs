//! 届きそうな人: how many a posting can reach, what keeps the others out, which single step would open it.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::{Actor, Feasibility, PostingId, Relaxation};
use matching::{Engine, MatchingError, rankings};
use maud::{Markup, html};

use crate::chart::share::{Look, Share};
use crate::facts::relaxation_value;
use crate::gathering;
use crate::names::Names;
use crate::pages::failure::Failure;
use crate::parts::exclusions::bars;
use crate::parts::layout::Shape;
use crate::parts::posting_head::{Page, Step, posting_head};
use crate::permits::Permits;
use crate::text::{Text, grouped};
use crate::view::ReachView;
use crate::visit::Visit;

/// `GET /console/postings/{id}/feasibility`
pub(crate) async fn show(
    request: HttpRequest,
    engine: web::Data<Engine>,
    permits: web::Data<Permits>,
) -> HttpResponse {
    let visit = Visit::of(&request);
    let Ok(id) = PostingId::parse(request.match_info().query("id")) else {
        return visit.fail(&Failure::NotFound);
    };
    let reference = engine.reference().clone();
    let gather = move |engine: &Engine, actor: &Actor| gather(engine, actor, id);
    match visit.gather_ranked((engine, permits), gather).await {
        Err(refusal) => visit.refuse(refusal),
        Ok(gathered) => {
            let names = Names { lang: visit.lang, reference: &reference };
            let title = format!("{}: {}", names.text().reach.title, gathered.view.head.posting.content.title);
            visit.page(&gathered.visitor, Shape::Wide, &title, &main(names, &gathered.view))
        }
    }
}

fn gather(engine: &Engine, actor: &Actor, id: PostingId) -> Result<ReachView, MatchingError> {
    let report = rankings::assess_feasibility(engine, actor, id)?;
    Ok(ReachView {
        head: gathering::head(engine, actor, report.posting)?,
        feasibility: report.feasibility,
        as_of: report.as_of,
    })
}

/// The main part of the page.
pub(crate) fn main(names: Names<'_>, view: &ReachView) -> Markup {
    let text = names.text();
    let found = &view.feasibility;
    let steps = [
        Step { label: text.head.registered, number: found.totals.considered },
        Step { label: text.head.eligible, number: found.totals.eligible },
    ];
    let at = (text.dates.minute)(crate::view::in_japan(view.as_of));
    html! {
        (posting_head(names, &view.head, Page::Reach, &steps))
        div.reach {
            @if found.totals.considered == 0 {
                p.empty { (text.reach.empty) }
            } @else {
                (headline(text, found))
                div.columns {
                    (barriers(text, found))
                    (relaxations(names, found))
                }
            }
            p.aside.made-with { ((text.matches.made_with)(domain::SCORING_VERSION, &at)) }
        }
    }
}

fn headline(text: &Text, found: &Feasibility) -> Markup {
    let totals = found.totals;
    let sentence = (text.reach.of)(totals.eligible, totals.considered);
    html! {
        section.card.headline aria-labelledby="reach-title" {
            div {
                h2 #reach-title { (text.reach.title) }
                p { (text.reach.lead) }
            }
            p.big { b { (grouped(totals.eligible)) } " " span { ((text.reach.unit)(totals.considered)) } }
            div.headline-bar {
                (Share { dark: totals.eligible, light: 0, whole: totals.considered, look: Look::Reached, label: &sentence }.draw())
                ul.key {
                    li.key-reached { (text.reach.eligible) " " (grouped(totals.eligible)) }
                    li.key-rest { (text.reach.excluded) " " (grouped(totals.excluded)) }
                }
            }
            p.aside { (text.reach.caution) }
        }
    }
}

fn barriers(text: &Text, found: &Feasibility) -> Markup {
    html! {
        section.card aria-labelledby="barriers-title" {
            h2 #barriers-title { (text.reach.barriers) }
            @if found.exclusions.is_empty() {
                p { (text.reach.barriers_none) }
            } @else {
                p.aside { (text.reach.barriers_note) }
                ul.key { li.key-alone { (text.reach.alone) } li.key-together { (text.reach.together) } }
                (bars(text, &found.exclusions, found.totals.excluded))
                details {
                    summary { (text.reach.table) }
                    table {
                        thead { tr {
                            th scope="col" { (text.reach.column_constraint) }
                            th.number scope="col" { (text.reach.column_excluded) }
                            th.number scope="col" { (text.reach.column_alone) }
                        } }
                        tbody { @for line in &found.exclusions {
                            tr {
                                th scope="row" { ((text.words.constraint)(line.code)) }
                                td.number { (grouped(line.excluded)) }
                                td.number { (grouped(line.excluded_alone)) }
                            }
                        } }
                    }
                }
            }
        }
    }
}

fn relaxations(names: Names<'_>, found: &Feasibility) -> Markup {
    let text = names.text();
    let helpful: Vec<&Relaxation> = found.relaxations.iter().filter(|step| step.gained > 0).collect();
    let idle: Vec<&Relaxation> = found.relaxations.iter().filter(|step| step.gained <= 0).collect();
    let most = helpful.iter().map(|step| step.gained.unsigned_abs()).max().unwrap_or(0);
    html! {
        section.card aria-labelledby="steps-title" {
            h2 #steps-title { (text.reach.steps) }
            @if helpful.is_empty() {
                p { (text.reach.steps_none) }
            } @else {
                p.aside { (text.reach.steps_note) }
                ol.steps {
                    @for step in &helpful {
                        @let sentence = sentence(names, step);
                        @let gained = (text.reach.gained)(step.gained);
                        li {
                            span.step-words { (sentence) }
                            b.step-gain { (gained) }
                            (Share { dark: step.gained.unsigned_abs(), light: 0, whole: most, look: Look::Gain, label: &format!("{sentence} {gained}") }.draw())
                            span.aside { ((text.reach.total_then)(step.eligible)) }
                        }
                    }
                }
            }
            @if !idle.is_empty() {
                details {
                    summary { ((text.reach.steps_idle)(idle.len() as u64)) }
                    ul.idle { @for step in &idle { li { (sentence(names, step)) " " ((text.reach.gained)(step.gained)) } } }
                }
            }
            @if !found.relaxations.is_empty() { (table(names, &found.relaxations)) }
        }
    }
}

fn table(names: Names<'_>, steps: &[Relaxation]) -> Markup {
    let text = names.text();
    html! {
        details {
            summary { (text.reach.table) }
            table {
                thead { tr {
                    th scope="col" { (text.reach.column_step) }
                    th.number scope="col" { (text.reach.column_gained) }
                    th.number scope="col" { (text.reach.column_eligible) }
                } }
                tbody { @for step in steps {
                    tr {
                        th scope="row" { (sentence(names, step)) }
                        td.number { ((text.reach.gained)(step.gained)) }
                        td.number { (grouped(step.eligible)) }
                    }
                } }
            }
        }
    }
}

fn sentence(names: Names<'_>, step: &Relaxation) -> String {
    let skill = step.skill.as_ref().map(|skill| names.skill(skill)).unwrap_or_default();
    let from = relaxation_value(names, step.code, step.from.as_ref());
    let to = relaxation_value(names, step.code, step.to.as_ref());
    (names.text().reach.step)(step.code, &skill, &from, &to)
}
