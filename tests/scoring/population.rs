//! Postings and people that proptest draws: valid ones, rich, and near enough to each other to meet.

use std::sync::{Arc, LazyLock};

use chrono::{Days, NaiveDate};
use domain::{
    AskedHours, CandidateId, CandidateProfile, ContractForm, HeldSkill, Interest, MainJob, MainJobPermission,
    MunicipalityCode, OrganizationId, PartialWeights, PostingId, PostingTerms, PreferredSkill, Proficiency,
    Recipient, Reference, RegionCode, RegionTie, RequiredSkill, Residency, Reward, RewardKind, Slot, TieKind,
    Timestamp, Word, WordSet, WorkStyle,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use scoring::{CompiledPosting, Grant, Pool, PoolEntry, Viewer};

/// The built-in tables.
pub(crate) static REFERENCE: LazyLock<Arc<Reference>> = LazyLock::new(|| Arc::new(Reference::built_in()));

/// An organization by number.
pub(crate) fn organization(number: u8) -> OrganizationId {
    OrganizationId::from_parts(1, [number; 10])
}

/// A person by number; the text of the ids differs early and late.
pub(crate) fn person(number: u32) -> CandidateId {
    let [a, b, c, d] = number.wrapping_mul(2_654_435_761).to_be_bytes();
    CandidateId::from_parts(1_700_000_000_000 + u64::from(number), [a, b, c, d, 5, 6, d, c, b, a])
}

/// The one who looks.
pub(crate) fn viewer() -> Viewer {
    Viewer { organization_id: organization(2), at: Timestamp::parse("2026-11-21T00:00:00Z").unwrap() }
}

/// A pool of these people, open to everybody, as persons 0, 1, 2 …
pub(crate) fn pool_of<'a>(people: impl IntoIterator<Item = &'a CandidateProfile>) -> Pool {
    let mut pool = Pool::new(Arc::clone(&REFERENCE));
    for (number, profile) in (0..).zip(people) {
        pool.put(open_entry(person(number), 1, profile));
    }
    pool
}

/// An entry that everybody may see.
pub(crate) fn open_entry(id: CandidateId, version: i64, profile: &CandidateProfile) -> PoolEntry<'_> {
    let grants = vec![Grant { recipient: Recipient::Any, until: None }];
    PoolEntry { id, owner: organization(1), version, grants, profile }
}

/// The posting under a fixed id.
pub(crate) fn compiled(terms: &PostingTerms) -> CompiledPosting {
    CompiledPosting::new(&REFERENCE, Some(PostingId::from_parts(7, [9; 10])), terms)
}

/// A whole posting.
pub(crate) fn terms() -> impl Strategy<Value = PostingTerms> {
    let asks = (skills_asked(), option::of(0u8..=8), asked_hours(), asked_slots(), asked_period());
    let frame =
        (word::<ContractForm>(), municipality(), word::<WorkStyle>(), option::weighted(0.3, residency()));
    let offer = (option::of(reward()), categories(), option::weighted(0.3, weights()));
    (asks, frame, offer).prop_map(|(asks, frame, offer)| {
        let ((required_skills, preferred_skills), visits_per_month, hours_per_week, slots, period) = asks;
        let (contract_form, municipality, work_style, residency) = frame;
        let (reward, categories, weights) = offer;
        PostingTerms {
            contract_form,
            municipality,
            work_style,
            required_skills,
            preferred_skills,
            visits_per_month,
            hours_per_week,
            slots: slots.0,
            min_shared_slots: slots.1,
            starts_on: period.0,
            ends_on: period.1,
            min_days: period.2,
            residency,
            reward,
            categories,
            weights: weights.unwrap_or_default(),
        }
    })
}

