//! 地域との縁: what the person declared of the place. Home is no tie, and nothing declared is nothing declared.

use super::{FULL, Value};
use crate::pair::Pair;

/// A tie in the posting's municipality.
pub(crate) const TIE_IN_MUNICIPALITY: u16 = FULL;
/// An interest in it.
pub(crate) const INTEREST_IN_MUNICIPALITY: u16 = 8_000;
/// A tie in its prefecture.
pub(crate) const TIE_IN_PREFECTURE: u16 = 7_000;
/// An interest in it.
pub(crate) const INTEREST_IN_PREFECTURE: u16 = 5_000;
/// An interest in its block.
pub(crate) const INTEREST_IN_BLOCK: u16 = 3_000;
/// Anywhere would do.
pub(crate) const INTEREST_ANYWHERE: u16 = 2_000;

/// The best of all ties and interests, each at the nearest level it shares with the posting.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let (place, person) = (&pair.posting.place, pair.person);
    Value::stated(if person.ties.names_municipality_of(place) {
        TIE_IN_MUNICIPALITY
    } else if person.interests.names_municipality_of(place) {
        INTEREST_IN_MUNICIPALITY
    } else if person.ties.names_prefecture_of(place) {
        TIE_IN_PREFECTURE
    } else if person.interests.names_prefecture_of(place) {
        INTEREST_IN_PREFECTURE
    } else if person.interests.names_any_of(pair.posting.block) {
        INTEREST_IN_BLOCK
    } else if person.interested_anywhere {
        INTEREST_ANYWHERE
    } else {
        0
    })
}
