//! Second looks: a few people from below the cut, drawn by lot.
//!
//! The lot is everybody who is ranked among the applicants below the places of the posting and whom nobody has
//! shortlisted. Each gets a number made of the seed and the person alone, and the smallest numbers are drawn: the same
//! seed over the same lot draws the same people, and whoever doubts the draw can repeat it.

use domain::second_look::{FindingContent, PICKS};
use domain::{
    Actor, Author, CandidateId, ChangeKind, Finding, Mark, Marks, Page, PageRequest, PostingId, RankedItem,
    Scope, SecondLook, SecondLookId, SecondLookPick,
};
use serde_json::json;
use store::Tx;

use crate::digest::sha256_hex;
use crate::disclosures::record_shown;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::{Coordination, require};
use crate::postings::find_managed;
use crate::rankings::{PersonLabel, label, rank_applicants};

/// A draw with how its people are shown, in the order of its picks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownSecondLook {
    /// The draw.
    pub look: SecondLook,
    /// How those drawn are shown.
    pub people: Vec<PersonLabel>,
}

/// Draws three people; fewer where fewer are left.
///
/// # Errors
/// No such posting, not the actor's to manage, nobody below the cut, a pool that is being loaded.
pub fn create_second_look(
    engine: &Engine,
    actor: &Actor,
    (posting_id, seed): (PostingId, Option<u32>),
    once: &Once<'_, ShownSecondLook>,
) -> Result<ShownSecondLook, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    engine.check_pool()?;
    let (shown, names) = engine.write(|tx| {
        let (posting, _) = find_managed(engine, tx, actor, posting_id)?;
        let ranking = rank_applicants(engine, tx, actor, posting_id)?;
        let log = tx.list_mark_events(posting_id)?;
        let marks = Marks::replay(&log);
        let is_shortlisted = |id| marks.on(id).iter().any(|given| given.content.mark == Mark::Shortlisted);
        let seats = u32::from(posting.content.seats);
        let below = |item: &&RankedItem<CandidateId>| item.rank > seats && !is_shortlisted(item.id);
        let lot: Vec<&RankedItem<CandidateId>> = ranking.ranking.items.iter().filter(below).collect();
        if lot.is_empty() {
            let detail = "nobody is ranked below the places who has not been shortlisted";
            return Err(MatchingError::conflict(ConflictCode::NobodyBelowTheCut, detail));
        }
        let seed = seed.unwrap_or_else(|| random_seed(engine));
        let look = SecondLook {
            id: engine.new_id(SecondLookId::from_parts),
            posting_id,
            organization_id: actor.organization_id,
            author: Author::of(actor),
            seed,
            drawn_from: i64::try_from(lot.len()).unwrap_or(i64::MAX),
            created_at: engine.now(),
            picks: draw(seed, lot),
        };
        tx.insert_second_look(&look)?;
        let picked: Vec<CandidateId> = look.picks.iter().map(|pick| pick.candidate_id).collect();
        let detail = json!({
            "posting_id": posting_id, "seed": seed, "drawn_from": look.drawn_from, "picks": picked,
        });
        engine.audit(tx, actor, touched((&look, posting.organization_id), "drawn"), &detail)?;
        let (shown, names) = show(engine, tx, actor, look)?;
        // The answer tells of several people; it goes with each of them, for it names them.
        once.keep((engine, tx, actor), &shown, None)?;
        Ok((shown, names))
    })?;
    record_shown(engine, actor, &names)?;
    Ok(shown)
}

/// One draw.
///
/// # Errors
/// None such, or none visible.
pub fn get_second_look(
    engine: &Engine,
    actor: &Actor,
    id: SecondLookId,
) -> Result<ShownSecondLook, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (shown, names) = engine.store.read(|tx| {
        let (look, _) = find(engine, tx, actor, id)?;
        show(engine, tx, actor, look)
    })?;
    record_shown(engine, actor, &names)?;
    Ok(shown)
}

