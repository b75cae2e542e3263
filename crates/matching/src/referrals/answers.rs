//! What becomes of a referral: accepted, declined, taken back, ended.

use domain::{Actor, ConsentItem, Referral, ReferralId, ReferralState, ReferralSubject, Scope, Shown};
use store::Tx;

use super::{Owed, ReferralView, check_expected, check_reason, find, open_items, save, view, whom};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError};
use crate::permissions::require;

/// The recipient accepts. Of a posting: from now on it may act on that posting, until the referral ends.
///
/// # Errors
/// None such, not the recipient, answered or over, a person whose consent does not stand any more.
pub fn accept_referral(
    engine: &Engine,
    actor: &Actor,
    id: ReferralId,
    (reason, expected): (Option<String>, Expected),
) -> Result<ReferralView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    check_reason(reason.as_deref(), Owed::No)?;
    let view = engine.write(|tx| {
        let before = find_open(engine, tx, actor, id)?;
        check_expected(&before, expected)?;
        check_consent(engine, tx, &before)?;
        answer((engine, actor), tx, before, (ReferralState::Accepted, reason.clone()))
    })?;
    engine.pool.touch();
    on_record((engine, actor), Shown::Referral, view, whom)
}

/// The recipient declines, with a reason.
///
/// # Errors
/// None such, not the recipient, answered or over, no reason.
pub fn decline_referral(
    engine: &Engine,
    actor: &Actor,
    id: ReferralId,
    (reason, expected): (Option<String>, Expected),
) -> Result<ReferralView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    check_reason(reason.as_deref(), Owed::Yes)?;
    let view = engine.write(|tx| {
        let before = find_open(engine, tx, actor, id)?;
        check_expected(&before, expected)?;
        answer((engine, actor), tx, before, (ReferralState::Declined, reason.clone()))
    })?;
    on_record((engine, actor), Shown::Referral, view, whom)
}

/// The sender takes an open referral back, or either body ends an accepted one. What was passed on from there ends too.
///
/// # Errors
/// None such, not the actor's to end, over already.
pub fn end_referral(
    engine: &Engine,
    actor: &Actor,
    id: ReferralId,
    (reason, expected): (Option<String>, Expected),
) -> Result<ReferralView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    check_reason(reason.as_deref(), Owed::No)?;
    let view = engine.write(|tx| {
        let before = find(tx, actor, id)?;
        check_expected(&before, expected)?;
        let state = match before.state_at(engine.now()) {
            ReferralState::Open | ReferralState::Expired
                if before.organization_id != actor.organization_id =>
            {
                let detail = "an open referral is taken back by the body that made it; accept or decline it";
                return Err(MatchingError::forbidden(detail));
            }
            ReferralState::Open => ReferralState::Withdrawn,
            ReferralState::Accepted => ReferralState::Ended,
            over => return Err(over_already(over)),
        };
        let after = end_all((engine, actor), tx, (before, state), reason.as_deref())?;
        view(engine, tx, actor, after)
    })?;
    engine.pool.touch();
    on_record((engine, actor), Shown::Referral, view, whom)
}

/// A referral that the actor's body may answer now.
fn find_open(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: ReferralId,
) -> Result<Referral, MatchingError> {
    let referral = find(tx, actor, id)?;
    if referral.to_organization_id != actor.organization_id {
        return Err(MatchingError::forbidden("a referral is answered by the body that it was made to"));
    }
    match referral.state_at(engine.now()) {
        ReferralState::Open => Ok(referral),
        over => Err(over_already(over)),
    }
}

fn over_already(state: ReferralState) -> MatchingError {
    let detail = format!("the referral is {state}; make another one if it is still wanted");
    MatchingError::conflict(ConflictCode::AlreadyEnded, detail)
}

/// What is passed of a person must still be open to the recipient.
fn check_consent(engine: &Engine, tx: &mut Tx<'_>, referral: &Referral) -> Result<(), MatchingError> {
    let ReferralSubject::Candidate(id) = referral.subject else { return Ok(()) };
    let recipient = (referral.to_organization_id, engine.now());
    let open = open_items(tx, &[id], recipient)?.remove(&id).unwrap_or_default();
    let is_open = |item: ConsentItem| open.contains(item) || open.contains(ConsentItem::Identity);
    if referral.items.iter().all(is_open) {
        return Ok(());
    }
    let detail = "the person's consent to this does not stand any more; ask the body that referred them";
    Err(MatchingError::conflict(ConflictCode::ConsentMissing, detail))
}

fn answer(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Referral,
    (state, reason): (ReferralState, Option<String>),
) -> Result<ReferralView, MatchingError> {
    let act = if state == ReferralState::Accepted { "accepted" } else { "declined" };
    let after = Referral { state, answered_at: Some(engine.now()), answer_reason: reason, ..before };
    let after = save((engine, actor), tx, (after.version, after.clone()), act)?;
    view(engine, tx, actor, after)
}

/// Ends a referral and, of a posting, everything that was passed on from it.
fn end_all(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (referral, state): (Referral, ReferralState),
    reason: Option<&str>,
) -> Result<Referral, MatchingError> {
    let act = if state == ReferralState::Ended { "ended" } else { "withdrawn" };
    let over = |referral: Referral, state, reason: Option<&str>| Referral {
        state,
        ended_at: Some(engine.now()),
        end_reason: reason.map(str::to_owned),
        ..referral
    };
    let subject = referral.subject;
    let ended = save((engine, actor), tx, (referral.version, over(referral, state, reason)), act)?;
    if subject.posting().is_some() {
        let mut ended_ids = vec![ended.id];
        // In the order in which they were made, so that each comes after the one it hangs on.
        for passed_on in tx.list_standing_referrals(subject)? {
            if passed_on.previous_id.is_some_and(|id| ended_ids.contains(&id)) {
                ended_ids.push(passed_on.id);
                let state = match passed_on.state {
                    ReferralState::Accepted => ReferralState::Ended,
                    _ => ReferralState::Withdrawn,
                };
                let why = Some("the referral by which it came has ended");
                save((engine, actor), tx, (passed_on.version, over(passed_on, state, why)), "ended")?;
            }
        }
    }
    Ok(ended)
}
