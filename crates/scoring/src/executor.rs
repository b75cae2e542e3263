//! How work is run: on the calling thread, or on a pool of threads that was handed in.
//!
//! Results come back in the order of the parts, whatever thread worked on them; nothing is reduced in parallel,
//! so the number of threads never shows in an answer.

use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

/// Below this many people, handing work out costs more than it saves.
const PARALLEL_FROM: usize = 4096;

/// Runs work over the parts of a pool.
#[derive(Debug, Clone)]
pub struct Executor {
    threads: Option<Arc<ThreadPool>>,
    parallel_from: usize,
}

impl Executor {
    /// Everything on the calling thread.
    pub fn single() -> Self {
        Self { threads: None, parallel_from: PARALLEL_FROM }
    }

    /// On these threads, from a number of people on that makes it worth while; never on rayon's global pool.
    pub fn pool(threads: Arc<ThreadPool>) -> Self {
        Self { threads: Some(threads), parallel_from: PARALLEL_FROM }
    }

    /// The same executor, in parallel from this many people (or pairs) on.
    #[must_use]
    pub fn parallel_from(self, people: usize) -> Self {
        Self { parallel_from: people, ..self }
    }

    /// Works on every part; `size` is the number of people in all of them.
    pub(crate) fn map<'p, P: Sync, T: Send>(
        &self,
        parts: &'p [P],
        size: usize,
        work: impl Fn(&'p P) -> T + Sync + Send,
    ) -> Vec<T> {
        match &self.threads {
            Some(threads) if size >= self.parallel_from && parts.len() > 1 => {
                threads.install(|| parts.par_iter().map(work).collect())
            }
            _ => parts.iter().map(work).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_order_and_really_leave_the_calling_thread() {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let executor = Executor::pool(Arc::new(threads)).parallel_from(2);
        let parts: Vec<usize> = (0..500).collect();
        let caller = std::thread::current().id();
        let done = executor.map(&parts, 500, |part| (*part, std::thread::current().id()));
        assert!(done.iter().map(|(part, _)| part).eq(&parts));
        assert!(done.iter().all(|(_, thread)| *thread != caller));
        let few = executor.map(&parts, 1, |_| std::thread::current().id());
        assert!(few.iter().all(|thread| *thread == caller));
    }
}
