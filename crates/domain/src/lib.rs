//! The words of regional side-jobs, parsed once and valid ever after.
//!
//! Everything the other crates speak of is defined here: who the bodies and people are, what a posting asks,
//! what a ranking answers. Nothing here knows a database, a clock, a request or a page.

pub mod access;
pub mod aggregate;
pub mod agreement;
pub mod alliance;
pub mod application;
pub mod application_access;
pub mod author;
pub mod candidate;
pub mod categories;
pub mod cohort;
pub mod consent;
pub mod course;
pub mod dashboard;
pub mod decision;
pub mod directory;
pub mod disclosure;
pub mod encounter;
pub mod engagement;
pub mod enrollment;
pub mod erased;
pub mod erasure;
pub mod event;
pub mod explanation;
pub mod fault;
pub mod feasibility;
pub mod fiscal_year;
pub mod handover;
pub mod id;
pub mod import;
pub mod journal;
pub mod ledger;
pub mod limits;
pub mod mark;
pub mod note;
pub mod notice;
pub mod organization;
pub mod outcome;
mod page;
pub mod posting;
pub mod posting_template;
pub mod program;
pub mod promise;
pub mod proposal;
pub mod ranking;
pub mod readiness;
pub mod reference;
pub mod referral;
pub mod region;
pub mod region_group;
pub mod regions;
pub mod report;
pub mod retention;
pub mod review;
pub mod round;
pub mod search;
pub mod second_look;
pub mod skills;
pub mod survey;
pub mod timestamp;
pub mod user;
pub mod webhook;
pub mod weights;
pub mod word;
pub mod work;

