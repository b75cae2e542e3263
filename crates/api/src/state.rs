//! What every request shares: the engine, the contract, and the guards in front of them.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use console::Permits;
use matching::{Engine, Entropy};

use crate::contract::Contract;
use crate::creating::UnderWay;
use crate::feeds::{Feeds, PublicUrl};
use crate::imports::ContractReader;
use crate::kept::KeptAnswers;
use crate::methods::PathTable;
use crate::metrics::Metrics;
use crate::openapi::Document;
use crate::rate::{AddressLimiter, Quotas, RateLimiter};

/// Bodies of many lines at the same time: each keeps the writer busy.
const BULKS_AT_ONCE: usize = 4;
/// Log-ins at the same time: each takes 19 MiB and a core for a while.
const LOG_INS_AT_ONCE: usize = 2;
/// Log-ins that wait for one of them.
const LOG_INS_WAITING: usize = 32;
/// Streams of events that are open at the same time.
const STREAMS_AT_ONCE: usize = 64;

/// Limits of the HTTP side, decided by the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// How long a body may take to arrive.
    pub body_deadline: Duration,
    /// Rankings at the same time.
    pub rankings_at_once: usize,
    /// Rankings that wait for one of them.
    pub rankings_waiting: usize,
    /// Requests a minute with one key; 0 = no limit.
    pub requests_per_minute: u32,
    /// Requests a minute with one key that write; 0 = no limit but that of all requests.
    pub writes_per_minute: u32,
    /// Bytes of rankings that are kept for those who ask again; 0 = none are.
    pub kept_bytes: usize,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            body_deadline: Duration::from_secs(30),
            rankings_at_once: 4,
            rankings_waiting: 64,
            requests_per_minute: 60_000,
            writes_per_minute: 30_000,
            kept_bytes: 32_000_000,
        }
    }
}

/// What every request shares.
pub struct AppState {
    /// The use cases' engine.
    pub engine: Arc<Engine>,
    /// Where request ids come from.
    pub entropy: Arc<dyn Entropy>,
    /// The OpenAPI document.
    pub document: &'static Document,
    /// The schemas that bodies and queries are admitted by.
    pub contract: Arc<Contract>,
    /// Which path takes which methods.
    pub paths: PathTable,
    /// In front of rankings.
    pub permits: Arc<Permits>,
    /// Rankings as they were answered, until something changes.
    pub kept: KeptAnswers,
    /// In front of bodies of many lines; nobody waits for a place.
    pub bulks: Permits,
    /// In front of log-ins, which are slow on purpose.
    pub log_ins: Permits,
    /// Creations with an idempotency key.
    pub under_way: Arc<UnderWay>,
    /// Feeds and public pages.
    pub feeds: Feeds,
    /// In front of streams of events; nobody waits for one.
    pub streams: Permits,
    /// In front of everything with a key.
    pub rates: RateLimiter,
    /// In front of people's own pages, which need no key.
    pub visits: AddressLimiter,
    /// What is counted.
    pub metrics: Metrics,
    /// Limits.
    pub limits: HttpLimits,
    /// Set when the server is asked to stop: no new work, streams end.
    pub stopping: Arc<AtomicBool>,
}

impl AppState {
    /// The state for an engine, with the document that the routes make; sheets are read by it from now on.
    pub fn new(engine: Arc<Engine>, entropy: Arc<dyn Entropy>, limits: HttpLimits) -> Self {
        let document = Document::of_routes();
        let mut run = [0; 8];
        entropy.fill(&mut run);
        let contract = Arc::new(Contract::of_document(document.value()));
        let reader = ContractReader::new(Arc::clone(&contract), Arc::clone(engine.reference()));
        engine.read_sheets_with(Arc::new(reader));
        Self {
            contract,
            paths: PathTable::of_document(document.value()),
            document,
            permits: Arc::new(Permits::new(limits.rankings_at_once, limits.rankings_waiting)),
            kept: KeptAnswers::new(limits.kept_bytes),
            bulks: Permits::new(BULKS_AT_ONCE, 0),
            log_ins: Permits::new(LOG_INS_AT_ONCE, LOG_INS_WAITING),
            under_way: Arc::default(),
            feeds: Feeds::new(None, run, engine.now()),
            streams: Permits::new(STREAMS_AT_ONCE, 0),
            rates: RateLimiter::new(Quotas {
                requests: limits.requests_per_minute,
                writes: limits.writes_per_minute,
            }),
            visits: AddressLimiter::new(limits.requests_per_minute),
            metrics: Metrics::new(),
            limits,
            stopping: Arc::new(AtomicBool::new(false)),
            engine,
            entropy,
        }
    }

    /// The same with feeds and public pages, where the world knows the server by an address.
    #[must_use]
    pub fn known_as(self, address: Option<PublicUrl>) -> Self {
        Self { feeds: self.feeds.at(address), ..self }
    }
}
