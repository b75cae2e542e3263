//! Published postings for the world outside: their pages, the sitemap, and the feeds of Atom and Indeed's shape.
//!
//! Anybody may read them without a key. Which posting is in which feed is decided by `matching::feeds`; here it gets its
//! form. Without a public address there are no links, so there are no feeds: they answer 404 and say how to begin.

use std::sync::Arc;

use actix_web::{HttpRequest, web};
use console::{Full, JA, Permits};
use domain::{PostingId, Timestamp};
use matching::feeds::{Feed, list_feed, list_newest};
use matching::{Engine, MatchingError};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::answer::Answer;
use crate::problem::{PlainKind, Problem};
use crate::state::AppState;

mod atom;
mod freshness;
mod indeed;
mod job_posting;
mod pages;
mod public_url;
mod sitemap;
mod streaming;
mod wording;
mod xml;

pub use public_url::PublicUrl;

use freshness::{Freshness, Stamp};
use streaming::{Frame, pieces};

/// The paths, all of which take `GET` only.
pub const PATHS: [&str; 4] = ["/postings/{id}", sitemap::PATH, atom::PATH, INDEED];
/// Where the feed in Indeed's shape is.
const INDEED: &str = "/feeds/indeed.xml";
/// Feeds gathered at the same time, and requests that wait for one: nobody has to show a key here.
const FEEDS_AT_ONCE: (usize, usize) = (2, 64);
/// The same of single postings, so that readers of pages do not wait for those of feeds.
const PAGES_AT_ONCE: (usize, usize) = (4, 256);
/// How to switch them on.
const HOW: &str = "feeds and public pages are off: start the server with --public-url https://… (or TSUMUGI_PUBLIC_URL), the address by which the world reaches it";

/// What the feeds need beside the engine.
#[derive(Debug)]
pub struct Feeds {
    address: Option<PublicUrl>,
    /// In front of whole feeds.
    whole: Permits,
    /// In front of single postings.
    single: Permits,
    freshness: Freshness,
    /// Tells the answers of this run from those of another, whose wording or tables may differ.
    run: String,
    started_at: Timestamp,
}

impl Feeds {
    /// Feeds of a server that starts now; `run` are some random bytes.
    pub fn new(address: Option<PublicUrl>, run: [u8; 8], started_at: Timestamp) -> Self {
        let permits = |(at_once, waiting)| Permits::new(at_once, waiting);
        Self {
            address,
            whole: permits(FEEDS_AT_ONCE),
            single: permits(PAGES_AT_ONCE),
            freshness: Freshness::default(),
            run: format!("{:016x}", u64::from_le_bytes(run)),
            started_at,
        }
    }

    /// The same with another public address.
    #[must_use]
    pub fn at(self, address: Option<PublicUrl>) -> Self {
        Self { address, ..self }
    }

    /// The public address, when there is one.
    pub fn address(&self) -> Option<&PublicUrl> {
        self.address.as_ref()
    }

    fn needed_address(&self) -> Result<&PublicUrl, Problem> {
        self.address().ok_or_else(|| Problem::new(PlainKind::UnknownRoute, HOW))
    }

    /// The stamp of a feed as it is now; `part` tells its pieces apart.
    fn stamp(&self, feed: Feed, (tag, part): (&str, &str), now: Timestamp) -> Stamp {
        let since = self.freshness.since(feed, tag, now);
        Stamp::new(&format!("{}-{tag}{part}", self.run), Some(since), now)
    }
}

/// Registers the routes.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .route(sitemap::PATH, web::get().to(show_sitemap))
        .route(atom::PATH, web::get().to(show_atom))
        .route(INDEED, web::get().to(show_indeed))
        .route("/postings/{id}.jsonld", web::get().to(pages::show_json_ld))
        .route("/postings/{id}", web::get().to(pages::show_page));
}

/// Which part of the sitemap.
#[derive(Debug, Default, Deserialize)]
struct SitemapQuery {
    part: Option<usize>,
}

