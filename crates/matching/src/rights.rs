//! The rights of a person against the body that registered them: everything that is held can be had, and can be erased.

use domain::{
    Actor, AuditLine, Candidate, CandidateId, ChangeKind, DecisionId, Erasure, ErasureReason, JsonText,
    PageRequest, Scope, Shown, Timestamp,
};
use serde_json::{Map, Value, json};
use store::{AuditFilter, Holding, Tx};

use crate::candidates::{delete_within, find_own, touched};
use crate::decisions::line_of;
use crate::disclosures::{PeopleShown, record_shown};
use crate::engine::Engine;
use crate::error::{Expected, MatchingError, check_version};
use crate::permissions::require;
use crate::reviews::reveal_within;

/// Lines of the audit log that go into an export at most: those of many years.
const MOST_LINES: usize = 10_000;

/// Columns that the program makes of others.
const MADE: &[&str] = &["search_text"];

/// One class of what is held.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldClass {
    /// `candidates`, `applications`, `notes` ….
    pub name: String,
    /// Its records, fields by name.
    pub rows: Vec<Map<String, Value>>,
}

/// Everything that is held of a person.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Who.
    pub candidate_id: CandidateId,
    /// When it was put together.
    pub exported_at: Timestamp,
    /// By class; classes without a record are told too.
    pub classes: Vec<HeldClass>,
}

/// Everything that the actor's organization holds of a person whom it registered, and what its audit log tells of them. Of
/// somebody whom the actor reads without the name it reveals the name, and that is put on record.
///
/// # Errors
/// None such; a missing scope.
pub fn export_candidate(engine: &Engine, actor: &Actor, id: CandidateId) -> Result<Export, MatchingError> {
    require(actor, Scope::CandidatesRead)?;
    let exported_at = engine.now();
    if !engine.blind.is_empty() {
        engine.write(|tx| {
            find_own(tx, actor, id)?;
            reveal_within((engine, actor), tx, (id, "everything that is held of the person was exported"))
        })?;
        engine.blind.touch();
    }
    let (holdings, rankings, lines) = engine.store.read(|tx| {
        find_own(tx, actor, id)?;
        let holdings = tx.list_holdings(id, actor.organization_id)?;
        let rankings = tx.list_rankings_of(id, actor.organization_id)?;
        let filter = AuditFilter {
            resource: Some("candidate".to_owned()),
            resource_id: Some(id.to_string()),
            ..AuditFilter::of(actor.organization_id)
        };
        let lines = tx.list_audit_events(&filter, &PageRequest { limit: MOST_LINES, after: None })?;
        Ok::<_, MatchingError>((holdings, rankings, lines.items))
    })?;
    let whom = [(id, actor.organization_id)];
    record_shown(engine, actor, &PeopleShown::parts(actor.organization_id, Shown::Record, whom))?;
    let mut classes = holdings
        .into_iter()
        .map(|holding| class(&holding, actor))
        .collect::<Result<Vec<HeldClass>, MatchingError>>()?;
    let places = rankings.iter().map(|(decision, ranking)| place_in(id, *decision, ranking));
    let places = places.collect::<Result<Vec<_>, MatchingError>>()?.into_iter().flatten().collect();
    classes.push(HeldClass { name: "decision_rankings".to_owned(), rows: places });
    let lines = lines.into_iter().map(line).collect();
    classes.push(HeldClass { name: "audit_events".to_owned(), rows: lines });
    Ok(Export { candidate_id: id, exported_at, classes })
}

