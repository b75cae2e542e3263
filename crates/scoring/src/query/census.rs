//! Counting people without looking at any: sets of those who pass, joined and counted by their bits.

use domain::{ConstraintCode, Word};

use super::grading::Home;
use super::sieve::{Sieve, Words};
use super::{Grader, Jury, Query};
use crate::constraint::Codes;
use crate::exclusion::Tally;
use crate::feasibility::{Step, is_eligible_after};
use crate::pair::Pair;
use crate::pool::Shelf;
use crate::pool::slots::{WORDS, count};
use crate::wide::{Work, wide};

const CODES: usize = ConstraintCode::ALL.len();

/// Everybody counted: as the posting is, and after each of some steps.
pub(crate) struct Census<'a> {
    steps: &'a [Step],
    /// How many are kept out, and by what.
    pub(crate) tally: Tally,
    /// How many are eligible after each step.
    pub(crate) reached: Vec<u64>,
}

/// The sets of one block.
struct Sets {
    visible: Words,
    /// Who passes each constraint, in the order of the table.
    pass: [Words; CODES],
    eligible: Words,
}

impl<'a> Census<'a> {
    /// Nobody counted yet.
    pub(crate) fn new(steps: &'a [Step]) -> Self {
        Self { steps, tally: Tally::default(), reached: vec![0; steps.len()] }
    }

    #[inline(always)]
    fn count_block(&mut self, query: &Query<'_>, shelf: &Shelf, sets: &mut Sets) {
        let words = shelf.block.words();
        let sieve = Sieve { posting: query.posting, homes: &query.homes };
        sets.fill(&sieve, query, shelf);
        let (mut once, mut twice): (Words, Words) = ([0; WORDS], [0; WORDS]);
        for pass in &sets.pass {
            let counted = once.iter_mut().zip(&mut twice).zip(sets.visible.iter().zip(pass));
            for ((once, twice), (visible, pass)) in counted.take(words) {
                let fail = visible & !pass;
                *twice |= *once & fail;
                *once |= fail;
            }
        }
        for (eligible, (visible, once)) in
            sets.eligible.iter_mut().zip(sets.visible.iter().zip(&once)).take(words)
        {
            *eligible = visible & !once;
        }
        self.tally.count_people(count(&sets.eligible[..words]), count(&once[..words]));
        for (code, pass) in ConstraintCode::ALL.iter().zip(&sets.pass) {
            let (mut excluded, mut alone) = (0, 0);
            for ((visible, pass), twice) in sets.visible.iter().zip(pass).zip(&twice).take(words) {
                let fail = visible & !pass;
                excluded += u64::from(fail.count_ones());
                alone += u64::from((fail & !twice).count_ones());
            }
            self.tally.count_code(*code, excluded, alone);
        }
        for (step, reached) in self.steps.iter().zip(&mut self.reached) {
            let mut left = sets.visible;
            for (code, pass) in ConstraintCode::ALL.iter().zip(&sets.pass) {
                if !step.touches.contains(*code) {
                    left[..words].iter_mut().zip(pass).for_each(|(left, pass)| *left &= pass);
                }
            }
            // A step moves neither the place nor the regions of the residency, so homes are to it what they are now.
            let sieve = Sieve { posting: &step.posting, homes: &query.homes };
            for code in step.touches.iter() {
                sieve.keep(code, &shelf.block, &mut left[..words]);
            }
            *reached += count(&left[..words]);
        }
    }

    fn count_pair(&mut self, pair: &Pair<'_>, failed: Codes) {
        self.tally.count(failed);
        for (step, reached) in self.steps.iter().zip(&mut self.reached) {
            *reached += u64::from(is_eligible_after(step, pair, failed));
        }
    }
}

impl Sets {
    fn boxed() -> Box<Self> {
        Box::new(Self { visible: [0; WORDS], pass: [[0; WORDS]; CODES], eligible: [0; WORDS] })
    }

    #[inline(always)]
    fn fill(&mut self, sieve: &Sieve<'_>, query: &Query<'_>, shelf: &Shelf) {
        let words = shelf.block.words();
        shelf.visible(&query.viewer, &mut self.visible[..words]);
        for (code, pass) in ConstraintCode::ALL.iter().zip(&mut self.pass) {
            pass[..words].fill(u64::MAX);
            sieve.keep(*code, &shelf.block, &mut pass[..words]);
        }
    }
}

/// One shelf counted.
struct CountShelf<'a, 'b> {
    query: &'a Query<'a>,
    shelf: &'a Shelf,
    census: &'a mut Census<'b>,
    sets: &'a mut Sets,
}

/// One shelf counted, and those eligible put before a jury.
struct CountAndGradeShelf<'a, 'b, J> {
    number: u32,
    count: CountShelf<'a, 'b>,
    grader: &'a Grader<'a>,
    jury: &'a mut J,
}

impl Work for CountShelf<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        self.census.count_block(self.query, self.shelf, self.sets);
    }
}

impl<J: Jury> Work for CountAndGradeShelf<'_, '_, J> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self { number, count: CountShelf { query, shelf, census, sets }, grader, jury } = self;
        census.count_block(query, shelf, sets);
        grader.grade_block((number, &shelf.block), (&mut sets.eligible, Home::Passed), jury);
    }
}

impl Query<'_> {
    /// Counts everybody.
    pub(crate) fn count(&self, census: &mut Census<'_>) {
        let mut sets = Sets::boxed();
        for (_, shelf) in self.shelves() {
            wide(CountShelf { query: self, shelf, census, sets: &mut sets });
        }
        self.tail().for_each(|(_, pair, failed)| census.count_pair(&pair, failed));
    }

    /// Counts everybody, and puts those eligible before a jury.
    pub(crate) fn count_and_grade(&self, census: &mut Census<'_>, grader: &Grader<'_>, jury: &mut impl Jury) {
        let mut sets = Sets::boxed();
        for (number, shelf) in self.shelves() {
            let count = CountShelf { query: self, shelf, census, sets: &mut sets };
            wide(CountAndGradeShelf { number, count, grader, jury });
        }
        self.tail().for_each(|(found, pair, failed)| {
            census.count_pair(&pair, failed);
            if failed.is_empty() {
                grader.grade_pair(found, &pair, jury);
            }
        });
    }
}
