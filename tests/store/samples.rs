//! Records to keep: with every field set, and with every field blank that may be.

mod calls;
mod people;
mod postings;
mod preparing;

use std::sync::LazyLock;

use domain::access::{ApiKey, Scope};
use domain::agreement::AgreementKind;
use domain::*;

pub(crate) use calls::*;
pub(crate) use people::*;
pub(crate) use postings::*;
pub(crate) use preparing::*;

/// A text that a careless back end would change.
pub(crate) const ODD: &str = "みそ蔵の「新商品」\n'quoted' \"twice\" 100% _ \\ 𠮷野家 👩‍🌾 ＡＢＣ é e\u{301}";

/// The instant of everything.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_790_000_000_123_456).unwrap().plus_seconds(seconds)
}

fn parts(number: u64) -> (u64, [u8; 10]) {
    (1_790_000_000_000 + number, [0x5A; 10])
}

/// The ids of this suite: the higher the number, the later.
macro_rules! id_makers {
    ($($name:ident: $id:ident),+ $(,)?) => { $(
        pub(crate) fn $name(number: u64) -> $id {
            let (millis, random) = parts(number);
            $id::from_parts(millis, random)
        }
    )+ };
}

id_makers! {
    organization_id: OrganizationId,
    api_key_id: ApiKeyId,
    posting_id: PostingId,
    candidate_id: CandidateId,
    application_id: ApplicationId,
    agreement_id: AgreementId,
    consent_id: ConsentId,
    match_run_id: MatchRunId,
    job_id: JobId,
    import_id: ImportId,
    audit_event_id: AuditEventId,
    program_id: ProgramId,
    round_id: RoundId,
    region_group_id: RegionGroupId,
    user_id: UserId,
    event_id: EventId,
    attendance_id: AttendanceId,
    cohort_id: CohortId,
    one_on_one_id: OneOnOneId,
    survey_id: SurveyId,
    wave_id: WaveId,
    respondent_id: RespondentId,
}

pub(crate) fn external_id(text: &str) -> Option<ExternalId> {
    Some(ExternalId::parse(text).unwrap())
}

pub(crate) fn municipality(code: &str) -> MunicipalityCode {
    MunicipalityCode::parse(code).unwrap()
}

pub(crate) fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

fn day(text: &str) -> Option<chrono::NaiveDate> {
    Some(text.parse().unwrap())
}

fn every<W: Word>() -> WordSet<W> {
    W::ALL.iter().copied().collect()
}

static REFERENCE: LazyLock<Reference> = LazyLock::new(Reference::built_in);

pub(crate) fn skill(id: &str) -> SkillId {
    REFERENCE.skills.find(id).unwrap().id.clone()
}

fn categories() -> Vec<CategoryId> {
    let mut ids: Vec<CategoryId> =
        REFERENCE.categories.categories().iter().map(|category| category.id.clone()).collect();
    ids.sort();
    ids
}

pub(crate) fn organization(number: u64) -> Organization {
    Organization {
        id: organization_id(number),
        registered_by: None,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        content: OrganizationContent {
            external_id: None,
            name: "塩尻市".to_owned(),
            kind: OrganizationKind::Municipality,
            municipality: None,
        },
    }
}

pub(crate) fn whole_organization(number: u64, registered_by: u64) -> Organization {
    Organization {
        id: organization_id(number),
        registered_by: Some(organization_id(registered_by)),
        version: 7,
        created_at: at(1),
        updated_at: at(2),
        content: OrganizationContent {
            external_id: external_id(ODD.lines().next().unwrap()),
            name: ODD.to_owned(),
            kind: OrganizationKind::CoordinatorBody,
            municipality: Some(municipality("202151")),
        },
    }
}

pub(crate) fn api_key(number: u64, organization: u64) -> ApiKey {
    ApiKey {
        id: api_key_id(number),
        organization_id: organization_id(organization),
        name: ODD.to_owned(),
        prefix: "tsu_ab12".to_owned(),
        hash: format!("{number:064x}"),
        scopes: WordSet::default(),
        version: 1,
        created_at: at(0),
        expires_at: None,
        revoked_at: None,
        last_used_at: None,
    }
}

pub(crate) fn whole_api_key(number: u64, organization: u64) -> ApiKey {
    ApiKey {
        scopes: every::<Scope>(),
        expires_at: Some(at(5)),
        revoked_at: Some(at(6)),
        ..api_key(number, organization)
    }
}

pub(crate) fn agreement(number: u64, coordinator: u64, organization: u64) -> Agreement {
    Agreement {
        id: agreement_id(number),
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        ended_at: None,
        content: AgreementContent {
            coordinator_id: organization_id(coordinator),
            organization_id: organization_id(organization),
            kind: AgreementKind::Coordination,
            items: Vec::new(),
            regions: Vec::new(),
            starts_on: None,
            ends_on: None,
        },
    }
}

