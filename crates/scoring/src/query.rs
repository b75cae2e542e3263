//! A question to the pool: one posting, one viewer, one moment; what depends on the posting alone is worked out here.
//!
//! The answers are those of the plain scan, to the byte. Constraints are decided for a whole block in `sieve`,
//! people counted in `census`, and those who got through are graded from their records in `grading`.

use std::sync::Arc;

use domain::{CandidateId, WorkStyle};

use crate::constraint;
use crate::feature::place;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::{Block, Places, Shelf, Shelves, Snapshot, Viewer};
use crate::posting::CompiledPosting;

mod best;
mod ceiling;
mod census;
mod everybody;
mod grading;
mod sieve;

pub(crate) use best::{Best, grade_all};
pub(crate) use census::Census;
pub(crate) use everybody::Everybody;
pub(crate) use grading::Grader;
use grading::Jury;

/// One posting put to the people visible to one viewer.
pub(crate) struct Query<'a> {
    pub(crate) posting: &'a CompiledPosting,
    everybody: &'a Shelves,
    shelves: Vec<&'a Shelf>,
    viewer: Viewer,
    homes: Homes,
    /// The posting's prefecture by number.
    prefecture: u8,
    /// What seldom having to come is worth.
    rarity: u16,
}

/// Somebody who was found, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) id: CandidateId,
    /// Which block, or [`TAIL`].
    shelf: u32,
    place: u32,
}

/// The shelf of those who stand on none yet.
const TAIL: u32 = u32::MAX;

/// What homes are to a posting, by their numbers in the gazetteer; empty where it does not matter.
struct Homes {
    /// Kilometres to the posting.
    km: Arc<[u16]>,
    /// Whether the home lies in the regions of the residency.
    inside: Box<[bool]>,
}

impl Homes {
    fn new(posting: &CompiledPosting, snapshot: &Snapshot) -> Self {
        let places: &Places = snapshot.shelves().places();
        let km = match posting.terms.work_style {
            WorkStyle::Remote => Arc::default(),
            WorkStyle::OnSite | WorkStyle::Hybrid => snapshot.distances().to(&posting.place, places),
        };
        let bounds = posting.bounds.iter();
        let inside = bounds.flat_map(|bounds| places.all().iter().map(|home| bounds.contain(home)));
        Self { inside: inside.collect(), km }
    }
}

impl Found {
    /// Who stands at a place of a block.
    #[inline(always)]
    fn at((number, block): (u32, &Block), place: usize) -> Self {
        Self { id: block.id(place), shelf: number, place: place as u32 }
    }
}

impl<'a> Query<'a> {
    /// Puts a posting to those visible.
    pub(crate) fn new(posting: &'a CompiledPosting, snapshot: &'a Snapshot, viewer: Viewer) -> Self {
        let homes = Homes::new(posting, snapshot);
        let everybody = snapshot.shelves();
        Self {
            posting,
            everybody,
            shelves: everybody.shelves().collect(),
            viewer,
            homes,
            prefecture: posting.terms.municipality.prefecture().number(),
            rarity: place::rarity(posting),
        }
    }

    /// What the place feature is worth to those of a home; the posting is not remote.
    #[inline(always)]
    fn place_points(&self, home: u16) -> u16 {
        let is_neighbour = self.everybody.places().prefecture(home) == self.prefecture;
        place::of_home(self.rarity, self.homes.km[usize::from(home)], is_neighbour)
    }

    /// Somebody who was found, unpacked.
    pub(crate) fn unpack(&self, found: &Found) -> CompiledPerson {
        let place = found.place as usize;
        match self.shelves.get(found.shelf as usize) {
            Some(shelf) => shelf.block.person(place, self.everybody.places()),
            None => self.everybody.tail()[place].person.clone(),
        }
    }

    /// The blocks, numbered as [`Found`] names them.
    fn shelves(&self) -> impl Iterator<Item = (u32, &'a Shelf)> {
        (0..).zip(self.shelves.iter().copied())
    }

    /// Those who stand on no shelf yet and are visible, with the constraints that fail.
    fn tail(&self) -> impl Iterator<Item = (Found, Pair<'_>, constraint::Codes)> {
        let tail = (0..).zip(self.everybody.tail());
        let visible = tail.filter(|(_, member)| member.is_visible_to(&self.viewer));
        visible.map(|(place, member)| {
            let pair = Pair::new(self.posting, &member.person);
            let found = Found { id: member.person.id, shelf: TAIL, place };
            (found, pair, constraint::screen(&pair).failed)
        })
    }
}
