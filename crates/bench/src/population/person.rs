//! One made-up person: every field drawn plausibly, a fifth to a third of most left blank.

use chrono::{Days, NaiveDate};
use domain::{
    CandidateProfile, CategoryId, ContractForm, HeldSkill, Interest, MainJob, MainJobPermission, Proficiency,
    RegionCode, RegionTie, Slot, TieKind, Word, WordSet, WorkStyle,
};

use super::Population;
use super::dice::Dice;

const SKILLS: [(u64, u64); 8] = [(1, 8), (2, 14), (3, 18), (4, 18), (5, 16), (6, 12), (7, 8), (8, 6)];
const LEVELS: [(i64, u64); 5] = [(1, 10), (2, 25), (3, 30), (4, 25), (5, 10)];
const TRAVEL_KM: [(u16, u64); 9] =
    [(10, 8), (20, 10), (30, 14), (50, 18), (80, 8), (100, 18), (150, 8), (200, 8), (300, 8)];
const VISITS: [(u8, u64); 9] = [(0, 12), (1, 28), (2, 24), (3, 8), (4, 14), (5, 4), (6, 4), (7, 2), (8, 4)];
const HOURS: [(u8, u64); 11] =
    [(2, 8), (3, 8), (4, 14), (5, 14), (6, 10), (8, 16), (10, 14), (12, 6), (15, 4), (16, 3), (20, 3)];
const STYLES: [(&[WorkStyle], u64); 5] = [
    (&[WorkStyle::Remote], 28),
    (&[WorkStyle::Remote, WorkStyle::Hybrid], 34),
    (&[WorkStyle::Remote, WorkStyle::Hybrid, WorkStyle::OnSite], 16),
    (&[WorkStyle::Hybrid, WorkStyle::OnSite], 12),
    (&[WorkStyle::OnSite], 10),
];
const PERMISSIONS: [(MainJobPermission, u64); 5] = [
    (MainJobPermission::Unconfirmed, 22),
    (MainJobPermission::Notified, 20),
    (MainJobPermission::Permitted, 32),
    (MainJobPermission::NotRequired, 20),
    (MainJobPermission::Forbidden, 6),
];
const FEW: [(u64, u64); 4] = [(0, 40), (1, 35), (2, 18), (3, 7)];

/// In how many of a hundred somebody would take a contract of this form.
fn liking(form: ContractForm) -> u64 {
    match form {
        ContractForm::QuasiMandate => 85,
        ContractForm::WorkContract => 55,
        ContractForm::Commission => 60,
        ContractForm::Employment => 25,
        ContractForm::FiscalYearStaff => 10,
        ContractForm::ProBono => 35,
    }
}

/// In how many of a hundred somebody has this time: evenings and the end of the week, seldom by day.
fn leisure(slot: Slot) -> u64 {
    match slot.index() {
        weekend if weekend >= Slot::SatMorning.index() => 55,
        evening if evening % 3 == 2 => 60,
        _ => 14,
    }
}

/// Everything that scoring reads of a person.
pub(super) fn profile(population: &Population, dice: &mut Dice) -> CandidateProfile {
    let skills = skills(population, dice);
    let home_municipality = (!dice.percent(20)).then(|| population.country.home(dice));
    let (available_from, available_until) = dates(dice);
    let wish = (!dice.percent(30)).then(|| 1_000 + 250 * dice.within(0, 10) + 250 * dice.within(0, 10));
    CandidateProfile {
        skills,
        home_municipality,
        region_ties: ties(population, dice),
        region_interests: interests(population, dice),
        work_styles: if dice.percent(25) {
            WordSet::default()
        } else {
            dice.lot(&STYLES).iter().copied().collect()
        },
        max_travel_km: (!dice.percent(30)).then(|| dice.lot(&TRAVEL_KM)),
        max_visits_per_month: (!dice.percent(25)).then(|| dice.lot(&VISITS)),
        hours_per_week: (!dice.percent(20)).then(|| dice.lot(&HOURS)),
        slots: some_words(dice, 30, leisure),
        available_from,
        available_until,
        min_reward_yen_per_hour: wish.and_then(|yen| u32::try_from(yen).ok()),
        reward_is_firm: wish.is_some() && dice.percent(25),
        contract_forms: some_words(dice, 25, liking),
        categories: if dice.percent(20) { Vec::new() } else { categories(population, dice, 4) },
        main_job: MainJob {
            permission: (!dice.percent(25)).then(|| dice.lot(&PERMISSIONS)),
            public_employee: dice.percent(5),
        },
    }
}

/// From one to `most` themes, ascending.
pub(super) fn categories(population: &Population, dice: &mut Dice, most: u64) -> Vec<CategoryId> {
    let table = population.reference.categories.categories();
    let mut drawn: Vec<CategoryId> =
        (0..dice.within(1, most)).map(|_| table[population.themes.draw(dice)].id.clone()).collect();
    drawn.sort();
    drawn.dedup();
    drawn
}

/// Blank in `blank` of a hundred, else every word by its own chance.
pub(super) fn some_words<W: Word>(dice: &mut Dice, blank: u64, chance: impl Fn(W) -> u64) -> WordSet<W> {
    if dice.percent(blank) {
        return WordSet::default();
    }
    W::ALL.iter().copied().filter(|word| dice.percent(chance(*word))).collect()
}

fn skills(population: &Population, dice: &mut Dice) -> Vec<HeldSkill> {
    let count = dice.lot(&SKILLS);
    let drawn = population.popularity.distinct(dice, count);
    let mut skills = Vec::with_capacity(drawn.len());
    for place in drawn {
        let skill = population.reference.skills.at(place).id.clone();
        let proficiency = Proficiency::new(dice.lot(&LEVELS)).expect("the levels above are 1 to 5");
        skills.push(HeldSkill { skill, proficiency, evidence: None });
    }
    skills
}

/// Some 300 days of beginnings; a third says nothing, a fifth of the rest leaves either end open.
fn dates(dice: &mut Dice) -> (Option<NaiveDate>, Option<NaiveDate>) {
    if dice.percent(30) {
        return (None, None);
    }
    let from = first_day() + Days::new(dice.below(300));
    let until = from + Days::new(dice.within(30, 360));
    match dice.below(5) {
        0 => (None, Some(until)),
        1 => (Some(from), None),
        _ => (Some(from), Some(until)),
    }
}

/// The first day of anything.
pub(super) fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 1).expect("October has a first day")
}

fn ties(population: &Population, dice: &mut Dice) -> Vec<RegionTie> {
    let count = dice.lot(&FEW);
    (0..count)
        .map(|_| RegionTie { region: region(population, dice), kind: *dice.even(TieKind::ALL), note: None })
        .collect()
}

fn interests(population: &Population, dice: &mut Dice) -> Vec<Interest> {
    let count = dice.lot(&FEW);
    (0..count)
        .map(
            |_| {
                if dice.percent(15) { Interest::Anywhere } else { Interest::Region(region(population, dice)) }
            },
        )
        .collect()
}

/// A prefecture or one of its places, anywhere in the country.
fn region(population: &Population, dice: &mut Dice) -> RegionCode {
    let place = *dice.even(&population.country.homes);
    if dice.percent(50) {
        RegionCode::Prefecture(place.prefecture())
    } else {
        RegionCode::Municipality(place)
    }
}
