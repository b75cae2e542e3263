//! Everybody who got through, each with their merit: for placing somebody among them.

use super::Found;
use super::best::grade_all;
use super::grading::{Grader, Jury};
use crate::score::{Merit, Points};
use crate::standing::Standing;

/// All of them, in no order.
#[derive(Default)]
pub(crate) struct Everybody {
    standings: Vec<Standing<Found>>,
}

impl Everybody {
    /// Whom a grader finds.
    pub(crate) fn of(grader: &Grader<'_>) -> Vec<Standing<Found>> {
        let mut everybody = Self::default();
        grade_all(grader, &mut everybody);
        everybody.standings
    }
}

impl Jury for Everybody {
    #[inline(always)]
    fn bar(&self) -> Option<Merit> {
        None
    }

    fn is_choosy(&self) -> bool {
        false
    }

    #[inline(always)]
    fn take(&mut self, found: Found, points: Points, merit: Merit) {
        self.standings.push(Standing { merit, points, who: found });
    }
}
