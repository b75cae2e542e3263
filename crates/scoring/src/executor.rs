//! How work is shared: on the calling thread, or over a pool of threads that was handed in.
//!
//! One answer is always one thread's work; many answers are shared out. Results come back in the order of what was
//! asked, whatever thread worked on them, so the number of threads never shows in them.

use std::sync::Arc;

use rayon::ThreadPool;
use rayon::prelude::*;

/// Shares out work over many items.
#[derive(Debug, Clone)]
pub struct Executor {
    threads: Option<Arc<ThreadPool>>,
}

impl Executor {
    /// Everything on the calling thread.
    pub fn single() -> Self {
        Self { threads: None }
    }

    /// On these threads; never on rayon's global pool.
    pub fn pool(threads: Arc<ThreadPool>) -> Self {
        Self { threads: Some(threads) }
    }

    /// How many threads share the work.
    pub fn threads(&self) -> usize {
        self.threads.as_ref().map_or(1, |threads| threads.current_num_threads())
    }

    /// Works on every item; the results are in the order of the items.
    pub fn map<'p, P: Sync, T: Send>(
        &self,
        items: &'p [P],
        work: impl Fn(&'p P) -> T + Sync + Send,
    ) -> Vec<T> {
        match &self.threads {
            Some(threads) if items.len() > 1 => threads.install(|| items.par_iter().map(work).collect()),
            _ => items.iter().map(work).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_back_in_order_and_work_really_leaves_the_calling_thread() {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let executor = Executor::pool(Arc::new(threads));
        assert_eq!((executor.threads(), Executor::single().threads()), (3, 1));
        let items: Vec<usize> = (0..500).collect();
        let caller = std::thread::current().id();
        let done = executor.map(&items, |item| (*item, std::thread::current().id()));
        assert!(done.iter().map(|(item, _)| item).eq(&items));
        assert!(done.iter().all(|(_, thread)| *thread != caller));
        let alone = Executor::single().map(&items, |_| std::thread::current().id());
        assert!(alone.iter().all(|thread| *thread == caller));
    }
}
