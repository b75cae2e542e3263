//! Whether a reader has what is there already: entity tags, and instants for readers that know none.
//!
//! A feed also changes when a posting leaves it, and a window ends without any record being written; so its instant is
//! the moment from which it was first seen as it is now, and not that of a record.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::http::header::{self, Header, HttpDate, IfModifiedSince};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use domain::{Timestamp, Word};
use matching::feeds::Feed;

use crate::etag;
use crate::problem::Problem;

/// A reader may keep an answer for so long: a posting has left everywhere within a minute.
const MAY_BE_KEPT: &str = "public, max-age=60";
/// The four feeds.
const FEEDS: usize = 4;

/// Since when each feed has been as it is.
#[derive(Debug, Default)]
pub(super) struct Freshness(Mutex<[Option<(String, Timestamp)>; FEEDS]>);

impl Freshness {
    /// Since when a feed has had this tag, as far as was seen.
    pub(super) fn since(&self, feed: Feed, tag: &str, now: Timestamp) -> Timestamp {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut seen[feed.index()] {
            Some((known, since)) if known == tag => *since,
            other => {
                *other = Some((tag.to_owned(), now));
                now
            }
        }
    }
}

/// What an answer is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    tag: String,
    /// The first whole second at which it was certainly as it is; `None` while that second is not over.
    modified: Option<u64>,
}

impl Stamp {
    /// The stamp of an answer with a tag, which has been as it is since an instant.
    pub(super) fn new(tag: &str, since: Option<Timestamp>, now: Timestamp) -> Self {
        let second = |at: Timestamp| at.unix_millis() / 1000;
        // The second after: another change within the same one must not have the same date.
        let modified = since.map(|since| second(since) + 1).filter(|modified| *modified <= second(now));
        Self { tag: etag::quoted(tag), modified }
    }

    /// Whether the reader has it; a tag counts more than a date.
    ///
    /// # Errors
    /// 400 for a tag that is no header text.
    pub(super) fn is_known_to(&self, request: &HttpRequest) -> Result<bool, Problem> {
        if request.headers().contains_key(header::IF_NONE_MATCH) {
            return etag::is_known(request, &self.tag);
        }
        let Some(modified) = self.modified else { return Ok(false) };
        let stated = IfModifiedSince::parse(request).ok();
        Ok(stated.is_some_and(|IfModifiedSince(date)| SystemTime::from(date) >= in_seconds(modified)))
    }

    /// 304.
    pub(super) fn not_modified(&self) -> HttpResponse {
        self.on(HttpResponse::NotModified()).finish()
    }

    /// 200, to be given its body.
    pub(super) fn ok(&self, media_type: &'static str) -> HttpResponseBuilder {
        let mut answer = self.on(HttpResponse::Ok());
        answer.content_type(media_type);
        answer
    }

    fn on(&self, mut answer: HttpResponseBuilder) -> HttpResponseBuilder {
        answer.insert_header((header::ETAG, self.tag.as_str()));
        answer.insert_header((header::CACHE_CONTROL, MAY_BE_KEPT));
        if let Some(modified) = self.modified {
            answer.insert_header((header::LAST_MODIFIED, HttpDate::from(in_seconds(modified))));
        }
        answer
    }
}

fn in_seconds(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn at(micros: i64) -> Timestamp {
        Timestamp::from_micros(micros).unwrap()
    }

    fn asking_since(date: &str) -> HttpRequest {
        TestRequest::default().insert_header((header::IF_MODIFIED_SINCE, date)).to_http_request()
    }

    #[test]
    fn a_feed_is_new_from_the_moment_it_is_seen_to_differ() {
        let freshness = Freshness::default();
        assert_eq!(freshness.since(Feed::Indeed, "a", at(1)), at(1));
        assert_eq!(freshness.since(Feed::Indeed, "a", at(2)), at(1));
        assert_eq!(freshness.since(Feed::Sitemap, "a", at(3)), at(3));
        assert_eq!(freshness.since(Feed::Indeed, "b", at(4)), at(4));
        // As it was before, and yet another change.
        assert_eq!(freshness.since(Feed::Indeed, "a", at(5)), at(5));
    }

    #[test]
    fn two_states_within_a_second_never_have_one_date() {
        let first = Stamp::new("a", Some(at(1_200_000)), at(1_300_000));
        assert_eq!(first.modified, None, "the second is not over");
        let first = Stamp::new("a", Some(at(1_200_000)), at(2_000_000));
        assert_eq!(first.modified, Some(2));
        let second = Stamp::new("b", Some(at(2_100_000)), at(9_000_000));
        assert_eq!(second.modified, Some(3));
        assert!(first.is_known_to(&asking_since("Thu, 01 Jan 1970 00:00:02 GMT")).unwrap());
        assert!(!second.is_known_to(&asking_since("Thu, 01 Jan 1970 00:00:02 GMT")).unwrap());
    }

    #[test]
    fn a_tag_counts_more_than_a_date() {
        let stamp = Stamp::new("a", Some(at(0)), at(9_000_000));
        let late = "Fri, 02 Jan 1970 00:00:00 GMT";
        let asks = |tag: &str| {
            TestRequest::default()
                .insert_header((header::IF_MODIFIED_SINCE, late))
                .insert_header((header::IF_NONE_MATCH, tag))
                .to_http_request()
        };
        assert!(stamp.is_known_to(&asks("\"a\"")).unwrap());
        assert!(!stamp.is_known_to(&asks("\"b\"")).unwrap());
        assert!(stamp.is_known_to(&asking_since(late)).unwrap());
        assert!(!stamp.is_known_to(&asking_since("yesterday")).unwrap());
    }
}