async fn show_sitemap(state: web::Data<AppState>, request: HttpRequest) -> Answer {
    let address = state.feeds.needed_address()?.clone();
    let SitemapQuery { part } = query(&request)?;
    let postings = gather((&state, &state.feeds.whole), |engine| list_feed(engine, Feed::Sitemap)).await?;
    let (count, most) = (postings.len(), sitemap::MOST);
    let name = part.map(|part| format!("-{part}")).unwrap_or_default();
    let stamp = state.feeds.stamp(Feed::Sitemap, (postings.tag(), &name), state.engine.now());
    let range = sitemap::range(part, count, most);
    if range.is_none() && part.is_some() {
        return Err(Problem::new(PlainKind::NotFound, "the sitemap has no such part"));
    }
    if stamp.is_known_to(&request)? {
        return Ok(stamp.not_modified());
    }
    let mut answer = stamp.ok("application/xml; charset=utf-8");
    let Some(range) = range else { return Ok(answer.body(sitemap::index((count, most), &address))) };
    let frame = Frame { head: sitemap::head(), tail: sitemap::TAIL };
    Ok(answer.streaming(pieces(frame, (postings, range), move |xml, posting| {
        sitemap::url(xml, posting, &address);
    })))
}

/// Which page of the Atom feed.
#[derive(Debug, Default, Deserialize)]
struct AtomQuery {
    after: Option<String>,
}

async fn show_atom(state: web::Data<AppState>, request: HttpRequest) -> Answer {
    let address = state.feeds.needed_address()?.clone();
    let AtomQuery { after } = query(&request)?;
    let after = match after {
        None => None,
        Some(text) => Some(atom::place(&text).ok_or_else(unclear)?),
    };
    let newest =
        gather((&state, &state.feeds.whole), move |engine| list_newest(engine, after, atom::ENTRIES)).await?;
    let now = state.engine.now();
    let tag = format!("{}-{}", newest.postings.tag(), newest.next.map_or("last", |_| "more"));
    let stamp = match after {
        None => state.feeds.stamp(Feed::Atom, (&tag, ""), now),
        // There are too many other pages to remember since when they are as they are.
        Some(_) => Stamp::new(&format!("{}-{tag}", state.feeds.run), None, now),
    };
    if stamp.is_known_to(&request)? {
        return Ok(stamp.not_modified());
    }
    let body = atom::page(&newest, state.engine.reference(), (&address, after));
    Ok(stamp.ok("application/atom+xml; charset=utf-8").body(body))
}

async fn show_indeed(state: web::Data<AppState>, request: HttpRequest) -> Answer {
    let address = state.feeds.needed_address()?.clone();
    let postings = gather((&state, &state.feeds.whole), |engine| list_feed(engine, Feed::Indeed)).await?;
    let stamp = state.feeds.stamp(Feed::Indeed, (postings.tag(), ""), state.engine.now());
    if stamp.is_known_to(&request)? {
        return Ok(stamp.not_modified());
    }
    let reference = Arc::clone(state.engine.reference());
    let frame = Frame { head: indeed::head(&address), tail: indeed::TAIL };
    let all = 0..postings.len();
    let body = pieces(frame, (postings, all), move |xml, posting| {
        indeed::job(xml, posting, (&reference, &address));
    });
    Ok(stamp.ok("application/xml; charset=utf-8").streaming(body))
}

/// Runs a use case that gathers postings, when there is room for it.
async fn gather<T: Send + 'static>(
    (state, permits): (&web::Data<AppState>, &Permits),
    use_case: impl FnOnce(&Engine) -> Result<T, MatchingError> + Send + 'static,
) -> Result<T, Problem> {
    let permit = permits.take().await.map_err(|Full| Problem::busy())?;
    let engine = Arc::clone(&state.engine);
    let gathered = web::block(move || {
        let outcome = use_case(&engine);
        drop(permit);
        outcome
    });
    match gathered.await {
        Ok(outcome) => outcome.map_err(Problem::from),
        Err(_) => Err(Problem::internal("a feed panicked or was dropped")),
    }
}

/// Reads our own parameters; others, which readers append to count visits, are passed over.
fn query<Q: DeserializeOwned>(request: &HttpRequest) -> Result<Q, Problem> {
    let read = web::Query::<Q>::from_query(request.query_string());
    read.map(web::Query::into_inner).map_err(|_| unclear())
}

fn unclear() -> Problem {
    let detail = "a parameter of the address is not as a feed gave it; begin without parameters";
    Problem::new(PlainKind::MalformedRequest, detail)
}

/// The path of a posting's page.
fn page_path(id: PostingId) -> String {
    format!("/postings/{id}")
}

/// The name under which the feeds are published.
fn product() -> &'static str {
    JA.site.name
}
