//! Surveys, what they ask, and their waves.

use diesel::prelude::*;
use domain::survey::{Instrument, Survey, SurveyContent, Wave, WaveContent};
use domain::{CohortId, OrganizationId, Page, PageRequest, ProgramId, SurveyId, Timestamp, WaveId};

use super::{Part, page};
use crate::schema::{survey_instruments, survey_waves, surveys};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, instant_if, number, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// A survey as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = surveys, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct SurveyRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    title: String,
    description: Option<String>,
    instruments: i32,
}

/// What a survey asks, as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = survey_instruments, primary_key(survey_id, number))]
pub(crate) struct InstrumentRow {
    pub(crate) survey_id: String,
    pub(crate) number: i32,
    version: i64,
    concepts: String,
    created_at: i64,
    updated_at: i64,
}

/// A wave as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = survey_waves, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct WaveRow {
    pub(crate) id: String,
    survey_id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    instrument: i32,
    name: Option<String>,
    kind: String,
    is_anonymous: bool,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    cohort_id: Option<String>,
    program_id: Option<String>,
}

impl From<&Survey> for SurveyRow {
    fn from(survey: &Survey) -> Self {
        Self {
            id: survey.id.to_string(),
            organization_id: survey.organization_id.to_string(),
            version: survey.version,
            created_at: survey.created_at.micros(),
            updated_at: survey.updated_at.micros(),
            title: survey.content.title.clone(),
            description: survey.content.description.clone(),
            instruments: i32::from(survey.instruments),
        }
    }
}

impl TryFrom<SurveyRow> for Survey {
    type Error = StoreError;

    fn try_from(row: SurveyRow) -> Result<Self, StoreError> {
        let owner = parsed("surveys.organization_id", &row.organization_id, OrganizationId::parse)?;
        Ok(Self {
            id: parsed("surveys.id", &row.id, SurveyId::parse)?,
            organization_id: owner,
            version: row.version,
            instruments: number("surveys.instruments", row.instruments)?,
            content: SurveyContent { title: row.title, description: row.description },
            created_at: instant("surveys.created_at", row.created_at)?,
            updated_at: instant("surveys.updated_at", row.updated_at)?,
        })
    }
}

impl From<&Instrument> for InstrumentRow {
    fn from(instrument: &Instrument) -> Self {
        let concepts = serde_json::to_string(&instrument.concepts);
        Self {
            survey_id: instrument.survey_id.to_string(),
            number: i32::from(instrument.number),
            version: instrument.version,
            concepts: concepts.expect("concepts have texts for keys, so they are JSON"),
            created_at: instrument.created_at.micros(),
            updated_at: instrument.updated_at.micros(),
        }
    }
}

impl TryFrom<InstrumentRow> for Instrument {
    type Error = StoreError;

    fn try_from(row: InstrumentRow) -> Result<Self, StoreError> {
        let concepts = serde_json::from_str(&row.concepts);
        Ok(Self {
            survey_id: parsed("survey_instruments.survey_id", &row.survey_id, SurveyId::parse)?,
            number: number("survey_instruments.number", row.number)?,
            version: row.version,
            concepts: concepts.map_err(|_| corrupt("survey_instruments.concepts", &row.concepts))?,
            created_at: instant("survey_instruments.created_at", row.created_at)?,
            updated_at: instant("survey_instruments.updated_at", row.updated_at)?,
        })
    }
}

impl From<&Wave> for WaveRow {
    fn from(wave: &Wave) -> Self {
        let content = &wave.content;
        Self {
            id: wave.id.to_string(),
            survey_id: wave.survey_id.to_string(),
            organization_id: wave.organization_id.to_string(),
            version: wave.version,
            created_at: wave.created_at.micros(),
            updated_at: wave.updated_at.micros(),
            instrument: i32::from(content.instrument),
            name: content.name.clone(),
            kind: content.kind.to_string(),
            is_anonymous: content.is_anonymous,
            opens_at: content.opens_at.map(Timestamp::micros),
            closes_at: content.closes_at.map(Timestamp::micros),
            cohort_id: content.cohort_id.map(|id| id.to_string()),
            program_id: content.program_id.map(|id| id.to_string()),
        }
    }
}

impl TryFrom<WaveRow> for Wave {
    type Error = StoreError;

