//! 通いやすさ: how near the person lives, or how seldom they would have to come.

use domain::WorkStyle;

use super::{FULL, NEUTRAL, Value};
use crate::pair::Pair;
use crate::posting::CompiledPosting;

/// From here on distance alone is worth nothing, in kilometres.
const FAR_KM: u32 = 200;

/// What each visit a month takes from a full value.
const PER_VISIT: u16 = 2_000;

/// Unless the work is remote.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    posting.terms.work_style != WorkStyle::Remote
}

/// The better of nearness and rarity of visits; nearness is neutral where home is blank.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let base = nearness(pair);
    let rarity = match pair.posting.terms.visits_per_month {
        Some(visits) => FULL.saturating_sub(PER_VISIT.saturating_mul(u16::from(visits))),
        None => 0,
    };
    Value { points: base.points.max(rarity), ..base }
}

/// The mean of closeness and of sharing the prefecture.
fn nearness(pair: &Pair<'_>) -> Value {
    let Some((home, km)) = pair.person.home.zip(pair.km) else {
        return Value::assumed(NEUTRAL);
    };
    let closeness = u32::from(FULL) / FAR_KM * FAR_KM.saturating_sub(u32::from(km));
    let neighbourhood = if home.shares_prefecture(&pair.posting.place) { u32::from(FULL) } else { 0 };
    Value::stated(
        u16::try_from((closeness + neighbourhood) / 2).expect("a mean of values up to 10000 is one"),
    )
}
