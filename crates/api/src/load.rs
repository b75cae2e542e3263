//! The ranking endpoint under load, beside a bare handler that answers the same number of constant bytes, in one run
//! on one machine: both servers are in this process and are loaded by the same client, by turns, so that what else the
//! machine does falls on both.
//!
//! Where the people and postings come from, and what the figures are compared with, is not known here.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::{CandidateProfile, PostingId, PostingTerms};
use matching::{Engine, MatchingError};

use crate::startup;
use crate::state::HttpLimits;

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
    let usual =
        HttpLimits { requests_per_minute: 0, rankings_at_once: cores.max(2), ..HttpLimits::default() };
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
