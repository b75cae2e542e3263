//! Reads postings and candidates in their JSON form into domain types; a field it does not know is an error.

use std::path::Path;

use chrono::NaiveDate;
use domain::{
    AskedHours, CandidateId, CandidateProfile, ContractForm, HeldSkill, Interest, MainJob, MainJobPermission,
    MunicipalityCode, PartialWeights, PostingId, PostingTerms, PreferredSkill, Proficiency, Reference,
    RegionCode, RegionTie, RequiredSkill, Residency, Reward, RewardKind, Slot, TieKind, WorkStyle,
};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// Reads a file of vectors.
pub(crate) fn vectors<T: DeserializeOwned>(name: &str) -> T {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Weights by the name of their feature; an absent one keeps the weight beneath.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WeightsJson {
    skill: Option<u8>,
    commitment: Option<u8>,
    place: Option<u8>,
    tie: Option<u8>,
    theme: Option<u8>,
    reward: Option<u8>,
}

impl WeightsJson {
    pub(crate) fn read(self) -> PartialWeights {
        PartialWeights([self.skill, self.commitment, self.place, self.tie, self.theme, self.reward])
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedJson {
    skill: String,
    min_proficiency: Option<i64>,
    weight: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HoursJson {
    min: Option<u8>,
    desired: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RewardJson {
    kind: RewardKind,
    min_yen: Option<u32>,
    max_yen: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
enum ResidencyJson {
    Within(Vec<String>),
    Outside(Vec<String>),
}

/// A posting as the API takes it, as far as the vectors go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PostingJson {
    pub(crate) id: Option<PostingId>,
    #[serde(rename = "title")]
    _title: String,
    contract_form: ContractForm,
    municipality: String,
    work_style: WorkStyle,
    required_skills: Option<Vec<WantedJson>>,
    preferred_skills: Option<Vec<WantedJson>>,
    visits_per_month: Option<u8>,
    hours_per_week: Option<HoursJson>,
    slots: Option<Vec<Slot>>,
    min_shared_slots: Option<u8>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    min_days: Option<u16>,
    residency: Option<ResidencyJson>,
    reward: Option<RewardJson>,
    categories: Option<Vec<String>>,
    #[serde(rename = "seats")]
    _seats: Option<IgnoredAny>,
    weights: Option<WeightsJson>,
}

impl PostingJson {
    pub(crate) fn read(&self, reference: &Reference) -> PostingTerms {
        let skill = |id: &str| reference.skills.find(id).unwrap_or_else(|| panic!("skill {id}")).id.clone();
        let required = self.required_skills.iter().flatten().map(|wanted| RequiredSkill {
            skill: skill(&wanted.skill),
            min_proficiency: Proficiency::new(wanted.min_proficiency.unwrap_or(1)).unwrap(),
        });
        let preferred = self
            .preferred_skills
            .iter()
            .flatten()
            .map(|wanted| PreferredSkill { skill: skill(&wanted.skill), weight: wanted.weight.unwrap_or(1) });
        let regions = |list: &[String]| list.iter().map(|code| RegionCode::parse(code).unwrap()).collect();
        PostingTerms {
            contract_form: self.contract_form,
            municipality: MunicipalityCode::parse(&self.municipality).unwrap(),
            work_style: self.work_style,
            required_skills: required.collect(),
            preferred_skills: preferred.collect(),
            visits_per_month: self.visits_per_month,
            hours_per_week: self
                .hours_per_week
                .as_ref()
                .map(|hours| AskedHours { min: hours.min, desired: hours.desired }),
            slots: self.slots.iter().flatten().copied().collect(),
            min_shared_slots: self.min_shared_slots.unwrap_or(1),
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            min_days: self.min_days.unwrap_or(1),
            residency: self.residency.as_ref().map(|residency| match residency {
                ResidencyJson::Within(list) => Residency::Within(regions(list)),
                ResidencyJson::Outside(list) => Residency::Outside(regions(list)),
            }),
            reward: self.reward.as_ref().map(|reward| Reward {
                kind: reward.kind,
                min_yen: reward.min_yen,
                max_yen: reward.max_yen,
            }),
            categories: categories(reference, self.categories.as_deref()),
            weights: self.weights.unwrap_or_default().read(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldJson {
    skill: String,
    proficiency: i64,
    evidence: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TieJson {
    region: String,
    kind: TieKind,
    note: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MainJobJson {
    permission: Option<MainJobPermission>,
    public_employee: Option<bool>,
}

/// A candidate as the API takes it, as far as the vectors go.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CandidateJson {
    pub(crate) id: CandidateId,
    #[serde(rename = "display_name")]
    _display_name: String,
    skills: Option<Vec<HeldJson>>,
    home_municipality: Option<String>,
    region_ties: Option<Vec<TieJson>>,
    region_interests: Option<Vec<String>>,
    work_styles: Option<Vec<WorkStyle>>,
    max_travel_km: Option<u16>,
    max_visits_per_month: Option<u8>,
    hours_per_week: Option<u8>,
    slots: Option<Vec<Slot>>,
    available_from: Option<NaiveDate>,
    available_until: Option<NaiveDate>,
    min_reward_yen_per_hour: Option<u32>,
    reward_is_firm: Option<bool>,
    contract_forms: Option<Vec<ContractForm>>,
    categories: Option<Vec<String>>,
    main_job: Option<MainJobJson>,
}

impl CandidateJson {
    pub(crate) fn read(&self, reference: &Reference) -> CandidateProfile {
        let held = self.skills.iter().flatten().map(|held| HeldSkill {
            skill: reference.skills.find(&held.skill).unwrap_or_else(|| panic!("{held:?}")).id.clone(),
            proficiency: Proficiency::new(held.proficiency).unwrap(),
            evidence: held.evidence.clone(),
        });
        let ties = self.region_ties.iter().flatten().map(|tie| RegionTie {
            region: RegionCode::parse(&tie.region).unwrap(),
            kind: tie.kind,
            note: tie.note.clone(),
        });
        let interests = self.region_interests.iter().flatten();
        let home = self.home_municipality.as_deref();
        CandidateProfile {
            skills: held.collect(),
            home_municipality: home.map(|code| MunicipalityCode::parse(code).unwrap()),
            region_ties: ties.collect(),
            region_interests: interests.map(|text| Interest::parse(text).unwrap()).collect(),
            work_styles: self.work_styles.iter().flatten().copied().collect(),
            max_travel_km: self.max_travel_km,
            max_visits_per_month: self.max_visits_per_month,
            hours_per_week: self.hours_per_week,
            slots: self.slots.iter().flatten().copied().collect(),
            available_from: self.available_from,
            available_until: self.available_until,
            min_reward_yen_per_hour: self.min_reward_yen_per_hour,
            reward_is_firm: self.reward_is_firm.unwrap_or(false),
            contract_forms: self.contract_forms.iter().flatten().copied().collect(),
            categories: categories(reference, self.categories.as_deref()),
            main_job: self.main_job.as_ref().map_or_else(MainJob::default, |job| MainJob {
                permission: job.permission,
                public_employee: job.public_employee.unwrap_or(false),
            }),
        }
    }
}

fn categories(reference: &Reference, list: Option<&[String]>) -> Vec<domain::CategoryId> {
    let find = |id: &String| reference.categories.find(id).unwrap_or_else(|| panic!("category {id}"));
    let mut ids: Vec<_> = list.unwrap_or_default().iter().map(|id| find(id).id.clone()).collect();
    ids.sort();
    ids.dedup();
    ids
}
