//! テーマ: how much of what the posting is about the person cares for.

use super::{NEUTRAL, Value, share_of};
use crate::pair::Pair;
use crate::posting::CompiledPosting;

/// When the posting has categories.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    posting.categories != 0
}

/// The share of the posting's categories that the person named; neutral where they named none at all.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let (asked, stated) = (pair.posting.categories, pair.person.categories);
    if stated == 0 {
        return Value::assumed(NEUTRAL);
    }
    Value::stated(share_of((asked & stated).count_ones().into(), asked.count_ones().into()))
}
