//! `tsumugi demo`: real municipalities, invented people, one command; made through the use cases that requests use.
//!
//! The same seed and number of people give the same ids, the same rankings and the same words on every machine; only
//! the key is drawn anew. Where the clock and the randomness come from, and how the server is started, is not known
//! here.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use domain::{OrganizationId, PartialWeights, PostingId, SortKey};
use matching::api_keys::authenticate;
use matching::operator::operator;
use matching::rankings::{PoolKind, RankCall, rank_candidates};
use matching::{Clock, Engine, EngineOptions, Entropy, MatchingError};

mod applicants;
mod content;
mod dice;
mod error;
mod folder;
mod ingredients;
mod page;
mod person;
mod progress;
mod roster;
mod seeding;
mod stage;
#[cfg(test)]
mod tests;
mod wording;

pub use error::DemoError;
use folder::{Edition, Finished, Folder};
use seeding::{Stage, give_out_key};
use stage::{SeededIds, StageClock, TODAY, instant};

/// The folder that is used when none is named.
pub const USUAL_FOLDER: &str = "tsumugi-demo";
/// The seed that is used when none is named.
pub const USUAL_SEED: u64 = 20_261_121;
/// The demo's own people, and the fewest it is made with.
pub const FEWEST_PEOPLE: usize = 1500;
/// The most people it is made with.
pub const MOST_PEOPLE: usize = 1_000_000;

/// How bars are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// In colour, for a terminal.
    Colour,
    /// In shades without control sequences, for files and for `NO_COLOR`.
    Plain,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOptions {
    /// Where the database is made or found.
    pub folder: PathBuf,
    /// How many people, [`FEWEST_PEOPLE`] to [`MOST_PEOPLE`].
    pub people: usize,
    /// What everything is drawn from.
    pub seed: u64,
    /// How bars are drawn.
    pub ink: Ink,
    /// Threads that share one ranking.
    pub ranking_threads: usize,
}

/// The real clock and the real randomness.
#[derive(Clone)]
pub struct Outside {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives unpredictable bytes.
    pub entropy: Arc<dyn Entropy>,
}

/// What there is to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoReport {
    /// Where the database is, as the configuration writes it.
    pub database_url: String,
    /// A key with every right of the coordinating body.
    pub key: String,
    /// Where the key is kept.
    pub key_file: PathBuf,
    /// The coordinating body.
    pub organization_id: OrganizationId,
    /// The posting that was shown.
    pub posting_id: PostingId,
}

/// Makes the demo, or finds it made, and prints it. The database is closed afterwards, ready to be served.
///
/// # Errors
/// A sentence that says what to do: [`DemoError`].
pub fn run(options: &DemoOptions, outside: &Outside, out: &mut dyn Write) -> Result<DemoReport, DemoError> {
    if !(FEWEST_PEOPLE..=MOST_PEOPLE).contains(&options.people) {
        return Err(DemoError::People { asked: options.people, least: FEWEST_PEOPLE, most: MOST_PEOPLE });
    }
    let folder = Folder::open(&options.folder)?;
    let edition = Edition::new(options.seed, options.people);
    let database_url = folder.database_url()?;
    let (finished, key) = match folder.find_finished(edition)? {
        Some(finished) => {
            let engine = open(&database_url, options, outside)?;
            engine.load_pool(&mut |_, _| ()).map_err(DemoError::refused("reading the demo"))?;
            let key = valid_key(&engine, &folder, &finished)?;
            page::write_header(&finished, "Found here, used again. 前に作ったものを使います。", out)?;
            print(&engine, &finished, options.ink, out)?;
            (finished, key)
        }
        None => make(&folder, (options, edition), outside, out)?,
    };
    Ok(DemoReport {
        database_url,
        key,
        key_file: folder.key_file(),
        organization_id: finished.coordinator,
        posting_id: finished.shown_posting,
    })
}

