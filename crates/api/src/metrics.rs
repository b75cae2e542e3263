//! What Prometheus reads: requests by route and status, how long they took, how large the pool is, readiness.

use matching::Engine;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};

/// Seconds that separate the buckets of the latency histogram.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The methods that are counted by name; any other is a word of the caller's.
const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The counters of this process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    people: IntGauge,
    ready: IntGauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// Counters at zero.
    pub fn new() -> Self {
        const VALID: &str = "the names and labels are constant and right, shown by a test";
        let requests = Opts::new("tsumugi_http_requests_total", "Requests answered");
        let seconds =
            HistogramOpts::new("tsumugi_http_request_seconds", "Time to answer").buckets(BUCKETS.into());
        let made = Self {
            registry: Registry::new(),
            requests: IntCounterVec::new(requests, &["method", "route", "status"]).expect(VALID),
            seconds: HistogramVec::new(seconds, &["method", "route"]).expect(VALID),
            people: IntGauge::new("tsumugi_pool_people", "People in the live pool").expect(VALID),
            ready: IntGauge::new("tsumugi_ready", "1 once everything is loaded").expect(VALID),
        };
        let all: [Box<dyn prometheus::core::Collector>; 4] = [
            Box::new(made.requests.clone()),
            Box::new(made.seconds.clone()),
            Box::new(made.people.clone()),
            Box::new(made.ready.clone()),
        ];
        for collector in all {
            made.registry.register(collector).expect(VALID);
        }
        made
    }

    /// Counts an answered request; the route is a pattern and a made-up method is `other`, so that no caller makes new
    /// series.
    pub fn count(&self, (method, route): (&str, &str), status: u16, seconds: f64) {
        let method = METHODS.into_iter().find(|known| *known == method).unwrap_or("other");
        self.requests.with_label_values(&[method, route, &status.to_string()]).inc();
        self.seconds.with_label_values(&[method, route]).observe(seconds);
    }

    /// The text that Prometheus reads, with the engine's present size and readiness.
    pub fn text(&self, engine: &Engine) -> Vec<u8> {
        self.people.set(i64::try_from(engine.people_in_pool()).unwrap_or(i64::MAX));
        self.ready.set(i64::from(engine.is_ready()));
        let mut text = Vec::new();
        // Writing into memory does not fail; half a page would be noticed by the reader.
        let _ = TextEncoder::new().encode(&self.registry.gather(), &mut text);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_counted_by_pattern() {
        let metrics = Metrics::new();
        metrics.count(("GET", "/api/v1/postings/{id}"), 200, 0.002);
        metrics.count(("GET", "/api/v1/postings/{id}"), 200, 0.002);
        let counted = metrics.requests.with_label_values(&["GET", "/api/v1/postings/{id}", "200"]).get();
        assert_eq!(counted, 2);
    }

    #[test]
    fn made_up_methods_are_one_series() {
        let metrics = Metrics::new();
        for method in ["BREW", "WHEN", "get"] {
            metrics.count((method, "unmatched"), 405, 0.001);
        }
        assert_eq!(metrics.requests.with_label_values(&["other", "unmatched", "405"]).get(), 3);
        let text = TextEncoder::new().encode_to_string(&metrics.registry.gather()).unwrap();
        assert!(!text.contains("BREW"), "{text}");
    }
}