pub(crate) fn whole_agreement(number: u64, coordinator: u64, organization: u64) -> Agreement {
    let mut agreement = agreement(number, coordinator, organization);
    agreement.ended_at = Some(at(9));
    agreement.content.kind = AgreementKind::Cooperation;
    agreement.content.items = vec![ODD.to_owned(), "one, two".to_owned(), String::new()];
    agreement.content.regions = vec![region("20"), region("202151")];
    agreement.content.starts_on = day("2026-04-01");
    agreement.content.ends_on = day("2027-03-31");
    agreement
}

pub(crate) fn consent(number: u64, candidate: u64) -> Consent {
    Consent {
        id: consent_id(number),
        candidate_id: candidate_id(candidate),
        created_at: at(0),
        withdrawn_at: None,
        content: ConsentContent {
            recipient: Recipient::Any,
            items: [ConsentItem::Profile].into_iter().collect(),
            purpose: ODD.to_owned(),
            until: None,
        },
    }
}

pub(crate) fn whole_consent(number: u64, candidate: u64, recipient: u64) -> Consent {
    let mut consent = consent(number, candidate);
    consent.withdrawn_at = Some(at(4));
    consent.content.recipient = Recipient::Organization(organization_id(recipient));
    consent.content.items = every::<ConsentItem>();
    consent.content.until = Some(at(100));
    consent
}

/// An application by the body that registered the person.
pub(crate) fn application(number: u64, posting: u64, candidate: &Candidate) -> Application {
    Application {
        id: application_id(number),
        posting_id: posting_id(posting),
        candidate_id: candidate.id,
        organization_id: candidate.organization_id,
        version: 1,
        status: ApplicationStatus::Submitted,
        message: None,
        stage_entered_at: at(0),
        due_at: None,
        reminded_at: None,
        reason_category: None,
        redirected_to: None,
        created_at: at(0),
        updated_at: at(0),
    }
}

pub(crate) fn job(number: u64, organization: u64) -> Job {
    Job {
        id: job_id(number),
        organization_id: organization_id(organization),
        kind: JobKind::MatchRun,
        state: JobState::Queued,
        done: 0,
        total: 0,
        failure: None,
        version: 1,
        created_at: at(0),
        updated_at: at(0),
        match_run_id: None,
        last_candidate_id: None,
        import_id: None,
    }
}

pub(crate) fn import(number: u64, organization: u64) -> Import {
    Import {
        id: import_id(number),
        organization_id: organization_id(organization),
        job_id: job_id(number),
        api_key_id: None,
        user_id: None,
        terms: ImportTerms {
            kind: SheetKind::Candidates,
            mode: ImportMode::Upsert,
            validate_only: false,
            may_close: None,
            encoding: TextEncoding::Utf8,
            is_packed: false,
        },
        counts: ImportCounts::default(),
        created_at: at(0),
    }
}

pub(crate) fn match_run(number: u64, organization: u64, job: u64) -> MatchRun {
    MatchRun {
        id: match_run_id(number),
        organization_id: organization_id(organization),
        job_id: job_id(job),
        direction: RunDirection::CandidatesForPostings,
        posting_ids: Vec::new(),
        per_subject: 20,
        scoring_version: SCORING_VERSION,
        reference_version: domain::reference::REFERENCE_VERSION.to_owned(),
        as_of: at(3),
        created_at: at(4),
    }
}

/// A match by its subject's place and posting.
pub(crate) fn stored_match(
    run: u64,
    (subject_place, posting): (u32, u64),
    rank: u32,
    candidate: u64,
) -> StoredMatch {
    StoredMatch {
        match_run_id: match_run_id(run),
        subject_place,
        rank,
        posting_id: posting_id(posting),
        posting_version: 12,
        candidate_id: candidate_id(candidate),
        score: 1_000_000 - rank,
        item: JsonText(format!("{{\"rank\":{rank},\"text\":\"👩‍🌾\"}}")),
    }
}

pub(crate) fn audit_event(number: u64, organization: u64, subject: u64) -> AuditEvent {
    AuditEvent {
        id: audit_event_id(number),
        organization_id: organization_id(organization),
        api_key_id: None,
        user_id: None,
        request_id: "req-1".to_owned(),
        action: "candidate.identity_disclosed".to_owned(),
        resource: "candidate".to_owned(),
        resource_id: candidate_id(1).to_string(),
        subject_organization_id: organization_id(subject),
        detail: JsonText("{}".to_owned()),
        at: at(0),
    }
}

pub(crate) fn change(number: u64, organization: u64) -> Change {
    Change {
        organization_id: organization_id(organization),
        resource: "candidate",
        resource_id: candidate_id(number).to_string(),
        version: 1,
        kind: ChangeKind::Created,
        at: at(0),
    }
}
