//! Everybody in the pool at one moment: blocks that never change, a short tail of those written last, and an index.
//!
//! Who is replaced or removed is struck off their block. When the tail is full it becomes a block; small blocks are
//! joined with others of their size, and when a quarter of all places is struck off the emptiest block is laid out
//! anew. So a write costs a few microseconds on average, however large the pool, and nothing grows without end.
//! A copy of the whole shares all blocks; readers keep theirs while writers go on.

use std::collections::HashSet;
use std::sync::Arc;

use domain::{CandidateId, OrganizationId, Reference};

use super::Viewer;
use super::block::{Block, build};
use super::index::{Index, Spot};
use super::member::Member;
use super::places::Places;
use super::slots::{BLOCK, each, remove, words_for};
use crate::executor::Executor;

/// The tail becomes a block at this length: short enough to look at one by one.
const TAIL: usize = 128;

/// Many who come at once are laid out together, but no more than these.
const GROUP: usize = 8 * BLOCK;

/// Blocks of a size that are let be before they are joined with the next: few, or there are many to look through;
/// but more than one, or everybody is laid out anew too often.
const JOINED: usize = 3;

/// Blocks that are laid out anew together to bring neighbours together.
const TIDIED: usize = 16;

/// Blocks that are laid out anew together when too many places are struck off.
const CLEARED: usize = 2;

/// Everybody at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shelves {
    shelves: Vec<Option<Shelf>>,
    tail: Vec<Arc<Member>>,
    index: Index,
    places: Arc<Places>,
    /// Places on the shelves that are struck off.
    struck: usize,
    len: usize,
}

/// A block, and who has not left it.
#[derive(Debug, Clone)]
pub(crate) struct Shelf {
    /// The people.
    pub(crate) block: Arc<Block>,
    /// One bit a place: still there.
    pub(crate) present: Arc<[u64]>,
    count: usize,
}

impl Shelves {
    /// How many people.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The blocks.
    pub(crate) fn shelves(&self) -> impl Iterator<Item = &Shelf> {
        self.shelves.iter().flatten()
    }

    /// Those not on a shelf yet.
    pub(crate) fn tail(&self) -> &[Arc<Member>] {
        &self.tail
    }

