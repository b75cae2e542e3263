//! The best of those who got through, and nobody else: a bounded heap with a rising bar.

use std::collections::BinaryHeap;

use domain::CandidateId;

use super::grading::{Grader, Home, Jury};
use super::sieve::{BEFORE_HOME, BY_HOME, Sieve, Words};
use super::{Found, Query};
use crate::pool::Shelf;
use crate::pool::slots::{WORDS, count};
use crate::score::{Merit, Points};
use crate::standing::Standing;
use crate::tiebreak::TieBreaker;
use crate::wide::{Work, wide};

/// The best so far.
pub(crate) struct Best {
    most: usize,
    tie_breaker: TieBreaker,
    /// The worst of them on top.
    heap: BinaryHeap<Contender>,
}

/// Ordered by place: whoever comes first in a ranking is the least.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Contender {
    merit: std::cmp::Reverse<Merit>,
    tie: u64,
    id: CandidateId,
    shelf: u32,
    place: u32,
    points: Points,
}

impl Best {
    /// At most so many.
    pub(crate) fn new(most: usize, tie_breaker: TieBreaker) -> Self {
        Self { most, tie_breaker, heap: BinaryHeap::new() }
    }

    /// Them, in order.
    pub(crate) fn into_standings(self) -> Vec<Standing<Found>> {
        let standing = |contender: Contender| Standing {
            merit: contender.merit.0,
            points: contender.points,
            who: Found { id: contender.id, shelf: contender.shelf, place: contender.place },
        };
        self.heap.into_sorted_vec().into_iter().map(standing).collect()
    }
}

impl Jury for Best {
    #[inline(always)]
    fn bar(&self) -> Option<Merit> {
        if self.heap.len() < self.most { None } else { self.heap.peek().map(|worst| worst.merit.0) }
    }

    fn is_choosy(&self) -> bool {
        self.most < usize::MAX
    }

    fn take(&mut self, found: Found, points: Points, merit: Merit) {
        let Found { id, shelf, place } = found;
        let tie = self.tie_breaker.of(id);
        let contender = Contender { merit: std::cmp::Reverse(merit), tie, id, shelf, place, points };
        if self.heap.len() < self.most {
            self.heap.push(contender);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && contender < *worst
        {
            *worst = contender;
        }
    }
}

/// One shelf sifted, and who gets through put before a jury.
struct GradeShelf<'a, J> {
    query: &'a Query<'a>,
    shelf: (u32, &'a Shelf),
    passed: &'a mut Words,
    grader: &'a Grader<'a>,
    jury: &'a mut J,
}

/// Puts everybody eligible before a jury; nobody is counted.
pub(crate) fn grade_all<J: Jury>(grader: &Grader<'_>, jury: &mut J) {
    let query = grader.query();
    let mut passed: Words = [0; WORDS];
    for shelf in query.shelves() {
        wide(GradeShelf { query, shelf, passed: &mut passed, grader, jury });
    }
    for (found, pair, failed) in query.tail() {
        if failed.is_empty() {
            grader.grade_pair(found, &pair, jury);
        }
    }
}

impl<J: Jury> Work for GradeShelf<'_, J> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { query, shelf: (number, shelf), passed, grader, jury } = self;
        let block = &*shelf.block;
        let sieve = Sieve { posting: query.posting, homes: &query.homes };
        let words = &mut passed[..block.words()];
        shelf.visible(&query.viewer, words);
        for code in BEFORE_HOME {
            sieve.keep(code, block, words);
            if words.iter().all(|word| *word == 0) {
                return;
            }
        }
        // Few are asked for their home one by one, many by household.
        let home = if count(words) < 2 * block.homes.len() as u64 {
            Home::Unasked
        } else {
            sieve.keep(BY_HOME[0], block, words);
            sieve.keep(BY_HOME[1], block, words);
            Home::Passed
        };
        grader.grade_block((number, block), (passed, home), jury);
    }
}
