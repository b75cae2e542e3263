//! The head of a posting's pages: where one is, what the posting asks, how many stand where.

use domain::{Posting, PostingStatus, RegionCode};
use maud::{Markup, html};

use super::chips::status_pill;
use crate::names::Names;
use crate::text::grouped;
use crate::view::{PostingHead, in_japan};

/// Which of a posting's pages is open.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// おすすめ順.
    Ranking,
    /// 届きそうな人.
    Reach,
}

/// One step of the strip of numbers.
pub(crate) struct Step {
    /// What is counted.
    pub label: &'static str,
    /// How many.
    pub number: u64,
}

/// Draws the head with its strip of numbers.
pub(crate) fn posting_head(names: Names<'_>, head: &PostingHead, page: Page, steps: &[Step]) -> Markup {
    let text = names.text();
    let posting = &head.posting;
    let (other, label) = match page {
        Page::Ranking => ("feasibility", text.head.reach),
        Page::Reach => ("matches", text.head.ranking),
    };
    html! {
        header.head {
            nav.crumbs aria-label=(text.head.crumbs) {
                ol {
                    li { a href="/console/postings" { (text.site.postings) } }
                    @if let Some(host) = &head.host { li lang="ja" { (host) } }
                    @if let Some(number) = &posting.content.external_id { li { (number) } }
                }
            }
            h1 lang="ja" { (posting.content.title) }
            div.head-actions {
                button.button.quiet type="button" data-act="print" hidden { (text.site.print) }
                a.button href={ "/console/postings/" (posting.id) "/" (other) } { (label) }
            }
            dl.facts {
                div.fact-status { dt.unseen { (text.postings.column_status) } dd { (status_pill(text, posting.status)) } }
                @for line in facts(names, head) {
                    div {
                        dt { (line.term) }
                        dd {
                            span lang=[line.lang] { (line.value) }
                            @if let Some(aside) = line.aside { " " span.aside { (aside) } }
                        }
                    }
                }
            }
        }
        div.funnel {
            ol {
                @for step in steps { li { (step.label) " " b { (grouped(step.number)) } } }
                li { (text.head.seats) " " b { (grouped(u64::from(posting.content.seats))) } }
            }
            p { (text.head.private_note) }
        }
    }
}

/// One fact of the head.
struct Line {
    term: &'static str,
    value: String,
    aside: Option<String>,
    /// Set where the value is written by people, who write Japanese.
    lang: Option<&'static str>,
}

impl Line {
    fn new(term: &'static str, value: String) -> Self {
        Self { term, value, aside: None, lang: None }
    }
}

fn facts(names: Names<'_>, head: &PostingHead) -> Vec<Line> {
    let text = names.text();
    let terms = &head.posting.content.terms;
    let place = names.region(RegionCode::Municipality(terms.municipality));
    let style = (text.words.work_style)(terms.work_style).to_owned();
    let seats = (text.head.people)(u64::from(head.posting.content.seats));
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(head.host.clone().map(|host| Line { lang: Some("ja"), ..Line::new(text.head.host, host) }));
    lines.push(Line { aside: Some(style), ..Line::new(text.head.place, place) });
    lines.extend(period(names, head).map(|period| Line::new(text.head.period, period)));
    lines.push(Line::new(text.head.seats, seats));
    let hours = terms.hours_per_week.and_then(|asked| match (asked.min, asked.desired()) {
        (Some(least), Some(desired)) if least < desired => {
            Some((text.head.hours_between)(u64::from(least), u64::from(desired)))
        }
        (_, desired) => desired.map(|hours| (text.head.hours_per_week)(u64::from(hours))),
    });
    lines.extend(hours.map(|hours| Line::new(text.head.hours, hours)));
    lines.extend(deadline(names, head));
    lines
}

fn period(names: Names<'_>, head: &PostingHead) -> Option<String> {
    use chrono::Datelike;
    let dates = &names.text().dates;
    let terms = &head.posting.content.terms;
    match (terms.starts_on, terms.ends_on) {
        (Some(from), Some(until)) => Some((dates.period)(from, until, head.today().year())),
        (Some(from), None) => Some((dates.from)(&(dates.full_day)(from))),
        (None, Some(until)) => Some((dates.until)(&(dates.full_day)(until))),
        (None, None) => None,
    }
}

fn deadline(names: Names<'_>, head: &PostingHead) -> Option<Line> {
    let text = names.text();
    let closes = deadline_in_words(names, &head.posting, head.today())?;
    let aside = (head.posting.status == PostingStatus::Published).then_some(closes.1);
    Some(Line { aside, ..Line::new(text.head.deadline, closes.0) })
}

/// The end of a posting's window and how far it is, in words; `None` when it has none.
pub(crate) fn deadline_in_words(
    names: Names<'_>,
    posting: &Posting,
    today: chrono::NaiveDate,
) -> Option<(String, String)> {
    use chrono::Datelike;
    let dates = &names.text().dates;
    let on = in_japan(posting.window().closes_at?).date();
    let day = if on.year() == today.year() { (dates.day)(on) } else { (dates.full_day)(on) };
    let opens = posting.window().opens_at.map(|at| in_japan(at).date());
    let left = match opens.filter(|opens| *opens > today) {
        Some(opens) => (dates.opens)(&(dates.day)(opens)),
        None => (dates.left)(on.signed_duration_since(today).num_days()),
    };
    Some((day, left))
}