    /// The gazetteer of their homes.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Whether a number of a home means the same in both.
    pub(super) fn shares_places_with(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.places, &other.places)
    }

    /// The stored version of somebody.
    pub(crate) fn version(&self, id: CandidateId) -> Option<i64> {
        Some(match self.index.find(id)? {
            Spot::Tail(place) => self.tail[place].version,
            Spot::Shelf(shelf, place) => self.shelf(shelf).block.version(place),
        })
    }

    /// Somebody, unpacked.
    pub(crate) fn member(&self, id: CandidateId) -> Option<Member> {
        Some(match self.index.find(id)? {
            Spot::Tail(place) => Member::clone(&self.tail[place]),
            Spot::Shelf(shelf, place) => self.shelf(shelf).block.member(place, &self.places),
        })
    }

    /// Everybody, unpacked, in no order that means anything.
    pub(crate) fn members(&self) -> Vec<Member> {
        let mut members = Vec::with_capacity(self.len);
        self.shelves().for_each(|shelf| shelf.unpack(&self.places, &mut members));
        members.extend(self.tail.iter().map(|member| Member::clone(member)));
        members
    }

    /// Everybody visible to a viewer, in no order that means anything.
    pub(crate) fn visible(&self, viewer: &Viewer) -> Vec<CandidateId> {
        let mut ids = Vec::new();
        for shelf in self.shelves() {
            let mut words = vec![0; shelf.block.words()];
            shelf.visible(viewer, &mut words);
            each(&words, |place| ids.push(shelf.block.id(place)));
        }
        let tail = self.tail.iter().filter(|member| member.is_visible_to(viewer));
        ids.extend(tail.map(|member| member.person.id));
        ids
    }

    /// Those of them whom one of these bodies registered.
    pub(crate) fn visible_of(&self, viewer: &Viewer, bodies: &[OrganizationId]) -> Vec<CandidateId> {
        let mut ids = Vec::new();
        for shelf in self.shelves() {
            let mut words = vec![0; shelf.block.words()];
            shelf.visible(viewer, &mut words);
            each(&words, |place| {
                if bodies.contains(&shelf.block.audience.owner(place)) {
                    ids.push(shelf.block.id(place));
                }
            });
        }
        let tail = self.tail.iter().filter(|member| member.is_visible_to(viewer));
        ids.extend(tail.filter(|member| bodies.contains(&member.owner)).map(|member| member.person.id));
        ids
    }

    /// These people alone, over the same gazetteer unless one of them brings a home that it lacks.
    pub(super) fn of_members(&self, reference: &Reference, members: Vec<Member>) -> Self {
        let mut alone = Self { places: Arc::clone(&self.places), ..Self::default() };
        members.into_iter().for_each(|member| alone.put_one_of_many(reference, member));
        alone.lay_out(reference);
        alone
    }

    /// Bytes on the heap, about.
    pub(crate) fn bytes(&self) -> usize {
        let shelf = |shelf: &Shelf| shelf.block.bytes() + size_of_val(&*shelf.present);
        self.shelves().map(shelf).sum::<usize>() + self.index.bytes() + self.places.bytes()
    }

    /// Enters somebody, or replaces the one with the same id.
    pub(super) fn put(&mut self, reference: &Reference, member: Member) {
        self.add(member);
        self.lay_out(reference);
    }

    /// Enters one of many; they are laid out together, at the latest by [`Self::lay_out`].
    pub(super) fn put_one_of_many(&mut self, reference: &Reference, member: Member) {
        self.add(member);
        if self.tail.len() >= GROUP {
            self.settle(reference);
        }
    }

    /// Lays out what has come, unless it is few.
    pub(super) fn lay_out(&mut self, reference: &Reference) {
        if self.tail.len() >= TAIL {
            self.settle(reference);
        }
    }

    /// Brings those who live in one municipality together again, where writes have scattered them over many blocks.
    pub(super) fn tidy(&mut self, reference: &Reference, executor: &Executor) {
        let mut order: Vec<usize> = self.counts().map(|(at, _)| at).collect();
        order.sort_by_key(|at| self.shelf(*at).block.first_home(&self.places));
        let scattered: Vec<&[usize]> =
            order.chunks(TIDIED).filter(|group| self.is_scattered(group)).collect();
        // One group a thread: only they stand in memory twice.
        for groups in scattered.chunks(executor.threads()) {
            let blocks = executor.map(groups, |group| {
                let mut members = Vec::new();
                group.iter().for_each(|at| self.shelf(*at).unpack(&self.places, &mut members));
                build(reference, &self.places, members)
            });
            groups.iter().copied().flatten().for_each(|at| self.clear(*at));
            blocks.into_iter().flatten().for_each(|block| self.put_up(block));
        }
    }

    /// Whether the households of these blocks are many more than their homes.
    fn is_scattered(&self, group: &[usize]) -> bool {
        let households = || group.iter().flat_map(|at| &self.shelf(*at).block.homes);
        let homes: HashSet<u16> = households().map(|household| household.home).collect();
        households().count() > 2 * (homes.len() + group.len())
    }

    /// Takes somebody out; answers whether they were in.
    pub(super) fn remove(&mut self, id: CandidateId) -> bool {
        let Some(spot) = self.index.find(id) else { return false };
        self.index.remove(id);
        self.len -= 1;
        match spot {
            Spot::Shelf(shelf, place) => self.strike(shelf, place),
            Spot::Tail(place) => {
                self.tail.swap_remove(place);
                if let Some(moved) = self.tail.get(place) {
                    self.index.put(moved.person.id, spot);
                }
            }
        }
        true
    }

    fn shelf(&self, shelf: usize) -> &Shelf {
        self.shelves[shelf].as_ref().expect("the index names shelves that stand")
    }

    fn add(&mut self, member: Member) {
        let id = member.person.id;
        match self.index.find(id) {
            Some(Spot::Tail(place)) => {
                self.tail[place] = Arc::new(member);
                return;
            }
            Some(Spot::Shelf(shelf, place)) => self.strike(shelf, place),
            None => self.len += 1,
        }
        self.index.put(id, Spot::Tail(self.tail.len()));
        self.tail.push(Arc::new(member));
    }

    fn strike(&mut self, at: usize, place: usize) {
        let shelf = self.shelves[at].as_mut().expect("the index names shelves that stand");
        remove(Arc::make_mut(&mut shelf.present), place);
        shelf.count -= 1;
        self.struck += 1;
        if shelf.count == 0 {
            self.struck -= shelf.block.size();
            self.shelves[at] = None;
        }
    }

    /// Lays the tail out as blocks, together with those blocks that should be joined or laid out anew.
    fn settle(&mut self, reference: &Reference) {
        let tail = std::mem::take(&mut self.tail);
        let mut members: Vec<Member> = tail.into_iter().map(Arc::unwrap_or_clone).collect();
        loop {
            let joined = self.to_join(members.len());
            if joined.is_empty() {
                break;
            }
            joined.into_iter().for_each(|at| self.take_down(at, &mut members));
        }
        if self.struck * 4 > self.len + BLOCK {
            self.emptiest().into_iter().for_each(|at| self.take_down(at, &mut members));
        }
        if members.iter().any(|member| member.person.home.is_some_and(|home| !self.places.knows(&home))) {
            let places = Arc::make_mut(&mut self.places);
            members.iter().filter_map(|member| member.person.home).for_each(|home| {
                places.number(&home);
            });
        }
        build(reference, &self.places, members).into_iter().for_each(|block| self.put_up(block));
    }

    /// The blocks no larger than so many, once there are enough of them to be joined with so many into one.
    fn to_join(&self, people: usize) -> Vec<usize> {
        let small = || self.counts().filter(|(_, count)| *count <= people);
        let fits = people + small().map(|(_, count)| count).sum::<usize>() <= BLOCK;
        if fits && small().count() >= JOINED { small().map(|(at, _)| at).collect() } else { Vec::new() }
    }

    /// The blocks with most places struck off.
    fn emptiest(&self) -> Vec<usize> {
        let struck = |(at, count): (usize, usize)| (self.shelf(at).block.size() - count, at);
        let mut blocks: Vec<(usize, usize)> = self.counts().map(struck).collect();
        blocks.sort_unstable_by(|left, right| right.cmp(left));
        blocks.into_iter().take(CLEARED).map(|(_, at)| at).collect()
    }

    fn counts(&self) -> impl Iterator<Item = (usize, usize)> {
        let standing = self.shelves.iter().enumerate();
        standing.filter_map(|(at, shelf)| Some((at, shelf.as_ref()?.count)))
    }

    fn take_down(&mut self, at: usize, members: &mut Vec<Member>) {
        self.shelf(at).unpack(&self.places, members);
        self.clear(at);
    }

    /// Takes a block away whose people are laid out anew.
    fn clear(&mut self, at: usize) {
        if let Some(shelf) = self.shelves[at].take() {
            self.struck -= shelf.block.size() - shelf.count;
        }
    }

    fn put_up(&mut self, block: Block) {
        let free = self.shelves.iter().position(Option::is_none);
        let at = free.unwrap_or(self.shelves.len());
        (0..block.size()).for_each(|place| self.index.put(block.id(place), Spot::Shelf(at, place)));
        let shelf = Some(Shelf::new(block));
        match self.shelves.get_mut(at) {
            Some(place) => *place = shelf,
            None => self.shelves.push(shelf),
        }
    }
}

impl Shelf {
    fn new(block: Block) -> Self {
        let size = block.size();
        let mut present = vec![u64::MAX; words_for(size)];
        if let (Some(last), 1..) = (present.last_mut(), size % 64) {
            *last = !(u64::MAX << (size % 64));
        }
        Self { block: Arc::new(block), present: present.into(), count: size }
    }

    /// The bits of those who have not left and are visible to a viewer.
    #[inline(always)]
    pub(crate) fn visible(&self, viewer: &Viewer, words: &mut [u64]) {
        self.block.audience.visible(viewer, words);
        words.iter_mut().zip(&*self.present).for_each(|(word, present)| *word &= present);
    }

    fn unpack(&self, places: &Places, members: &mut Vec<Member>) {
        each(&self.present, |place| members.push(self.block.member(place, places)));
    }
}
