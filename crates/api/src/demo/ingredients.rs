//! What people are made of: the ingredients file, read into the domain's codes and words.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    ConsentItem, ContractForm, Interest, MainJobPermission, MunicipalityCode, Readiness, RegionCode, Slot,
    TieKind, WorkStyle,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::dice::Lots;
use super::error::DemoError;

/// The whole file; `README.md` beside it says what each field means.
#[derive(Deserialize)]
pub(super) struct Ingredients {
    pub(super) people_default: usize,
    pub(super) family_names: Vec<(String, String, u64)>,
    pub(super) given_names: Vec<(String, String)>,
    pub(super) mail: Mail,
    pub(super) homes: Lots<Code<MunicipalityCode>>,
    pub(super) interest_regions: Lots<Code<Interest>>,
    pub(super) interest_count: Lots<u64>,
    pub(super) ties: Ties,
    pub(super) blank_percent: Blanks,
    pub(super) second_archetype: SecondArchetype,
    pub(super) work_styles: Lots<Vec<WorkStyle>>,
    pub(super) max_travel_km: Lots<u16>,
    pub(super) max_visits_per_month: Lots<u8>,
    pub(super) slots: Slots,
    pub(super) available_from: Lots<NaiveDate>,
    pub(super) available_until: Lots<NaiveDate>,
    pub(super) reward_step_yen: u64,
    pub(super) reward_is_firm_percent: u64,
    pub(super) open_to_unpaid_percent: u64,
    pub(super) contract_forms: BTreeMap<ContractForm, u64>,
    pub(super) main_job_permission: Permissions,
    pub(super) readiness: Lots<Readiness>,
    pub(super) proficiency_evidence_percent: Lots<u64>,
    pub(super) statement_closing_percent: u64,
    pub(super) statement_closings: Vec<String>,
    pub(super) application_messages: Vec<String>,
    pub(super) applicant_draw: ApplicantDraw,
    pub(super) registrations: Vec<Registration>,
    pub(super) archetypes: Vec<Archetype>,
    pub(super) evidence: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Mail {
    pub(super) domains: Lots<String>,
    pub(super) patterns: Lots<String>,
}

#[derive(Deserialize)]
pub(super) struct Ties {
    pub(super) percent: u64,
    pub(super) count: Lots<u64>,
    pub(super) from_interests_percent: u64,
    pub(super) note_percent: u64,
    pub(super) regions: Lots<Code<RegionCode>>,
    pub(super) kinds: Lots<TieKind>,
    pub(super) notes: BTreeMap<TieKind, Vec<String>>,
}

#[derive(Deserialize)]
pub(super) struct Blanks {
    pub(super) skills: u64,
    pub(super) home_municipality: u64,
    pub(super) region_interests: u64,
    pub(super) work_styles: u64,
    pub(super) max_travel_km: u64,
    pub(super) max_visits_per_month: u64,
    pub(super) hours_per_week: u64,
    pub(super) slots: u64,
    pub(super) available_from: u64,
    pub(super) available_until: u64,
    pub(super) min_reward_yen_per_hour: u64,
    pub(super) contract_forms: u64,
    pub(super) categories: u64,
    pub(super) permission: u64,
    pub(super) statement: u64,
}

#[derive(Deserialize)]
pub(super) struct SecondArchetype {
    pub(super) percent: u64,
    pub(super) skill_percent: u64,
    pub(super) proficiency_drop: Lots<u64>,
}

#[derive(Deserialize)]
pub(super) struct Slots {
    pub(super) count: Lots<u64>,
    pub(super) weights: Lots<Slot>,
}

#[derive(Deserialize)]
pub(super) struct Permissions {
    pub(super) employee: Lots<MainJobPermission>,
    pub(super) freelance: Lots<MainJobPermission>,
    pub(super) public_employee: Lots<MainJobPermission>,
}

#[derive(Deserialize)]
pub(super) struct ApplicantDraw {
    pub(super) base: u64,
    pub(super) times: Factors,
    pub(super) never: Vec<Never>,
    pub(super) message_percent: u64,
}

/// What makes an application likelier, and how many times.
#[derive(Deserialize)]
pub(super) struct Factors {
    pub(super) shares_category: u64,
    pub(super) holds_some_required_skill: u64,
    pub(super) meets_every_required_skill: u64,
    pub(super) tie_or_interest_in_prefecture: u64,
    pub(super) accepts_contract_form: u64,
    pub(super) accepts_work_style: u64,
    pub(super) hours_enough: u64,
    pub(super) can_visit: u64,
}

/// Who never applies.
#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum Never {
    Residency,
    NoSharedDay,
}

#[derive(Deserialize)]
pub(super) struct Registration {
    pub(super) organization: String,
    pub(super) people: usize,
    pub(super) rest: bool,
    pub(super) homes: Option<Lots<Code<MunicipalityCode>>>,
    pub(super) archetypes: Option<Vec<String>>,
    pub(super) tie_to: Option<TieTo>,
    pub(super) consents: Vec<ConsentOffer>,
}

#[derive(Deserialize)]
pub(super) struct TieTo {
    pub(super) region: Code<RegionCode>,
    pub(super) percent: u64,
}

#[derive(Deserialize)]
pub(super) struct ConsentOffer {
    /// The key of a body, or `any`.
    pub(super) recipient: String,
    pub(super) purpose: String,
    pub(super) choices: Vec<ConsentChoice>,
}

#[derive(Deserialize)]
pub(super) struct ConsentChoice {
    pub(super) items: Vec<ConsentItem>,
    pub(super) percent: u64,
}

#[derive(Deserialize)]
pub(super) struct Archetype {
    pub(super) key: String,
    pub(super) weight: u64,
    pub(super) years: (u64, u64),
    pub(super) categories: Vec<String>,
    pub(super) hours_per_week: (u64, u64),
    pub(super) reward_yen_per_hour: (u64, u64),
    pub(super) freelance_percent: u64,
    pub(super) public_employee_percent: u64,
    pub(super) skills: Vec<SkillChance>,
    pub(super) statements: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct SkillChance {
    pub(super) skill: String,
    pub(super) proficiency: (u64, u64),
    pub(super) percent: u64,
}

/// A code of the domain, written as text.
#[derive(Clone, Copy)]
pub(super) struct Code<T>(pub(super) T);

/// What a text is read as.
pub(super) trait ReadCode: Sized {
    /// The code, or what is wrong with the text.
    fn read(text: &str) -> Result<Self, String>;
}

impl ReadCode for MunicipalityCode {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text).map_err(|error| error.to_string())
    }
}

impl ReadCode for RegionCode {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

impl ReadCode for Interest {
    fn read(text: &str) -> Result<Self, String> {
        Self::parse(text)
    }
}

impl<'de, T: ReadCode> Deserialize<'de> for Code<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        T::read(&text).map(Self).map_err(|reason| D::Error::custom(format!("{text} {reason}")))
    }
}

impl Ingredients {
    /// The built-in file.
    ///
    /// # Errors
    /// [`DemoError::Content`]; the tests keep that from happening.
    pub(super) fn built_in() -> Result<Self, DemoError> {
        serde_json::from_str(super::content::PEOPLE)
            .map_err(|error| DemoError::Content(format!("people: {error}")))
    }

    /// How many people each body registers of the demo's own, in the order of the file.
    pub(super) fn head_counts(&self) -> Vec<(&Registration, usize)> {
        let named: usize = self.registrations.iter().map(|body| body.people).sum();
        let rest = self.people_default.saturating_sub(named);
        self.registrations.iter().map(|body| (body, if body.rest { rest } else { body.people })).collect()
    }
}
