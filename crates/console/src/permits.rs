//! A bounded gate in front of what takes long: so many at once, so many waiting, the rest told to come back. Whoever
//! serves the pages hands it in, so that pages and REST API stand before the same one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Too many wait already: come back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The gate.
#[derive(Debug)]
pub struct Permits {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Permits {
    /// A gate with so many places and so many who may wait for one.
    pub fn new(places: usize, most_waiting: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places.max(1))), waiting: AtomicUsize::new(0), most_waiting }
    }

    /// A place, held until it is dropped.
    ///
    /// # Errors
    /// Too many wait already.
    pub async fn take(&self) -> Result<OwnedSemaphorePermit, Full> {
        if let Ok(permit) = Arc::clone(&self.places).try_acquire_owned() {
            return Ok(permit);
        }
        let waiter = Waiter::join(&self.waiting);
        if waiter.place > self.most_waiting {
            return Err(Full);
        }
        Arc::clone(&self.places).acquire_owned().await.map_err(|_| Full)
    }
}

/// Counted for as long as it waits, also when the caller goes away meanwhile.
struct Waiter<'a> {
    waiting: &'a AtomicUsize,
    place: usize,
}

impl<'a> Waiter<'a> {
    fn join(waiting: &'a AtomicUsize) -> Self {
        Self { waiting, place: waiting.fetch_add(1, Ordering::AcqRel) + 1 }
    }
}

impl Drop for Waiter<'_> {
    fn drop(&mut self) {
        self.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    #[actix_web::test]
    async fn a_full_gate_refuses_and_a_freed_place_is_given_to_the_waiting() {
        let permits = Permits::new(1, 1);
        let first = permits.take().await.unwrap();
        let mut second = Box::pin(permits.take());
        assert!((&mut second).now_or_never().is_none());
        assert!(permits.take().await.is_err());
        drop(first);
        assert!(second.await.is_ok());
        assert!(permits.take().await.is_ok());
    }

    #[actix_web::test]
    async fn a_gate_without_a_waiting_room_refuses_at_once() {
        let permits = Permits::new(1, 0);
        let first = permits.take().await.unwrap();
        let refused = permits.take().now_or_never().map(|taken| taken.err());
        assert_eq!(refused, Some(Some(Full)));
        drop(first);
        assert!(permits.take().await.is_ok());
    }

    #[actix_web::test]
    async fn who_gives_up_waiting_is_not_counted_any_more() {
        let permits = Permits::new(1, 1);
        let first = permits.take().await.unwrap();
        let mut second = Box::pin(permits.take());
        assert!((&mut second).now_or_never().is_none());
        drop(second);
        let mut third = Box::pin(permits.take());
        assert!((&mut third).now_or_never().is_none());
        drop((first, third));
    }
}
