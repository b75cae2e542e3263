//! The records as rows: their stored form, the way there and back, and the methods of [`crate::Tx`] for them.

mod agreements;
mod alliances;
mod api_keys;
mod application_access;
mod application_moves;
mod applications;
mod attendances;
mod audit;
mod candidate_rows;
mod candidates;
mod changes;
mod cohorts;
mod consents;
mod courses;
mod dashboards;
mod decisions;
mod directory;
mod encounters;
mod engagement_parts;
mod engagements;
mod enrollments;
mod erased;
mod event_rows;
mod events;
mod figures;
mod folding;
mod forgetting;
mod handovers;
mod idempotency_keys;
mod imports;
mod jobs;
mod journal;
mod ledger_entries;
mod marks;
mod match_runs;
mod municipalities;
mod naming;
mod notes;
mod notice_templates;
mod notices;
mod organizations;
mod outcomes;
mod people_read;
mod pool;
mod pool_rows;
mod posting_rows;
mod posting_templates;
mod postings;
mod programs;
mod promises;
mod proposals;
mod readiness;
mod referrals;
mod region_groups;
mod retention;
mod reviews;
mod round_rows;
mod rounds;
mod search;
mod second_looks;
mod survey_answers;
mod surveys;
mod unfinished;
mod users;
mod viewer;
mod waiting_list;
mod webhook_rows;
mod webhooks;

pub use api_keys::Login;
pub use applications::ApplicationFilter;
pub use attendances::Visit;
pub use audit::AuditFilter;
pub use candidates::Identity;
pub use changes::{ChangePlace, FollowedChange};
pub use dashboards::BodyCounts;
pub use encounters::EncounterFilter;
pub use engagements::EngagementFilter;
pub use enrollments::EnrollmentFilter;
pub use events::EventFilter;
pub use figures::{EnteredStage, SubmittedApplication};
pub use idempotency_keys::KeptAnswer;
pub use ledger_entries::LedgerFilter;
pub use match_runs::{MatchFilter, MatchPlace};
pub use notes::NoteFilter;
pub use notices::BatchFilter;
pub use outcomes::OutcomeFilter;
pub use people_read::ReadingFilter;
pub use pool::{PoolMember, StandingConsent};
pub use postings::PostingFilter;
pub use programs::{Participant, ProgramFilter};
pub use promises::PromiseFilter;
pub use proposals::ProposalFilter;
pub use referrals::{ReferralFilter, ReferredPosting};
pub use retention::{DueBefore, RetentionDay};
pub use rounds::RoundFilter;
pub use search::CandidateFilter;
pub use survey_answers::AnswerToken;
pub use unfinished::UndeliveredNotice;
pub use users::{Credentials, Session};
pub use viewer::{Coverage, Viewer};
pub use webhooks::DeliveryFilter;

