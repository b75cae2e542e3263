//! The ranking endpoint under load, beside a bare handler that answers the same number of constant bytes, in one run
//! on one machine: both servers are in this process and are loaded by the same client, by turns, so that what else the
//! machine does falls on both.
//!
//! Where the people and postings come from, and what the figures are compared with, is not known here.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use domain::{CandidateProfile, PostingId, PostingTerms};
use matching::{Engine, MatchingError};

use crate::dto::candidates::CandidateBody;
use crate::startup;
use crate::state::HttpLimits;

mod bulk;
mod client;
mod ground;
mod servers;

use client::{Counted, Target};
use servers::Running;

/// Why a load could not be run, or does not count.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A use case refused.
    #[error("preparing the load: {0}")]
    Refused(#[from] MatchingError),
    /// A connection or a server.
    #[error("under load: {0}")]
    Io(#[from] io::Error),
    /// Answers other than 200.
    #[error("{others} of {all} answers were not 200; such a run does not count")]
    NotAllGood {
        /// So many.
        others: u64,
        /// Of so many.
        all: u64,
    },
    /// A line with another outcome than it should have.
    #[error("line {line} was answered {status}; such a run does not count")]
    Outcome {
        /// Which.
        line: usize,
        /// What it was answered.
        status: u16,
    },
    /// There is nothing to ask for.
    #[error("a load needs at least one posting")]
    NoPosting,
}

/// Who is ranked, for what.
#[derive(Debug, Clone)]
pub struct Population {
    /// The people; one organization registers them all.
    pub people: Vec<CandidateProfile>,
    /// The postings, all of which are published.
    pub postings: Vec<PostingTerms>,
}

/// How much is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Connections at the same time.
    pub connections: usize,
    /// How long one server is asked before it is the other's turn.
    pub turn: Duration,
    /// Turns of each.
    pub turns: u32,
    /// Items of each ranking.
    pub limit: usize,
}

impl Default for Load {
    /// 16 connections, four turns of two seconds each, the first 20.
    fn default() -> Self {
        Self { connections: 16, turn: Duration::from_secs(2), turns: 4, limit: 20 }
    }
}

/// Requests a second of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// People ranked by each request.
    pub people: usize,
    /// Bytes of an answer, on average.
    pub bytes: usize,
    /// Requests a second when every one is ranked anew.
    pub ranked_per_second: f64,
    /// Requests a second when answers are kept until something changes, as they are usually.
    pub kept_per_second: f64,
    /// Requests a second of the bare handler.
    pub bare_per_second: f64,
    /// How long a request that is ranked anew takes, while all connections ask: the median.
    pub ranked_median: Duration,
    /// The worst of them.
    pub ranked_worst: Duration,
}

impl Comparison {
    /// The part of the bare handler's requests a second that is reached when every one is ranked anew.
    pub fn ratio_ranked(&self) -> f64 {
        self.ranked_per_second / self.bare_per_second.max(f64::EPSILON)
    }

    /// The part that is reached when answers are kept.
    pub fn ratio_kept(&self) -> f64 {
        self.kept_per_second / self.bare_per_second.max(f64::EPSILON)
    }
}

/// Registers the population in a new database in `folder`, and puts its rankings under load beside the bare handler.
///
/// # Errors
/// The database cannot be made, a connection breaks, an answer is not 200.
pub fn compare(folder: &Path, population: Population, load: Load) -> Result<Comparison, LoadError> {
    let outside = startup::outside();
    let ground = ground::make(folder, population, &outside)?;
    put_under_load(&ground.engine, (&ground.key, &ground.postings), load)
}

/// Registers the population in a new database in `folder`, and answers its URL.
///
/// # Errors
/// The database cannot be made.
pub fn fill(folder: &Path, population: Population) -> Result<String, LoadError> {
    ground::make(folder, population, &startup::outside())?;
    Ok(ground::database_url(folder))
}

/// People registered in bulk, and plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BulkLoad {
    /// Lines that were sent.
    pub lines: usize,
    /// People of them that were stored; the other lines were broken.
    pub stored: usize,
    /// How long it took through bulk, from the first byte to the last outcome.
    pub bulk: Duration,
    /// How long inserting those people took with nothing else done.
    pub plain: Duration,
    /// Bytes by which the process grew at most, client and server together.
    pub most_bytes: u64,
    /// Bytes by which the pool of people grew.
    pub pool_bytes: u64,
}

/// One line in so many is broken.
const ONE_BROKEN_IN: usize = 100;

/// Registers people in a new database in `folder` through bulk, every hundredth line broken, and inserts those that
/// could be stored into another one.
///
/// # Errors
/// A database cannot be made, the connection breaks, a line has another outcome than it should have.
pub fn register_in_bulk(
    folder: &Path,
    people: Vec<CandidateProfile>,
    now: &dyn Fn() -> Duration,
) -> Result<BulkLoad, LoadError> {
    let outside = startup::outside();
    let none = Population { people: Vec::new(), postings: Vec::new() };
    let ground = ground::make(folder, none, &outside)?;
    let server = Running::application(&ground.engine, outside.entropy, HttpLimits::default())?;
    let is_broken = |place: usize| place % ONE_BROKEN_IN == ONE_BROKEN_IN - 1;
    let line = |(place, profile): (usize, &CandidateProfile)| {
        let line =
            serde_json::json!(CandidateBody::from(ground::content(place, profile.clone()))).to_string();
        if is_broken(place) { line.replace('}', "") } else { line }
    };
    // Written beforehand: what the client does is not the server's.
    let lines: Vec<String> = people.iter().enumerate().map(line).collect();
    let watch = MemoryWatch::start();
    let begun = now();
    let statuses = bulk::send(server.address, ("/api/v1/candidates/bulk", &ground.key), lines.into_iter())?;
    let bulk = now() - begun;
    let most_bytes = watch.stop();
    for (place, status) in statuses.iter().enumerate() {
        let expected = if is_broken(place) { 400 } else { 201 };
        if *status != expected {
            return Err(LoadError::Outcome { line: place, status: *status });
        }
    }
    let plainly = startup::outside();
    let whole = people.iter().enumerate().filter(|(place, _)| !is_broken(*place));
    let contents = whole.map(|(place, profile)| ground::content(place, profile.clone())).collect();
    let other = ground::plain(folder, &plainly)?;
    let begun = now();
    matching::startup::insert_plainly(&other, contents)?;
    let plain = now() - begun;
    Ok(BulkLoad {
        lines: statuses.len(),
        stored: ground.engine.people_in_pool(),
        bulk,
        plain,
        most_bytes,
        pool_bytes: ground.engine.bytes_of_pool() as u64,
    })
}

