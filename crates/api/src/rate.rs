//! How many requests a key may make in a minute, and what its callers are told of it.
//!
//! Counted in this process, by whole minutes of the clock that is handed in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::http::header::{self, HeaderName, HeaderValue};
use domain::{Bearer, Timestamp};

use crate::problem::{PlainKind, Problem};

mod address;

pub use address::AddressLimiter;

/// Seconds of a window.
const WINDOW: i64 = 60;

/// What a key may do in a minute; 0 = no limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Requests of any kind.
    pub requests: u32,
    /// Requests that write, which count as requests too.
    pub writes: u32,
}

/// Counts requests by key, and by user for those who have logged in.
#[derive(Debug)]
pub struct RateLimiter {
    quotas: Quotas,
    windows: Mutex<Windows>,
}

#[derive(Debug, Default)]
struct Windows {
    minute: i64,
    /// Requests, and writes among them.
    counts: HashMap<Bearer, [u32; 2]>,
}

/// Whether a request writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// It only reads.
    Read,
    /// It may write.
    Write,
}

/// What is left to a key in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    quotas: Quotas,
    /// Requests, and writes among them.
    used: [u32; 2],
    /// Seconds until the next window.
    resets_in: i64,
}

impl RateLimiter {
    /// With these quotas.
    pub fn new(quotas: Quotas) -> Self {
        Self { quotas, windows: Mutex::default() }
    }

    /// Counts one request of a key or user; `None` where there is no limit.
    ///
    /// # Errors
    /// 429 when nothing is left.
    pub fn count(&self, bearer: Bearer, deed: Deed, now: Timestamp) -> Result<Option<Allowance>, Problem> {
        if self.quotas == (Quotas { requests: 0, writes: 0 }) {
            return Ok(None);
        }
        let seconds = now.micros().div_euclid(1_000_000);
        let minute = seconds.div_euclid(WINDOW);
        let used = {
            // A count that a panicking thread left behind is still a count.
            let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
            if windows.minute != minute {
                *windows = Windows { minute, counts: HashMap::new() };
            }
            let used = windows.counts.entry(bearer).or_insert([0; 2]);
            used[0] = used[0].saturating_add(1);
            used[1] = used[1].saturating_add(u32::from(deed == Deed::Write));
            *used
        };
        let resets_in = WINDOW - seconds.rem_euclid(WINDOW);
        let allowance = Allowance { quotas: self.quotas, used, resets_in };
        let exceeded = allowance.buckets().find(|bucket| bucket.used > bucket.quota && bucket.counts(deed));
        let Some(bucket) = exceeded else { return Ok(Some(allowance)) };
        let what = if bucket.name == WRITES { "requests that write" } else { "requests" };
        let detail = format!("this key may make {} {what} in {WINDOW} seconds", bucket.quota);
        let mut problem = Problem::new(PlainKind::RateLimited, detail)
            .with_header(header::RETRY_AFTER, &resets_in.to_string());
        for (name, value) in allowance.headers() {
            problem = problem.with_header(name, value.to_str().unwrap_or_default());
        }
        Err(problem)
    }
}

/// The names of the buckets, as callers see them.
const DEFAULT: &str = "default";
const WRITES: &str = "writes";

/// A quota and what is used of it.
struct Bucket {
    name: &'static str,
    quota: u32,
    used: u32,
}

impl Bucket {
    fn counts(&self, deed: Deed) -> bool {
        self.name == DEFAULT || deed == Deed::Write
    }
}

impl Allowance {
    fn buckets(&self) -> impl Iterator<Item = Bucket> {
        let all = [(DEFAULT, self.quotas.requests, self.used[0]), (WRITES, self.quotas.writes, self.used[1])];
        let limited = all.into_iter().filter(|(_, quota, _)| *quota > 0);
        limited.map(|(name, quota, used)| Bucket { name, quota, used })
    }

    /// `RateLimit-Policy` and `RateLimit`, as drafted by the HTTPAPI working group.
    pub fn headers(self) -> [(HeaderName, HeaderValue); 2] {
        let joined =
            |tell: &dyn Fn(Bucket) -> String| self.buckets().map(tell).collect::<Vec<_>>().join(", ");
        let policy = joined(&|bucket| format!("\"{}\";q={};w={WINDOW}", bucket.name, bucket.quota));
        let left = joined(&|bucket| {
            let left = bucket.quota.saturating_sub(bucket.used);
            format!("\"{}\";r={left};t={}", bucket.name, self.resets_in)
        });
        let value =
            |text: &str| HeaderValue::from_str(text).expect("digits, quotes and letters are header text");
        [
            (HeaderName::from_static("ratelimit-policy"), value(&policy)),
            (HeaderName::from_static("ratelimit"), value(&left)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use domain::{ApiKeyId, UserId};

    use super::*;

    fn key(number: u8) -> Bearer {
        Bearer::Key(ApiKeyId::from_parts(1, [number; 10]))
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    fn told(allowance: Option<Allowance>) -> Vec<String> {
        allowance.unwrap().headers().map(|(_, value)| value.to_str().unwrap().to_owned()).into()
    }

    #[test]
    fn a_key_has_its_own_minute() {
        let limiter = RateLimiter::new(Quotas { requests: 2, writes: 0 });
        let (one, other) = (key(1), Bearer::User(UserId::from_parts(1, [1; 10])));
        let first = limiter.count(one, Deed::Read, at(61)).unwrap();
        assert_eq!(told(first), ["\"default\";q=2;w=60", "\"default\";r=1;t=59"]);
        assert!(limiter.count(one, Deed::Write, at(62)).is_ok());
        assert_eq!(limiter.count(one, Deed::Read, at(63)).unwrap_err().status().as_u16(), 429);
        assert!(limiter.count(other, Deed::Read, at(63)).is_ok());
        assert!(limiter.count(one, Deed::Read, at(120)).is_ok());
    }

    #[test]
    fn whoever_has_written_enough_may_still_read() {
        let limiter = RateLimiter::new(Quotas { requests: 5, writes: 1 });
        let key = key(1);
        let first = limiter.count(key, Deed::Write, at(60)).unwrap();
        assert_eq!(
            told(first),
            ["\"default\";q=5;w=60, \"writes\";q=1;w=60", "\"default\";r=4;t=60, \"writes\";r=0;t=60"]
        );
        let refused = limiter.count(key, Deed::Write, at(60)).unwrap_err();
        assert!(refused.to_string().contains("1 requests that write"), "{refused}");
        assert!(limiter.count(key, Deed::Read, at(60)).is_ok());
    }

    #[test]
    fn no_quota_is_no_limit() {
        let limiter = RateLimiter::new(Quotas { requests: 0, writes: 0 });
        assert_eq!(limiter.count(key(1), Deed::Write, at(0)).unwrap(), None);
    }
}