/// A posting that is easy to meet: nobody is kept out, so its order is long.
pub(crate) fn open_terms() -> impl Strategy<Value = PostingTerms> {
    terms().prop_map(|terms| PostingTerms {
        required_skills: Vec::new(),
        hours_per_week: terms.hours_per_week.map(|hours| AskedHours { min: None, desired: hours.desired() }),
        slots: WordSet::default(),
        starts_on: None,
        ends_on: None,
        residency: None,
        work_style: WorkStyle::Remote,
        ..terms
    })
}

/// A whole person, with some things left blank.
pub(crate) fn profile() -> impl Strategy<Value = CandidateProfile> {
    let time = (option::of(0u8..=20), words::<Slot>(6), option::of(day()), option::of(0u64..200));
    let place = (
        option::weighted(0.8, municipality()),
        vec((region(), word::<TieKind>(), option::of("[ぁ-ん]{1,8}")), 0..3),
        vec(interest(), 0..3),
        option::of(0u16..1500),
    );
    let terms = (
        words::<WorkStyle>(3),
        words::<ContractForm>(6),
        option::of(0u8..=8),
        option::of((0u32..6000, any::<bool>())),
        option::of(word::<MainJobPermission>()),
    );
    (vec(held(), 0..6), time, place, terms, categories()).prop_map(
        |(skills, time, place, terms, categories)| {
            let (hours_per_week, slots, available_from, length) = time;
            let (home_municipality, ties, region_interests, max_travel_km) = place;
            let (work_styles, contract_forms, max_visits_per_month, wish, permission) = terms;
            let tie = |(region, kind, note)| RegionTie { region, kind, note };
            CandidateProfile {
                skills,
                home_municipality,
                region_ties: ties.into_iter().map(tie).collect(),
                region_interests,
                work_styles,
                max_travel_km,
                max_visits_per_month,
                hours_per_week,
                slots,
                available_from,
                available_until: length.map(|days| available_from.unwrap_or(first_day()) + Days::new(days)),
                min_reward_yen_per_hour: wish.map(|(yen, _)| yen),
                reward_is_firm: wish.is_some_and(|(_, firm)| firm),
                contract_forms,
                categories,
                main_job: MainJob { permission, public_employee: false },
            }
        },
    )
}

/// Weights of a request, not all 0 once laid over the default ones.
pub(crate) fn weights() -> impl Strategy<Value = PartialWeights> {
    vec(option::of(0u8..=100), 6)
        .prop_map(|weights| PartialWeights(weights.try_into().unwrap()))
        .prop_filter("not all 0", |weights| weights.0.iter().any(|weight| *weight != Some(0)))
}

/// A held skill, with the person's own words.
pub(crate) fn held() -> impl Strategy<Value = HeldSkill> {
    (skill(), level(), option::of("[ぁ-ん]{1,8}")).prop_map(|(skill, proficiency, evidence)| HeldSkill {
        skill,
        proficiency,
        evidence,
    })
}

/// Mostly from two families, so that all relations occur.
fn skill() -> impl Strategy<Value = domain::SkillId> {
    let at = |index: usize| REFERENCE.skills.skills()[index].id.clone();
    prop_oneof![4 => (0usize..40).prop_map(at), 1 => (0..REFERENCE.skills.skills().len()).prop_map(at)]
}

fn level() -> impl Strategy<Value = Proficiency> {
    (1i64..=5).prop_map(|level| Proficiency::new(level).unwrap())
}

type Asked = (Vec<RequiredSkill>, Vec<PreferredSkill>);

fn skills_asked() -> impl Strategy<Value = Asked> {
    let required = vec((skill(), prop_oneof![3 => Just(1i64), 1 => 2i64..=5]), 0..3);
    let preferred = vec((skill(), 1u8..=3), 0..5);
    (required, preferred).prop_map(|(required, preferred)| {
        let mut named = Vec::new();
        let mut is_new = |skill: &domain::SkillId| {
            let new = !named.contains(skill);
            named.push(skill.clone());
            new
        };
        let required = required.into_iter().filter(|(skill, _)| is_new(skill)).collect::<Vec<_>>();
        let preferred = preferred.into_iter().filter(|(skill, _)| is_new(skill)).collect::<Vec<_>>();
        let require =
            |(skill, level)| RequiredSkill { skill, min_proficiency: Proficiency::new(level).unwrap() };
        let prefer = |(skill, weight)| PreferredSkill { skill, weight };
        (required.into_iter().map(require).collect(), preferred.into_iter().map(prefer).collect())
    })
}

