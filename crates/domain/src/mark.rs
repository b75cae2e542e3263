//! 印: what somebody who reads the applicants thinks of a person for a posting, before anything is decided.
//!
//! A mark is private to those who manage the posting and tells nobody anything. What is kept are acts, each with a
//! number in the posting's log; the marks are what remains when the log is replayed.

use std::collections::{BTreeMap, BTreeSet};

use crate::author::Author;
use crate::fault::Faults;
use crate::id::{CandidateId, OrganizationId, PostingId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// 印 of a person for a posting.
    pub enum Mark {
        /// 候補
        Shortlisted = "shortlisted",
        /// 保留
        Held = "held",
        /// 見送り
        Declined = "declined",
    }
}

words! {
    /// Where a person stands in somebody's reading: not looked at yet, or marked.
    pub enum MarkState {
        /// 未確認
        Unreviewed = "unreviewed",
        /// 候補
        Shortlisted = "shortlisted",
        /// 保留
        Held = "held",
        /// 見送り
        Declined = "declined",
    }
}

impl From<Option<Mark>> for MarkState {
    fn from(mark: Option<Mark>) -> Self {
        match mark {
            None => Self::Unreviewed,
            Some(Mark::Shortlisted) => Self::Shortlisted,
            Some(Mark::Held) => Self::Held,
            Some(Mark::Declined) => Self::Declined,
        }
    }
}

/// What a marker writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkContent {
    /// The mark.
    pub mark: Mark,
    /// Why, in the marker's words; personal data of the person.
    pub reason: Option<String>,
}

impl MarkContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// A reason that is too long.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).optional(self.reason.as_deref(), &mut faults);
        faults.guard(self)
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkAct {
    /// A mark was set, over the marker's own one before it.
    Marked(MarkContent),
    /// The marker's own mark was taken away.
    Cleared,
    /// The marker's act of this number was undone.
    Undone(i64),
}

/// A line of a posting's log of marks. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkEvent {
    /// The posting.
    pub posting_id: PostingId,
    /// 1, 2, 3 … in the posting's log.
    pub number: i64,
    /// About whom.
    pub candidate_id: CandidateId,
    /// The body in whose name.
    pub organization_id: OrganizationId,
    /// By whom.
    pub author: Author,
    /// What was done.
    pub act: MarkAct,
    /// When.
    pub at: Timestamp,
}

/// What remains of a posting's log of marks.
#[derive(Debug, Default)]
pub struct Marks<'a> {
    /// By person, then by marker: the last act that was not undone.
    last: BTreeMap<CandidateId, BTreeMap<Author, &'a MarkEvent>>,
    /// By marker: the acts that were not undone, the latest last.
    acts: BTreeMap<Author, Vec<&'a MarkEvent>>,
}

impl<'a> Marks<'a> {
    /// Replays a log, whose lines are in the order of their numbers.
    pub fn replay(log: &'a [MarkEvent]) -> Self {
        let undone: BTreeSet<i64> = log
            .iter()
            .filter_map(|event| match event.act {
                MarkAct::Undone(number) => Some(number),
                MarkAct::Marked(_) | MarkAct::Cleared => None,
            })
            .collect();
        let mut marks = Self::default();
        for event in log {
            let is_act = !matches!(event.act, MarkAct::Undone(_));
            if is_act && !undone.contains(&event.number) {
                marks.last.entry(event.candidate_id).or_default().insert(event.author, event);
                marks.acts.entry(event.author).or_default().push(event);
            }
        }
        marks
    }

    /// The mark that somebody has given a person.
    pub fn by(&self, author: Author, candidate_id: CandidateId) -> Option<GivenMark<'a>> {
        self.last.get(&candidate_id)?.get(&author).and_then(|event| GivenMark::of(event))
    }

    /// All marks on a person, by marker.
    pub fn on(&self, candidate_id: CandidateId) -> Vec<GivenMark<'a>> {
        let all = self.last.get(&candidate_id).into_iter().flat_map(BTreeMap::values);
        all.filter_map(|event| GivenMark::of(event)).collect()
    }

    /// The people whom somebody has marked.
    pub fn people_of(&self, author: Author) -> impl Iterator<Item = CandidateId> {
        self.last.keys().copied().filter(move |id| self.by(author, *id).is_some())
    }

    /// The last act of a marker that was not undone.
    pub fn last_act(&self, author: Author) -> Option<&'a MarkEvent> {
        self.acts.get(&author)?.last().copied()
    }
}

/// A mark that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenMark<'a> {
    /// The mark and its reason.
    pub content: &'a MarkContent,
    /// Who gave it, and when.
    pub event: &'a MarkEvent,
}

impl<'a> GivenMark<'a> {
    fn of(event: &'a MarkEvent) -> Option<Self> {
        match &event.act {
            MarkAct::Marked(content) => Some(Self { content, event }),
            MarkAct::Cleared | MarkAct::Undone(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
