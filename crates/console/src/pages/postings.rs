//! 案件一覧: the postings, filtered by stage and by prefecture, as a table and as a map of 47 tiles.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::{PostingStatus, PrefectureCode, RegionCode, Word};
use matching::Engine;
use maud::{Markup, html};

use crate::names::Names;
use crate::pages::failure::Failure;
use crate::parts::chips::status_pill;
use crate::parts::layout::Shape;
use crate::parts::posting_head::deadline_in_words;
use crate::query::Query;
use crate::text::{Text, grouped};
use crate::view::PostingLine;
use crate::visit::Visit;

mod gather;
mod tiles;

/// `GET /console/postings`
pub(crate) async fn show(request: HttpRequest, engine: web::Data<Engine>) -> HttpResponse {
    let visit = Visit::of(&request);
    let filter = match Filter::read(&visit.query) {
        Ok(filter) => filter,
        Err(failure) => return visit.fail(&failure),
    };
    let reference = engine.reference().clone();
    match visit.gather(engine, move |engine, actor| gather::gather(engine, actor, filter)).await {
        Err(refusal) => visit.refuse(refusal),
        Ok(gathered) => {
            let names = Names { lang: visit.lang, reference: &reference };
            let title = names.text().postings.title;
            visit.page(&gathered.visitor, Shape::Wide, title, &main(names, &gathered.view))
        }
    }
}

/// How the list was asked for; it is the page's address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// Only this stage.
    pub status: Option<PostingStatus>,
    /// Only this prefecture.
    pub prefecture: Option<PrefectureCode>,
    /// Whether the map is open.
    pub map: Option<MapOpen>,
    /// Which page, from 1.
    pub page: usize,
}

/// The map is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MapOpen;

impl Filter {
    /// Reads the query; words that are not ours are not guessed at.
    fn read(query: &Query) -> Result<Self, Failure> {
        let status = query.get("status").map(|word| PostingStatus::parse(word).ok_or(Failure::Unclear));
        let prefecture =
            query.get("prefecture").map(|code| PrefectureCode::parse(code).ok_or(Failure::Unclear));
        let page =
            query.get("page").map_or(Ok(1), |page| page.parse::<usize>().map_err(|_| Failure::Unclear));
        Ok(Self {
            status: status.transpose()?,
            prefecture: prefecture.transpose()?,
            map: query.get("map").map(|_| MapOpen),
            page: page?,
        })
    }

    /// The address of the list.
    pub(crate) fn address(self) -> String {
        let parts = [
            self.status.map(|status| format!("status={}", status.as_str())),
            self.prefecture.map(|code| format!("prefecture={code}")),
            self.map.map(|MapOpen| "map=1".to_owned()),
            (self.page > 1).then(|| format!("page={}", self.page)),
        ];
        let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
        if query.is_empty() { "/console/postings".to_owned() } else { format!("/console/postings?{query}") }
    }

    fn first_page(self) -> Self {
        Self { page: 1, ..self }
    }
}

/// The list as it is drawn.
#[derive(Debug, Clone)]
pub(crate) struct PostingsView {
    /// How it was asked for.
    pub filter: Filter,
    /// The lines of this page.
    pub lines: Vec<PostingLine>,
    /// How many fit the filter.
    pub found: usize,
    /// How many there are of each stage, whatever the prefecture.
    pub by_status: Vec<(PostingStatus, u64)>,
    /// How many of the stage there are in each prefecture, in the order of the codes.
    pub by_prefecture: Vec<u64>,
    /// Set when only the first so many were read.
    pub capped: Option<u64>,
    /// Today in Japan.
    pub today: chrono::NaiveDate,
}

/// Lines on a page.
pub(crate) const PAGE: usize = 100;

/// The main part of the page.
pub(crate) fn main(names: Names<'_>, view: &PostingsView) -> Markup {
    let text = names.text();
    let total: u64 = view.by_status.iter().map(|(_, number)| number).sum();
    html! {
        header.page-head {
            h1 { (text.postings.title) }
            @if total > 0 { (map_switch(text, view.filter)) }
        }
        @if total == 0 {
            div.empty { p { (text.postings.empty) } p { (text.postings.empty_next) } }
        } @else {
            (statuses(text, view, total))
            @if view.filter.map.is_some() { (tiles::tiles(names, view)) }
            (found(names, view))
            @if !view.lines.is_empty() { (table(names, view)) }
            (pages(text, view))
            @if let Some(number) = view.capped { p.note { ((text.postings.capped)(number)) } }
        }
    }
}

fn map_switch(text: &Text, filter: Filter) -> Markup {
    let (other, label) = match filter.map {
        Some(MapOpen) => (None, text.postings.hide_map),
        None => (Some(MapOpen), text.postings.show_map),
    };
    html! { a.button href=(Filter { map: other, ..filter }.address()) { (label) } }
}

