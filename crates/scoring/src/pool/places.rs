//! The gazetteer of a pool: every municipality that somebody lives in gets a number, and distances are worked out
//! once for each municipality that a posting is in.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::MunicipalityCode;

use crate::place::Place;

/// The number of nobody's home.
pub(crate) const NOWHERE: u16 = u16::MAX;

/// Homes by number; numbers are never given again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Places {
    places: Vec<Place>,
    /// The prefecture of each, by number.
    prefectures: Vec<u8>,
    numbers: HashMap<MunicipalityCode, u16>,
}

impl Places {
    /// The number of a home, given now if it has none yet.
    pub(crate) fn number(&mut self, home: &Place) -> u16 {
        *self.numbers.entry(home.code()).or_insert_with(|| {
            self.places.push(*home);
            self.prefectures.push(home.code().prefecture().number());
            u16::try_from(self.places.len() - 1).expect("47 prefectures have at most 999 codes each")
        })
    }

    /// Whether the home has a number already.
    pub(crate) fn knows(&self, home: &Place) -> bool {
        self.numbers.contains_key(&home.code())
    }

    /// The number of a home that has one.
    pub(crate) fn find(&self, home: &Place) -> u16 {
        self.numbers[&home.code()]
    }

    /// The home of a number.
    pub(crate) fn at(&self, number: u16) -> &Place {
        &self.places[usize::from(number)]
    }

    /// The prefecture, by number, of a home of this number.
    #[inline(always)]
    pub(crate) fn prefecture(&self, number: u16) -> u8 {
        self.prefectures[usize::from(number)]
    }

    /// All homes in the order of their numbers.
    pub(crate) fn all(&self) -> &[Place] {
        &self.places
    }

    /// Bytes on the heap, about.
    pub(crate) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<Place>() + self.numbers.capacity() * 16
    }
}

/// Kilometres from every home to the municipalities of postings.
///
/// Kept by number: a number has to mean the same home in every snapshot that shares one of these.
#[derive(Debug, Default)]
pub(crate) struct Distances {
    rows: RwLock<HashMap<MunicipalityCode, Arc<[u16]>>>,
}

impl Distances {
    /// Kilometres from each home, in the order of their numbers, to this place.
    pub(crate) fn to(&self, place: &Place, places: &Places) -> Arc<[u16]> {
        let known = self.rows.read().unwrap_or_else(PoisonError::into_inner).get(&place.code()).cloned();
        let homes = places.all();
        let known = known.unwrap_or_else(|| Arc::new([]));
        if known.len() >= homes.len() {
            return known;
        }
        // Worked out outside the lock: twice at worst, and the same both times.
        let more = homes[known.len()..].iter().map(|home| home.km(place));
        let row: Arc<[u16]> = known.iter().copied().chain(more).collect();
        self.rows.write().unwrap_or_else(PoisonError::into_inner).insert(place.code(), Arc::clone(&row));
        row
    }
}
