//! One made-up posting: a short project somewhere in the country, with or without required skills.

use chrono::{Days, NaiveDate};
use domain::{
    AskedHours, ContractForm, MunicipalityCode, PartialWeights, PostingTerms, PreferredSkill, Proficiency,
    RequiredSkill, Residency, Reward, RewardKind, Slot, Word, WordSet, WorkStyle,
};

use super::dice::Dice;
use super::person::{categories, first_day, some_words};
use super::{Asks, Population};

const REQUIRED: [(u64, u64); 4] = [(1, 45), (2, 30), (3, 17), (4, 8)];
const MIN_LEVELS: [(i64, u64); 4] = [(1, 25), (2, 45), (3, 25), (4, 5)];
const STYLES: [(WorkStyle, u64); 3] =
    [(WorkStyle::Remote, 35), (WorkStyle::Hybrid, 45), (WorkStyle::OnSite, 20)];
const FORMS: [(ContractForm, u64); 6] = [
    (ContractForm::QuasiMandate, 60),
    (ContractForm::Commission, 15),
    (ContractForm::WorkContract, 10),
    (ContractForm::Employment, 7),
    (ContractForm::ProBono, 5),
    (ContractForm::FiscalYearStaff, 3),
];
const VISITS: [(u8, u64); 5] = [(0, 10), (1, 45), (2, 25), (3, 8), (4, 12)];
const REWARDS: [(RewardKind, u64); 5] = [
    (RewardKind::Hourly, 45),
    (RewardKind::Monthly, 30),
    (RewardKind::Daily, 10),
    (RewardKind::Fixed, 10),
    (RewardKind::None, 5),
];

/// Everything that scoring reads of a posting.
pub(super) fn terms(population: &Population, asks: Asks, dice: &mut Dice) -> PostingTerms {
    let (required, preferred) = match asks {
        Asks::Skills => (dice.lot(&REQUIRED), dice.within(0, 3)),
        Asks::Nothing => (0, dice.within(1, 3)),
    };
    let (required_skills, preferred_skills) = skills(population, (required, preferred), dice);
    let municipality = *dice.even(&population.country.homes);
    let work_style = dice.lot(&STYLES);
    let visits = (work_style != WorkStyle::Remote && dice.percent(80)).then(|| dice.lot(&VISITS));
    let slots = slots(dice);
    let (starts_on, ends_on, min_days) = period(dice);
    let contract_form = dice.lot(&FORMS);
    PostingTerms {
        contract_form,
        municipality,
        work_style,
        required_skills,
        preferred_skills,
        visits_per_month: visits,
        hours_per_week: hours(dice),
        min_shared_slots: if slots.len() > 1 { *dice.even(&[1, 1, 2]) } else { 1 },
        slots,
        starts_on,
        ends_on,
        min_days,
        residency: residency(population, municipality, dice),
        reward: (contract_form != ContractForm::ProBono && dice.percent(80)).then(|| reward(dice)),
        categories: categories(population, dice, 2),
        weights: PartialWeights::default(),
    }
}

fn skills(
    population: &Population,
    (required, preferred): (u64, u64),
    dice: &mut Dice,
) -> (Vec<RequiredSkill>, Vec<PreferredSkill>) {
    let drawn = population.popularity.distinct(dice, required + preferred);
    let (mut needed, mut helpful) = (Vec::new(), Vec::new());
    for place in drawn {
        let skill = population.reference.skills.at(place).id.clone();
        if (needed.len() as u64) < required {
            let min_proficiency =
                Proficiency::new(dice.lot(&MIN_LEVELS)).expect("the levels above are 1 to 4");
            needed.push(RequiredSkill { skill, min_proficiency });
        } else {
            helpful.push(PreferredSkill { skill, weight: *dice.even(&[1, 2, 3]) });
        }
    }
    (needed, helpful)
}

fn hours(dice: &mut Dice) -> Option<AskedHours> {
    let min = *dice.even(&[2, 3, 4, 4, 5, 6, 8, 10]);
    let more = *dice.even(&[0, 2, 4, 6]);
    match dice.below(10) {
        0..=1 => None,
        2 => Some(AskedHours { min: None, desired: Some(min + more) }),
        _ => Some(AskedHours { min: Some(min), desired: Some(min + more) }),
    }
}

/// Meetings are asked for in the evening or by day; most postings leave it open.
fn slots(dice: &mut Dice) -> WordSet<Slot> {
    let is_evening = dice.percent(60);
    some_words(dice, 70, |slot: Slot| {
        let is_weekend = slot.index() >= Slot::SatMorning.index();
        match (is_weekend, slot.index() % 3 == 2, is_evening) {
            (true, _, _) => 10,
            (false, true, true) | (false, false, false) => 45,
            (false, _, _) => 5,
        }
    })
}

fn period(dice: &mut Dice) -> (Option<NaiveDate>, Option<NaiveDate>, u16) {
    let starts_on = first_day() + Days::new(dice.within(60, 180));
    let ends_on = starts_on + Days::new(dice.within(59, 179));
    let min_days = *dice.even(&[1, 14, 30, 30, 45]);
    match dice.below(10) {
        0..=1 => (None, None, 1),
        2 => (Some(starts_on), None, min_days),
        _ => (Some(starts_on), Some(ends_on), min_days),
    }
}

/// One posting in seven looks for people of its prefecture, or for people from elsewhere.
fn residency(population: &Population, place: MunicipalityCode, dice: &mut Dice) -> Option<Residency> {
    let own = domain::RegionCode::Prefecture(place.prefecture());
    match dice.below(14) {
        0 => {
            let another = dice.even(&population.country.homes).prefecture();
            Some(Residency::Within(vec![own, domain::RegionCode::Prefecture(another)]))
        }
        1 => Some(Residency::Outside(vec![own])),
        _ => None,
    }
}

fn reward(dice: &mut Dice) -> Reward {
    let kind = dice.lot(&REWARDS);
    let (least, step) = match kind {
        RewardKind::Hourly => (1_500, 500),
        RewardKind::Daily => (12_000, 4_000),
        RewardKind::Monthly => (40_000, 20_000),
        RewardKind::Fixed => (150_000, 75_000),
        RewardKind::None => return Reward { kind, min_yen: None, max_yen: None },
    };
    let min_yen = least + step * *dice.even(&[0, 1, 2, 3, 4, 5, 6, 7, 8]);
    Reward { kind, min_yen: Some(min_yen), max_yen: Some(min_yen + step) }
}
