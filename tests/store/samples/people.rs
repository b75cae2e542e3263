//! People to keep.

use domain::*;

use super::*;

/// Everybody whom a body registered.
pub(crate) fn registered_by(organization: u64) -> store::CandidateFilter {
    store::CandidateFilter {
        organization_id: organization_id(organization),
        search: CandidateSearch::default(),
        without: Vec::new(),
    }
}

pub(crate) fn candidate(number: u64, organization: u64) -> Candidate {
    Candidate {
        id: candidate_id(number),
        organization_id: organization_id(organization),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: CandidateContent {
            external_id: None,
            display_name: "山口 理沙".to_owned(),
            email: None,
            phone: None,
            readiness: None,
            statement: None,
            profile: CandidateProfile::default(),
        },
    }
}

pub(crate) fn whole_candidate(number: u64, organization: u64) -> Candidate {
    let mut candidate = candidate(number, organization);
    candidate.version = 3;
    candidate.content = CandidateContent {
        external_id: external_id(&format!("jb-{number}")),
        display_name: ODD.to_owned(),
        email: Some("risa@example.jp".to_owned()),
        phone: Some("0263-00-0000".to_owned()),
        readiness: Some(Readiness::Alumni),
        statement: Some(ODD.to_owned()),
        profile: whole_profile(),
    };
    candidate
}

fn whole_profile() -> CandidateProfile {
    let held = |id, level, evidence: Option<&str>| HeldSkill {
        skill: skill(id),
        proficiency: Proficiency::new(level).unwrap(),
        evidence: evidence.map(str::to_owned),
    };
    CandidateProfile {
        skills: vec![held("seo", 5, Some(ODD)), held("instagram", 1, None), held("rakuten", 4, Some(""))],
        home_municipality: Some(municipality("131016")),
        region_ties: TieKind::ALL
            .iter()
            .map(|kind| RegionTie { region: region("202151"), kind: *kind, note: Some(ODD.to_owned()) })
            .chain([RegionTie { region: region("03"), kind: TieKind::Worked, note: None }])
            .collect(),
        region_interests: vec![
            Interest::Region(region("20")),
            Interest::Anywhere,
            Interest::Region(region("202151")),
        ],
        work_styles: every::<WorkStyle>(),
        max_travel_km: Some(20_000),
        max_visits_per_month: Some(0),
        hours_per_week: Some(168),
        slots: every::<Slot>(),
        available_from: day("2026-04-01"),
        available_until: day("9999-12-31"),
        min_reward_yen_per_hour: Some(1_000_000),
        reward_is_firm: true,
        contract_forms: every::<ContractForm>(),
        categories: categories(),
        main_job: MainJob { permission: Some(MainJobPermission::NotRequired), public_employee: true },
    }
}
