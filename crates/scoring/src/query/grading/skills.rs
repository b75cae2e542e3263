//! スキル: how well packed skills cover what a posting wants, eight wanted skills at a time.

use crate::pool::unpacked_skill;
use crate::posting::CompiledPosting;
use crate::similarity::credit;
use crate::wanted::Wanted;

/// Wanted skills that are worked on together.
const LANES: usize = 8;

type Lanes = [u16; LANES];

/// How every skill of the table stands to every wanted one.
pub(super) struct Strengths {
    groups: Vec<Group>,
    /// All weights together.
    whole: u32,
}

/// Eight wanted skills, or the last ones.
struct Group {
    weights: Lanes,
    /// `sim` of each skill of the table to each of them.
    sims: Box<[Lanes]>,
}

/// What each level is worth, in percent.
const CREDITS: [u16; 8] = {
    let mut credits = [0; 8];
    let mut level = 0;
    while level < 8 {
        credits[level] = credit(level as u8);
        level += 1;
    }
    credits
};

impl Strengths {
    /// For what a posting wants.
    pub(super) fn new(posting: &CompiledPosting) -> Self {
        Self {
            groups: posting.wanted.chunks(LANES).map(Group::new).collect(),
            whole: posting.wanted.iter().map(|wanted| u32::from(wanted.weight)).sum(),
        }
    }

    /// Whether nothing is wanted.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// `Σ w·m div Σ w`; 0 when nothing is wanted.
    #[inline(always)]
    pub(super) fn points(&self, held: &[u16]) -> u16 {
        let mut total = 0;
        for group in &self.groups {
            let mut best: Lanes = [0; LANES];
            for packed in held {
                let (skill, level) = unpacked_skill(*packed);
                let (sims, credit) = (&group.sims[usize::from(skill)], CREDITS[usize::from(level & 7)]);
                best.iter_mut().zip(sims).for_each(|(best, sim)| *best = (*best).max(sim * credit));
            }
            let weighted = best.iter().zip(&group.weights);
            total += weighted.map(|(best, weight)| u32::from(*best) * u32::from(*weight)).sum::<u32>();
        }
        total.checked_div(self.whole).unwrap_or(0) as u16
    }
}

impl Group {
    fn new(wanted: &[Wanted]) -> Self {
        let mut weights = [0; LANES];
        let mut sims: Box<[Lanes]> =
            vec![[0; LANES]; wanted.first().map_or(0, |wanted| wanted.sims().len())].into();
        for (lane, wanted) in wanted.iter().enumerate() {
            weights[lane] = wanted.weight.into();
            for (row, sim) in sims.iter_mut().zip(wanted.sims()) {
                row[lane] = u16::from(*sim);
            }
        }
        Self { weights, sims }
    }
}
