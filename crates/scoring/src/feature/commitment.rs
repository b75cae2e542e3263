//! 稼働: hours, period and slots, the mean of the parts that the posting states.

use domain::AskedHours;

use super::{NEUTRAL, Value, share_of};
use crate::pair::Pair;
use crate::period::Period;
use crate::posting::CompiledPosting;

/// When the posting states hours, slots, or both a start and an end.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    desired_hours(posting).is_some() || bounded(posting).is_some() || !posting.terms.slots.is_empty()
}

/// The mean of the parts, floored; a part the person left blank is neutral.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let parts = [hours(pair), period(pair), slots(pair)];
    let (mut total, mut count, mut assumed) = (0u32, 0u32, false);
    for part in parts.into_iter().flatten() {
        total += u32::from(part.points);
        count += 1;
        assumed |= part.assumed;
    }
    let points = total.checked_div(count).unwrap_or(0);
    Value { points: u16::try_from(points).expect("a mean of values up to 10000 is one"), assumed }
}

/// The hours a week that are desired, above 0.
pub(crate) fn desired_hours(posting: &CompiledPosting) -> Option<u8> {
    posting.terms.hours_per_week.and_then(AskedHours::desired).filter(|hours| *hours > 0)
}

/// The posting's period, when it has both a start and an end.
pub(crate) fn bounded(posting: &CompiledPosting) -> Option<Period> {
    posting.period.filter(|period| period.is_bounded())
}

fn hours(pair: &Pair<'_>) -> Option<Value> {
    let desired = desired_hours(pair.posting)?;
    Some(part(pair.person.hours_per_week, |hours| share_of(hours.into(), desired.into())))
}

fn period(pair: &Pair<'_>) -> Option<Value> {
    let asked = bounded(pair.posting)?;
    Some(part(pair.person.period, |period| {
        share_of(asked.shared(period).map_or(0, Period::days), asked.days())
    }))
}

fn slots(pair: &Pair<'_>) -> Option<Value> {
    let asked = pair.posting.terms.slots;
    let stated = Some(pair.person.slots).filter(|slots| !slots.is_empty());
    let share = || part(stated, |slots| share_of(slots.shared(asked).len().into(), asked.len().into()));
    (!asked.is_empty()).then(share)
}

fn part<T>(stated: Option<T>, points: impl FnOnce(T) -> u16) -> Value {
    stated.map_or(Value::assumed(NEUTRAL), |stated| Value::stated(points(stated)))
}
