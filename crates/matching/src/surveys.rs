//! Surveys: a body asks, in waves, by versions of an instrument that are frozen once a wave uses them.

use domain::survey::{Concept, Instrument, Survey, SurveyContent, check_concepts};
use domain::{Actor, ChangeKind, Page, PageRequest, Scope, SurveyId};
use serde_json::json;
use store::Tx;

use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError, Replacement, changed_meanwhile, check_version};
use crate::journal::Touched;
use crate::once::Once;
use crate::permissions::require;

mod answering;
mod invitations;
mod results;
mod waves;

pub(crate) use answering::unlink_within;
pub use answering::{Questions, answer_by_token, answer_for, get_questions, unlink_respondents};
pub use invitations::{Invitation, Invitations, Invited, invite};
pub(crate) use results::usual_change;
pub use results::{ResultsCall, SurveyResults, WaveChange, WaveResults, YearResults, get_results};
pub use waves::{create_wave, get_wave, list_waves, replace_wave};

/// Versions of what a survey asks at most.
const MOST_INSTRUMENTS: u16 = 1000;

/// Makes a survey.
///
/// # Errors
/// Faults of the content.
pub fn create_survey(
    engine: &Engine,
    actor: &Actor,
    content: SurveyContent,
    once: &Once<'_, Survey>,
) -> Result<Survey, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        let at = engine.now();
        let survey = Survey {
            id: engine.new_id(SurveyId::from_parts),
            organization_id: actor.organization_id,
            version: 1,
            instruments: 0,
            content: content.clone(),
            created_at: at,
            updated_at: at,
        };
        tx.insert_survey(&survey)?;
        engine.record(tx, actor, touched(&survey, "created", ChangeKind::Created))?;
        once.keep((engine, tx, actor), &survey, None)?;
        Ok(survey)
    })
}

/// One survey of the own body.
///
/// # Errors
/// None such.
pub fn get_survey(engine: &Engine, actor: &Actor, id: SurveyId) -> Result<Survey, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| find_own(tx, actor, id))
}

/// The surveys of the own body.
///
/// # Errors
/// A missing scope.
pub fn list_surveys(
    engine: &Engine,
    actor: &Actor,
    page: &PageRequest<SurveyId>,
) -> Result<Page<Survey>, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| Ok(tx.list_surveys(actor.organization_id, page)?))
}

/// Replaces what is written of a survey; what it asks stays.
///
/// # Errors
/// Faults, none such, another version.
pub fn replace_survey(
    engine: &Engine,
    actor: &Actor,
    id: SurveyId,
    replacement: Replacement<SurveyContent>,
) -> Result<Survey, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        check_version(expected, before.version)?;
        let after = Survey { content: content.clone(), ..before };
        advance((engine, actor), tx, after, "updated")
    })
}

/// Adds a version of what a survey asks.
///
/// # Errors
/// Faults, no such survey.
pub fn create_instrument(
    engine: &Engine,
    actor: &Actor,
    (id, concepts): (SurveyId, Vec<Concept>),
    once: &Once<'_, Instrument>,
) -> Result<Instrument, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let concepts = check_concepts(concepts)?;
    engine.write(|tx| {
        let before = find_own(tx, actor, id)?;
        if before.instruments >= MOST_INSTRUMENTS {
            let detail = format!("a survey has at most {MOST_INSTRUMENTS} versions; make another survey");
            return Err(MatchingError::conflict(ConflictCode::Full, detail));
        }
        let (at, number) = (engine.now(), before.instruments + 1);
        advance((engine, actor), tx, Survey { instruments: number, ..before }, "instrument_added")?;
        let instrument = Instrument {
            survey_id: id,
            number,
            version: 1,
            concepts: concepts.clone(),
            created_at: at,
            updated_at: at,
        };
        tx.insert_instrument(&instrument)?;
        once.keep((engine, tx, actor), &instrument, None)?;
        Ok(instrument)
    })
}

/// A version of what a survey asks.
///
/// # Errors
/// None such.
pub fn get_instrument(
    engine: &Engine,
    actor: &Actor,
    (id, number): (SurveyId, u16),
) -> Result<Instrument, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| {
        find_own(tx, actor, id)?;
        find_instrument(tx, id, number)
    })
}

/// Replaces a version of what a survey asks, as long as no wave uses it.
///
/// # Errors
/// Faults, none such, another version of the record, one that a wave uses.
pub fn replace_instrument(
    engine: &Engine,
    actor: &Actor,
    (id, number): (SurveyId, u16),
    replacement: Replacement<Vec<Concept>>,
) -> Result<Instrument, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let Replacement { content, expected } = replacement;
    let concepts = check_concepts(content)?;
    engine.write(|tx| {
        // The survey is held, so that no wave comes to use it meanwhile.
        let survey = find_own(tx, actor, id)?;
        let before = find_instrument(tx, id, number)?;
        check_version(expected, before.version)?;
        if tx.count_waves_of_instrument(id, number)? > 0 {
            let detail = "a wave uses this version, so that it stays as it is; add another version";
            return Err(MatchingError::conflict(ConflictCode::InUse, detail));
        }
        advance((engine, actor), tx, survey, "instrument_changed")?;
        let (version, updated_at) = (before.version + 1, engine.now());
        let after = Instrument { version, updated_at, concepts: concepts.clone(), ..before };
        if !tx.update_instrument(&after, before.version)? {
            return Err(changed_meanwhile());
        }
        Ok(after)
    })
}

/// A survey of the actor's own body.
fn find_own(tx: &mut Tx<'_>, actor: &Actor, id: SurveyId) -> Result<Survey, MatchingError> {
    tx.find_survey(id)?
        .filter(|survey| survey.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("survey"))
}

fn find_instrument(tx: &mut Tx<'_>, id: SurveyId, number: u16) -> Result<Instrument, MatchingError> {
    tx.find_instrument(id, number)?.ok_or_else(|| MatchingError::not_found("survey version"))
}

/// Keeps the survey's next version, with a line of what was done.
fn advance(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    survey: Survey,
    act: &str,
) -> Result<Survey, MatchingError> {
    let after = Survey { version: survey.version + 1, updated_at: engine.now(), ..survey };
    if !tx.update_survey(&after, after.version - 1)? {
        return Err(changed_meanwhile());
    }
    engine.record(tx, actor, touched(&after, act, ChangeKind::Updated))?;
    Ok(after)
}

/// Writes down that something was done with a wave; to the feed it is a change of its survey.
fn note_wave(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    wave: &domain::survey::Wave,
    (act, people): (&str, usize),
) -> Result<(), MatchingError> {
    let survey = find_own(tx, actor, wave.survey_id)?;
    let touched = Touched { at: engine.now(), ..touched(&survey, act, ChangeKind::Updated) };
    engine.record_with(tx, actor, touched, &json!({"wave_id": wave.id, "people": people}))
}

fn touched<'a>(survey: &Survey, act: &'a str, kind: ChangeKind) -> Touched<'a> {
    Touched {
        resource: "survey",
        id: survey.id.to_string(),
        owner: survey.organization_id,
        version: survey.version,
        act,
        kind,
        at: survey.updated_at,
    }
}
