//! Who was invited, who answers, and what was answered.
//!
//! A respondent is a random id. Only a link ties it to a person, and nothing here keeps an instant or an order: rows are
//! written in the order of what is random.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use domain::survey::{Answer, AnswerValue, PairedSums, Spreads};
use domain::{CandidateId, RespondentId, SurveyId, WaveId};

use crate::schema::{
    survey_answers, survey_invited, survey_links, survey_respondents, survey_submissions, survey_tokens,
};
use crate::transaction::on_backend;
use crate::vocabulary::{number, parsed, parsed_if};
use crate::{StoreError, Tx};

/// A token by which a wave is answered once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerToken {
    /// SHA-256 of the token, lower-case hex.
    pub hash: String,
    /// Which wave.
    pub wave_id: WaveId,
    /// Whose; nobody's in an anonymous wave.
    pub candidate_id: Option<CandidateId>,
    /// Whether it was used.
    pub is_used: bool,
}

/// Somebody invited, as it is stored.
#[derive(Insertable)]
#[diesel(table_name = survey_invited)]
pub(crate) struct InvitedRow {
    wave_id: String,
    candidate_id: String,
}

/// A token as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = survey_tokens, treat_none_as_default_value = false)]
pub(crate) struct TokenRow {
    token_hash: String,
    wave_id: String,
    candidate_id: Option<String>,
    is_used: bool,
}

/// A respondent as it is stored.
#[derive(Insertable)]
#[diesel(table_name = survey_respondents)]
pub(crate) struct RespondentRow {
    id: String,
    survey_id: String,
}

/// A link as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = survey_links)]
pub(crate) struct LinkRow {
    survey_id: String,
    candidate_id: String,
    respondent_id: String,
}

/// That a respondent has answered a wave.
#[derive(Insertable)]
#[diesel(table_name = survey_submissions)]
pub(crate) struct SubmissionRow {
    wave_id: String,
    respondent_id: String,
}

/// An answer as it is stored.
#[derive(Insertable)]
#[diesel(table_name = survey_answers, treat_none_as_default_value = false)]
pub(crate) struct AnswerRow {
    wave_id: String,
    respondent_id: String,
    element: String,
    step: Option<i32>,
    choice: Option<String>,
    words: Option<String>,
}

impl From<&AnswerToken> for TokenRow {
    fn from(token: &AnswerToken) -> Self {
        Self {
            token_hash: token.hash.clone(),
            wave_id: token.wave_id.to_string(),
            candidate_id: token.candidate_id.map(|id| id.to_string()),
            is_used: token.is_used,
        }
    }
}

impl TryFrom<TokenRow> for AnswerToken {
    type Error = StoreError;

    fn try_from(row: TokenRow) -> Result<Self, StoreError> {
        let whose = row.candidate_id.as_deref();
        Ok(Self {
            hash: row.token_hash,
            wave_id: parsed("survey_tokens.wave_id", &row.wave_id, WaveId::parse)?,
            candidate_id: parsed_if("survey_tokens.candidate_id", whose, CandidateId::parse)?,
            is_used: row.is_used,
        })
    }
}

fn texts(waves: &[WaveId]) -> Vec<String> {
    waves.iter().map(ToString::to_string).collect()
}

