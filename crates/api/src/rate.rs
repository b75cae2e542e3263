//! How many requests a key may make in a minute, and what its callers are told of it.
//!
//! Counted in this process, by whole minutes of the clock that is handed in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use actix_web::http::header::{self, HeaderName, HeaderValue};
use domain::{ApiKeyId, Timestamp};

use crate::problem::{PlainKind, Problem};

/// Seconds of a window.
const WINDOW: i64 = 60;

/// Counts requests by key.
#[derive(Debug)]
pub struct RateLimiter {
    quota: u32,
    windows: Mutex<Windows>,
}

#[derive(Debug, Default)]
struct Windows {
    minute: i64,
    counts: HashMap<ApiKeyId, u32>,
}

/// What is left to a key in its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests in a window.
    pub quota: u32,
    /// Requests left.
    pub left: u32,
    /// Seconds until the next window.
    pub resets_in: i64,
}

impl RateLimiter {
    /// So many requests a minute; 0 = no limit.
    pub fn new(quota: u32) -> Self {
        Self { quota, windows: Mutex::default() }
    }

    /// Counts one request of a key; `None` where there is no limit.
    ///
    /// # Errors
    /// 429 when nothing is left.
    pub fn count(&self, key: ApiKeyId, now: Timestamp) -> Result<Option<Allowance>, Problem> {
        if self.quota == 0 {
            return Ok(None);
        }
        let seconds = now.micros().div_euclid(1_000_000);
        let minute = seconds.div_euclid(WINDOW);
        let resets_in = WINDOW - seconds.rem_euclid(WINDOW);
        let used = {
            // A count that a panicking thread left behind is still a count.
            let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
            if windows.minute != minute {
                *windows = Windows { minute, counts: HashMap::new() };
            }
            let used = windows.counts.entry(key).or_insert(0);
            *used = used.saturating_add(1);
            *used
        };
        let allowance = Allowance { quota: self.quota, left: self.quota.saturating_sub(used), resets_in };
        if used <= self.quota {
            return Ok(Some(allowance));
        }
        let detail = format!("this key may make {} requests in {WINDOW} seconds", self.quota);
        let mut problem = Problem::new(PlainKind::RateLimited, detail)
            .with_header(header::RETRY_AFTER, &resets_in.to_string());
        for (name, value) in allowance.headers() {
            problem = problem.with_header(name, value.to_str().unwrap_or_default());
        }
        Err(problem)
    }
}

impl Allowance {
    /// `RateLimit-Policy` and `RateLimit`, as drafted by the HTTPAPI working group.
    pub fn headers(self) -> [(HeaderName, HeaderValue); 2] {
        let policy = format!("\"default\";q={};w={WINDOW}", self.quota);
        let left = format!("\"default\";r={};t={}", self.left, self.resets_in);
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
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000).unwrap()
    }

    #[test]
    fn a_key_has_its_own_minute() {
        let limiter = RateLimiter::new(2);
        let (one, other) = (ApiKeyId::from_parts(1, [1; 10]), ApiKeyId::from_parts(1, [2; 10]));
        assert_eq!(
            limiter.count(one, at(61)).unwrap().map(|left| (left.left, left.resets_in)),
            Some((1, 59))
        );
        assert!(limiter.count(one, at(62)).is_ok());
        assert_eq!(limiter.count(one, at(63)).unwrap_err().status().as_u16(), 429);
        assert!(limiter.count(other, at(63)).is_ok());
        assert!(limiter.count(one, at(120)).is_ok());
    }

    #[test]
    fn no_quota_is_no_limit() {
        let limiter = RateLimiter::new(0);
        assert_eq!(limiter.count(ApiKeyId::from_parts(1, [1; 10]), at(0)).unwrap(), None);
    }
}
