//! What has changed for those who answered a survey before and after, in a report of the time of the later wave.
//!
//! As everywhere: answers are told of five people and more, and nobody's own.

use std::collections::HashMap;

use domain::report::Period;
use domain::survey::{Label, Wave};
use domain::{Actor, Count, PageRequest, SurveyId, WaveId};
use store::Tx;

use crate::error::MatchingError;
use crate::surveys::usual_change;

/// Surveys that are looked through at a time.
const MOST: usize = 500;

/// The change that a survey tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedSurvey {
    /// The survey.
    pub survey_id: SurveyId,
    /// Its title.
    pub title: String,
    /// From which wave.
    pub before: WaveId,
    /// To which.
    pub after: WaveId,
    /// By concept, in the order of the later wave.
    pub concepts: Vec<ReportedChange>,
}

/// The change of a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedChange {
    /// Key.
    pub key: String,
    /// How it is called.
    pub label: Label,
    /// Answers that were given both before and after.
    pub pairs: Count,
    /// Change of the mean × 100; `None` where it is not told.
    pub change_hundredths: Option<i64>,
}

/// The surveys of the actor's body whose later wave is of the period, by title.
pub(super) fn reported(
    tx: &mut Tx<'_>,
    actor: &Actor,
    period: Period,
) -> Result<Vec<ReportedSurvey>, MatchingError> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = tx.list_surveys(actor.organization_id, &PageRequest { limit: MOST, after })?;
        after = page.items.last().map(|survey| survey.id);
        for survey in page.items {
            let is_of_period = |wave: &Wave| period.contains(wave.dated().day_in_japan());
            let Some((change, asked)) = usual_change(tx, &survey, is_of_period)? else { continue };
            let labels: HashMap<String, Label> =
                asked.into_iter().map(|concept| (concept.key, concept.label)).collect();
            let concepts = change.concepts.into_iter().filter_map(|concept| {
                Some(ReportedChange {
                    label: labels.get(&concept.key)?.clone(),
                    key: concept.key,
                    pairs: concept.change.pairs,
                    change_hundredths: concept.change.change_hundredths,
                })
            });
            found.push(ReportedSurvey {
                survey_id: survey.id,
                title: survey.content.title,
                before: change.before,
                after: change.after,
                concepts: concepts.collect(),
            });
        }
        if !page.has_more {
            break;
        }
    }
    found.sort_by(|one, other| (&one.title, one.survey_id).cmp(&(&other.title, other.survey_id)));
    Ok(found)
}