impl Tx<'_> {
    /// Keeps that these people are invited to a wave, in the order of their ids.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when somebody is invited already.
    pub fn insert_invited(&mut self, wave_id: WaveId, people: &[CandidateId]) -> Result<(), StoreError> {
        let mut people = people.to_vec();
        people.sort_unstable();
        let row = |id: CandidateId| InvitedRow { wave_id: wave_id.to_string(), candidate_id: id.to_string() };
        let rows: Vec<InvitedRow> = people.into_iter().map(row).collect();
        on_backend!(self, survey_answers::insert_invited(&rows))
    }

    /// Who is invited to a wave, in no order.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_invited(&mut self, wave_id: WaveId) -> Result<Vec<CandidateId>, StoreError> {
        let texts = on_backend!(self, survey_answers::list_invited(&wave_id.to_string()))?;
        texts.iter().map(|text| parsed("survey_invited.candidate_id", text, CandidateId::parse)).collect()
    }

    /// Keeps tokens, in the order of their hashes.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_answer_tokens(&mut self, tokens: &[AnswerToken]) -> Result<(), StoreError> {
        let mut rows: Vec<TokenRow> = tokens.iter().map(TokenRow::from).collect();
        rows.sort_unstable_by(|left, right| left.token_hash.cmp(&right.token_hash));
        on_backend!(self, survey_answers::insert_tokens(&rows))
    }

    /// The token of a hash.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_answer_token(&mut self, hash: &str) -> Result<Option<AnswerToken>, StoreError> {
        let row = on_backend!(self, survey_answers::find_token(hash, self.hold))?;
        row.map(AnswerToken::try_from).transpose()
    }

    /// Marks a token as used; `false` when it is not there, or was used before.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn use_answer_token(&mut self, hash: &str) -> Result<bool, StoreError> {
        on_backend!(self, survey_answers::use_token(hash))
    }

    /// Marks the tokens of a person for a wave as used.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn use_answer_tokens_of(
        &mut self,
        wave_id: WaveId,
        candidate_id: CandidateId,
    ) -> Result<(), StoreError> {
        let (wave, candidate) = (wave_id.to_string(), candidate_id.to_string());
        on_backend!(self, survey_answers::use_tokens_of(&wave, &candidate))
    }

    /// Keeps a new respondent.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_respondent(
        &mut self,
        survey_id: SurveyId,
        respondent_id: RespondentId,
    ) -> Result<(), StoreError> {
        let row = RespondentRow { id: respondent_id.to_string(), survey_id: survey_id.to_string() };
        on_backend!(self, survey_answers::insert_respondent(&row))
    }

    /// Ties a respondent to a person.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the person is tied to another one.
    pub fn insert_respondent_link(
        &mut self,
        survey_id: SurveyId,
        (candidate_id, respondent_id): (CandidateId, RespondentId),
    ) -> Result<(), StoreError> {
        let row = LinkRow {
            survey_id: survey_id.to_string(),
            candidate_id: candidate_id.to_string(),
            respondent_id: respondent_id.to_string(),
        };
        on_backend!(self, survey_answers::insert_link(&row))
    }

    /// The respondent that a person is in a survey, while the tie stands.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_respondent(
        &mut self,
        survey_id: SurveyId,
        candidate_id: CandidateId,
    ) -> Result<Option<RespondentId>, StoreError> {
        let (survey, candidate) = (survey_id.to_string(), candidate_id.to_string());
        let row = on_backend!(self, survey_answers::find_link((&survey, &candidate), self.hold))?;
        let read =
            |row: LinkRow| parsed("survey_links.respondent_id", &row.respondent_id, RespondentId::parse);
        row.map(read).transpose()
    }

    /// Cuts every tie between respondents and people of a survey with these waves; answers stay. Answers how many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn unlink_respondents(&mut self, survey_id: SurveyId, waves: &[WaveId]) -> Result<u64, StoreError> {
        let waves = texts(waves);
        on_backend!(self, survey_answers::forget_candidates_of_tokens(&waves))?;
        let cut = on_backend!(self, survey_answers::delete_links(&survey_id.to_string()))?;
        Ok(cut as u64)
    }

    /// Whether a respondent has answered a wave.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn has_answered(&mut self, wave_id: WaveId, respondent: RespondentId) -> Result<bool, StoreError> {
        let (wave, respondent) = (wave_id.to_string(), respondent.to_string());
        on_backend!(self, survey_answers::has_submission(&wave, &respondent))
    }

    /// Keeps what a respondent answered to a wave.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when they have answered it before.
    pub fn insert_answers(
        &mut self,
        (wave_id, respondent_id): (WaveId, RespondentId),
        answers: &[Answer],
    ) -> Result<(), StoreError> {
        let submission =
            SubmissionRow { wave_id: wave_id.to_string(), respondent_id: respondent_id.to_string() };
        let row = |answer: &Answer| {
            let (step, choice, words) = match &answer.value {
                AnswerValue::Step(step) => (Some(i32::from(*step)), None, None),
                AnswerValue::Choice(key) => (None, Some(key.clone()), None),
                AnswerValue::Words(words) => (None, None, Some(words.clone())),
            };
            let element = answer.element.clone();
            AnswerRow {
                wave_id: wave_id.to_string(),
                respondent_id: respondent_id.to_string(),
                element,
                step,
                choice,
                words,
            }
        };
        let rows: Vec<AnswerRow> = answers.iter().map(row).collect();
        on_backend!(self, survey_answers::insert_submission(&submission, &rows))
    }

    /// How many have answered each of these waves, and how many were invited; those without any are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_respondents(&mut self, waves: &[WaveId]) -> Result<HashMap<WaveId, (u64, u64)>, StoreError> {
        let waves = texts(waves);
        let mut counts: HashMap<WaveId, (u64, u64)> = HashMap::new();
        for (wave, count) in on_backend!(self, survey_answers::count_submissions(&waves))? {
            let wave = parsed("survey_submissions.wave_id", &wave, WaveId::parse)?;
            counts.entry(wave).or_default().0 = number("count of respondents", count)?;
        }
        for (wave, count) in on_backend!(self, survey_answers::count_invited(&waves))? {
            let wave = parsed("survey_invited.wave_id", &wave, WaveId::parse)?;
            counts.entry(wave).or_default().1 = number("count of invited", count)?;
        }
        Ok(counts)
    }

    /// How often each answer was given in each of these waves; waves without any are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_answers(&mut self, waves: &[WaveId]) -> Result<HashMap<WaveId, Spreads>, StoreError> {
        let waves = texts(waves);
        let mut spreads: HashMap<WaveId, Spreads> = HashMap::new();
        for (wave, element, step, choice, count) in on_backend!(self, survey_answers::count_answers(&waves))?
        {
            let wave = parsed("survey_answers.wave_id", &wave, WaveId::parse)?;
            let spread = spreads.entry(wave).or_default().entry(element).or_default();
            let count: u64 = number("count of answers", count)?;
            match (step, choice) {
                (Some(step), _) => {
                    *spread.steps.entry(number("survey_answers.step", step)?).or_default() += count;
                }
                (None, Some(choice)) => *spread.choices.entry(choice).or_default() += count,
                (None, None) => spread.words += count,
            }
        }
        Ok(spreads)
    }

    /// The answers on scales of those who answered both waves, summed by element.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn sum_paired_answers(
        &mut self,
        before: WaveId,
        after: WaveId,
    ) -> Result<BTreeMap<String, PairedSums>, StoreError> {
        let (before, after) = (before.to_string(), after.to_string());
        let rows = on_backend!(self, survey_answers::sum_pairs(&before, &after))?;
        let read = |(element, pairs, before, after): (String, i64, Option<i64>, Option<i64>)| {
            let sums = PairedSums {
                pairs: number("count of pairs", pairs)?,
                before: number("sum of answers", before.unwrap_or(0))?,
                after: number("sum of answers", after.unwrap_or(0))?,
            };
            Ok((element, sums))
        };
        rows.into_iter().map(read).collect()
    }
}
