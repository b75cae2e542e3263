//! 届きそうな人 (scoring version 1, §5): how many a posting reaches, what keeps the others out, what would open it.

use std::cmp::Reverse;

use domain::{ConstraintCode, Feasibility, Outcome, Relaxation};

use crate::constraint::{self, Codes};
use crate::exclusion::Tally;
use crate::executor::Executor;
use crate::pair::Pair;
use crate::pool::{Among, Part, Snapshot, size_of};
use crate::posting::CompiledPosting;
use relaxation::Step;

mod relaxation;

impl Snapshot {
    /// Counts those eligible as the posting is, and after each single step it could take.
    pub fn feasibility(
        &self,
        posting: &CompiledPosting,
        among: Among<'_>,
        executor: &Executor,
    ) -> Feasibility {
        let steps: Vec<Step> = relaxation::steps(posting);
        let parts = self.parts(among);
        let counted = executor.map(&parts, size_of(&parts), |part| count_part(posting, &steps, part));
        let (mut tally, mut reached) = (Tally::default(), vec![0u64; steps.len()]);
        for (part_tally, part_reached) in &counted {
            tally.add(part_tally);
            reached.iter_mut().zip(part_reached).for_each(|(whole, part)| *whole += part);
        }
        let totals = tally.totals();
        let mut relaxations: Vec<Relaxation> =
            steps.into_iter().zip(reached).map(|(step, eligible)| step.shown(eligible, totals)).collect();
        relaxations.sort_by_key(|relaxation| Reverse(relaxation.eligible));
        Feasibility { totals, exclusions: tally.exclusions(), relaxations }
    }
}

/// How many of a part are eligible: as it is, and after each step.
fn count_part(posting: &CompiledPosting, steps: &[Step], part: &Part<'_>) -> (Tally, Vec<u64>) {
    let (mut tally, mut reached) = (Tally::default(), vec![0; steps.len()]);
    for person in part.people() {
        let pair = Pair::new(posting, person);
        let failed = constraint::screen(&pair).failed;
        tally.count(failed);
        for (step, count) in steps.iter().zip(&mut reached) {
            *count += u64::from(is_eligible_after(step, &pair, failed));
        }
    }
    (tally, reached)
}

/// A step touches few constraints: the others stand as they are, and only those few are checked again.
fn is_eligible_after(step: &Step, pair: &Pair<'_>, failed: Codes) -> bool {
    if failed.iter().any(|code| !step.touches.contains(code)) {
        return false;
    }
    let after = Pair { posting: &step.posting, ..*pair };
    let holds = |code: ConstraintCode| constraint::outcome(code, &after) != Some(Outcome::Fail);
    step.touches.iter().all(holds)
}
