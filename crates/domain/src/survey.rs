//! 調査: what is asked, in versions; the waves in which it is asked; and what came of it, in figures that name nobody.
//!
//! Who answered is not here: answers hang on a random respondent, and the tie between respondent and person is kept
//! apart, to be cut without losing an answer.

use crate::fault::{FaultCode, Faults};
use crate::id::{CohortId, OrganizationId, ProgramId, SurveyId, WaveId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

mod answers;
mod instrument;
mod results;

pub use answers::{Answer, AnswerValue, check_answers};
pub use instrument::{Choice, Concept, Element, ElementKind, Instrument, Item, Label, check_concepts};
pub use results::{
    Cell, Change, ConceptChange, ConceptResult, ElementChange, ElementResult, Figures, ItemChange,
    ItemResult, PairedSums, Spread, Spreads, TopShare, changes, results,
};

words! {
    /// When a wave is asked, seen from what it is about.
    pub enum WaveKind {
        /// 事前
        Before = "before",
        /// 途中
        Mid = "mid",
        /// 事後
        After = "after",
    }
}

/// What a caller writes of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyContent {
    /// Its title.
    pub title: String,
    /// What it is for, in the words that respondents are shown.
    pub description: Option<String>,
}

/// 調査.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// Id.
    pub id: SurveyId,
    /// The body that asks.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// How many versions of what is asked there are; the last has this number.
    pub instruments: u16,
    /// What the caller wrote.
    pub content: SurveyContent,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

/// What a caller writes of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveContent {
    /// Which version of what is asked.
    pub instrument: u16,
    /// Its name.
    pub name: Option<String>,
    /// When it is asked.
    pub kind: WaveKind,
    /// Whether it is never written down who answered what.
    pub is_anonymous: bool,
    /// First instant.
    pub opens_at: Option<Timestamp>,
    /// Last instant, included.
    pub closes_at: Option<Timestamp>,
    /// The cohort that it is about.
    pub cohort_id: Option<CohortId>,
    /// 事業 that it is about.
    pub program_id: Option<ProgramId>,
}

/// 調査の回.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Id.
    pub id: WaveId,
    /// Of which survey.
    pub survey_id: SurveyId,
    /// The body that asks.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// What the caller wrote.
    pub content: WaveContent,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

impl SurveyContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/title", limits::TITLE).required(&self.title, &mut faults);
        Text::new("/description", limits::PROSE).optional(self.description.as_deref(), &mut faults);
        faults.guard(self)
    }
}

impl WaveContent {
    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::TITLE).optional(self.name.as_deref(), &mut faults);
        if let (Some(opens), Some(closes)) = (self.opens_at, self.closes_at)
            && closes < opens
        {
            faults.add("/closes_at", FaultCode::Contradiction, "must not be before opens_at");
        }
        faults.guard(self)
    }
}

impl Wave {
    /// The instant by which it belongs to a fiscal year: when it opens, or was made where that is not stated.
    pub fn dated(&self) -> Timestamp {
        self.content.opens_at.unwrap_or(self.created_at)
    }
}
