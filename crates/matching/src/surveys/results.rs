//! What came of a survey: by wave, by fiscal year, and the change of those who answered before and after.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use domain::aggregate::Audience;
use domain::survey::{
    self, Concept, ConceptChange, ConceptResult, PairedSums, Spreads, Survey, Wave, WaveKind, changes,
};
use domain::{Actor, Count, FaultCode, Faults, FiscalYear, PageRequest, Scope, SurveyId, WaveId};
use store::Tx;

use super::{find_instrument, find_own};
use crate::engine::Engine;
use crate::error::MatchingError;
use crate::permissions::require;

/// Waves of a survey whose results are told together at most.
const MOST_WAVES: usize = 200;

/// What is asked of results.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ResultsCall {
    /// Only waves of this fiscal year.
    pub fiscal_year: Option<FiscalYear>,
    /// The wave that change is counted from; the first one before, where none is named.
    pub before: Option<WaveId>,
    /// The wave that change is counted to; the last one after, where none is named.
    pub after: Option<WaveId>,
}

/// What came of a wave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveResults {
    /// The wave.
    pub wave: Wave,
    /// Who was invited.
    pub invited: Count,
    /// Who answered.
    pub respondents: Count,
    /// Figures.
    pub concepts: Vec<ConceptResult>,
}

/// What came of the waves of a fiscal year that asked the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearResults {
    /// The year.
    pub fiscal_year: FiscalYear,
    /// The version that they asked.
    pub instrument: u16,
    /// The waves.
    pub waves: Vec<WaveId>,
    /// Figures.
    pub concepts: Vec<ConceptResult>,
}

/// The change from one wave to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaveChange {
    /// From which wave.
    pub before: WaveId,
    /// To which.
    pub after: WaveId,
    /// Change.
    pub concepts: Vec<ConceptChange>,
}

/// What came of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyResults {
    /// The survey.
    pub survey: Survey,
    /// By wave, the earliest first.
    pub waves: Vec<WaveResults>,
    /// By fiscal year and version, the earliest first.
    pub years: Vec<YearResults>,
    /// The change, where there are two waves to compare.
    pub change: Option<WaveChange>,
}

/// The results of a survey of the own body. Counts from 1 to 4 are not told; words are told nowhere.
///
/// # Errors
/// No such survey, no such waves to compare.
pub fn get_results(
    engine: &Engine,
    actor: &Actor,
    id: SurveyId,
    call: ResultsCall,
) -> Result<SurveyResults, MatchingError> {
    require(actor, Scope::SurveysRead)?;
    engine.store.read(|tx| {
        let survey = find_own(tx, actor, id)?;
        results(tx, survey, call)
    })
}

/// What a survey tells, where the later of the waves that it compares by itself is wanted: that wave, the change to it,
/// and what it asked.
pub(crate) fn usual_change(
    tx: &mut Tx<'_>,
    survey: &Survey,
    is_wanted: impl Fn(&Wave) -> bool,
) -> Result<Option<(WaveChange, Vec<Concept>)>, MatchingError> {
    let waves = waves(tx, survey.id)?;
    match pair(&waves, ResultsCall::default())? {
        Some(pair) if is_wanted(&pair.1) => {
            let asked = find_instrument(tx, survey.id, pair.1.content.instrument)?.concepts;
            Ok(Some((change(tx, survey, pair)?, asked)))
        }
        _ => Ok(None),
    }
}

fn waves(tx: &mut Tx<'_>, id: SurveyId) -> Result<Vec<Wave>, MatchingError> {
    Ok(tx.list_waves(id, &PageRequest { limit: MOST_WAVES, after: None })?.items)
}

fn results(tx: &mut Tx<'_>, survey: Survey, call: ResultsCall) -> Result<SurveyResults, MatchingError> {
    let id = survey.id;
    let mut waves = waves(tx, id)?;
    let pair = pair(&waves, call)?;
    waves.retain(|wave| call.fiscal_year.is_none_or(|year| FiscalYear::at(wave.dated()) == year));
    waves.sort_by_key(|wave| (wave.dated(), wave.id));
    let ids: Vec<WaveId> = waves.iter().map(|wave| wave.id).collect();
    let known = Known {
        asked: asked(tx, id, &waves)?,
        spreads: tx.count_answers(&ids)?,
        respondents: tx.count_respondents(&ids)?,
    };
    let change = pair.map(|pair| change(tx, &survey, pair)).transpose()?;
    let years = known.years(&waves);
    let waves = waves.into_iter().map(|wave| known.wave(wave)).collect();
    Ok(SurveyResults { survey, waves, years, change })
}