/// The draws for a posting.
///
/// # Errors
/// No such posting, not the actor's to manage.
pub fn list_second_looks(
    engine: &Engine,
    actor: &Actor,
    posting_id: PostingId,
    page: &PageRequest<SecondLookId>,
) -> Result<Page<ShownSecondLook>, MatchingError> {
    require(actor, Scope::SelectionsRead)?;
    let (found, names) = engine.store.read(|tx| {
        find_managed(engine, tx, actor, posting_id)?;
        let Page { items, has_more } = tx.list_second_looks(posting_id, page)?;
        let (mut shown, mut names) = (Vec::new(), Vec::new());
        for look in items {
            let (look, of_look) = show(engine, tx, actor, look)?;
            shown.push(look);
            names.push(of_look);
        }
        Ok::<_, MatchingError>((Page { items: shown, has_more }, names))
    })?;
    for of_look in &names {
        record_shown(engine, actor, of_look)?;
    }
    Ok(found)
}

/// Writes down what was found about somebody drawn, over what was written before.
///
/// # Errors
/// A note that is too long; no such draw, or not the actor's; a person who was not drawn.
pub fn put_finding(
    engine: &Engine,
    actor: &Actor,
    id: SecondLookId,
    (candidate_id, content): (CandidateId, FindingContent),
) -> Result<ShownSecondLook, MatchingError> {
    require(actor, Scope::SelectionsWrite)?;
    let content = content.checked()?;
    let (shown, names) = engine.write(|tx| {
        let (look, owner) = find(engine, tx, actor, id)?;
        let finding = Finding {
            content: content.clone(),
            organization_id: actor.organization_id,
            author: Author::of(actor),
            at: engine.now(),
        };
        if !tx.update_finding(id, (candidate_id, &finding))? {
            let detail = "the person is not among those drawn";
            let fault = domain::FaultCode::UnknownReference;
            return Err(domain::Faults::one("/candidate_id", fault, detail).into());
        }
        let detail = json!({"candidate_id": candidate_id, "worth_a_look": content.worth_a_look});
        let at = finding.at;
        let touched = Touched { at, ..touched((&look, owner), "finding_written") };
        engine.audit(tx, actor, touched, &detail)?;
        let (look, _) = find(engine, tx, actor, id)?;
        show(engine, tx, actor, look)
    })?;
    record_shown(engine, actor, &names)?;
    Ok(shown)
}

fn random_seed(engine: &Engine) -> u32 {
    let mut bytes = [0; 4];
    engine.entropy.fill(&mut bytes);
    u32::from_be_bytes(bytes)
}

/// The three of a lot whose numbers are smallest, the best rank first.
fn draw(seed: u32, lot: Vec<&RankedItem<CandidateId>>) -> Vec<SecondLookPick> {
    let number = |item: &RankedItem<CandidateId>| sha256_hex(format!("{seed}/{}", item.id).as_bytes());
    let mut numbered: Vec<(String, &RankedItem<CandidateId>)> =
        lot.into_iter().map(|item| (number(item), item)).collect();
    numbered.sort_by(|one, other| one.0.cmp(&other.0));
    numbered.truncate(PICKS);
    numbered.sort_by_key(|(_, item)| item.rank);
    let pick = |(_, item): (String, &RankedItem<CandidateId>)| SecondLookPick {
        candidate_id: item.id,
        rank: i64::from(item.rank),
        score: i64::from(item.pair.score),
        finding: None,
    };
    numbered.into_iter().map(pick).collect()
}

fn show(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    look: SecondLook,
) -> Result<(ShownSecondLook, crate::disclosures::PeopleShown), MatchingError> {
    let ids: Vec<CandidateId> = look.picks.iter().map(|pick| pick.candidate_id).collect();
    let (people, names) = label(engine, tx, (actor, engine.now()), (Some(look.posting_id), &ids))?;
    Ok((ShownSecondLook { look, people }, names))
}

/// A draw for a posting that the actor manages, and whose posting it is.
fn find(
    engine: &Engine,
    tx: &mut Tx<'_>,
    actor: &Actor,
    id: SecondLookId,
) -> Result<(SecondLook, domain::OrganizationId), MatchingError> {
    let none = || MatchingError::not_found("second look");
    let look = tx.find_second_look(id)?.ok_or_else(none)?;
    let coordination = Coordination::of(tx, actor, engine.now(), &engine.reference.regions)?;
    let posting = tx.find_posting(look.posting_id)?.filter(|posting| coordination.manages(posting));
    posting.map(|posting| (look, posting.organization_id)).ok_or_else(none)
}

fn touched<'a>((look, owner): (&SecondLook, domain::OrganizationId), act: &'a str) -> Touched<'a> {
    Touched {
        resource: "second_look",
        id: look.id.to_string(),
        owner,
        version: 1,
        act,
        kind: ChangeKind::Created,
        at: look.created_at,
    }
}
