//! Referrals: a person or a posting is passed to an allied body, which accepts or declines.
//!
//! A person is passed only as far as a consent to the recipient reaches, and no longer than it stands. An accepted
//! referral of a posting lets the recipient act on that posting until it ends; what was passed on from there ends with it.

use std::collections::HashMap;

use domain::{
    Actor, Candidate, CandidateId, ChangeKind, Consent, ConsentContent, ConsentId, ConsentItem, FaultCode,
    Faults, NewReferral, OrganizationId, Page, PageRequest, Posting, Recipient, Referral, ReferralId,
    ReferralKind, ReferralState, ReferralStep, ReferralSubject, Scope, Shown, Timestamp, WordSet, limits,
};
use store::{ReferralFilter, Tx};

use crate::alliances::allied_with;
use crate::candidates::{find_own, touched as person_touched};
use crate::disclosures::on_record;
use crate::engine::Engine;
use crate::error::{ConflictCode, Expected, MatchingError, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, Openness, Person, openness_of, require};

mod answers;

pub use answers::{accept_referral, decline_referral, end_referral};

/// How long a referral can be answered where nothing else is said, in seconds.
const USUAL_SECONDS: i64 = 30 * 24 * 3600;
/// Steps of a way at most.
const LONGEST_WAY: usize = 10;

/// A referral as the actor may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralView {
    /// The referral; reason and message are blank where the person is not open to the actor any more.
    pub referral: Referral,
    /// What has become of it by now.
    pub state: ReferralState,
    /// The way by which it has come, this referral last.
    pub way: Vec<ReferralStep>,
    /// The person, where one is passed and is open to the actor.
    pub candidate_id: Option<CandidateId>,
    /// How the person is called where the name is not open; of a person only.
    pub reference: Option<String>,
    /// What of the person is open to the recipient by consents at present.
    pub open_items: WordSet<ConsentItem>,
    /// When the last consent to the recipient was withdrawn, where none stands any more.
    pub consent_withdrawn_at: Option<Timestamp>,
}

/// Which referrals a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListReferrals {
    /// Only those that came in, or only those that went out.
    pub direction: Option<Direction>,
    /// Only of this kind.
    pub kind: Option<ReferralKind>,
    /// Only in this state.
    pub state: Option<ReferralState>,
}

domain::words! {
    /// Which way a referral went, seen from the body that looks.
    pub enum Direction {
        /// 受信
        Inbox = "inbox",
        /// 送信
        Outbox = "outbox",
    }
}

/// Passes a person or a posting to an allied body.
///
/// # Errors
/// Faults: a body that is not allied, a person or posting that is not the actor's to pass, a person who has not
/// consented; a referral that stands already.
pub fn create_referral(
    engine: &Engine,
    actor: &Actor,
    new: NewReferral,
    once: &Once<'_, ReferralView>,
) -> Result<ReferralView, MatchingError> {
    require(actor, Scope::AlliancesWrite)?;
    let new = new.checked()?;
    let (view, pooled) = engine.write(|tx| {
        let (referral, pooled) = pass((engine, actor), tx, &new)?;
        let view = view(engine, tx, actor, referral)?;
        once.keep((engine, tx, actor), &view, new.subject.candidate())?;
        Ok::<_, MatchingError>((view, pooled))
    })?;
    if let Some((candidate, consents)) = pooled {
        engine.pool.put_candidate(&candidate, &consents);
    }
    Ok(view)
}

/// One referral from or to the actor's body.
///
/// # Errors
/// None such.
pub fn get_referral(engine: &Engine, actor: &Actor, id: ReferralId) -> Result<ReferralView, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    let view = engine.store.read(|tx| {
        let referral = find(tx, actor, id)?;
        view(engine, tx, actor, referral)
    })?;
    on_record((engine, actor), Shown::Referral, view, whom)
}

