//! The engine: everything a use case works with, made once at start-up and shared by all requests.

use std::num::NonZeroUsize;
use std::sync::{Arc, OnceLock};

use domain::{Reference, Timestamp};
use scoring::Executor;
use store::{DatabaseUrl, Store, StoreError, StoreOptions, Tx};

use crate::blind::BlindReading;
use crate::disclosures::Spoken;
use crate::error::MatchingError;
use crate::imports::SheetReader;
use crate::jobs::Bell;
use crate::known_keys::KnownKeys;
use crate::notices::{Mailer, PageLinks};
use crate::passwords::Attempts;
use crate::pool::LivePool;
use crate::skill_text::SkillFinder;
use crate::webhooks::Carrier;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}

/// Gives unpredictable bytes.
pub trait Entropy: Send + Sync {
    /// Fills the buffer.
    fn fill(&self, bytes: &mut [u8]);
}

/// What an operator decides before the engine is opened.
#[derive(Debug, Clone)]
pub struct EngineOptions {
    /// `sqlite://FILE` or `postgres://…`.
    pub database_url: String,
    /// Threads that share one ranking over a large pool; 1 = none but the caller's.
    pub ranking_threads: usize,
}

/// Threads that read at start: half of the store's connections, the others are for those who ask meanwhile.
const MOST_READERS: usize = 4;

/// Everything a use case works with.
pub struct Engine {
    pub(crate) store: Store,
    pub(crate) pool: LivePool,
    /// Connections on which people are read at start.
    pub(crate) readers: NonZeroUsize,
    pub(crate) reference: Arc<Reference>,
    pub(crate) skills: SkillFinder,
    pub(crate) executor: Executor,
    pub(crate) bell: Bell,
    /// Wakes the worker of imports.
    pub(crate) import_bell: Bell,
    /// Who reads sheets, where anybody does.
    pub(crate) sheet_reader: OnceLock<Arc<dyn SheetReader>>,
    /// Wakes the watcher of the stages' clocks.
    pub(crate) stage_bell: Bell,
    /// Wakes the dispatcher of webhooks.
    pub(crate) webhook_bell: Bell,
    /// Who carries webhooks, where anybody does.
    pub(crate) carrier: OnceLock<Arc<dyn Carrier>>,
    /// Wakes the one who mails notices.
    pub(crate) mail_bell: Bell,
    /// Who mails notices, where anybody does.
    pub(crate) mailer: OnceLock<Arc<dyn Mailer>>,
    /// Wakes whoever erases what is due.
    pub(crate) retention_bell: Bell,
    /// By what letters lead to people's own pages, where they do.
    pub(crate) page_links: OnceLock<PageLinks>,
    pub(crate) known_keys: KnownKeys,
    pub(crate) spoken: Spoken,
    /// Log-ins that were tried in vain.
    pub(crate) attempts: Attempts,
    /// The postings whose applicants are read without names.
    pub(crate) blind: BlindReading,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) entropy: Arc<dyn Entropy>,
}

impl Engine {
    /// Opens the database, brings it to the present version and reads the reference tables. The pool stays empty
    /// and the engine unready until [`Engine::load_pool`].
    ///
    /// # Errors
    /// A database that cannot be opened, or is of a newer version.
    pub fn open(
        options: &EngineOptions,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Self, MatchingError> {
        let store = Store::open(&DatabaseUrl::parse(&options.database_url)?, &StoreOptions::default())?;
        store.migrate()?;
        let imported = store.read(|tx| tx.list_municipalities())?;
        let blind = store.read(|tx| tx.list_blind_postings())?;
        let reference = Arc::new(Reference::built_in().with_municipalities(imported));
        let mut boot = [0; 8];
        entropy.fill(&mut boot);
        Ok(Self {
            pool: LivePool::new(Arc::clone(&reference), u64::from_le_bytes(boot)),
            readers: NonZeroUsize::new(options.ranking_threads.min(MOST_READERS))
                .unwrap_or(NonZeroUsize::MIN),
            skills: SkillFinder::new(&reference.skills),
            executor: executor(options.ranking_threads)?,
            bell: Bell::default(),
            import_bell: Bell::default(),
            stage_bell: Bell::default(),
            sheet_reader: OnceLock::new(),
            webhook_bell: Bell::default(),
            carrier: OnceLock::new(),
            mail_bell: Bell::default(),
            mailer: OnceLock::new(),
            retention_bell: Bell::default(),
            page_links: OnceLock::new(),
            known_keys: KnownKeys::default(),
            spoken: Spoken::default(),
            attempts: Attempts::default(),
            blind: BlindReading::of(blind),
            store,
            reference,
            clock,
            entropy,
        })
    }

    /// Reads everybody and every published posting into the live pool; the engine is ready afterwards.
    /// `progress` is told how many people of how many have been read.
    ///
    /// # Errors
    /// The database failed.
    pub fn load_pool(&self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), MatchingError> {
        self.pool.load(&self.store, (self.readers, &self.executor), progress)
    }

    /// Whether the pool is loaded.
    pub fn is_ready(&self) -> bool {
        self.pool.is_ready()
    }

    /// Runs a writing transaction, and wakes the dispatcher of webhooks. Should it be unknown how it ended, the pool is told of what it was to change.
    pub(crate) fn write<T>(
        &self,
        work: impl FnMut(&mut Tx<'_>) -> Result<T, MatchingError>,
    ) -> Result<T, MatchingError> {
        let done = self.store.write(work);
        if let Err(MatchingError::Store(StoreError::InDoubt { changed, .. })) = &done {
            self.pool.doubt(changed);
        }
        self.webhook_bell.ring();
        done
    }

    /// Refuses while the pool is being loaded.
    pub(crate) fn check_ready(&self) -> Result<(), MatchingError> {
        if self.is_ready() { Ok(()) } else { Err(MatchingError::NotReady) }
    }

    /// Refuses while the pool is being loaded, or what it should hold cannot be known.
    pub(crate) fn check_pool(&self) -> Result<(), MatchingError> {
        self.check_ready()?;
        self.pool.settle_doubts(&self.store)
    }

    /// Whether the database answers.
    pub fn is_database_up(&self) -> bool {
        self.store.ping().is_ok()
    }

    /// People in the live pool.
    pub fn people_in_pool(&self) -> usize {
        self.pool.len()
    }

    /// Bytes of the live pool, about.
    pub fn bytes_of_pool(&self) -> usize {
        self.pool.snapshot().bytes()
    }

    /// The reference tables.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh id, of the present instant.
    pub(crate) fn new_id<Id>(&self, from_parts: fn(u64, [u8; 10]) -> Id) -> Id {
        let mut random = [0; 10];
        self.entropy.fill(&mut random);
        from_parts(self.now().unix_millis(), random)
    }
}

/// One thread is the caller's own; more are a pool of ours, never the global one.
fn executor(threads: usize) -> Result<Executor, MatchingError> {
    if threads <= 1 {
        return Ok(Executor::single());
    }
    let name = |index| format!("ranking-{index}");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(name).build();
    let pool = pool.map_err(|error| {
        let detail = format!("the {threads} ranking threads cannot be started ({error}); ask for fewer");
        MatchingError::Store(store::StoreError::Unavailable(detail))
    })?;
    Ok(Executor::pool(Arc::new(pool)))
}