impl DemoReport {
    /// Prints where the server listens, the key, and two commands to try; `origin` is such as
    /// `http://127.0.0.1:8080`.
    ///
    /// # Errors
    /// It cannot be printed.
    pub fn write_closing(&self, origin: &str, out: &mut dyn Write) -> io::Result<()> {
        let (key, posting) = (&self.key, self.posting_id);
        writeln!(out, "\nAPI      {origin}/api/v1")?;
        writeln!(out, "Docs     {origin}/docs")?;
        writeln!(out, "Console  {origin}/console/postings")?;
        writeln!(out, "Key      {key}")?;
        writeln!(
            out,
            "         (kept in {}; for this demo only. Ctrl+C stops the server)",
            self.key_file.display()
        )?;
        writeln!(out, "\nTry:")?;
        let paths = [format!("{posting}/matches?pool=applicants&limit=3"), format!("{posting}/feasibility")];
        for path in paths {
            writeln!(out, "  curl -s -H 'Authorization: Bearer {key}' '{origin}/api/v1/postings/{path}'")?;
        }
        out.flush()
    }
}

/// Makes the demo in an empty folder.
fn make(
    folder: &Folder,
    (options, edition): (&DemoOptions, Edition),
    outside: &Outside,
    out: &mut dyn Write,
) -> Result<(Finished, String), DemoError> {
    // A folder that cannot be written is named before the database is tried, whose own words are less plain.
    folder.keep_key("")?;
    let clock = Arc::new(StageClock::at(instant(TODAY)));
    let staged = Outside {
        clock: clock.clone(),
        entropy: Arc::new(SeededIds::new(options.seed, Arc::clone(&outside.entropy))),
    };
    let engine = open(&folder.database_url()?, options, &staged)?;
    engine.load_pool(&mut |_, _| ()).map_err(DemoError::refused("opening the demo"))?;
    let stage = Stage { engine: &engine, clock: &clock };
    let made = seeding::seed(&stage, (options.seed, options.people))?;
    let finished = Finished {
        edition,
        organizations: made.organizations,
        postings: made.postings,
        applications: made.applications,
        coordinator: made.coordinator,
        shown_posting: made.shown_posting,
    };
    folder.keep_key(&made.key)?;
    page::write_header(&finished, "Made just now. いま作りました。", out)?;
    print(&engine, &finished, options.ink, out)?;
    drop(engine);
    folder.finish(&finished)?;
    Ok((finished, made.key))
}

fn open(database_url: &str, options: &DemoOptions, outside: &Outside) -> Result<Engine, DemoError> {
    let engine =
        EngineOptions { database_url: database_url.to_owned(), ranking_threads: options.ranking_threads };
    Engine::open(&engine, Arc::clone(&outside.clock), Arc::clone(&outside.entropy))
        .map_err(DemoError::refused("the demo's database"))
}

/// The key kept in the folder while it opens the database, else a new one.
fn valid_key(engine: &Engine, folder: &Folder, finished: &Finished) -> Result<String, DemoError> {
    if let Some(key) = folder.find_key() {
        match authenticate(engine, &key, "demo") {
            Ok(actor) if actor.organization_id == finished.coordinator => return Ok(key),
            Ok(_) | Err(MatchingError::Unauthenticated { .. }) => {}
            Err(error) => return Err(DemoError::refused("the demo's key")(error)),
        }
    }
    let key = give_out_key(engine, finished.coordinator)?;
    folder.keep_key(&key)?;
    Ok(key)
}

fn print(engine: &Engine, finished: &Finished, ink: Ink, out: &mut dyn Write) -> Result<(), DemoError> {
    let call = RankCall {
        pool: PoolKind::Applicants,
        sort: SortKey::Score,
        limit: page::SHOWN,
        weights: PartialWeights::default(),
    };
    let actor = operator(finished.coordinator);
    let ranked = rank_candidates(engine, &actor, finished.shown_posting, call)
        .map_err(DemoError::refused("ranking the shown posting"))?;
    if let Some(posting) = &ranked.posting {
        page::write_ranking((engine.reference(), ink), (posting, &ranked), out)?;
    }
    Ok(())
}
