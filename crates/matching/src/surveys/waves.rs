//! Waves: when a survey is asked, by which version, about whom.

use domain::survey::{Wave, WaveContent};
use domain::{Actor, FaultCode, Faults, Page, PageRequest, Scope, SurveyId, WaveId};
use store::Tx;

use super::{find_own, note_wave};
use crate::cohorts;
use crate::engine::Engine;
use crate::error::{MatchingError, Replacement, changed_meanwhile, check_version};
use crate::once::Once;
use crate::permissions::require;

/// Makes a wave; from then on the version that it asks stays as it is.
///
/// # Errors
/// Faults; no such survey, version or cohort.
pub fn create_wave(
    engine: &Engine,
    actor: &Actor,
    (survey_id, content): (SurveyId, WaveContent),
    once: &Once<'_, Wave>,
) -> Result<Wave, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let content = content.checked()?;
    engine.write(|tx| {
        find_own(tx, actor, survey_id)?;
        check_references(tx, actor, (survey_id, &content))?;
        let at = engine.now();
        let wave = Wave {
            id: engine.new_id(WaveId::from_parts),
            survey_id,
            organization_id: actor.organization_id,
            version: 1,
            content: content.clone(),
            created_at: at,
            updated_at: at,
        };
        tx.insert_wave(&wave)?;
        note_wave((engine, actor), tx, &wave, ("wave_added", 0))?;
        once.keep((engine, tx, actor), &wave, None)?;
        Ok(wave)
    })
}

/// One wave of the own body.
///
/// # Errors
/// None such.
pub fn get_wave(engine: &Engine, actor: &Actor, id: WaveId) -> Result<Wave, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| find_own_wave(tx, actor, id))
}

/// The waves of a survey.
///
/// # Errors
/// No such survey.
pub fn list_waves(
    engine: &Engine,
    actor: &Actor,
    survey_id: SurveyId,
    page: &PageRequest<WaveId>,
) -> Result<Page<Wave>, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| {
        find_own(tx, actor, survey_id)?;
        Ok(tx.list_waves(survey_id, page)?)
    })
}

/// Replaces what is written of a wave; whether it is anonymous and what it asks stay, for people may have been told.
///
/// # Errors
/// Faults, none such, another version, another anonymity or version of what is asked.
pub fn replace_wave(
    engine: &Engine,
    actor: &Actor,
    id: WaveId,
    replacement: Replacement<WaveContent>,
) -> Result<Wave, MatchingError> {
    require(actor, Scope::SurveysWrite)?;
    let Replacement { content, expected } = replacement;
    let content = content.checked()?;
    engine.write(|tx| {
        let before = find_own_wave(tx, actor, id)?;
        check_version(expected, before.version)?;
        let mut faults = Faults::default();
        if content.is_anonymous != before.content.is_anonymous {
            faults.add("/is_anonymous", FaultCode::NotAllowed, "stays as it was; make another wave");
        }
        if content.instrument != before.content.instrument {
            faults.add("/instrument", FaultCode::NotAllowed, "stays as it was; make another wave");
        }
        faults.guard(())?;
        check_references(tx, actor, (before.survey_id, &content))?;
        let (version, updated_at) = (before.version + 1, engine.now());
        let after = Wave { version, updated_at, content: content.clone(), ..before };
        if !tx.update_wave(&after, before.version)? {
            return Err(changed_meanwhile());
        }
        note_wave((engine, actor), tx, &after, ("wave_changed", 0))?;
        Ok(after)
    })
}

/// A wave of the actor's own body.
pub(super) fn find_own_wave(tx: &mut Tx<'_>, actor: &Actor, id: WaveId) -> Result<Wave, MatchingError> {
    tx.find_wave(id)?
        .filter(|wave| wave.organization_id == actor.organization_id)
        .ok_or_else(|| MatchingError::not_found("wave"))
}

fn check_references(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (survey_id, content): (SurveyId, &WaveContent),
) -> Result<(), MatchingError> {
    let mut faults = Faults::default();
    if tx.find_instrument(survey_id, content.instrument)?.is_none() {
        let detail = "the survey has no such version";
        faults.add("/instrument", FaultCode::UnknownReference, detail);
    }
    if let Some(cohort) = content.cohort_id {
        match cohorts::find_own(tx, actor, cohort) {
            Ok(_) => {}
            Err(MatchingError::NotFound { .. }) => {
                let detail = "no such cohort of your organization";
                faults.add("/cohort_id", FaultCode::UnknownReference, detail);
            }
            Err(error) => return Err(error),
        }
    }
    faults.guard(())?;
    cohorts::check_program(tx, actor, content.program_id)
}
