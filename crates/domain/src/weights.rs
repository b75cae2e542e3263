//! Features and their weights.

use crate::words;

words! {
    /// 項目: a soft signal of the score. The order here is the order of every breakdown.
    pub enum Feature {
        /// スキル
        Skill = "skill",
        /// 稼働
        Commitment = "commitment",
        /// 通いやすさ
        Place = "place",
        /// 地域との縁
        Tie = "tie",
        /// テーマ
        Theme = "theme",
        /// 報酬
        Reward = "reward",
    }
}

/// A weight for each feature, 0…100, in the order of [`Feature`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Weights(pub [u8; 6]);

impl Default for Weights {
    /// `skill 40, commitment 20, place 15, tie 10, theme 10, reward 5`.
    fn default() -> Self {
        Self([40, 20, 15, 10, 10, 5])
    }
}

impl Weights {
    /// These weights with those of `over` laid on top.
    #[must_use]
    pub fn under(self, over: PartialWeights) -> Self {
        let mut laid = self;
        for (weight, set) in laid.0.iter_mut().zip(over.0) {
            *weight = set.unwrap_or(*weight);
        }
        laid
    }

    /// The weight of one feature.
    pub fn of(self, feature: Feature) -> u8 {
        self.0[feature as usize]
    }
}

/// Weights for some features; the others keep the weight beneath.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PartialWeights(pub [Option<u8>; 6]);

impl PartialWeights {
    /// Whether nothing is set.
    pub fn is_empty(self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

/// The preferred weights without the features that are not applicable to the posting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppliedWeights(pub [Option<u8>; 6]);

impl AppliedWeights {
    /// The applied features with their weights, in order; weight 0 too.
    pub fn iter(self) -> impl Iterator<Item = (Feature, u8)> {
        use crate::Word;
        Feature::ALL.iter().zip(self.0).filter_map(|(feature, weight)| Some((*feature, weight?)))
    }
}
