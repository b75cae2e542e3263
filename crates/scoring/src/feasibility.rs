//! 届きそうな人 (scoring version 1, §5): how many a posting reaches, what keeps the others out, what would open it.

use std::cmp::Reverse;

use domain::{ConstraintCode, Feasibility, Outcome, Relaxation};

use crate::constraint::{self, Codes};
use crate::exclusion::Tally;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::{Among, Snapshot};
use crate::posting::CompiledPosting;
use crate::query::{Census, Query};
mod relaxation;

pub(crate) use relaxation::Step;

impl Snapshot {
    /// Counts those eligible as the posting is, and after each single step it could take.
    pub fn feasibility(&self, posting: &CompiledPosting, among: Among<'_>) -> Feasibility {
        let viewer = match among {
            Among::Listed(ids) => return of_people(posting, self.listed(ids).iter()),
            Among::Visible(viewer) => viewer,
        };
        let steps = relaxation::steps(posting);
        let mut census = Census::new(&steps);
        Query::new(posting, self, viewer).count(&mut census);
        let Census { reached, tally, .. } = census;
        shown(steps, &reached, &tally)
    }
}

/// Counts these people, one after the other.
pub(crate) fn of_people<'p>(
    posting: &CompiledPosting,
    people: impl Iterator<Item = &'p CompiledPerson>,
) -> Feasibility {
    let steps = relaxation::steps(posting);
    let (mut tally, mut reached) = (Tally::default(), vec![0; steps.len()]);
    for person in people {
        let pair = Pair::new(posting, person);
        let failed = constraint::screen(&pair).failed;
        tally.count(failed);
        for (step, count) in steps.iter().zip(&mut reached) {
            *count += u64::from(is_eligible_after(step, &pair, failed));
        }
    }
    shown(steps, &reached, &tally)
}

/// The counts as they are shown.
fn shown(steps: Vec<Step>, reached: &[u64], tally: &Tally) -> Feasibility {
    let totals = tally.totals();
    let mut relaxations: Vec<Relaxation> =
        steps.into_iter().zip(reached).map(|(step, eligible)| step.shown(*eligible, totals)).collect();
    relaxations.sort_by_key(|relaxation| Reverse(relaxation.eligible));
    Feasibility { totals, exclusions: tally.exclusions(), relaxations }
}

/// A step touches few constraints: the others stand as they are, and only those few are checked again.
pub(crate) fn is_eligible_after(step: &Step, pair: &Pair<'_>, failed: Codes) -> bool {
    if failed.iter().any(|code| !step.touches.contains(code)) {
        return false;
    }
    let after = Pair { posting: &step.posting, ..*pair };
    let holds = |code: ConstraintCode| constraint::outcome(code, &after) != Some(Outcome::Fail);
    step.touches.iter().all(holds)
}
