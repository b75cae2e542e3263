//! A posting and a person side by side, and their score with all its parts.

use domain::{BreakdownLine, Feature, PairScore, Word, WorkStyle};

use crate::feature::{self, Value};
use crate::person::CompiledPerson;
use crate::posting::CompiledPosting;
use crate::score::{self, Points};
use crate::weighing::Weighing;

/// A posting and a person; what both sides' rules share is worked out once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pair<'a> {
    pub(crate) posting: &'a CompiledPosting,
    pub(crate) person: &'a CompiledPerson,
    /// Kilometres from home to the posting; `None` for remote work or a blank home.
    pub(crate) km: Option<u16>,
}

impl<'a> Pair<'a> {
    /// Puts the two side by side.
    pub(crate) fn new(posting: &'a CompiledPosting, person: &'a CompiledPerson) -> Self {
        let km = match posting.terms.work_style {
            WorkStyle::Remote => None,
            WorkStyle::OnSite | WorkStyle::Hybrid => person.home.map(|home| home.km(&posting.place)),
        };
        Self { posting, person, km }
    }

    /// The value of every feature; 0 for those that do not apply to the posting.
    pub(crate) fn points(&self) -> Points {
        feature::values(self).map(|value| value.map_or(0, |value| value.points))
    }

    /// The score with its breakdown, made together.
    pub(crate) fn score(&self, weighing: &Weighing) -> PairScore {
        let values = feature::values(self);
        let points = values.map(|value| value.map_or(0, |value| value.points));
        let weights = weighing.numbers();
        let contributions = score::contributions(&points, &weights);
        let line = |feature: Feature, weight: u8| {
            let value = values[feature.index()].unwrap_or(Value::ZERO);
            BreakdownLine {
                feature,
                value: value.points,
                weight,
                contribution: contributions[feature.index()],
                assumed: value.assumed,
                evidence: match feature {
                    Feature::Skill => feature::skill::evidence(self),
                    _ => Vec::new(),
                },
            }
        };
        let (forward, reverse) = score::sides(&points, &weights);
        PairScore {
            score: score::score(&points, &weights),
            forward,
            reverse,
            mutual: score::mutual(forward, reverse),
            breakdown: weighing.applied.iter().map(|(feature, weight)| line(feature, weight)).collect(),
            preferred: weighing.preferred,
            applied: weighing.applied,
        }
    }
}
