//! Cohorts, talks and surveys to keep.

use domain::survey::*;
use domain::*;

use super::*;

pub(crate) fn cohort(number: u64, organization: u64) -> Cohort {
    Cohort {
        id: cohort_id(number),
        organization_id: organization_id(organization),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: CohortContent {
            program_id: None,
            name: "準備室".to_owned(),
            purpose: None,
            starts_on: None,
            ends_on: None,
            capacity: None,
        },
    }
}

pub(crate) fn whole_cohort(number: u64, program: &Program) -> Cohort {
    let mut cohort = cohort(number, 1);
    cohort.version = 3;
    cohort.updated_at = at(9);
    cohort.content = CohortContent {
        program_id: Some(program.id),
        name: ODD.to_owned(),
        purpose: Some(ODD.to_owned()),
        starts_on: day("2021-06-21"),
        ends_on: day("2021-11-30"),
        capacity: Some(10_000),
    };
    cohort
}

pub(crate) fn member(cohort: u64, person: u64) -> CohortMember {
    CohortMember {
        cohort_id: cohort_id(cohort),
        candidate_id: candidate_id(person),
        version: 1,
        readiness_before: None,
        content: MembershipContent {
            joined_on: "2021-06-21".parse().unwrap(),
            left_on: None,
            left_reason: None,
        },
        created_at: at(1),
        updated_at: at(1),
    }
}

pub(crate) fn whole_member(cohort: u64, person: u64) -> CohortMember {
    let mut member = member(cohort, person);
    member.version = 2;
    member.readiness_before = Some(Readiness::Exploring);
    member.updated_at = at(2);
    member.content.left_on = day("2021-09-30");
    member.content.left_reason = Some(ODD.to_owned());
    member
}

pub(crate) fn talk(number: u64, (cohort, person): (u64, u64), author: Author) -> OneOnOne {
    OneOnOne {
        id: one_on_one_id(number),
        cohort_id: cohort_id(cohort),
        author,
        content: OneOnOneContent {
            candidate_id: candidate_id(person),
            held_on: "2021-07-05".parse().unwrap(),
            topic: ODD.to_owned(),
            next_step: (number == 1).then(|| ODD.to_owned()),
        },
        created_at: at(3),
    }
}

pub(crate) fn survey(number: u64, organization: u64) -> Survey {
    Survey {
        id: survey_id(number),
        organization_id: organization_id(organization),
        version: 1,
        instruments: 1,
        content: SurveyContent { title: "調査".to_owned(), description: None },
        created_at: at(0),
        updated_at: at(0),
    }
}

/// A concept with one item: a scale, a choice and words.
pub(crate) fn instrument(survey: u64, number: u16) -> Instrument {
    let label = |en: Option<&str>| Label { ja: ODD.to_owned(), en: en.map(str::to_owned) };
    let element = |key: &str, kind| Element {
        key: key.to_owned(),
        label: label(None),
        kind,
        steps: None,
        top_from: None,
        choices: Vec::new(),
    };
    let scale = Element { steps: Some(11), top_from: Some(9), ..element("scale", ElementKind::Scale) };
    let choices = ["a", "b"].map(|key| Choice { key: key.to_owned(), label: label(Some("one")) }).to_vec();
    let choice = Element { choices, ..element("choice", ElementKind::Choice) };
    let elements = vec![scale, choice, element("words", ElementKind::Text)];
    let item = Item { key: "i".to_owned(), label: label(Some("item")), elements };
    Instrument {
        survey_id: survey_id(survey),
        number,
        version: 1,
        concepts: vec![Concept { key: "c".to_owned(), label: label(None), items: vec![item] }],
        created_at: at(0),
        updated_at: at(1),
    }
}

pub(crate) fn wave(number: u64, survey: u64, kind: WaveKind) -> Wave {
    Wave {
        id: wave_id(number),
        survey_id: survey_id(survey),
        organization_id: organization_id(1),
        version: 1,
        content: WaveContent {
            instrument: 1,
            name: None,
            kind,
            is_anonymous: false,
            opens_at: None,
            closes_at: None,
            cohort_id: None,
            program_id: None,
        },
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn whole_wave(number: u64, survey: u64, (cohort, program): (u64, u64)) -> Wave {
    let mut wave = wave(number, survey, WaveKind::Mid);
    wave.version = 4;
    wave.updated_at = at(2);
    wave.content = WaveContent {
        instrument: 1,
        name: Some(ODD.to_owned()),
        kind: WaveKind::Mid,
        is_anonymous: true,
        opens_at: Some(at(-10)),
        closes_at: Some(at(10)),
        cohort_id: Some(cohort_id(cohort)),
        program_id: Some(program_id(program)),
    };
    wave
}