fn class(holding: &Holding, actor: &Actor) -> Result<HeldClass, MatchingError> {
    let corrupt = || {
        let (column, value) = ("a row as JSON", holding.table.clone());
        MatchingError::Store(store::StoreError::Corrupt { column, value })
    };
    let own = json!(actor.organization_id);
    let row = |text: &JsonText| {
        let mut row: Map<String, Value> = serde_json::from_str(&text.0).map_err(|_| corrupt())?;
        row.retain(|name, _| !MADE.contains(&name.as_str()));
        if let Some(column) = holding.writers_own
            && row.get("organization_id") != Some(&own)
        {
            row.insert(column.to_owned(), Value::Null);
        }
        for (name, value) in &mut row {
            *value = readable(name, value.take());
        }
        Ok::<_, MatchingError>(row)
    };
    let rows = holding.rows.iter().map(row).collect::<Result<_, _>>()?;
    Ok(HeldClass { name: holding.table.clone(), rows })
}

/// The person's own line of the ranking that was kept with a decision: place, score and what made it. The lines of others
/// are theirs.
fn place_in(
    id: CandidateId,
    decision: DecisionId,
    ranking: &JsonText,
) -> Result<Option<Map<String, Value>>, MatchingError> {
    Ok(line_of(ranking, id)?.map(|mut line| {
        line.insert("decision_id".to_owned(), json!(decision));
        line
    }))
}

/// A stored value as others read it: instants by RFC 3339, JSON that is kept as text as JSON.
fn readable(name: &str, value: Value) -> Value {
    let is_instant = name == "at" || name == "until" || name.ends_with("_at");
    match &value {
        Value::Number(number) if is_instant => {
            number.as_i64().and_then(Timestamp::from_micros).map_or(value, |at| json!(at))
        }
        Value::String(text) if text.starts_with(['{', '[']) => serde_json::from_str(text).unwrap_or(value),
        _ => value,
    }
}

fn line(line: AuditLine) -> Map<String, Value> {
    let event = line.event;
    let detail: Value = serde_json::from_str(&event.detail.0).unwrap_or_default();
    let fields = [
        ("id", json!(event.id)),
        ("organization_id", json!(event.organization_id)),
        ("action", json!(event.action)),
        ("detail", detail),
        ("at", json!(event.at)),
    ];
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Erases a person with everything that hangs on them, out of the files of the database too. What stays is that somebody
/// was erased: an id, a word for the reason, how many records went.
///
/// # Errors
/// None such; another version; a missing scope. Should only the files not be cleaned, the person is erased all the same.
pub fn erase_candidate(
    engine: &Engine,
    actor: &Actor,
    (id, expected): (CandidateId, Expected),
    reason: ErasureReason,
) -> Result<Erasure, MatchingError> {
    require(actor, Scope::CandidatesWrite)?;
    let erased_at = engine.now();
    let (erased, texts_to_review) = engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        // Once the person is gone nobody knows any more which name to look for.
        let texts = tx.list_texts_naming(&before)?;
        Ok::<_, MatchingError>((erase_within((engine, actor), tx, before, reason)?, texts))
    })?;
    engine.pool.remove_candidate(id);
    engine.store.scrub()?;
    Ok(Erasure { candidate_id: id, reason, erased_at, erased, texts_to_review })
}

/// Erases a person out of the records; the pool and the files are the caller's to clean. What went, by class.
pub(crate) fn erase_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    before: Candidate,
    reason: ErasureReason,
) -> Result<Vec<(String, u64)>, MatchingError> {
    let counted = |holding: Holding| (holding.table, holding.rows.len() as u64);
    let holdings = tx.list_holdings(before.id, actor.organization_id)?;
    let mut erased: Vec<(String, u64)> =
        holdings.into_iter().filter(|holding| holding.goes_along).map(counted).collect();
    erased.retain(|(_, rows)| *rows > 0);
    let gone = delete_within((engine, actor), tx, before)?;
    let counts: Map<String, Value> =
        erased.iter().map(|(class, rows)| (class.clone(), json!(rows))).collect();
    let detail = json!({"reason": reason, "erased": counts});
    engine.record_with(tx, actor, touched(&gone, "erased", ChangeKind::Deleted), &detail)?;
    Ok(erased)
}