pub(crate) use agreements::AgreementRow;
pub(crate) use alliances::{AllianceMemberRow, AllianceRow};
pub(crate) use api_keys::{ApiKeyRow, LoginRow};
pub(crate) use application_access::AccessRow;
pub(crate) use application_moves::MoveRow;
pub(crate) use applications::{ApplicationRow, ApplicationSieve};
pub(crate) use attendances::AttendanceRow;
pub(crate) use audit::{AuditEventRow, AuditHeadRow, AuditSieve, UnchainedRow};
pub(crate) use candidate_rows::{CandidateRow, InterestRow, SkillRow, TieRow};
pub(crate) use candidates::IdentityRow;
pub(crate) use changes::FollowedRow;
pub(crate) use cohorts::{CohortRow, MemberRow, OneOnOneRow};
pub(crate) use consents::ConsentRow;
pub(crate) use courses::CourseRow;
pub(crate) use decisions::{DecisionLineRow, DecisionRow};
pub(crate) use directory::{DirectoryRow, DirectorySieve};
pub(crate) use encounters::{EncounterRow, EncounterSieve};
pub(crate) use engagement_parts::{CheckInRow, EngagementLogRow};
pub(crate) use engagements::{EngagementRow, EngagementSieve};
pub(crate) use enrollments::{EnrollmentRow, EnrollmentSieve, StudyLogRow};
pub(crate) use erased::{ErasedApplicationRow, ErasedEngagementRow, ErasedLedgerRow, ErasedStayRow};
pub(crate) use event_rows::{EventPostingRow, EventRow, SpeakerRow};
pub(crate) use events::EventSieve;
pub(crate) use handovers::{HandoverPersonRow, HandoverRow};
pub(crate) use idempotency_keys::{KeptAnswerRow, NamedRow};
pub(crate) use imports::{ImportRecord, ImportRowRecord};
pub(crate) use jobs::JobRow;
pub(crate) use journal::ChangeRow;
pub(crate) use ledger_entries::{LedgerRow, LedgerSieve};
pub(crate) use marks::MarkEventRow;
pub(crate) use match_runs::{MatchRow, MatchRunRow, MatchSieve, RunPostingRow};
pub(crate) use municipalities::MunicipalityRow;
pub(crate) use naming::{FoundText, Naming};
pub(crate) use notes::{MentionRow, NoteRow, NoteSieve, NoteVersionRow};
pub(crate) use notice_templates::TemplateRow;
pub(crate) use notices::{BatchRow, BatchSieve, NoticeRow};
pub(crate) use organizations::OrganizationRow;
pub(crate) use outcomes::{OutcomeRow, OutcomeSieve};
pub(crate) use people_read::ReadingSieve;
pub(crate) use pool::{IdRange, Roster};
pub(crate) use pool_rows::{
    GrantRow, PlaceRow, ProficiencyRow, ProfileRow, SeenGrant, SeenInterest, SeenProfile, SeenSkill, SeenTie,
    WishRow,
};
pub(crate) use posting_rows::{PostingRow, PostingSkillRow, TermsRow};
pub(crate) use posting_templates::{PostingTemplateRow, TemplateUseRow};
pub(crate) use postings::PostingSieve;
pub(crate) use programs::{ProgramPartnerRow, ProgramRow, ProgramSieve};
pub(crate) use promises::{PromiseRow, PromiseSieve};
pub(crate) use proposals::{ProposalRow, ProposalSieve, ProposedPersonRow};
pub(crate) use readiness::ReadinessRow;
pub(crate) use referrals::{ReferralRow, ReferralSieve};
pub(crate) use region_groups::RegionGroupRow;
pub(crate) use retention::{Idle, RetentionDayRow, RetentionPolicyRow};
pub(crate) use reviews::{RevealRow, ReviewRow};
pub(crate) use round_rows::{AmendmentRow, AreaPartnerRow, AreaRow, RoundRow};
pub(crate) use rounds::RoundSieve;
pub(crate) use search::{CandidateCounts, CandidateSieve, Counted, OrderedPart, PostingCounts, Within};
pub(crate) use second_looks::{PickRow, SecondLookRow};
pub(crate) use survey_answers::{AnswerRow, InvitedRow, LinkRow, RespondentRow, SubmissionRow, TokenRow};
pub(crate) use surveys::{InstrumentRow, SurveyRow, WaveRow};
pub(crate) use users::{SessionRow, UserRow};
pub(crate) use waiting_list::WaitingRow;
pub(crate) use webhook_rows::{AttemptRow, DeliveryRow, WebhookRow};
pub(crate) use webhooks::{DeliverySieve, Span};

use domain::{Page, PageRequest};

use crate::StoreError;

/// Ids in one `IN`: SQLite plans longer lists badly.
const IDS_A_QUERY: usize = 500;

/// What a list query needs of a page request.
pub(crate) struct Part {
    /// Only ids above this one; the empty text is below every id.
    pub(crate) after: String,
    /// One more than the page has, to see whether more follow.
    pub(crate) rows: i64,
}

impl Part {
    fn of<Id: ToString>(request: &PageRequest<Id>) -> Self {
        let after = request.after.as_ref().map(ToString::to_string).unwrap_or_default();
        Self { after, rows: rows_of(request) }
    }
}

fn rows_of<Id>(request: &PageRequest<Id>) -> i64 {
    i64::try_from(request.limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// A page of rows turned into records.
fn page<Row, Record, Id>(
    rows: Vec<Row>,
    request: &PageRequest<Id>,
    turn: impl FnMut(Row) -> Result<Record, StoreError>,
) -> Result<Page<Record>, StoreError> {
    let Page { items, has_more } = Page::of_rows(rows, request.limit);
    let items = items.into_iter().map(turn).collect::<Result<_, _>>()?;
    Ok(Page { items, has_more })
}

/// The ids as text, ascending, each once, in lists that one query takes.
fn id_lists<Id: ToString>(ids: &[Id]) -> Vec<Vec<String>> {
    let mut texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
    texts.sort_unstable();
    texts.dedup();
    texts.chunks(IDS_A_QUERY).map(<[String]>::to_vec).collect()
}