/// The referrals from and to the actor's body.
///
/// # Errors
/// A missing scope.
pub fn list_referrals(
    engine: &Engine,
    actor: &Actor,
    listed: ListReferrals,
    page: &PageRequest<ReferralId>,
) -> Result<Page<ReferralView>, MatchingError> {
    require(actor, Scope::AlliancesRead)?;
    let body = actor.organization_id;
    let filter = ReferralFilter {
        body,
        from: (listed.direction == Some(Direction::Outbox)).then_some(body),
        to: (listed.direction == Some(Direction::Inbox)).then_some(body),
        kind: listed.kind,
        state: listed.state.map(|state| (state, engine.now())),
    };
    let views = engine.store.read(|tx| {
        let Page { items, has_more } = tx.list_referrals(&filter, page)?;
        let items = items.into_iter().map(|referral| view(engine, tx, actor, referral));
        Ok::<_, MatchingError>(Page { items: items.collect::<Result<_, MatchingError>>()?, has_more })
    })?;
    on_record((engine, actor), Shown::Referral, views, |views| views.items.iter().flat_map(whom).collect())
}

/// The person of a referral, where it is of one who is open to the actor.
fn whom(view: &ReferralView) -> Vec<CandidateId> {
    view.candidate_id.into_iter().collect()
}

type Pooled = Option<(Candidate, Vec<Consent>)>;

fn pass(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    new: &NewReferral,
) -> Result<(Referral, Pooled), MatchingError> {
    let at = engine.now();
    let mut faults = Faults::default();
    let to = new.to_organization_id;
    if !allied_with(tx, actor.organization_id, at)?.contains(&to) {
        let detail = "no body that you are allied with has this id: pass it to one of a shared alliance, or to one with which an agreement is in force";
        faults.add("/to_organization_id", FaultCode::UnknownReference, detail);
    }
    let expires_at = new.expires_at.unwrap_or_else(|| at.plus_seconds(USUAL_SECONDS));
    if expires_at <= at {
        faults.add("/expires_at", FaultCode::OutOfRange, "must be in the future");
    }
    let standing = tx.list_standing_referrals(new.subject)?;
    let source = match new.subject {
        ReferralSubject::Candidate(id) => person_to_pass((engine, actor), tx, (id, &standing)),
        ReferralSubject::Posting(id) => posting_to_pass(tx, actor, (id, &standing)),
    }?;
    let pointer = match new.subject.kind() {
        ReferralKind::Candidate => "/candidate_id",
        ReferralKind::Posting => "/posting_id",
    };
    let Some(source) = source else {
        let detail = "not yours to pass: name one of your own, or one that was referred to you and that you have accepted";
        faults.add(pointer, FaultCode::UnknownReference, detail);
        return Err(faults.into());
    };
    let way = way_of(tx, source.previous_id)?;
    let is_known = |body: OrganizationId| {
        body == source.owner || way.iter().any(|step| step.from_organization_id == body)
    };
    if to == actor.organization_id || is_known(to) {
        let detail = "this body has it already";
        faults.add("/to_organization_id", FaultCode::Contradiction, detail);
    }
    if way.len() >= LONGEST_WAY {
        let detail = format!("it has come through {LONGEST_WAY} bodies already; let its own body pass it");
        faults.add(pointer, FaultCode::TooMany, detail);
    }
    if new.consent.is_some() && source.owner != actor.organization_id {
        let detail = "the consent of a person is written down by the body that registered them; leave it out";
        faults.add("/consent", FaultCode::NotAllowed, detail);
    }
    faults.guard(())?;
    if standing.iter().any(|other| {
        (other.organization_id, other.to_organization_id) == (actor.organization_id, to)
            && other.state_at(at) != ReferralState::Expired
    }) {
        let detail = "this was passed to the body already, and that referral stands";
        return Err(MatchingError::conflict(ConflictCode::AlreadyReferred, detail));
    }
    let pooled = match new.subject {
        ReferralSubject::Candidate(id) => consented((engine, actor), tx, (id, new))?,
        ReferralSubject::Posting(_) => None,
    };
    let referral = Referral {
        id: engine.new_id(ReferralId::from_parts),
        organization_id: actor.organization_id,
        to_organization_id: to,
        version: 1,
        created_at: at,
        updated_at: at,
        subject: new.subject,
        previous_id: source.previous_id,
        items: new.items,
        reason: new.reason.clone(),
        message: new.message.clone(),
        state: ReferralState::Open,
        expires_at,
        answered_at: None,
        answer_reason: None,
        ended_at: None,
        end_reason: None,
    };
    tx.insert_referral(&referral)?;
    engine.record(tx, actor, touched(&referral, "created", ChangeKind::Created))?;
    engine.tell(tx, to, &touched(&referral, "created", ChangeKind::Created))?;
    Ok((referral, pooled))
}

