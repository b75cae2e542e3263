//! The values shown to people: beside constraints, in what would change a place, in what a posting could relax.

use domain::{
    AskedHours, CandidateProfile, ConstraintCode, ContractForm, Fact, HeldSkill, MainJob, MainJobPermission,
    MunicipalityCode, Outcome, PartialWeights, PostingTerms, Proficiency, RegionCode, RequiredSkill,
    Residency, Reward, RewardKind, Slot, WorkStyle,
};
use scoring::{Among, CompiledPerson, explain_pair};

use crate::population::{REFERENCE, compiled, person, pool_of, viewer};

fn skill(id: &str) -> domain::SkillId {
    REFERENCE.skills.find(id).unwrap().id.clone()
}

fn level(level: i64) -> Proficiency {
    Proficiency::new(level).unwrap()
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

/// Asks everything that can be asked.
fn asking() -> PostingTerms {
    PostingTerms {
        contract_form: ContractForm::QuasiMandate,
        municipality: MunicipalityCode::parse("202151").unwrap(),
        work_style: WorkStyle::Hybrid,
        required_skills: vec![
            RequiredSkill { skill: skill("education"), min_proficiency: level(3) },
            RequiredSkill { skill: skill("seo"), min_proficiency: level(2) },
        ],
        preferred_skills: Vec::new(),
        visits_per_month: Some(2),
        hours_per_week: Some(AskedHours { min: Some(4), desired: Some(8) }),
        slots: [Slot::SatMorning, Slot::SatAfternoon, Slot::TueEvening].into_iter().collect(),
        min_shared_slots: 2,
        starts_on: day("2026-09-01"),
        ends_on: day("2026-11-30"),
        min_days: 30,
        residency: Some(Residency::Outside(vec![RegionCode::parse("20").unwrap()])),
        reward: Some(Reward { kind: RewardKind::Daily, min_yen: Some(16_000), max_yen: None }),
        categories: Vec::new(),
        weights: PartialWeights::default(),
    }
}

fn stating() -> CandidateProfile {
    CandidateProfile {
        skills: vec![HeldSkill {
            skill: skill("curriculum-development"),
            proficiency: level(4),
            evidence: None,
        }],
        home_municipality: Some(MunicipalityCode::parse("131016").unwrap()),
        work_styles: [WorkStyle::Remote, WorkStyle::OnSite].into_iter().collect(),
        max_travel_km: Some(100),
        max_visits_per_month: Some(1),
        hours_per_week: Some(5),
        slots: [Slot::SatMorning, Slot::MonMorning].into_iter().collect(),
        available_from: day("2026-11-01"),
        available_until: None,
        min_reward_yen_per_hour: Some(2_000),
        reward_is_firm: true,
        contract_forms: [ContractForm::QuasiMandate].into_iter().collect(),
        main_job: MainJob { permission: Some(MainJobPermission::Notified), public_employee: false },
        ..CandidateProfile::default()
    }
}

type Line = (ConstraintCode, Outcome, Option<Fact>, Option<Fact>);

fn lines(terms: &PostingTerms, profile: &CandidateProfile) -> Vec<Line> {
    let person = CompiledPerson::new(&REFERENCE, person(1), profile);
    let explained = explain_pair(&compiled(terms), &person, PartialWeights::default());
    let shown = explained.constraints.into_iter();
    shown.map(|line| (line.code, line.outcome, line.posting_value, line.candidate_value)).collect()
}

fn number(value: i64) -> Option<Fact> {
    Some(Fact::Number(value))
}

fn word(word: &str) -> Option<Fact> {
    Some(Fact::Word(word.to_owned()))
}

fn words(list: &[&str]) -> Option<Fact> {
    Some(Fact::Words(list.iter().map(|word| (*word).to_owned()).collect()))
}

#[test]
fn every_line_shows_both_sides() {
    use ConstraintCode as Code;
    use Outcome::{Fail, Pass};
    let outside = Some(Fact::Outside(vec![RegionCode::parse("20").unwrap()]));
    let expected = [
        (Code::SkillRequired, Pass, number(3), number(4)),
        (Code::SkillRequired, Fail, number(2), None),
        (Code::Hours, Pass, number(4), number(5)),
        (Code::Slots, Fail, number(2), number(1)),
        (Code::Period, Pass, number(30), number(30)),
        (Code::WorkStyle, Fail, word("hybrid"), words(&["on_site", "remote"])),
        (Code::Visits, Fail, number(2), number(1)),
        (Code::Travel, Fail, number(169), number(100)),
        (Code::Residency, Pass, outside, word("131016")),
        (Code::ContractForm, Pass, word("quasi_mandate"), words(&["quasi_mandate"])),
        (Code::Reward, Pass, number(2_000), number(2_000)),
        (Code::MainJob, Pass, None, word("notified")),
    ];
    assert_eq!(lines(&asking(), &stating()), expected);
}

#[test]
fn a_blank_side_shows_nothing() {
    for (code, outcome, posting, candidate) in lines(&asking(), &CandidateProfile::default()) {
        let never_unknown = code == ConstraintCode::SkillRequired;
        assert_eq!(outcome, if never_unknown { Outcome::Fail } else { Outcome::Unknown }, "{code}");
        assert_eq!(candidate, None, "{code}");
        let two_sided = matches!(code, ConstraintCode::Travel | ConstraintCode::MainJob);
        assert_eq!(posting.is_none(), two_sided, "{code}");
    }
}

#[test]
fn days_that_nobody_can_count_are_not_shown_as_a_number() {
    let open = PostingTerms { ends_on: None, ..asking() };
    let period = |profile: &CandidateProfile| {
        lines(&open, profile).into_iter().find(|line| line.0 == ConstraintCode::Period).unwrap()
    };
    assert_eq!(period(&stating()), (ConstraintCode::Period, Outcome::Pass, number(30), None));
    let early = CandidateProfile { available_from: None, available_until: day("2026-08-31"), ..stating() };
    assert_eq!(period(&early), (ConstraintCode::Period, Outcome::Fail, number(30), number(0)));
}

#[test]
fn a_change_says_from_where_to_where() {
    let required = |id: &str, min| RequiredSkill { skill: skill(id), min_proficiency: level(min) };
    let preferred = |id: &str| domain::PreferredSkill { skill: skill(id), weight: 1 };
    let terms = PostingTerms {
        required_skills: vec![required("seo", 5), required("curriculum-development", 2)],
        preferred_skills: vec![preferred("education"), preferred("writing")],
        ..asking()
    };
    let mut profile = stating();
    let stated = |id: &str, at| HeldSkill { skill: skill(id), proficiency: level(at), evidence: None };
    profile.skills = vec![stated("seo", 4), stated("curriculum-development", 3)];
    let explained = explain_pair(
        &compiled(&terms),
        &CompiledPerson::new(&REFERENCE, person(1), &profile),
        PartialWeights::default(),
    );
    let shown: Vec<_> = explained
        .counterfactuals
        .iter()
        .map(|change| (change.skill.as_ref().map_or("hours", |skill| skill.as_str()), change.from, change.to))
        .collect();
    let expected = [
        ("hours", Some(5), 8),
        ("seo", Some(4), 5),
        ("curriculum-development", Some(3), 4),
        // A narrower skill is held at 3: not enough, and not the skill itself.
        ("education", None, 4),
        ("writing", None, 4),
    ];
    assert_eq!(shown, expected);
    assert!(explained.counterfactuals.iter().all(|change| change.rank.is_none()));
}

#[test]
fn a_commission_pays_what_pro_bono_does_not() {
    let terms = PostingTerms {
        contract_form: ContractForm::ProBono,
        required_skills: Vec::new(),
        work_style: WorkStyle::Remote,
        min_shared_slots: 1,
        ..asking()
    };
    let content = CandidateProfile {
        contract_forms: [ContractForm::ProBono, ContractForm::Commission].into_iter().collect(),
        ..stating()
    };
    let unwilling = CandidateProfile {
        contract_forms: [ContractForm::ProBono].into_iter().collect(),
        reward_is_firm: false,
        ..stating()
    };
    let pool = pool_of([&content, &unwilling]);
    let found = pool.snapshot().feasibility(&compiled(&terms), Among::Visible(viewer()));
    let excluded = found.exclusions.iter().map(|count| (count.code, count.excluded, count.excluded_alone));
    assert_eq!(excluded.collect::<Vec<_>>(), [(ConstraintCode::Reward, 1, 1)]);
    let step =
        found.relaxations.iter().find(|step| step.code == domain::RelaxationCode::ContractForm).unwrap();
    assert_eq!((&step.from, &step.to), (&word("pro_bono"), &word("commission")));
    // One is won by the pay, the other lost by the form.
    assert_eq!((step.eligible, step.gained), (1, 0));
}

/// The steps of a posting, each with what it changes; nobody has to be in the pool for that.
fn steps(terms: &PostingTerms) -> Vec<(domain::RelaxationCode, Option<Fact>, Option<Fact>)> {
    let found = pool_of([]).snapshot().feasibility(&compiled(terms), Among::Visible(viewer()));
    found.relaxations.into_iter().map(|step| (step.code, step.from, step.to)).collect()
}

#[test]
fn every_step_goes_down_to_the_last_and_no_further() {
    use domain::RelaxationCode as Code;
    let asking_little = PostingTerms {
        required_skills: vec![RequiredSkill { skill: skill("seo"), min_proficiency: level(2) }],
        visits_per_month: Some(1),
        hours_per_week: Some(AskedHours { min: Some(3), desired: None }),
        min_days: 3,
        ..asking()
    };
    let outside = Some(Fact::Outside(vec![RegionCode::parse("20").unwrap()]));
    let expected = [
        (Code::HoursMin, number(3), number(2)),
        (Code::HoursMin, number(3), number(1)),
        (Code::MinProficiency, number(2), number(1)),
        (Code::SkillPreferred, word("required"), word("preferred")),
        (Code::MinSharedSlots, number(2), number(1)),
        (Code::MinDays, number(3), number(1)),
        (Code::WorkStyle, word("hybrid"), word("remote")),
        (Code::VisitsPerMonth, number(1), number(0)),
        (Code::Residency, outside, None),
    ];
    assert_eq!(steps(&asking_little), expected);

    let asking_least = PostingTerms {
        required_skills: vec![RequiredSkill { skill: skill("seo"), min_proficiency: level(1) }],
        work_style: WorkStyle::Remote,
        hours_per_week: Some(AskedHours { min: Some(1), desired: None }),
        min_shared_slots: 1,
        min_days: 1,
        residency: None,
        ..asking()
    };
    assert_eq!(steps(&asking_least), [(Code::SkillPreferred, word("required"), word("preferred"))]);
}
