//! 通いやすさ: how near the person lives, or how seldom they would have to come.

use domain::WorkStyle;

use super::{FULL, NEUTRAL, Value};
use crate::pair::Pair;
use crate::posting::CompiledPosting;

/// From here on distance alone is worth nothing, in kilometres.
const FAR_KM: u16 = 200;

/// What each visit a month takes from a full value.
const PER_VISIT: u16 = 2_000;

/// Unless the work is remote.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    posting.terms.work_style != WorkStyle::Remote
}

/// The better of nearness and rarity of visits; nearness is neutral where home is blank.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let rarity = rarity(pair.posting);
    match pair.person.home.zip(pair.km) {
        Some((home, km)) => Value::stated(of_home(rarity, km, home.shares_prefecture(&pair.posting.place))),
        None => Value::assumed(of_no_home(rarity)),
    }
}

/// The value for those who live so far away, in the posting's prefecture or not.
#[inline(always)]
pub(crate) fn of_home(rarity: u16, km: u16, is_neighbour: bool) -> u16 {
    let closeness = FULL / FAR_KM * FAR_KM.saturating_sub(km);
    let neighbourhood = if is_neighbour { FULL } else { 0 };
    ((closeness + neighbourhood) / 2).max(rarity)
}

/// The value for those whose home is blank.
pub(crate) fn of_no_home(rarity: u16) -> u16 {
    NEUTRAL.max(rarity)
}

/// What seldom having to come is worth.
pub(crate) fn rarity(posting: &CompiledPosting) -> u16 {
    match posting.terms.visits_per_month {
        Some(visits) => FULL.saturating_sub(PER_VISIT.saturating_mul(u16::from(visits))),
        None => 0,
    }
}
