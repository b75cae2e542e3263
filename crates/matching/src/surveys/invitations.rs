//! Invitations: a token for each person, told once and kept as its hash only.
//!
//! Of an anonymous wave it is kept who was invited and which tokens there are, but not whose is which.

use std::collections::BTreeSet;

use domain::{Actor, CandidateId, FaultCode, Faults, PageRequest, Scope, WaveId, limits};
use store::{AnswerToken, Tx};

use super::note_wave;
use super::waves::find_own_wave;
use crate::candidates::find_own as find_person;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::once::Once;
use crate::permissions::require;
use crate::secret;

/// Members of a cohort read at once.
const MEMBERS_A_PAGE: usize = 200;

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Invited {
    /// These people.
    People(Vec<CandidateId>),
    /// Those who are members of the wave's cohort now.
    Cohort,
}

/// A person and the token to be given to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Who.
    pub candidate_id: CandidateId,
    /// The token; told this once.
    pub token: String,
}

/// What an invitation made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitations {
    /// The wave.
    pub wave_id: WaveId,
    /// Those invited now, by id.
    pub made: Vec<Invitation>,
    /// Those who were invited before, and get no further token.
    pub known: Vec<CandidateId>,
}

/// Invites people to a wave; who was invited before keeps the token that they were given.
///
/// # Errors
/// No such wave or person, a wave without a cohort.
pub fn invite(
    engine: &Engine,
    actor: &Actor,
    (wave_id, invited): (WaveId, Invited),
    once: &Once<'_, Invitations>,
) -> Result<Invitations, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    engine.write(|tx| {
        let wave = find_own_wave(tx, actor, wave_id)?;
        let people = people(tx, actor, (&wave, &invited))?;
        let before: BTreeSet<CandidateId> = tx.list_invited(wave_id)?.into_iter().collect();
        let (known, new): (Vec<CandidateId>, Vec<CandidateId>) =
            people.into_iter().partition(|id| before.contains(id));
        let made: Vec<Invitation> = new
            .iter()
            .map(|id| Invitation { candidate_id: *id, token: secret::make("tsq", &*engine.entropy) })
            .collect();
        let tokens: Vec<AnswerToken> = made
            .iter()
            .map(|invitation| AnswerToken {
                hash: secret::hash(&invitation.token),
                wave_id,
                candidate_id: (!wave.content.is_anonymous).then_some(invitation.candidate_id),
                is_used: false,
            })
            .collect();
        tx.insert_invited(wave_id, &new)?;
        tx.insert_answer_tokens(&tokens)?;
        note_wave((engine, actor), tx, &wave, ("wave_invited", made.len()))?;
        let invitations = Invitations { wave_id, made, known };
        once.keep((engine, tx, actor), &invitations, None)?;
        Ok(invitations)
    })
}

/// Who is meant, by id, each once.
fn people(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (wave, invited): (&domain::survey::Wave, &Invited),
) -> Result<BTreeSet<CandidateId>, MatchingError> {
    let ids = match invited {
        Invited::Cohort => return members(tx, wave),
        Invited::People(ids) => ids,
    };
    let mut faults = Faults::default();
    if ids.is_empty() {
        faults.add("/candidate_ids", FaultCode::Needed, "must name somebody, or ask for the whole cohort");
    }
    limits::count("/candidate_ids", ids.len(), limits::RUN_POSTINGS, &mut faults);
    for (index, id) in ids.iter().enumerate() {
        match find_person(tx, actor, *id) {
            Ok(_) => {}
            Err(MatchingError::NotFound { .. }) => {
                let detail = "no such candidate of your organization";
                faults.add(format!("/candidate_ids/{index}"), FaultCode::UnknownReference, detail);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(faults.guard(ids.iter().copied().collect())?)
}

fn members(tx: &mut Tx<'_>, wave: &domain::survey::Wave) -> Result<BTreeSet<CandidateId>, MatchingError> {
    let Some(cohort) = wave.content.cohort_id else {
        let detail = "the wave is about no cohort; name people in candidate_ids";
        return Err(Faults::one("/whole_cohort", FaultCode::Contradiction, detail).into());
    };
    let (mut found, mut after) = (BTreeSet::new(), None);
    loop {
        let page = tx.list_cohort_members(cohort, &PageRequest { limit: MEMBERS_A_PAGE, after })?;
        after = page.items.last().map(|member| member.candidate_id);
        let standing = page.items.iter().filter(|member| member.content.left_on.is_none());
        found.extend(standing.map(|member| member.candidate_id));
        if !page.has_more {
            return Ok(found);
        }
    }
}
