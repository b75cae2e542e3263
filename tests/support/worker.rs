//! The worker of an application, so that a test can stop it in the middle of a job and see what it left.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, ThreadId};
use std::time::Duration;

use domain::Timestamp;
use matching::{Clock, Engine};

/// A thread that does jobs; it leaves them where they are and ends when dropped.
pub(crate) struct Worker {
    engine: Arc<Engine>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Begins with the oldest unfinished job.
    pub(crate) fn start(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::jobs::work)
    }

    /// Takes sheets in instead.
    pub(crate) fn start_imports(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::imports::work)
    }

    /// Sends webhooks instead.
    pub(crate) fn start_webhooks(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::webhooks::work)
    }

    /// Watches the clocks of the stages instead.
    pub(crate) fn start_clocks(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::stages::work)
    }

    /// Erases what has been kept long enough instead.
    pub(crate) fn start_retention(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::retention::work)
    }

    /// Mails notices instead.
    pub(crate) fn start_mail(engine: &Arc<Engine>) -> Self {
        Self::doing(engine, matching::notices::work)
    }

    fn doing(engine: &Arc<Engine>, work: fn(&Engine, &AtomicBool)) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (working, stopping) = (Arc::clone(engine), Arc::clone(&stop));
        let thread = std::thread::spawn(move || work(&working, &stopping));
        Self { engine: Arc::clone(engine), stop, thread: Some(thread) }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        self.engine.wake_workers();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has shown it; the test fails by what it saw.
            drop(thread.join());
        }
    }
}

/// The machine's clock, which can stop whoever reads it.
pub(crate) struct TestClock {
    machine: Arc<dyn Clock>,
    /// By how many microseconds it is ahead of the machine's.
    ahead: AtomicI64,
    /// Where it stands still, if it does.
    held: Mutex<Option<Timestamp>>,
    /// Set when this thread asks for the time.
    trap: Mutex<Option<(ThreadId, Arc<AtomicBool>)>>,
}

impl TestClock {
    /// This clock, without a trap.
    pub(crate) fn new(machine: Arc<dyn Clock>) -> Self {
        Self { machine, ahead: AtomicI64::new(0), held: Mutex::default(), trap: Mutex::default() }
    }

    /// Turns it to an instant; it goes on from there.
    pub(crate) fn turn_to(&self, instant: Timestamp) {
        *self.held.lock().unwrap() = None;
        self.ahead.store(instant.micros() - self.machine.now().micros(), Ordering::SeqCst);
    }

    /// Holds it at an instant, exactly, until it is turned again.
    pub(crate) fn hold_at(&self, instant: Timestamp) {
        *self.held.lock().unwrap() = Some(instant);
    }

    /// Puts it forward.
    pub(crate) fn advance(&self, by: Duration) {
        self.ahead.fetch_add(i64::try_from(by.as_micros()).unwrap(), Ordering::SeqCst);
    }

    /// Runs `work` with a flag that is set when `work` first asks for the time. A worker does so when it writes its
    /// progress down, and never before.
    pub(crate) fn until_read(&self, work: impl FnOnce(&AtomicBool)) {
        let stop = Arc::new(AtomicBool::new(false));
        *self.trap.lock().unwrap() = Some((std::thread::current().id(), Arc::clone(&stop)));
        work(&stop);
        *self.trap.lock().unwrap() = None;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        if let Some((thread, stop)) = &*self.trap.lock().unwrap()
            && *thread == std::thread::current().id()
        {
            stop.store(true, Ordering::Release);
        }
        if let Some(held) = *self.held.lock().unwrap() {
            return held;
        }
        Timestamp::from_micros(self.machine.now().micros() + self.ahead.load(Ordering::SeqCst)).unwrap()
    }
}