/// Whose something is, and by which referral the actor has it.
struct Source {
    owner: OrganizationId,
    previous_id: Option<ReferralId>,
}

/// An own person, or one whom the actor has accepted and may still see.
fn person_to_pass(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (id, standing): (CandidateId, &[Referral]),
) -> Result<Option<Source>, MatchingError> {
    let Some(candidate) = tx.find_candidate(id)? else { return Ok(None) };
    let owner = candidate.organization_id;
    if owner == actor.organization_id {
        return Ok(Some(Source { owner, previous_id: None }));
    }
    let at = engine.now();
    let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
    let openness = openness_of(tx, &coordination, &[Person { id, organization_id: owner }], at)?;
    if openness.contains(&Openness::Hidden) {
        return Ok(None);
    }
    Ok(accepted_by(actor, standing).map(|previous| Source { owner, previous_id: Some(previous) }))
}

/// An own posting, or one that the actor has accepted.
fn posting_to_pass(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (id, standing): (domain::PostingId, &[Referral]),
) -> Result<Option<Source>, MatchingError> {
    let Some(Posting { organization_id: owner, .. }) = tx.find_posting(id)? else { return Ok(None) };
    if owner == actor.organization_id {
        return Ok(Some(Source { owner, previous_id: None }));
    }
    Ok(accepted_by(actor, standing).map(|previous| Source { owner, previous_id: Some(previous) }))
}

fn accepted_by(actor: &Actor, standing: &[Referral]) -> Option<ReferralId> {
    let is_accepted = |referral: &&Referral| {
        referral.to_organization_id == actor.organization_id && referral.state == ReferralState::Accepted
    };
    standing.iter().find(is_accepted).map(|referral| referral.id)
}

/// Writes the consent down where it came along, and sees whether what is to be passed is open to the recipient.
fn consented(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (id, new): (CandidateId, &NewReferral),
) -> Result<Pooled, MatchingError> {
    let mut pooled = None;
    if let Some(consent) = &new.consent {
        let content =
            ConsentContent { recipient: Recipient::Organization(new.to_organization_id), ..consent.clone() };
        pooled = Some(give_consent((engine, actor), tx, (id, content))?);
    }
    let open = open_items(tx, &[id], (new.to_organization_id, engine.now()))?;
    let open = open.get(&id).copied().unwrap_or_default();
    let is_open = |item: ConsentItem| open.contains(item) || open.contains(ConsentItem::Identity);
    if !new.items.iter().all(is_open) {
        let detail = "the person has not consented to this being open to the recipient: send `consent` along, or write it down first";
        return Err(Faults::one("/items", FaultCode::NotAllowed, detail).into());
    }
    Ok(pooled)
}

/// Writes down a consent of an own person within a transaction: the person and all their consents, for the pool.
pub(crate) fn give_consent(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (candidate_id, content): (CandidateId, ConsentContent),
) -> Result<(Candidate, Vec<Consent>), MatchingError> {
    find_own(tx, actor, candidate_id)?;
    let consent = Consent {
        id: engine.new_id(ConsentId::from_parts),
        candidate_id,
        created_at: engine.now(),
        withdrawn_at: None,
        content: content.checked().map_err(|faults| inside("/consent", &faults))?,
    };
    tx.insert_consent(&consent)?;
    tx.touch_candidate(candidate_id, engine.now())?;
    let candidate = find_own(tx, actor, candidate_id)?;
    engine.record(tx, actor, person_touched(&candidate, "consent_given", ChangeKind::Updated))?;
    let consents = tx.list_consents_of(&[candidate_id])?;
    Ok((candidate, consents))
}

/// The faults of a member of what was sent.
fn inside(member: &str, faults: &Faults) -> Faults {
    let mut all = Faults::default();
    for fault in faults.as_slice() {
        all.add(format!("{member}{}", fault.pointer), fault.code, fault.detail.clone());
    }
    all
}

/// What of people is open to a body by consents at an instant; people of whom nothing is are left out.
pub(crate) fn open_items(
    tx: &mut Tx<'_>,
    people: &[CandidateId],
    (body, at): (OrganizationId, Timestamp),
) -> Result<HashMap<CandidateId, WordSet<ConsentItem>>, MatchingError> {
    let mut open: HashMap<CandidateId, WordSet<ConsentItem>> = HashMap::new();
    for consent in tx.list_consents_of(people)? {
        if consent.withdrawn_at.is_none() && consent.content.holds_for(body, at) {
            let items = open.entry(consent.candidate_id).or_default();
            *items = items.iter().chain(consent.content.items.iter()).collect();
        }
    }
    Ok(open)
}

