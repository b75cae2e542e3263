//! The hard constraints of a pair (scoring version 1, §2): pass, fail, or to confirm.
//!
//! Decides; which values to show beside a decision is in `line`.

use domain::{ConstraintCode, MainJobPermission, Outcome, PostingTerms, Residency, Word, WordSet, WorkStyle};

use crate::pair::Pair;
use crate::period::Period;

mod line;

pub(crate) use line::{lines, residency_fact};

/// A set of constraints.
pub(crate) type Codes = WordSet<ConstraintCode>;

/// What became of all constraints of a pair.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Screen {
    /// Those that exclude the person.
    pub(crate) failed: Codes,
    /// Those to confirm.
    pub(crate) unknown: Codes,
}

/// Checks every constraint of a pair.
pub(crate) fn screen(pair: &Pair<'_>) -> Screen {
    let mut screen = Screen::default();
    for code in ConstraintCode::ALL {
        match outcome(*code, pair) {
            Some(Outcome::Fail) => screen.failed.insert(*code),
            Some(Outcome::Unknown) => screen.unknown.insert(*code),
            Some(Outcome::Pass) | None => {}
        }
    }
    screen
}

/// What becomes of one constraint; `None` when it is not asked.
pub(crate) fn outcome(code: ConstraintCode, pair: &Pair<'_>) -> Option<Outcome> {
    let (terms, person) = (&pair.posting.terms, pair.person);
    match code {
        ConstraintCode::SkillRequired => skills(pair),
        ConstraintCode::Hours => {
            let min = terms.hours_per_week?.min?;
            Some(judge(person.hours_per_week, |hours| hours >= min))
        }
        ConstraintCode::Slots => {
            let stated = (!person.slots.is_empty()).then_some(person.slots);
            let enough = u32::from(terms.min_shared_slots);
            (!terms.slots.is_empty())
                .then(|| judge(stated, |slots| slots.shared(terms.slots).len() >= enough))
        }
        ConstraintCode::Period => {
            let asked = pair.posting.period?;
            let enough = u64::from(terms.min_days);
            Some(judge(person.period, |period| asked.shared(period).map_or(0, Period::days) >= enough))
        }
        ConstraintCode::WorkStyle => {
            let stated = (!person.work_styles.is_empty()).then_some(person.work_styles);
            Some(judge(stated, |styles| styles.contains(terms.work_style)))
        }
        ConstraintCode::Visits => {
            let visits = asked_visits(terms)?;
            Some(judge(person.max_visits_per_month, |most| visits <= most))
        }
        ConstraintCode::Travel => (terms.work_style != WorkStyle::Remote)
            .then(|| judge(pair.km.zip(person.max_travel_km), |(km, most)| km <= most)),
        ConstraintCode::Residency => residency(pair),
        ConstraintCode::ContractForm => {
            let stated = (!person.contract_forms.is_empty()).then_some(person.contract_forms);
            Some(judge(stated, |forms| forms.contains(terms.contract_form)))
        }
        ConstraintCode::Reward => {
            let both = pair.posting.offer.zip(person.min_reward_yen_per_hour);
            person.reward_is_firm.then(|| judge(both, |(offer, wish)| offer >= u64::from(wish)))
        }
        ConstraintCode::MainJob => Some(match person.permission {
            None | Some(MainJobPermission::Unconfirmed) => Outcome::Unknown,
            Some(MainJobPermission::Forbidden) => Outcome::Fail,
            Some(
                MainJobPermission::Notified | MainJobPermission::Permitted | MainJobPermission::NotRequired,
            ) => Outcome::Pass,
        }),
    }
}

/// The visits that are asked of a person: at least one, and not remote.
pub(crate) fn asked_visits(terms: &PostingTerms) -> Option<u8> {
    terms.visits_per_month.filter(|visits| *visits >= 1 && terms.work_style != WorkStyle::Remote)
}

/// All required skills together; no skills stated means none held.
fn skills(pair: &Pair<'_>) -> Option<Outcome> {
    let mut asked = None;
    for wanted in &pair.posting.wanted {
        let Some(min) = wanted.min_proficiency else { continue };
        if wanted.level_held(&pair.person.skills).is_none_or(|level| level < min) {
            return Some(Outcome::Fail);
        }
        asked = Some(Outcome::Pass);
    }
    asked
}

fn residency(pair: &Pair<'_>) -> Option<Outcome> {
    let bounds = pair.posting.bounds.as_ref()?;
    let inside = pair.person.home.map(|home| bounds.contain(&home));
    Some(match pair.posting.terms.residency.as_ref()? {
        // An exception of the definition: here a blank home is in none of the regions, not to be confirmed.
        Residency::Within(_) => judge(Some(inside == Some(true)), |holds| holds),
        Residency::Outside(_) => judge(inside, |inside| !inside),
    })
}

/// A value that was left blank never excludes.
fn judge<T>(stated: Option<T>, holds: impl FnOnce(T) -> bool) -> Outcome {
    match stated.map(holds) {
        None => Outcome::Unknown,
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
    }
}