fn statuses(text: &Text, view: &PostingsView, total: u64) -> Markup {
    let filter = view.filter.first_page();
    let here = |status| (view.filter.status == status).then_some("true");
    html! {
        nav.choices aria-label=(text.postings.by_status) {
            a.tab href=(Filter { status: None, ..filter }.address()) aria-current=[here(None)] {
                (text.postings.all) " " (grouped(total))
            }
            @for (status, number) in view.by_status.iter().filter(|(_, number)| *number > 0) {
                a.tab href=(Filter { status: Some(*status), ..filter }.address()) aria-current=[here(Some(*status))] {
                    ((text.words.status)(*status)) " " (grouped(*number))
                }
            }
        }
    }
}

/// How many were found, and the way out of each filter.
fn found(names: Names<'_>, view: &PostingsView) -> Markup {
    let text = names.text();
    let filter = view.filter.first_page();
    let place = filter.prefecture.map(|code| names.prefecture(code));
    let status = filter.status.map(|status| (text.words.status)(status).to_owned());
    let filtered = place.is_some() || status.is_some();
    let named = [place.clone(), status].into_iter().flatten().collect::<Vec<_>>().join(text.words.dot);
    html! {
        div.found {
            @if view.found == 0 && filtered {
                p.empty { ((text.postings.empty_filtered)(&named)) }
            } @else {
                p {
                    @if let Some(place) = &place { ((text.postings.in_place)(place)) " " }
                    b { ((text.postings.count)(view.found as u64)) }
                }
            }
            @if filter.prefecture.is_some() {
                a.button.small href=(Filter { prefecture: None, ..filter }.address()) { (text.postings.clear_place) }
            } @else if view.found == 0 && filtered {
                a.button.small href=(Filter { status: None, ..filter }.address()) { (text.postings.clear_status) }
            }
        }
    }
}

fn table(names: Names<'_>, view: &PostingsView) -> Markup {
    let text = names.text();
    html! {
        div.scroller tabindex="0" role="region" aria-label=(text.postings.title) {
            table.postings {
                thead { tr {
                    th scope="col" { (text.postings.column_title) }
                    th scope="col" { (text.postings.column_place) }
                    th scope="col" { (text.postings.column_host) }
                    th scope="col" { (text.postings.column_deadline) }
                    th.number scope="col" { (text.postings.column_applications) }
                    th.number scope="col" { (text.postings.column_seats) }
                    th scope="col" { (text.postings.column_status) }
                    td {}
                } }
                tbody { @for line in &view.lines { (row(names, view, line)) } }
            }
        }
    }
}

fn row(names: Names<'_>, view: &PostingsView, line: &PostingLine) -> Markup {
    let text = names.text();
    let posting = &line.posting;
    let deadline = deadline_in_words(names, posting, view.today);
    let open = posting.status == PostingStatus::Published;
    let (title, reach) = (format!("title-{}", posting.id), format!("reach-{}", posting.id));
    html! {
        tr {
            th scope="row" {
                a id=(title) href={ "/console/postings/" (posting.id) "/matches" } lang="ja" { (posting.content.title) }
            }
            td { (names.region(RegionCode::Municipality(posting.content.terms.municipality))) }
            td lang="ja" { (line.host.as_deref().unwrap_or(text.words.not_asked)) }
            td {
                @match deadline {
                    Some((day, left)) => { (day) @if open { " " span.aside { (left) } } }
                    None => span.none { (text.postings.no_deadline) },
                }
            }
            td.number { @if let Some(number) = line.applications { (grouped(number)) } @else { (text.words.not_asked) } }
            td.number { (posting.content.seats) }
            td { (status_pill(text, posting.status)) }
            // Read aloud with the title, each in its own language.
            td { a.quiet-link id=(reach) href={ "/console/postings/" (posting.id) "/feasibility" }
                aria-labelledby={ (reach) " " (title) } { (text.postings.reach) } }
        }
    }
}

fn pages(text: &Text, view: &PostingsView) -> Markup {
    let of = view.found.div_ceil(PAGE);
    let at = view.filter.page;
    let to = |page| Filter { page, ..view.filter }.address();
    html! {
        @if of > 1 {
            nav.pager aria-label=(text.postings.pages) {
                @if at > 1 { a.button.small rel="prev" href=(to(at - 1)) { (text.postings.previous) } }
                span { ((text.postings.page)(at as u64, of as u64)) }
                @if at < of { a.button.small rel="next" href=(to(at + 1)) { (text.postings.next) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_filtered() {
        assert_eq!(Filter { page: 1, ..Filter::default() }.address(), "/console/postings");
        let filter = Filter {
            status: Some(PostingStatus::Published),
            prefecture: PrefectureCode::parse("20"),
            map: Some(MapOpen),
            page: 2,
        };
        assert_eq!(filter.address(), "/console/postings?status=published&prefecture=20&map=1&page=2");
    }
}
