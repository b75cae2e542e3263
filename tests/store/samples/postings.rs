//! Postings to keep.

use domain::*;

use super::*;

pub(crate) fn posting(number: u64, organization: u64) -> Posting {
    Posting {
        id: posting_id(number),
        organization_id: organization_id(organization),
        version: 1,
        status: PostingStatus::Draft,
        created_at: at(0),
        updated_at: at(0),
        round_window: ApplicationWindow::default(),
        content: PostingContent {
            external_id: None,
            title: "みそ蔵の新商品を首都圏に届ける".to_owned(),
            issue: None,
            description: None,
            deliverable: None,
            support_type: None,
            travel_cost_paid_by: None,
            seats: 1,
            round_id: None,
            members_of: Vec::new(),
            application_opens_at: None,
            application_closes_at: None,
            terms: blank_terms(),
        },
    }
}

fn blank_terms() -> PostingTerms {
    PostingTerms {
        contract_form: ContractForm::QuasiMandate,
        municipality: municipality("202151"),
        work_style: WorkStyle::Hybrid,
        required_skills: Vec::new(),
        preferred_skills: Vec::new(),
        visits_per_month: None,
        hours_per_week: None,
        slots: WordSet::default(),
        min_shared_slots: 1,
        starts_on: None,
        ends_on: None,
        min_days: 1,
        residency: None,
        reward: None,
        categories: Vec::new(),
        weights: PartialWeights::default(),
    }
}

pub(crate) fn whole_posting(number: u64, organization: u64) -> Posting {
    let mut posting = posting(number, organization);
    posting.version = 12;
    posting.status = PostingStatus::Published;
    posting.round_window = ApplicationWindow { opens_at: Some(at(-20)), closes_at: Some(at(20)) };
    posting.content = PostingContent {
        external_id: external_id("P-1"),
        title: ODD.to_owned(),
        issue: Some(ODD.to_owned()),
        description: Some(String::new()),
        deliverable: Some("納品物".to_owned()),
        support_type: Some(SupportType::Advice),
        travel_cost_paid_by: Some(TravelCostPayer::Shared),
        seats: 1000,
        round_id: None,
        members_of: vec![organization_id(2), organization_id(1)],
        application_opens_at: Some(at(-10)),
        application_closes_at: Some(at(10)),
        terms: whole_terms(),
    };
    posting
}

fn whole_terms() -> PostingTerms {
    PostingTerms {
        contract_form: ContractForm::Employment,
        municipality: municipality("011002"),
        work_style: WorkStyle::OnSite,
        // In an order that is neither the alphabet's nor the table's.
        required_skills: ["seo", "instagram", "channel-development"]
            .into_iter()
            .zip([5, 1, 3])
            .map(|(id, level)| RequiredSkill {
                skill: skill(id),
                min_proficiency: Proficiency::new(level).unwrap(),
            })
            .collect(),
        preferred_skills: vec![
            PreferredSkill { skill: skill("rakuten"), weight: 3 },
            PreferredSkill { skill: skill("mall-operation"), weight: 1 },
        ],
        visits_per_month: Some(31),
        hours_per_week: Some(AskedHours { min: Some(4), desired: Some(168) }),
        slots: every::<Slot>(),
        min_shared_slots: 21,
        starts_on: day("2026-09-01"),
        ends_on: day("2026-11-30"),
        min_days: 3660,
        residency: Some(Residency::Outside(vec![region("202151"), region("20")])),
        reward: Some(Reward { kind: RewardKind::Fixed, min_yen: Some(0), max_yen: Some(100_000_000) }),
        categories: categories(),
        weights: PartialWeights([Some(0), Some(1), Some(2), Some(3), Some(4), Some(100)]),
    }
}