/// Looks again and again how much memory the process holds.
struct MemoryWatch {
    before: u64,
    over: Arc<AtomicBool>,
    looking: std::thread::JoinHandle<u64>,
}

impl MemoryWatch {
    fn start() -> Self {
        let held = || bench::resident_bytes().unwrap_or(0);
        let over = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&over);
        let looking = std::thread::spawn(move || {
            let mut most = held();
            while !is_over.load(Ordering::Acquire) {
                std::thread::sleep(Duration::from_millis(5));
                most = most.max(held());
            }
            most
        });
        Self { before: held(), over, looking }
    }

    fn stop(self) -> u64 {
        self.over.store(true, Ordering::Release);
        self.looking.join().map_or(0, |most| most.saturating_sub(self.before))
    }
}

/// Puts the rankings of postings under load beside the bare handler, with the key that asks.
///
/// # Errors
/// A connection breaks, an answer is not 200, no posting.
pub fn put_under_load(
    engine: &Arc<Engine>,
    (key, postings): (&str, &[PostingId]),
    load: Load,
) -> Result<Comparison, LoadError> {
    let path = |posting: &PostingId| format!("/api/v1/postings/{posting}/matches?limit={}", load.limit);
    let requests: Vec<Vec<u8>> =
        postings.iter().map(|posting| client::request(&path(posting), key)).collect();
    if requests.is_empty() {
        return Err(LoadError::NoPosting);
    }
    // As `tsumugi serve` has them when nothing is set, but for the quota of the one key that asks.
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let usual = HttpLimits {
        requests_per_minute: 0,
        writes_per_minute: 0,
        rankings_at_once: cores.max(2),
        ..HttpLimits::default()
    };
    let forgetting = HttpLimits { kept_bytes: 0, ..usual };
    let application = |limits| Running::application(engine, startup::outside().entropy, limits);
    let (anew, kept) = (application(forgetting)?, application(usual)?);
    let of = |running: &Running| Target { address: running.address, requests: &requests };
    let lengths: usize = client::bodies(of(&anew))?.iter().map(Vec::len).sum();
    let bytes = lengths / requests.len();
    let servers = [anew, kept, Running::bare(bytes)?];
    let mut counted: [Counted; 3] = Default::default();
    for _ in 0..load.turns {
        for (counted, server) in counted.iter_mut().zip(&servers) {
            counted.add(client::load(of(server), load.connections, load.turn)?);
        }
    }
    let others: u64 = counted.iter().map(|counted| counted.others).sum();
    if others > 0 {
        let good: usize = counted.iter().map(|counted| counted.times.len()).sum();
        return Err(LoadError::NotAllGood { others, all: good as u64 + others });
    }
    let [mut anew, kept, bare] = counted;
    anew.times.sort_unstable();
    Ok(Comparison {
        people: engine.people_in_pool(),
        bytes,
        ranked_per_second: anew.per_second(),
        kept_per_second: kept.per_second(),
        bare_per_second: bare.per_second(),
        ranked_median: anew.times.get(anew.times.len() / 2).copied().unwrap_or_default(),
        ranked_worst: anew.times.last().copied().unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use domain::{ContractForm, MunicipalityCode, PartialWeights, WorkStyle};

    use super::*;

    fn terms() -> PostingTerms {
        PostingTerms {
            contract_form: ContractForm::QuasiMandate,
            municipality: MunicipalityCode::parse("202151").unwrap(),
            work_style: WorkStyle::Remote,
            required_skills: Vec::new(),
            preferred_skills: Vec::new(),
            visits_per_month: None,
            hours_per_week: None,
            slots: domain::WordSet::default(),
            min_shared_slots: 1,
            starts_on: None,
            ends_on: None,
            min_days: 1,
            residency: None,
            reward: None,
            categories: Vec::new(),
            weights: PartialWeights::default(),
        }
    }

    #[test]
    fn every_server_answers_under_load() {
        let folder = tempfile::tempdir().unwrap();
        let population =
            Population { people: vec![CandidateProfile::default(); 3], postings: vec![terms(), terms()] };
        let load = Load { connections: 2, turn: Duration::from_secs(1), turns: 1, limit: 20 };
        let compared = compare(folder.path(), population, load).unwrap();
        assert_eq!(compared.people, 3);
        assert!(compared.bytes > 1000, "three people with reasons: {}", compared.bytes);
        assert!(compared.ratio_ranked() > 0.0 && compared.ratio_kept() > 0.0, "{compared:?}");
        assert!(compared.ranked_median <= compared.ranked_worst, "{compared:?}");
    }

    #[test]
    fn a_load_without_postings_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let population = Population { people: Vec::new(), postings: Vec::new() };
        let refused = compare(folder.path(), population, Load::default()).unwrap_err();
        assert!(matches!(refused, LoadError::NoPosting), "{refused}");
    }
}