pub use access::Bearer;
pub use access::{Actor, ApiKey, Scope};
pub use aggregate::{Audience, Count};
pub use agreement::{Agreement, AgreementContent, AgreementKind};
pub use alliance::{Alliance, AllianceContent, AllianceMember, MembershipState};
pub use application::{
    Application, ApplicationMove, ApplicationStatus, DeclineReason, Meeting, Mover, StageDays, StagePath,
    StageSpan,
};
pub use application_access::ApplicationAccess;
pub use author::Author;
pub use candidate::{
    Candidate, CandidateContent, CandidateProfile, HeldSkill, MainJob, MainJobPermission, Readiness,
    RegionTie, TieKind,
};
pub use categories::{CategoryId, CategoryTable};
pub use cohort::{Cohort, CohortContent, CohortMember, MembershipContent, OneOnOne, OneOnOneContent};
pub use consent::{Consent, ConsentContent, ConsentItem, Recipient};
pub use course::{Course, CourseContent, StudyPlan};
pub use decision::{
    Decision, DecisionContent, DecisionLine, DecisionOutcome, DecisionState, Settlement, StatedReason,
};
pub use directory::{DirectoryContent, DirectoryEntry, DirectorySearch, OfficeContact, SpecialitySearch};
pub use disclosure::{PersonRead, Shown};
pub use encounter::{Encounter, EncounterContent, EncounterKind, EncounterMode, EncounterStatus};
pub use engagement::{
    AgreedReward, CheckIn, CheckInContent, CheckInKind, Conditions, ConvertedTo, DirectEngagement, EndKind,
    Engagement, EngagementEnd, EngagementLog, EngagementLogContent, EngagementOrigin, EngagementStatus,
    EngagementTerms, EngagementWarning, Month, NoticeException, TermItem, UndecidedItem,
};
pub use enrollment::{
    Enrollment, EnrollmentContent, EnrollmentStatus, HoursPerDay, StudyLog, StudyLogContent,
};
pub use erasure::{Erasure, ErasureReason, TextToReview};
pub use event::{
    Attendance, AttendanceContent, AttendanceRole, AttendanceStatus, Event, EventAudience, EventContent,
    EventKind, Speaker,
};
pub use explanation::{
    ConstraintCode, ConstraintLine, Counterfactual, CounterfactualCode, Fact, Outcome, PairExplanation,
};
pub use fault::{Fault, FaultCode, Faults};
pub use feasibility::{Feasibility, Relaxation, RelaxationCode};
pub use fiscal_year::{FiscalYear, NotAFiscalYear};
pub use handover::{DateAhead, DateKind, FrozenPlace, Handover, HandoverApplication, HandoverDecision};
pub use handover::{HandoverDocument, HandoverEngagement, HandoverMeeting, HandoverNote, HandoverPerson};
pub use handover::{HandoverPosting, HandoverState, HandoverTask, HandoverVerdict, NewHandover};
pub use handover::{PersonFacts, PromiseToBody, PromiseToPerson, ReadFirst, ReadFirstReason, Remark};
pub use id::{
    AgreementId, AllianceId, ApiKeyId, ApplicationAccessId, ApplicationId, AttendanceId, AuditEventId,
    CandidateId, CheckInId, CohortId, ConsentId, CourseId, DecisionId, DeliveryId, EncounterId, EngagementId,
    EnrollmentId, EventId, ExternalId, HandoverId, ImportId, JobId, LedgerEntryId, MatchRunId, NoteId,
    NoticeBatchId, NoticeId, NoticeTemplateId, OrganizationId, OutcomeEventId, PostingId, PostingTemplateId,
    ProgramId, PromiseId, ProposalId, ReferralId, RegionGroupId, RoundId, SecondLookId, SurveyId, UserId,
    WaveId, WebhookId,
};
pub use id::{OneOnOneId, ReadinessChangeId, RespondentId, StudyLogId};
pub use import::{
    Import, ImportCounts, ImportMode, ImportRow, ImportTerms, RowOutcome, SheetKind, TextEncoding,
};
pub use journal::{
    AuditEvent, Change, ChangeKind, Job, JobKind, JobState, JsonText, MatchRun, RunDirection, StoredMatch,
};
pub use journal::{AuditHead, AuditLine, ChainBreak, ChainFault, ChainReport};
pub use ledger::{LedgerEntry, LedgerEntryContent, LedgerKind, LedgerSource, LedgerSourceKind};
pub use mark::{GivenMark, Mark, MarkAct, MarkContent, MarkEvent, MarkState, Marks};
pub use note::{Note, NoteContent, NoteVersion};
pub use notice::{
    Alternative, NoAlternative, Notice, NoticeBatch, NoticeContent, NoticeDelivery, NoticeLanguage,
    NoticeState, NoticeTemplate,
};
pub use organization::{Organization, OrganizationContent, OrganizationKind};
pub use outcome::{OutcomeEvent, OutcomeEventContent, OutcomeKind};
pub use page::{Page, PageRequest};
pub use posting::{
    ApplicationWindow, AskedHours, Posting, PostingContent, PostingStatus, PostingTerms, PreferredSkill,
    RequiredSkill, Residency, Reward, RewardKind, SupportType, TravelCostPayer,
};
pub use posting_template::{PostingTemplate, PostingTemplateContent, Sharing};
pub use program::{Program, ProgramContent, ProgramStatus};
pub use promise::{Promise, PromiseContent, PromiseState, Promisee, Task, TaskKind};
pub use proposal::{NewProposal, NewProposedPerson, Proposal, ProposalState, ProposalStep};
pub use proposal::{ProposedPerson, ProposedPersonState};
pub use ranking::{
    BreakdownLine, Evidence, ExclusionCount, PairScore, RankedItem, Ranking, Relation, SCORING_VERSION,
    SortKey, Totals,
};
pub use readiness::{ReadinessChange, ReadinessMove};
pub use reference::Reference;
pub use referral::{NewReferral, Referral, ReferralKind, ReferralState, ReferralStep, ReferralSubject};
pub use region::{Interest, MunicipalityCode, PrefectureCode, RegionCode};
pub use region_group::{RegionGroup, RegionGroupContent};
pub use regions::{Municipality, MunicipalityKind, Prefecture, RegionTable};
pub use retention::{RetentionClass, RetentionCut, RetentionDue, RetentionPeriods, RetentionPolicy};
pub use review::{Reveal, RevealContent, Review, ReviewContent};
pub use round::{
    Amended, Amendment, AmendmentContent, AmendmentMaker, Round, RoundArea, RoundContent, RoundStatus,
    TIMED_STAGES,
};
pub use search::{
    CandidateOrder, CandidateSearch, Facet, FacetValue, Facets, Place, PostingOrder, PostingSearch, Words,
    folded,
};
pub use second_look::{Finding, FindingContent, SecondLook, SecondLookPick};
pub use skills::{Proficiency, Skill, SkillId, SkillKind, SkillTable};
pub use timestamp::Timestamp;
pub use user::{Role, User, UserContent, mail_key};
pub use webhook::{
    AttemptError, Delivery, DeliveryAttempt, DeliveryKind, DeliveryState, DisabledReason, EventType, Webhook,
    WebhookContent, WebhookSecret, WebhookState,
};
pub use weights::{AppliedWeights, Feature, PartialWeights, Weights};
pub use word::{Word, WordSet};
pub use work::{ContractForm, Slot, WorkStyle};
