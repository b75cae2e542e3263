//! Who met whom, and what was noted.

use std::collections::HashMap;

use domain::{
    ApplicationId, CandidateId, Encounter, HandoverMeeting, HandoverNote, Page, PageRequest, PostingId,
};
use store::{EncounterFilter, NoteFilter, Tx};

use super::MOST;
use super::naming::Names;
use crate::error::MatchingError;
use crate::permissions::Coordination;

/// The meetings in view of a posting, the earliest first, each with whose it is.
pub(super) fn meetings(
    tx: &mut Tx<'_>,
    (coordination, posting): (&Coordination<'_>, PostingId),
    whose: &HashMap<ApplicationId, CandidateId>,
) -> Result<Vec<(CandidateId, HandoverMeeting)>, MatchingError> {
    let filter = EncounterFilter {
        viewer: coordination.viewer(),
        application_id: None,
        posting_id: Some(posting),
        kind: None,
        status: None,
    };
    let (mut found, mut after): (Vec<Encounter>, _) = (Vec::new(), None);
    loop {
        let Page { items, has_more } = tx.list_encounters(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|meeting| meeting.id);
        found.extend(items);
        if !has_more {
            break;
        }
    }
    found.sort_by_key(|meeting| (meeting.content.scheduled_at, meeting.id));
    let told = found.into_iter().filter_map(|meeting| {
        let content = meeting.content;
        let meeting = HandoverMeeting {
            encounter_id: meeting.id,
            posting_id: meeting.posting_id,
            kind: content.kind,
            mode: content.mode,
            status: content.status,
            at_micros: content.scheduled_at.micros(),
            posting_side: content.posting_side,
            candidate_side: content.candidate_side,
        };
        Some((*whose.get(&content.application_id)?, meeting))
    });
    Ok(told.collect())
}

/// The notes on a posting, the oldest first, each with whom it is about, if anybody.
pub(super) fn notes(
    tx: &mut Tx<'_>,
    (coordination, posting): (&Coordination<'_>, PostingId),
    names: &mut Names,
) -> Result<Vec<(Option<CandidateId>, HandoverNote)>, MatchingError> {
    let filter = NoteFilter {
        viewer: coordination.viewer(),
        posting_id: Some(posting),
        candidate_id: None,
        mentioned: None,
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let Page { items, has_more } = tx.list_notes(&filter, &PageRequest { limit: MOST, after })?;
        after = items.last().map(|note| note.id);
        for note in items {
            let told = HandoverNote {
                note_id: note.id,
                posting_id: note.posting_id,
                at_micros: note.updated_at.micros(),
                by: names.of(tx, note.author)?,
                text: note.content.text,
            };
            found.push((note.candidate_id, told));
        }
        if !has_more {
            break;
        }
    }
    found.sort_by_key(|(_, note)| (note.at_micros, note.note_id));
    Ok(found)
}
