//! Taking single records of a person while the person stays: an application, notes. What was copied of them elsewhere, into
//! hand-overs and into kept answers, goes with them.

use domain::{Application, CandidateId, NoteId, PersonFacts, Timestamp};

use crate::transaction::on_backend;
use crate::vocabulary::corrupt;
use crate::{StoreError, Tx};

/// What hand-overs are to tell of no more.
struct Forgotten<'a> {
    application: &'a Application,
    /// Nothing of the person has to do with the posting any more.
    leaves_posting: bool,
    meetings: Vec<String>,
    decisions: Vec<String>,
    promises: Vec<String>,
}

impl Forgotten<'_> {
    fn take_out_of(&self, facts: &mut PersonFacts) {
        facts.applications.retain(|line| line.application_id != self.application.id);
        facts.meetings.retain(|line| !self.meetings.contains(&line.encounter_id.to_string()));
        facts.verdicts.retain(|line| !self.decisions.contains(&line.decision_id.to_string()));
        facts.promises.retain(|line| !self.promises.contains(&line.promise_id.to_string()));
        if self.leaves_posting {
            facts.notes.retain(|line| line.posting_id != self.application.posting_id);
        }
    }
}

/// Whether nothing is told of a person.
fn says_nothing(facts: &PersonFacts) -> bool {
    let PersonFacts { applications, promises, verdicts, meetings, engagements, notes } = facts;
    applications.is_empty()
        && promises.is_empty()
        && verdicts.is_empty()
        && meetings.is_empty()
        && engagements.is_empty()
        && notes.is_empty()
}

impl Tx<'_> {
    /// Keeps that something happened with a person at an instant, of which the record itself goes.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn remember_activity(&mut self, whose: CandidateId, at: Timestamp) -> Result<(), StoreError> {
        self.remember_activity_of(&whose.to_string(), at.micros())
    }

    fn remember_activity_of(&mut self, whose: &str, at: i64) -> Result<(), StoreError> {
        let before = on_backend!(self, retention::find_activity(whose))?;
        if before.is_some_and(|before| at <= before) {
            return Ok(());
        }
        on_backend!(self, retention::put_activity(whose, at))
    }

    /// Deletes an application with everything that hangs on it; where the person has nothing else to do with the posting,
    /// what was noted about them in view of it goes too. Hand-overs tell of none of it any more, nor do kept answers.
    /// `false` when it is not there in this version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_application(&mut self, application: &Application) -> Result<bool, StoreError> {
        let id = application.id.to_string();
        let (posting, candidate) = (application.posting_id.to_string(), application.candidate_id.to_string());
        let [meetings, decisions, promises] = on_backend!(self, retention::list_parts_of(&id))?;
        if !on_backend!(self, retention::delete_application(&id, application.version))? {
            return Ok(false);
        }
        let pair = (posting.as_str(), candidate.as_str());
        let leaves_posting = !on_backend!(self, retention::stays_with_posting(pair))?;
        if leaves_posting {
            on_backend!(self, retention::delete_readings(pair))?;
        }
        let forgotten = Forgotten { application, leaves_posting, meetings, decisions, promises };
        self.forget_in_handovers(&candidate, |facts| forgotten.take_out_of(facts))?;
        self.delete_kept_answers_that_name(&[id])?;
        Ok(true)
    }

    /// Deletes notes with every wording they have had, in hand-overs too; answers how many there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_notes(&mut self, ids: &[NoteId]) -> Result<u64, StoreError> {
        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut whose = on_backend!(self, retention::list_whose_notes(&texts))?;
        // The last one of each person is the one to remember.
        whose.sort_unstable_by(|one, other| other.cmp(one));
        whose.dedup_by(|one, other| one.0 == other.0);
        for (candidate, written) in whose {
            self.remember_activity_of(&candidate, written)?;
            self.forget_in_handovers(&candidate, |facts| {
                facts.notes.retain(|line| !ids.contains(&line.note_id));
            })?;
        }
        self.delete_kept_answers_that_name(&texts)?;
        Ok(on_backend!(self, retention::delete_notes(&texts))? as u64)
    }

    /// Takes something out of what hand-overs tell of a person; where nothing is left, their name and addresses go too.
    fn forget_in_handovers(
        &mut self,
        candidate: &str,
        take: impl Fn(&mut PersonFacts),
    ) -> Result<(), StoreError> {
        for (handover, text) in on_backend!(self, retention::list_handed_over(candidate))? {
            let before: PersonFacts =
                serde_json::from_str(&text).map_err(|_| corrupt("handover_people.facts", &text))?;
            let mut facts = before.clone();
            take(&mut facts);
            if facts == before {
                continue;
            }
            let whose = (handover.as_str(), candidate);
            match says_nothing(&facts) {
                true => on_backend!(self, retention::delete_handed_over(whose))?,
                false => {
                    let text = serde_json::json!(facts).to_string();
                    on_backend!(self, retention::update_handed_over(whose, &text))?;
                }
            }
        }
        Ok(())
    }
}
