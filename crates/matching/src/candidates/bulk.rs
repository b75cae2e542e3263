//! Registering many people at once, for imports: all or none.

use domain::{
    Actor, Candidate, CandidateContent, CandidateId, ChangeKind, Consent, ConsentContent, ConsentId, Scope,
};

use super::upserts::record;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// A person to be registered, with the consents they gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCandidate {
    /// What is written.
    pub content: CandidateContent,
    /// Given at registration.
    pub consents: Vec<ConsentContent>,
}

/// Registers people in one transaction; answers them in the same order.
///
/// # Errors
/// The faults of the first person that has any, a taken external id, a missing scope; nobody is registered then.
pub fn create_candidates(
    engine: &Engine,
    actor: &Actor,
    new: Vec<NewCandidate>,
) -> Result<Vec<Candidate>, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let at = engine.now();
    let (mut candidates, mut consents) = (Vec::with_capacity(new.len()), Vec::with_capacity(new.len()));
    for new in new {
        let id = engine.new_id(CandidateId::from_parts);
        let given = new.consents.into_iter().map(|content| {
            let content = content.checked()?;
            let id_of_consent = engine.new_id(ConsentId::from_parts);
            Ok(Consent { id: id_of_consent, candidate_id: id, created_at: at, withdrawn_at: None, content })
        });
        consents.push(given.collect::<Result<Vec<_>, MatchingError>>()?);
        candidates.push(Candidate {
            id,
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            content: new.content.checked()?,
        });
    }
    engine.write(|tx| {
        tx.insert_candidates(&candidates)?;
        tx.insert_consents(&consents.concat())?;
        record(engine, tx, actor, (&candidates, ChangeKind::Created))
    })?;
    engine.pool.put_candidates(
        candidates.iter().zip(&consents).map(|(candidate, given)| (candidate, given.as_slice())),
    );
    Ok(candidates)
}
