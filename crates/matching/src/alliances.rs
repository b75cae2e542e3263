//! Alliances: made by a body, joined by those that a member asks; and who is allied with whom.
//!
//! An alliance exists for its members and for the bodies that are asked to join; for all others it does not.

use domain::{
    Actor, Alliance, AllianceContent, AllianceId, ChangeKind, FaultCode, Faults, MembershipState,
    OrganizationId, Page, PageRequest, Scope, Timestamp, limits,
};
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

/// Makes an alliance, whose first member is the actor's body.
///
/// # Errors
/// Faults of the content, a missing scope.
pub fn create_alliance(
    engine: &Engine,
    actor: &Actor,
    content: AllianceContent,
    once: &Once<'_, Alliance>,
) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let mut alliance = Alliance {
            id: engine.new_id(AllianceId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            created_at: at,
            updated_at: at,
            ended_at: None,
            content: content.clone(),
            members: Vec::new(),
        };
        alliance.invite(actor.organization_id, (actor.organization_id, at));
        alliance.join(actor.organization_id, at);
        if let Some(first) = alliance.members.first_mut() {
            first.invited_by = None;
        }
        tx.insert_alliance(&alliance)?;
        engine.record(tx, actor, touched(&alliance, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &alliance, None)?;
        Ok(alliance)
    })
}

/// One alliance that the actor's body is in or is asked to join.
///
/// # Errors
/// None such.
pub fn get_alliance(engine: &Engine, actor: &Actor, id: AllianceId) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    engine.store.read(|tx| find(tx, actor, id))
}

/// The alliances that the actor's body is in or is asked to join.
///
/// # Errors
/// A missing scope.
pub fn list_alliances(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<AllianceId>,
) -> Result<Page<Alliance>, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    engine.store.read(|tx| Ok(tx.list_alliances(actor.organization_id, page)?))
}

/// Replaces what is written of an alliance, by the member that keeps it.
///
/// # Errors
/// Faults, none such, not the actor's to change, another version.
pub fn replace_alliance(
    engine: &Engine,
    actor: &Actor,
    id: AllianceId,
    replacement: Replacement<AllianceContent>,
) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find(tx, actor, id)?;
        if before.organization_id != actor.organization_id {
            return Err(MatchingError::forbidden("an alliance is changed by the member that keeps it"));
        }
        check_version(expected, before.version)?;
        save((engine, actor), tx, Alliance { content: content.clone(), ..before }, "updated")
    })
}

/// A member asks a body to join.
///
/// # Errors
/// None such, not a member, an unknown body, one that is in or asked already, too many bodies.
pub fn invite_to_alliance(
    engine: &Engine,
    actor: &Actor,
    (id, invited): (AllianceId, OrganizationId),
    once: &Once<'_, Alliance>,
) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    engine.write(|tx| {
        let mut alliance = find(tx, actor, id)?;
        check_is_member(&alliance, actor)?;
        if tx.find_organization(invited)?.is_none() {
            let detail = "no such organization; name one of the directory";
            return Err(Faults::one("/organization_id", FaultCode::UnknownReference, detail).into());
        }
        if alliance.is_open_to(invited) {
            let detail = "this body is in the alliance, or is asked to join, already";
            return Err(MatchingError::conflict(ConflictCode::AlreadyMember, detail));
        }
        if alliance.standing().count() >= limits::ALLIANCE_MEMBERS {
            let detail = format!("an alliance has at most {} bodies", limits::ALLIANCE_MEMBERS);
            return Err(Faults::one("/organization_id", FaultCode::TooMany, detail).into());
        }
        alliance.invite(invited, (actor.organization_id, engine.now()));
        let alliance = save((engine, actor), tx, alliance, "invited")?;
        once.keep((engine, tx, actor), &alliance, None)?;
        Ok(alliance)
    })
}

/// A body that was asked is in from now on; joining again changes nothing.
///
/// # Errors
/// None such.
pub fn join_alliance(engine: &Engine, actor: &Actor, id: AllianceId) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    engine.write(|tx| {
        let mut alliance = find(tx, actor, id)?;
        if alliance.has_member(actor.organization_id) {
            return Ok(alliance);
        }
        alliance.join(actor.organization_id, engine.now());
        save((engine, actor), tx, alliance, "joined")
    })
}

/// A member leaves, or a body that was asked does not want to join. From then on the alliance is not there for it.
///
/// # Errors
/// None such.
pub fn leave_alliance(engine: &Engine, actor: &Actor, id: AllianceId) -> Result<Alliance, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    engine.write(|tx| {
        let mut alliance = find(tx, actor, id)?;
        alliance.leave(actor.organization_id, engine.now());
        save((engine, actor), tx, alliance, "left")
    })
}

/// The bodies with which one is allied at an instant, in the order of their ids, without itself: those of a shared
/// alliance, and those with which an agreement is in force, whichever side it is on.
pub(crate) fn allied_with(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    at: Timestamp,
) -> Result<Vec<OrganizationId>, MatchingError> {
    let mut allied = tx.list_fellows(organization)?;
    let agreements = tx.list_standing_agreements(organization)?;
    for agreement in agreements.iter().filter(|agreement| agreement.holds_at(at)) {
        allied.extend([agreement.content.coordinator_id, agreement.content.organization_id]);
    }
    allied.retain(|other| *other != organization);
    allied.sort_unstable();
    allied.dedup();
    Ok(allied)
}

/// The bodies that share with this one what they share with allies, in the order of their ids: those of a shared
/// alliance, and those that have opened themselves to it by an agreement that is in force. An agreement that a body has
/// written itself opens nothing of the other side's, or everybody could make allies of whomever they like.
pub(crate) fn sharing_with(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    at: Timestamp,
) -> Result<Vec<OrganizationId>, MatchingError> {
    let mut allied = tx.list_fellows(organization)?;
    let agreements = tx.list_standing_agreements(organization)?;
    let opened = agreements
        .iter()
        .filter(|agreement| agreement.content.coordinator_id == organization && agreement.holds_at(at));
    allied.extend(opened.map(|agreement| agreement.content.organization_id));
    allied.retain(|other| *other != organization);
    allied.sort_unstable();
    allied.dedup();
    Ok(allied)
}

/// An alliance that exists for the actor's body.
fn find(tx: &mut Tx<'_>, actor: &Actor, id: AllianceId) -> Result<Alliance, MatchingError> {
    tx.find_alliance(id)?
        .filter(|alliance| alliance.is_open_to(actor.organization_id))
        .ok_or_else(|| MatchingError::not_found("alliance"))
}

fn check_is_member(alliance: &Alliance, actor: &Actor) -> Result<(), MatchingError> {
    match alliance.member(actor.organization_id).map(|member| member.state) {
        Some(MembershipState::Member) => Ok(()),
        _ => Err(MatchingError::forbidden("only members of the alliance may do this; join it first")),
    }
}

fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    alliance: Alliance,
    act: &str,
) -> Result<Alliance, MatchingError> {
    let before = alliance.version;
    let after = Alliance { version: before + 1, updated_at: engine.now(), ..alliance };
    if !tx.update_alliance(&after, before)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    let others = after.standing().map(|member| member.organization_id);
    let others: Vec<OrganizationId> = others.filter(|body| *body != after.organization_id).collect();
    for body in others {
        engine.tell(tx, body, &touched(&after, act, ChangeKind::Updated))?;
    }
    Ok(after)
}

fn touched<'a>(alliance: &Alliance, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "alliance",
        id: alliance.id.to_string(),
        owner: alliance.organization_id,
        version: alliance.version,
        act,
        kind,
        at: alliance.updated_at,
    }
}