    fn try_from(row: WaveRow) -> Result<Self, StoreError> {
        let owner = parsed("survey_waves.organization_id", &row.organization_id, OrganizationId::parse)?;
        let (cohort, program) = (row.cohort_id.as_deref(), row.program_id.as_deref());
        Ok(Self {
            id: parsed("survey_waves.id", &row.id, WaveId::parse)?,
            survey_id: parsed("survey_waves.survey_id", &row.survey_id, SurveyId::parse)?,
            organization_id: owner,
            version: row.version,
            content: WaveContent {
                instrument: number("survey_waves.instrument", row.instrument)?,
                name: row.name,
                kind: word("survey_waves.kind", &row.kind)?,
                is_anonymous: row.is_anonymous,
                opens_at: instant_if("survey_waves.opens_at", row.opens_at)?,
                closes_at: instant_if("survey_waves.closes_at", row.closes_at)?,
                cohort_id: parsed_if("survey_waves.cohort_id", cohort, CohortId::parse)?,
                program_id: parsed_if("survey_waves.program_id", program, ProgramId::parse)?,
            },
            created_at: instant("survey_waves.created_at", row.created_at)?,
            updated_at: instant("survey_waves.updated_at", row.updated_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new survey.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_survey(&mut self, survey: &Survey) -> Result<(), StoreError> {
        let row = SurveyRow::from(survey);
        on_backend!(self, surveys::insert(&row))
    }

    /// Replaces a survey; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_survey(&mut self, survey: &Survey, expected_version: i64) -> Result<bool, StoreError> {
        let row = SurveyRow::from(survey);
        on_backend!(self, surveys::update(&row, expected_version))
    }

    /// The survey of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_survey(&mut self, id: SurveyId) -> Result<Option<Survey>, StoreError> {
        let row = on_backend!(self, surveys::find(&id.to_string(), self.hold))?;
        row.map(Survey::try_from).transpose()
    }

    /// The surveys of an organization.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_surveys(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<SurveyId>,
    ) -> Result<Page<Survey>, StoreError> {
        let body = organization_id.to_string();
        let rows = on_backend!(self, surveys::list(&body, &Part::of(request)))?;
        page(rows, request, Survey::try_from)
    }

    /// Keeps a new version of what a survey asks.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the number is taken.
    pub fn insert_instrument(&mut self, instrument: &Instrument) -> Result<(), StoreError> {
        let row = InstrumentRow::from(instrument);
        on_backend!(self, surveys::insert_instrument(&row))
    }

    /// Replaces a version of what a survey asks; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_instrument(
        &mut self,
        instrument: &Instrument,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = InstrumentRow::from(instrument);
        on_backend!(self, surveys::update_instrument(&row, expected_version))
    }

    /// A version of what a survey asks.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_instrument(
        &mut self,
        survey_id: SurveyId,
        number: u16,
    ) -> Result<Option<Instrument>, StoreError> {
        let (survey, number) = (survey_id.to_string(), i32::from(number));
        let row = on_backend!(self, surveys::find_instrument((&survey, number), self.hold))?;
        row.map(Instrument::try_from).transpose()
    }

    /// How many waves use a version of what a survey asks.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_waves_of_instrument(
        &mut self,
        survey_id: SurveyId,
        instrument: u16,
    ) -> Result<u64, StoreError> {
        let (survey, instrument) = (survey_id.to_string(), i32::from(instrument));
        let count = on_backend!(self, surveys::count_waves_of_instrument(&survey, instrument))?;
        number("count of waves", count)
    }

    /// Keeps a new wave.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when what it asks or its cohort is not there.
    pub fn insert_wave(&mut self, wave: &Wave) -> Result<(), StoreError> {
        let row = WaveRow::from(wave);
        on_backend!(self, surveys::insert_wave(&row))
    }

    /// Replaces a wave; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_wave`].
    pub fn update_wave(&mut self, wave: &Wave, expected_version: i64) -> Result<bool, StoreError> {
        let row = WaveRow::from(wave);
        on_backend!(self, surveys::update_wave(&row, expected_version))
    }

    /// The wave of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_wave(&mut self, id: WaveId) -> Result<Option<Wave>, StoreError> {
        let row = on_backend!(self, surveys::find_wave(&id.to_string(), self.hold))?;
        row.map(Wave::try_from).transpose()
    }

    /// The waves of a survey.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_waves(
        &mut self,
        survey_id: SurveyId,
        request: &PageRequest<WaveId>,
    ) -> Result<Page<Wave>, StoreError> {
        let survey = survey_id.to_string();
        let rows = on_backend!(self, surveys::list_waves(&survey, &Part::of(request)))?;
        page(rows, request, Wave::try_from)
    }
}