fn asked_hours() -> impl Strategy<Value = Option<AskedHours>> {
    option::of((1u8..=12, 0u8..=8, 0u8..3).prop_map(|(min, more, shape)| match shape {
        0 => AskedHours { min: Some(min), desired: None },
        1 => AskedHours { min: None, desired: Some(min) },
        _ => AskedHours { min: Some(min), desired: Some(min + more) },
    }))
}

fn asked_slots() -> impl Strategy<Value = (WordSet<Slot>, u8)> {
    (words::<Slot>(8), 1u8..=3).prop_map(|(slots, min)| match u8::try_from(slots.len()).unwrap() {
        0 => (slots, min),
        stated => (slots, min.min(stated)),
    })
}

type AskedPeriod = (Option<NaiveDate>, Option<NaiveDate>, u16);

fn asked_period() -> impl Strategy<Value = AskedPeriod> {
    let drawn = (option::of(day()), option::of(0u64..150), 1u16..60, prop::bool::weighted(0.1));
    drawn.prop_map(|(starts_on, length, min_days, asks_too_much)| {
        let ends_on = length.map(|days| starts_on.unwrap_or(first_day()) + Days::new(days));
        let longest = starts_on.and(length).map_or(60, |days| u16::try_from(days + 1).unwrap());
        (starts_on, ends_on, if asks_too_much { min_days } else { min_days.min(longest) })
    })
}

fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 9, 1).unwrap()
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0u64..150).prop_map(|days| first_day() + Days::new(days))
}

fn reward() -> impl Strategy<Value = Reward> {
    (word::<RewardKind>(), option::weighted(0.9, 0u32..200_000)).prop_map(|(kind, yen)| Reward {
        kind,
        min_yen: yen.filter(|_| kind != RewardKind::None),
        max_yen: None,
    })
}

fn categories() -> impl Strategy<Value = Vec<domain::CategoryId>> {
    let mut all: Vec<_> =
        REFERENCE.categories.categories().iter().map(|category| category.id.clone()).collect();
    all.sort();
    subsequence(all, 0..5)
}

/// Loaded ones, and one that is not.
fn municipality() -> impl Strategy<Value = MunicipalityCode> {
    let mut codes: Vec<_> = REFERENCE.regions.municipalities().map(|place| place.code).step_by(4).collect();
    codes.push(MunicipalityCode::parse("202045").unwrap());
    select(codes)
}

fn region() -> impl Strategy<Value = RegionCode> {
    prop_oneof![
        municipality().prop_map(RegionCode::Municipality),
        municipality().prop_map(|code| RegionCode::Prefecture(code.prefecture())),
    ]
}

fn interest() -> impl Strategy<Value = Interest> {
    prop_oneof![1 => Just(Interest::Anywhere), 4 => region().prop_map(Interest::Region)]
}

fn residency() -> impl Strategy<Value = Residency> {
    prop_oneof![
        vec(region(), 1..6).prop_map(Residency::Within),
        vec(region(), 1..4).prop_map(Residency::Outside),
    ]
}

fn word<W: Word + std::fmt::Debug>() -> impl Strategy<Value = W> {
    select(W::ALL)
}

fn words<W: Word + std::fmt::Debug>(most: usize) -> impl Strategy<Value = WordSet<W>> {
    prop_oneof![
        1 => Just(WordSet::default()),
        3 => subsequence(W::ALL, 1..=most).prop_map(|words| words.into_iter().collect()),
    ]
}
