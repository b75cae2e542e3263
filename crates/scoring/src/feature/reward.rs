//! 報酬: how near the offer comes to the person's wish. Who names no wish is content; unpaid work is not measured.

use super::{FULL, Value, share_of};
use crate::pair::Pair;
use crate::posting::CompiledPosting;

/// When the work is paid and the offer is known.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    !posting.terms.is_unpaid() && posting.offer.is_some()
}

/// The offer as a share of the wish, full from the wish on.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let wish = pair.person.min_reward_yen_per_hour.filter(|wish| *wish > 0);
    let share = pair.posting.offer.zip(wish).map(|(offer, wish)| share_of(offer, wish.into()));
    Value::stated(share.unwrap_or(FULL))
}
