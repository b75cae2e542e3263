//! Whether readers notice writers: the same questions with nobody writing, and beside a thousand writes a second.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock};
use std::thread;
use std::time::Duration;

use scoring::{CompiledPosting, Snapshot};

use super::stage::Stage;
use super::writing::Writer;
use super::{LISTED, Measuring, POSTINGS, Row, top_twenty};
use crate::population::Asks;
use crate::stopwatch::Stopwatch;
use crate::times::{Repeats, Times, ms};

const WRITES_A_SECOND: u128 = 1_000;

/// The writer looks this often whether a write is due.
const NAP: Duration = Duration::from_micros(200);

const READS: Repeats = Repeats { least: 40, most: 20_000, within: Duration::from_secs(3) };

/// One reader, first alone and then beside a writer on another thread.
pub(super) fn beside_a_writer(stage: &mut Stage<'_>, measuring: Measuring<'_>) -> [Row; 2] {
    let stopwatch = measuring.stopwatch;
    let postings: Vec<CompiledPosting> =
        (0..POSTINGS).map(|number| stage.population.compiled(number, Asks::Skills)).collect();
    let newest = RwLock::new(stage.pool.snapshot());
    let quiet = read(&newest, &postings, stopwatch);
    let done = AtomicBool::new(false);
    let mut writer = Writer::new(stage.population, stage.people, &mut stage.pool);
    let (busy, a_second) = thread::scope(|scope| {
        let writing = scope.spawn(|| write_until(&done, &mut writer, &newest, stopwatch));
        let busy = read(&newest, &postings, stopwatch);
        done.store(true, Ordering::Relaxed);
        match writing.join() {
            Ok(a_second) => (busy, a_second),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
    let row = |what: &str, times: &Times| Row {
        ms_worst: ms(times.percentile(99)),
        ..Row::of_times(
            format!("top {LISTED} {what} (worst: 99th percentile of {} reads)", times.count()),
            stage,
            times,
        )
    };
    [row("while nobody writes", &quiet), row(&format!("beside {a_second:.0} writes a second"), &busy)]
}

fn read(newest: &RwLock<Snapshot>, postings: &[CompiledPosting], stopwatch: &dyn Stopwatch) -> Times {
    let call = top_twenty();
    let mut turn = postings.iter().cycle();
    Times::repeat(stopwatch, READS, || {
        let snapshot = newest.read().unwrap_or_else(PoisonError::into_inner).clone();
        turn.next().map(|posting| snapshot.top(posting, &call))
    })
}

/// Writes as often as is due until told to stop; answers how many a second that were.
fn write_until(
    done: &AtomicBool,
    writer: &mut Writer<'_>,
    newest: &RwLock<Snapshot>,
    stopwatch: &dyn Stopwatch,
) -> f64 {
    let begun = stopwatch.elapsed();
    while !done.load(Ordering::Relaxed) {
        let due = (stopwatch.elapsed() - begun).as_millis() * WRITES_A_SECOND / 1_000;
        while u128::from(writer.written()) < due && !done.load(Ordering::Relaxed) {
            let replacement = writer.draw(newest);
            writer.put(&replacement, newest);
        }
        thread::sleep(NAP);
    }
    writer.written() as f64 / (stopwatch.elapsed() - begun).as_secs_f64().max(1e-9)
}