/// What is known of some waves.
struct Known {
    asked: HashMap<u16, Vec<Concept>>,
    spreads: HashMap<WaveId, Spreads>,
    respondents: HashMap<WaveId, (u64, u64)>,
}

impl Known {
    fn results(&self, instrument: u16, waves: &[WaveId]) -> Vec<ConceptResult> {
        let spreads: Vec<&Spreads> = waves.iter().filter_map(|wave| self.spreads.get(wave)).collect();
        self.asked.get(&instrument).map(|concepts| survey::results(concepts, &spreads)).unwrap_or_default()
    }

    fn wave(&self, wave: Wave) -> WaveResults {
        let (respondents, invited) = self.respondents.get(&wave.id).copied().unwrap_or_default();
        let told = |people| Count::of(people, Audience::Outsiders);
        let concepts = self.results(wave.content.instrument, &[wave.id]);
        WaveResults { wave, invited: told(invited), respondents: told(respondents), concepts }
    }

    fn years(&self, waves: &[Wave]) -> Vec<YearResults> {
        let mut years: BTreeMap<(FiscalYear, u16), Vec<WaveId>> = BTreeMap::new();
        for wave in waves {
            let year = (FiscalYear::at(wave.dated()), wave.content.instrument);
            years.entry(year).or_default().push(wave.id);
        }
        years
            .into_iter()
            .map(|((fiscal_year, instrument), waves)| {
                let concepts = self.results(instrument, &waves);
                YearResults { fiscal_year, instrument, waves, concepts }
            })
            .collect()
    }
}

fn asked(tx: &mut Tx<'_>, id: SurveyId, waves: &[Wave]) -> Result<HashMap<u16, Vec<Concept>>, MatchingError> {
    let mut asked = HashMap::new();
    for wave in waves {
        let number = wave.content.instrument;
        if let Entry::Vacant(place) = asked.entry(number) {
            place.insert(find_instrument(tx, id, number)?.concepts);
        }
    }
    Ok(asked)
}

/// The two waves that are compared: as named, or the first before and the last after that are not anonymous.
fn pair(waves: &[Wave], call: ResultsCall) -> Result<Option<(Wave, Wave)>, MatchingError> {
    let mut faults = Faults::default();
    let mut find = |pointer: &str, id: Option<WaveId>| {
        let found = id.map(|id| waves.iter().find(|wave| wave.id == id).cloned());
        if found == Some(None) {
            faults.add(pointer, FaultCode::UnknownReference, "the survey has no such wave");
        }
        found.flatten()
    };
    let (before, after) = (find("?before", call.before), find("?after", call.after));
    faults.guard(())?;
    let of = |kind| {
        let linked = waves.iter().filter(move |wave| wave.content.kind == kind && !wave.content.is_anonymous);
        linked.cloned()
    };
    let before = before.or_else(|| of(WaveKind::Before).min_by_key(|wave| (wave.dated(), wave.id)));
    let after = after.or_else(|| of(WaveKind::After).max_by_key(|wave| (wave.dated(), wave.id)));
    Ok(before.zip(after))
}

/// Scales that both waves asked in the same length are compared, in the order of the later one.
fn change(
    tx: &mut Tx<'_>,
    survey: &Survey,
    (before, after): (Wave, Wave),
) -> Result<WaveChange, MatchingError> {
    let earlier = find_instrument(tx, survey.id, before.content.instrument)?.concepts;
    let later = find_instrument(tx, survey.id, after.content.instrument)?.concepts;
    let lengths = lengths(&earlier);
    let mut sums: BTreeMap<String, PairedSums> = tx.sum_paired_answers(before.id, after.id)?;
    let later_lengths = self::lengths(&later);
    sums.retain(|key, _| lengths.contains_key(key) && lengths.get(key) == later_lengths.get(key));
    Ok(WaveChange { before: before.id, after: after.id, concepts: changes(&later, &sums) })
}

fn lengths(concepts: &[Concept]) -> HashMap<String, Option<u8>> {
    let elements = concepts.iter().flat_map(|concept| &concept.items).flat_map(|item| &item.elements);
    elements.map(|element| (element.key.clone(), element.steps)).collect()
}
