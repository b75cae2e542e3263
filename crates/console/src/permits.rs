//! A bounded gate in front of what takes long: so many at once, so many waiting, the rest told to come back. Whoever
//! serves the pages hands it in, so that pages and REST API stand before the same one.
//!
//! No organization takes all of it: where there is more than one place, one is left to the others, and so is half of the
//! waiting room.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use domain::OrganizationId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Too many wait already: come back later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full;

/// The gate.
#[derive(Debug)]
pub struct Permits {
    room: Room,
    /// What each organization may have of it, for those that have ever asked.
    shares: Mutex<HashMap<OrganizationId, Arc<Room>>>,
    most_of_one: usize,
    most_waiting_of_one: usize,
}

/// A place, held until it is dropped.
#[derive(Debug)]
pub struct Place {
    _of_all: OwnedSemaphorePermit,
    _of_one: Option<OwnedSemaphorePermit>,
}

#[derive(Debug)]
struct Room {
    places: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

impl Permits {
    /// A gate with so many places and so many who may wait for one.
    pub fn new(places: usize, most_waiting: usize) -> Self {
        let places = places.max(1);
        Self {
            room: Room::new(places, most_waiting),
            shares: Mutex::default(),
            most_of_one: (places - 1).max(1),
            most_waiting_of_one: most_waiting.div_ceil(2),
        }
    }

    /// A place for somebody who belongs to no organization.
    ///
    /// # Errors
    /// Too many wait already.
    pub async fn take(&self) -> Result<Place, Full> {
        Ok(Place { _of_all: self.room.take().await?, _of_one: None })
    }

    /// A place for somebody of an organization.
    ///
    /// # Errors
    /// Too many wait already, of all or of this organization.
    pub async fn take_for(&self, whose: OrganizationId) -> Result<Place, Full> {
        let share = {
            let mut shares = self.shares.lock().unwrap_or_else(PoisonError::into_inner);
            let share = || Arc::new(Room::new(self.most_of_one, self.most_waiting_of_one));
            Arc::clone(shares.entry(whose).or_insert_with(share))
        };
        let of_one = share.take().await?;
        Ok(Place { _of_all: self.room.take().await?, _of_one: Some(of_one) })
    }
}

impl Room {
    fn new(places: usize, most_waiting: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), waiting: AtomicUsize::new(0), most_waiting }
    }

    async fn take(&self) -> Result<OwnedSemaphorePermit, Full> {
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

    #[actix_web::test]
    async fn one_organization_leaves_room_for_the_others() {
        let permits = Permits::new(3, 4);
        let whose = |number: u8| OrganizationId::from_parts(0, [number; 10]);
        let flood = [permits.take_for(whose(1)).await.unwrap(), permits.take_for(whose(1)).await.unwrap()];
        let mut waiting: Vec<_> = (0..2).map(|_| Box::pin(permits.take_for(whose(1)))).collect();
        for waiter in &mut waiting {
            assert!(waiter.now_or_never().is_none(), "a third place would be free, but not for this one");
        }
        assert_eq!(permits.take_for(whose(1)).await.err(), Some(Full));
        let other = permits.take_for(whose(2)).now_or_never().unwrap().unwrap();
        drop((flood, other));
        for waiter in waiting {
            assert!(waiter.await.is_ok());
        }
    }
}
