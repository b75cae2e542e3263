//! Programs, rounds, groups of regions and events to keep.

use std::num::NonZeroU16;

use domain::*;

use super::*;

pub(crate) fn region_group(number: u64, organization: u64) -> RegionGroup {
    RegionGroup {
        id: region_group_id(number),
        organization_id: organization_id(organization),
        version: 1,
        created_at: at(0),
        updated_at: at(1),
        content: RegionGroupContent {
            name: "旭川都市圏".to_owned(),
            description: Some(ODD.to_owned()),
            regions: vec![region("014583"), region("01")],
        },
    }
}

pub(crate) fn program(number: u64, organization: u64) -> Program {
    Program {
        id: program_id(number),
        organization_id: organization_id(organization),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: ProgramContent {
            external_id: None,
            name: "地方短期副業".to_owned(),
            purpose: None,
            fiscal_year: None,
            starts_on: None,
            ends_on: None,
            regions: Vec::new(),
            partner_ids: Vec::new(),
            responsible_user_id: None,
            status: ProgramStatus::Open,
        },
    }
}

pub(crate) fn whole_program(number: u64, organization: u64, partners: &[u64]) -> Program {
    let mut program = program(number, organization);
    program.version = 3;
    program.content = ProgramContent {
        external_id: external_id("P-2021"),
        name: ODD.to_owned(),
        purpose: Some(ODD.to_owned()),
        fiscal_year: FiscalYear::new(2021),
        starts_on: day("2021-04-01"),
        ends_on: day("2022-03-31"),
        regions: vec![region("20"), region("202151")],
        partner_ids: partners.iter().map(|number| organization_id(*number)).collect(),
        responsible_user_id: None,
        status: ProgramStatus::Closed,
    };
    program
}

pub(crate) fn round(number: u64, program: &Program) -> Round {
    Round {
        id: round_id(number),
        organization_id: program.organization_id,
        version: 1,
        status: RoundStatus::Draft,
        created_at: at(0),
        updated_at: at(0),
        content: RoundContent {
            external_id: None,
            program_id: program.id,
            name: "第2弾".to_owned(),
            areas: Vec::new(),
            window: ApplicationWindow::default(),
            engagement_starts_on: None,
            engagement_ends_on: None,
            seat_cap: None,
            pending_cap: None,
            stage_order: Vec::new(),
            stage_days: StageDays::default(),
        },
    }
}

/// With two areas: one of a group of regions, where these bodies work in this order, and an empty one.
pub(crate) fn whole_round(number: u64, program: &Program, (group, partners): (u64, &[u64])) -> Round {
    let mut round = round(number, program);
    round.version = 4;
    round.status = RoundStatus::Published;
    round.updated_at = at(3);
    let area = RoundArea {
        name: ODD.to_owned(),
        regions: vec![region("202151"), region("20")],
        region_group_id: Some(region_group_id(group)),
        partner_ids: partners.iter().map(|number| organization_id(*number)).collect(),
    };
    let empty = RoundArea {
        name: "どこでも".to_owned(),
        regions: Vec::new(),
        region_group_id: None,
        partner_ids: Vec::new(),
    };
    round.content = RoundContent {
        external_id: external_id("R-2"),
        program_id: program.id,
        name: ODD.to_owned(),
        areas: vec![area, empty],
        window: ApplicationWindow { opens_at: Some(at(-10)), closes_at: Some(at(10)) },
        engagement_starts_on: day("2021-09-01"),
        engagement_ends_on: day("2021-11-30"),
        seat_cap: Some(8),
        pending_cap: Some(3),
        stage_order: vec![Meeting::Interview, Meeting::Encounter],
        stage_days: StageDays {
            screening: NonZeroU16::new(14),
            accepted: NonZeroU16::new(365),
            ..StageDays::default()
        },
    };
    round
}

pub(crate) fn event(number: u64, organization: u64) -> Event {
    Event {
        id: event_id(number),
        organization_id: organization_id(organization),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: EventContent {
            external_id: None,
            kind: EventKind::Briefing,
            title: "募集説明会".to_owned(),
            description: None,
            program_id: None,
            round_id: None,
            cohort_id: None,
            starts_at: at(100),
            ends_at: None,
            municipality: None,
            place: None,
            online_url: None,
            capacity: None,
            speakers: Vec::new(),
            archive_url: None,
            audience: EventAudience::Everyone,
            posting_ids: Vec::new(),
        },
    }
}

/// Of a round and its program, about these postings in this order, with two speakers of whom the second is this person.
pub(crate) fn whole_event(number: u64, round: &Round, (speaker, postings): (u64, &[u64])) -> Event {
    let mut event = event(number, 1);
    event.version = 6;
    event.updated_at = at(4);
    let speakers = vec![
        Speaker { name: ODD.to_owned(), affiliation: Some(ODD.to_owned()), candidate_id: None },
        Speaker {
            name: "山口 理沙".to_owned(),
            affiliation: None,
            candidate_id: Some(candidate_id(speaker)),
        },
    ];
    event.content = EventContent {
        external_id: external_id("E-1"),
        kind: EventKind::Stay,
        title: ODD.to_owned(),
        description: Some(ODD.to_owned()),
        program_id: Some(round.content.program_id),
        round_id: Some(round.id),
        cohort_id: None,
        starts_at: at(200),
        ends_at: Some(at(300)),
        municipality: Some(municipality("202151")),
        place: Some(ODD.to_owned()),
        online_url: Some("https://example.jp/live".to_owned()),
        capacity: Some(2),
        speakers,
        archive_url: Some("https://example.jp/archive".to_owned()),
        audience: EventAudience::Members,
        posting_ids: postings.iter().map(|number| posting_id(*number)).collect(),
    };
    event
}

pub(crate) fn attendance(number: u64, (event, person): (u64, u64), status: AttendanceStatus) -> Attendance {
    Attendance {
        id: attendance_id(number),
        event_id: event_id(event),
        candidate_id: candidate_id(person),
        version: 1,
        created_at: at(5),
        updated_at: at(6),
        content: AttendanceContent { role: AttendanceRole::Participant, status, visit_days: 0, note: None },
    }
}
