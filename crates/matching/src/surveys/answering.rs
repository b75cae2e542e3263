//! Answering: once by a token, without a key, or by the body on somebody's behalf (from paper, say).
//!
//! What is kept of an anonymous wave is that a token was used, and answers of a respondent who is nobody; neither has an
//! instant or an order, and no line of the audit log tells of it.

use domain::survey::{Answer, Concept, Survey, Wave, check_answers};
use domain::{
    Actor, CandidateId, FaultCode, Faults, PageRequest, RespondentId, Scope, SurveyId, Timestamp, WaveId,
};
use store::Tx;

use super::waves::find_own_wave;
use super::{find_instrument, find_own, note_wave};
use crate::candidates::find_own as find_person;
use crate::engine::Engine;
use crate::error::{ConflictCode, MatchingError};
use crate::once::Once;
use crate::permissions::require;
use crate::secret;

/// Waves of a survey that are unlinked together.
const MOST_WAVES: usize = 10_000;

/// What somebody with a token is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// The survey.
    pub survey: Survey,
    /// The wave.
    pub wave: Wave,
    /// What is asked.
    pub concepts: Vec<Concept>,
    /// Whether the token was used.
    pub is_answered: bool,
}

/// What somebody with a token is asked; no key is needed.
///
/// # Errors
/// No such token.
pub fn get_questions(engine: &Engine, token: &str) -> Result<Questions, MatchingError> {
    engine.store.read(|tx| {
        let found = tx.find_answer_token(&secret::hash(token))?.ok_or_else(no_invitation)?;
        let wave = tx.find_wave(found.wave_id)?.ok_or_else(no_invitation)?;
        let survey = tx.find_survey(wave.survey_id)?.ok_or_else(no_invitation)?;
        let concepts = find_instrument(tx, survey.id, wave.content.instrument)?.concepts;
        Ok(Questions { survey, wave, concepts, is_answered: found.is_used })
    })
}

/// Takes the answers of somebody with a token, once; no key is needed.
///
/// # Errors
/// No such token, one that was used, a wave that is not open, faults of the answers.
pub fn answer_by_token(engine: &Engine, token: &str, answers: &[Answer]) -> Result<(), MatchingError> {
    let hash = secret::hash(token);
    engine.write(|tx| {
        let found = tx.find_answer_token(&hash)?.ok_or_else(no_invitation)?;
        let wave = tx.find_wave(found.wave_id)?.ok_or_else(no_invitation)?;
        if found.is_used {
            return Err(already_answered());
        }
        check_open(&wave, engine.now())?;
        check(tx, &wave, answers)?;
        if !tx.use_answer_token(&hash)? {
            return Err(already_answered());
        }
        keep(engine, tx, (&wave, found.candidate_id), answers)
    })
}

/// Takes answers that the body has on somebody's behalf: of one of its people, or of nobody in an anonymous wave.
///
/// # Errors
/// No such wave or person, answers that were given, a wave that is not open, faults of the answers.
pub fn answer_for(
    engine: &Engine,
    actor: &Actor,
    (wave_id, (candidate_id, answers)): (WaveId, (Option<CandidateId>, Vec<Answer>)),
    once: &Once<'_, WaveId>,
) -> Result<WaveId, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    engine.write(|tx| {
        let wave = find_own_wave(tx, actor, wave_id)?;
        check_whose(tx, actor, (&wave, candidate_id))?;
        check_open(&wave, engine.now())?;
        check(tx, &wave, &answers)?;
        if let Some(candidate_id) = candidate_id {
            tx.use_answer_tokens_of(wave_id, candidate_id)?;
        }
        keep(engine, tx, (&wave, candidate_id), &answers)?;
        note_wave((engine, actor), tx, &wave, ("wave_answered", 1))?;
        once.keep((engine, tx, actor), &wave_id, candidate_id)?;
        Ok(wave_id)
    })
}

/// Cuts every tie between the answers of a survey and people; the answers stay, and their change from wave to wave too.
/// Answers how many ties there were.
///
/// # Errors
/// No such survey.
pub fn unlink_respondents(engine: &Engine, actor: &Actor, id: SurveyId) -> Result<u64, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    engine.write(|tx| unlink_within((engine, actor), tx, id))
}

