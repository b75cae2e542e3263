//! Taking what is due once a day in Japan, as soon as the day has begun or the program runs again.
//!
//! That a day was begun and ended stands in the database: who is started again goes on with a day that was broken off,
//! and leaves alone one that was ended. A day without a running program is made up for by the next one.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::NaiveDate;
use domain::Timestamp;
use store::{RetentionDay, StoreError};

use super::sweep::take_everything;
use crate::engine::Engine;
use crate::error::MatchingError;

/// How long a day that failed is left alone, in seconds.
const AGAIN_AFTER: i64 = 600;

/// How a day went.
enum Went {
    /// Everything due is gone.
    Whole,
    /// The program is being stopped.
    BrokenOff,
}

/// Takes what is due, day by day, until `stop` is set: the body of a thread.
pub fn work(engine: &Engine, stop: &AtomicBool) {
    let (mut done, mut not_before): (Option<NaiveDate>, Option<Timestamp>) = (None, None);
    while !stop.load(Ordering::Acquire) {
        let now = engine.now();
        let today = now.day_in_japan();
        let rests = done == Some(today) || not_before.is_some_and(|at| now < at);
        // Readers that fill the pool would keep the files from being cleaned.
        if engine.is_ready() && !rests {
            match take_day(engine, today, stop) {
                Ok(Went::Whole) => (done, not_before) = (Some(today), None),
                Ok(Went::BrokenOff) => return,
                Err(error) => {
                    tracing::error!(error = %error, "what is due cannot be erased; it is tried again later");
                    not_before = Some(now.plus_seconds(AGAIN_AFTER));
                }
            }
        }
        engine.retention_bell.wait();
    }
}

fn take_day(engine: &Engine, day: NaiveDate, stop: &AtomicBool) -> Result<Went, MatchingError> {
    let before = engine.store.read(|tx| Ok::<_, MatchingError>(tx.find_retention_day(day)?))?;
    match before {
        RetentionDay::Ended => return Ok(Went::Whole),
        RetentionDay::Begun => {}
        RetentionDay::NotBegun => {
            let begun = engine.store.write(|tx| tx.begin_retention_day(day, engine.now()));
            match begun {
                // Somebody else began it at the same moment; what both take goes once.
                Ok(()) | Err(StoreError::Duplicate(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    let swept = take_everything(engine, day, stop)?;
    if stop.load(Ordering::Acquire) {
        return Ok(Went::BrokenOff);
    }
    if before == RetentionDay::Begun || !swept.bodies.is_empty() {
        engine.store.scrub()?;
    }
    engine.store.write(|tx| tx.end_retention_day(day, engine.now()))?;
    Ok(Went::Whole)
}