/// The way from the first referral to this one; a step that is not there any more ends it.
fn way_of(tx: &mut Tx<'_>, last: Option<ReferralId>) -> Result<Vec<ReferralStep>, MatchingError> {
    let (mut way, mut next) = (Vec::new(), last);
    while let (Some(id), true) = (next, way.len() <= LONGEST_WAY) {
        let Some(referral) = tx.find_referral(id)? else { break };
        way.push(referral.step());
        next = referral.previous_id;
    }
    way.reverse();
    Ok(way)
}

/// A referral from or to the actor's body.
fn find(tx: &mut Tx<'_>, actor: &Actor, id: ReferralId) -> Result<Referral, MatchingError> {
    let involved = |referral: &Referral| {
        [referral.organization_id, referral.to_organization_id].contains(&actor.organization_id)
    };
    tx.find_referral(id)?.filter(involved).ok_or_else(|| MatchingError::not_found("referral"))
}

/// The referral as the actor may see it now. What was written with it is the person's, and closes with the consent.
fn view(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    mut referral: Referral,
) -> Result<ReferralView, MatchingError> {
    let at = engine.now();
    let mut way = way_of(tx, referral.previous_id)?;
    way.push(referral.step());
    let state = referral.state_at(at);
    let Some(id) = referral.subject.candidate() else {
        let open_items = WordSet::default();
        let (candidate_id, reference, consent_withdrawn_at) = (None, None, None);
        return Ok(ReferralView {
            referral,
            state,
            way,
            candidate_id,
            reference,
            open_items,
            consent_withdrawn_at,
        });
    };
    let to = referral.to_organization_id;
    let open_items = open_items(tx, &[id], (to, at))?.remove(&id).unwrap_or_default();
    let given = tx.list_consents_of(&[id])?;
    let to_recipient = given.iter().filter(|consent| consent.content.recipient.includes(to));
    let consent_withdrawn_at = to_recipient.filter_map(|consent| consent.withdrawn_at).max();
    let owner = tx.find_candidate(id)?.map(|candidate| candidate.organization_id);
    let is_visible = match owner {
        None => false,
        Some(owner) if owner == actor.organization_id => true,
        Some(organization_id) => {
            let coordination = Coordination::of(tx, actor, at, &engine.reference.regions)?;
            let openness = openness_of(tx, &coordination, &[Person { id, organization_id }], at)?;
            !openness.contains(&Openness::Hidden)
        }
    };
    if !is_visible {
        referral.reason = String::new();
        referral.message = None;
    }
    Ok(ReferralView {
        state,
        way,
        candidate_id: is_visible.then_some(id),
        reference: Some(id.short_reference()),
        consent_withdrawn_at: consent_withdrawn_at.filter(|_| open_items.is_empty()),
        open_items,
        referral,
    })
}

fn touched<'a>(referral: &Referral, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "referral",
        id: referral.id.to_string(),
        owner: referral.organization_id,
        version: referral.version,
        act,
        kind,
        at: referral.updated_at,
    }
}

/// Keeps what has become of a referral, and lets both bodies know.
fn save(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    (before, after): (i64, Referral),
    act: &str,
) -> Result<Referral, MatchingError> {
    let after = Referral { version: before + 1, updated_at: engine.now(), ..after };
    if !tx.update_referral(&after, before)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    engine.tell(tx, after.to_organization_id, &touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

/// Refuses a reason that is too long, or is missing where one is owed.
fn check_reason(reason: Option<&str>, owed: Owed) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let text = limits::Text::new("/reason", limits::REMARK);
    match (reason, owed) {
        (Some(reason), Owed::Yes) => text.required(reason, &mut faults),
        (None, Owed::Yes) => {
            faults.add("/reason", FaultCode::Needed, "say why; the other body reads it");
        }
        (reason, Owed::No) => text.optional(reason, &mut faults),
    }
    faults.guard(())
}

/// Whether a reason is owed.
#[derive(Clone, Copy)]
enum Owed {
    Yes,
    No,
}

fn check_expected(referral: &Referral, expected: Expected) -> Result<(), MatchingError> {
    check_version(expected, referral.version)
}