/// The same within a transaction.
pub(crate) fn unlink_within(
    (engine, actor): (&Engine, &Actor),
    tx: &mut Tx<'_>,
    id: SurveyId,
) -> Result<u64, MatchingError> {
    let survey = find_own(tx, actor, id)?;
    let waves = tx.list_waves(id, &PageRequest { limit: MOST_WAVES, after: None })?.items;
    let waves: Vec<WaveId> = waves.iter().map(|wave| wave.id).collect();
    let cut = tx.unlink_respondents(id, &waves)?;
    super::advance((engine, actor), tx, survey, "unlinked")?;
    Ok(cut)
}

fn no_invitation() -> MatchingError {
    MatchingError::not_found("invitation")
}

fn already_answered() -> MatchingError {
    MatchingError::conflict(ConflictCode::AlreadyAnswered, "this wave was answered already")
}

fn check_open(wave: &Wave, at: Timestamp) -> Result<(), MatchingError> {
    if let Some(opens) = wave.content.opens_at.filter(|opens| at < *opens) {
        let detail = format!("the wave opens at {opens}");
        return Err(MatchingError::conflict(ConflictCode::WindowNotOpen, detail));
    }
    if let Some(closes) = wave.content.closes_at.filter(|closes| *closes < at) {
        let detail = format!("the wave closed at {closes}");
        return Err(MatchingError::conflict(ConflictCode::WindowClosed, detail));
    }
    Ok(())
}

fn check_whose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (wave, candidate_id): (&Wave, Option<CandidateId>),
) -> Result<(), MatchingError> {
    let fault = |code, detail: &str| Err(Faults::one("/candidate_id", code, detail).into());
    match (wave.content.is_anonymous, candidate_id) {
        (true, None) => Ok(()),
        (true, Some(_)) => {
            fault(FaultCode::NotAllowed, "the wave is anonymous: who answers is not written down")
        }
        (false, None) => fault(FaultCode::Needed, "is needed, because the wave is not anonymous"),
        (false, Some(id)) => match find_person(tx, actor, id) {
            Ok(_) => Ok(()),
            Err(MatchingError::NotFound { .. }) => {
                fault(FaultCode::UnknownReference, "no such candidate of your organization")
            }
            Err(error) => Err(error),
        },
    }
}

fn check(tx: &mut Tx<'_>, wave: &Wave, answers: &[Answer]) -> Result<(), MatchingError> {
    let concepts = find_instrument(tx, wave.survey_id, wave.content.instrument)?.concepts;
    Ok(check_answers(&concepts, answers)?)
}

/// Keeps answers under the respondent that the person is in this survey, or under a new one who is nobody.
fn keep(
    engine: &Engine,
    tx: &mut Tx<'_>,
    (wave, candidate_id): (&Wave, Option<CandidateId>),
    answers: &[Answer],
) -> Result<(), MatchingError> {
    let known = match candidate_id {
        Some(candidate_id) => tx.find_respondent(wave.survey_id, candidate_id)?,
        None => None,
    };
    let respondent = match known {
        Some(respondent) if tx.has_answered(wave.id, respondent)? => return Err(already_answered()),
        Some(respondent) => respondent,
        None => {
            let respondent = new_respondent(engine);
            tx.insert_respondent(wave.survey_id, respondent)?;
            if let Some(candidate_id) = candidate_id {
                tx.insert_respondent_link(wave.survey_id, (candidate_id, respondent))?;
            }
            respondent
        }
    };
    Ok(tx.insert_answers((wave.id, respondent), answers)?)
}

/// A random id without the instant that other ids begin with.
fn new_respondent(engine: &Engine) -> RespondentId {
    let (mut early, mut late) = ([0; 8], [0; 10]);
    engine.entropy.fill(&mut early);
    engine.entropy.fill(&mut late);
    // An id holds 48 bits there.
    RespondentId::from_parts(u64::from_le_bytes(early) >> 16, late)
}
