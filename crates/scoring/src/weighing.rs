//! Which weights count: preferred ones laid over each other, applied ones by what the posting makes applicable.

use domain::{AppliedWeights, Feature, PartialWeights, Weights, Word};

use crate::feature;
use crate::posting::CompiledPosting;
use crate::score::WeightNumbers;

/// The weights of one posting in one call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weighing {
    /// What was asked for.
    pub(crate) preferred: Weights,
    /// What counts.
    pub(crate) applied: AppliedWeights,
}

impl Weighing {
    /// Request over posting over default.
    pub(crate) fn new(posting: &CompiledPosting, request: PartialWeights) -> Self {
        let preferred = Weights::default().under(posting.terms.weights).under(request);
        let mut applied = [None; 6];
        for feature in Feature::ALL {
            applied[feature.index()] = feature::applies(*feature, posting).then(|| preferred.of(*feature));
        }
        Self { preferred, applied: AppliedWeights(applied) }
    }

    /// The applied weights to count with; 0 where a feature does not apply.
    pub(crate) fn numbers(&self) -> WeightNumbers {
        self.applied.0.map(|weight| u64::from(weight.unwrap_or(0)))
    }
}
