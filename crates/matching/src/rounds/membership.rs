//! Which posting may belong to which round.

use domain::{Actor, FaultCode, Faults, OrganizationId, Posting, RegionCode, Round, RoundId, RoundStatus};
use store::Tx;

use super::find_visible;
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::participation::agreed_with;
use crate::region_groups::regions_of;

/// The round that a posting names, and a fault where it may not: the actor has to see the round, the posting's body has
/// to take part in it, and the work has to lie in its areas.
pub(crate) fn check_round_of(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (actor, posting): (&Actor, &Posting),
    id: RoundId,
) -> Result<Round, MatchingError> {
    let fault = |code, detail: &str| MatchingError::from(Faults::one("/round_id", code, detail));
    let round = match find_visible(engine, tx, actor, id) {
        Ok(round) => round,
        Err(MatchingError::NotFound { .. }) => {
            return Err(fault(FaultCode::UnknownReference, "no such round"));
        }
        Err(error) => return Err(error),
    };
    if round.status == RoundStatus::Closed {
        return Err(fault(FaultCode::NotAllowed, "the round is closed"));
    }
    if !takes_part(engine, tx, &round, posting.organization_id)? {
        let detail = "the posting's body takes no part in the round: it has to be the round's own body, a partner of its program or of an area, or tied to it by an agreement in force";
        return Err(fault(FaultCode::NotAllowed, detail));
    }
    let regions = regions_of_areas(tx, &round)?;
    let place = posting.content.terms.municipality;
    let lies_in = |region: &RegionCode| engine.reference.regions.lies_in(place, *region);
    if !regions.is_empty() && !regions.iter().any(lies_in) {
        let detail = "lies in no area of the round";
        return Err(Faults::one("/municipality", FaultCode::NotAllowed, detail).into());
    }
    Ok(round)
}

fn takes_part(
    engine: &Engine,
    tx: &mut Tx<'_>,
    round: &Round,
    body: OrganizationId,
) -> Result<bool, MatchingError> {
    if body == round.organization_id || round.content.partner_ids().contains(&body) {
        return Ok(true);
    }
    let program = tx.find_program(round.content.program_id)?;
    if program.is_some_and(|program| program.content.partner_ids.contains(&body)) {
        return Ok(true);
    }
    Ok(agreed_with(tx, round.organization_id, engine.now())?.contains(&body))
}

/// The regions of all areas together; none where an area names none, for then the round is open everywhere.
fn regions_of_areas(tx: &mut Tx<'_>, round: &Round) -> Result<Vec<RegionCode>, MatchingError> {
    let mut all = Vec::new();
    for area in &round.content.areas {
        let mut regions = area.regions.clone();
        if let Some(group) = area.region_group_id {
            regions.extend(regions_of(tx, "/round_id", group)?);
        }
        if regions.is_empty() {
            return Ok(Vec::new());
        }
        all.extend(regions);
    }
    Ok(all)
}
