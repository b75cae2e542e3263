//! 地域との縁: what the person declared of the place. Home is no tie, and nothing declared is nothing declared.

use super::{FULL, Value};
use crate::pair::Pair;

/// The best of all ties and interests, each at the nearest level it shares with the posting.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let (place, person) = (&pair.posting.place, pair.person);
    Value::stated(if person.ties.names_municipality_of(place) {
        FULL
    } else if person.interests.names_municipality_of(place) {
        8_000
    } else if person.ties.names_prefecture_of(place) {
        7_000
    } else if person.interests.names_prefecture_of(place) {
        5_000
    } else if person.interests.names_any_of(pair.posting.block) {
        3_000
    } else if person.interested_anywhere {
        2_000
    } else {
        0
    })
}
