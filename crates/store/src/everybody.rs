//! Everybody who is ranked, read on several connections at once: at start there is nothing else to do.
//!
//! Each batch is one state of the database, and no person is in two of them. Batches may be of different states:
//! whoever changes a person meanwhile has to tell the reader's other end, as it does ever after.

use std::num::NonZeroUsize;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::records::{IdRange, Roster};
use crate::{PoolMember, Store, StoreError, Tx};

/// People in a batch: few enough that their rows stay in the processor's cache until they are put together.
const PEOPLE_A_BATCH: i64 = 4096;

/// Batches that wait to be taken.
const BATCHES_AHEAD: usize = 4;

/// Above every id, whose characters end at `f`.
const ABOVE_ALL: &str = "g";

/// What is still to be read: everybody above an id, or nobody.
struct Rest(Mutex<Option<String>>);

impl Store {
    /// Hands over what `make` makes of everybody, in batches of at most 4,096.
    ///
    /// So many threads read and make, each on a connection of its own; `take` is called on the caller's. People of
    /// a batch are in ascending order of id; batches come in no order.
    ///
    /// # Errors
    /// Those of `take`, which end it, and those of the database.
    pub fn for_each_person<T: Send, E: From<StoreError>>(
        &self,
        readers: NonZeroUsize,
        make: impl Fn(&PoolMember) -> T + Sync,
        take: impl FnMut(Vec<T>) -> Result<(), E>,
    ) -> Result<(), E> {
        let read = |tx: &mut Tx<'_>, range: &IdRange, roster: &mut Roster| {
            tx.fill(roster, range)?;
            Ok(roster.members().iter().map(&make).collect())
        };
        self.in_ranges(readers, read, take)
    }

    /// Reads what [`Store::for_each_person`] reads, by the same statements, and does nothing but look at every value:
    /// what reading costs by itself. Answers how many rows there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn look_at_each_person(&self, readers: NonZeroUsize) -> Result<u64, StoreError> {
        let mut rows = 0;
        let look = |tx: &mut Tx<'_>, range: &IdRange, (): &mut ()| tx.look_at(range);
        self.in_ranges(readers, look, |seen| {
            rows += seen;
            Ok::<(), StoreError>(())
        })?;
        Ok(rows)
    }

    fn in_ranges<T: Send, Room: Default, E: From<StoreError>>(
        &self,
        readers: NonZeroUsize,
        read: impl Fn(&mut Tx<'_>, &IdRange, &mut Room) -> Result<T, StoreError> + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let rest = Rest(Mutex::new(Some(String::new())));
        let (sender, batches) = sync_channel(BATCHES_AHEAD);
        thread::scope(|scope| {
            for number in 0..readers.get() {
                let (sender, rest, read) = (sender.clone(), &rest, &read);
                let reader = thread::Builder::new().name(format!("reading-{number}"));
                let started = reader.spawn_scoped(scope, move || self.read_on(rest, read, &sender));
                started
                    .map_err(|error| StoreError::Unavailable(format!("no thread can be started: {error}")))?;
            }
            drop(sender);
            // Readers end when nobody takes what they read.
            batches.into_iter().try_for_each(|batch: Result<T, StoreError>| take(batch?))
        })
    }

    /// Reads one range after the other until none is left, or nobody takes any.
    fn read_on<T, Room: Default>(
        &self,
        rest: &Rest,
        read: impl Fn(&mut Tx<'_>, &IdRange, &mut Room) -> Result<T, StoreError>,
        batches: &SyncSender<Result<T, StoreError>>,
    ) {
        let mut room = Room::default();
        loop {
            let batch = self.read(|tx| match rest.next(tx)? {
                Some(range) => read(tx, &range, &mut room).map(Some),
                None => Ok(None),
            });
            let Some(batch) = batch.transpose() else { return };
            let failed = batch.is_err();
            if batches.send(batch).is_err() || failed {
                return;
            }
        }
    }
}

impl Rest {
    /// Takes the next range off, if any.
    fn next(&self, tx: &mut Tx<'_>) -> Result<Option<IdRange>, StoreError> {
        let mut rest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(after) = rest.clone() else { return Ok(None) };
        *rest = tx.id_of_next(&after, PEOPLE_A_BATCH)?;
        let last = rest.clone().unwrap_or_else(|| ABOVE_ALL.to_owned());
        Ok(Some(IdRange { after, last }))
    }
}
