//! 人材・候補者: a person as considered for postings.
//!
//! [`CandidateProfile`] is all that scoring may read: name and contact are outside it by construction, and there
//! is no field for birthplace, family, religion, sex, age or photo anywhere.

use chrono::NaiveDate;

use crate::categories::CategoryId;
use crate::fault::{FaultCode, Faults};
use crate::id::{CandidateId, ExternalId, OrganizationId};
use crate::limits::{self, Text};
use crate::region::{Interest, MunicipalityCode, RegionCode};
use crate::skills::{Proficiency, SkillId};
use crate::timestamp::Timestamp;
use crate::word::WordSet;
use crate::words;
use crate::work::{ContractForm, Slot, WorkStyle};

words! {
    /// 準備の段階. A state, never a filter.
    pub enum Readiness {
        /// 探し中
        Exploring = "exploring",
        /// 準備中
        Preparing = "preparing",
        /// 準備できた
        Ready = "ready",
        /// 参画中
        Engaged = "engaged",
        /// 経験者
        Alumni = "alumni",
    }
}

words! {
    /// 地域との縁: what the person says of the place. Birthplace is not asked.
    pub enum TieKind {
        /// 働いた
        Worked = "worked",
        /// 学んだ
        Studied = "studied",
        /// 訪れた
        Visited = "visited",
        /// 応援している
        Supports = "supports",
        /// そのほか
        Other = "other",
    }
}

words! {
    /// Whether the main job allows a side-job.
    pub enum MainJobPermission {
        /// まだ確かめていない
        Unconfirmed = "unconfirmed",
        /// 届け出た
        Notified = "notified",
        /// 許可を得た
        Permitted = "permitted",
        /// 要らない
        NotRequired = "not_required",
        /// 禁じられている
        Forbidden = "forbidden",
    }
}

/// 本業.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MainJob {
    /// Blank = not stated.
    pub permission: Option<MainJobPermission>,
    /// 地方公務員など.
    pub public_employee: bool,
}

/// A skill the person states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSkill {
    /// The skill.
    pub skill: SkillId,
    /// How well.
    pub proficiency: Proficiency,
    /// 根拠: the person's own words; never scored.
    pub evidence: Option<String>,
}

/// A tie the person states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionTie {
    /// Where.
    pub region: RegionCode,
    /// What kind.
    pub kind: TieKind,
    /// The person's own words; never scored.
    pub note: Option<String>,
}

/// Everything of a person that scoring reads: no name, no contact. Empty = not stated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateProfile {
    /// Skills; none twice.
    pub skills: Vec<HeldSkill>,
    /// 居住地.
    pub home_municipality: Option<MunicipalityCode>,
    /// 地域との縁.
    pub region_ties: Vec<RegionTie>,
    /// 関心のある地域.
    pub region_interests: Vec<Interest>,
    /// 働き方.
    pub work_styles: WordSet<WorkStyle>,
    /// Kilometres.
    pub max_travel_km: Option<u16>,
    /// Visits a month.
    pub max_visits_per_month: Option<u8>,
    /// Hours a week.
    pub hours_per_week: Option<u8>,
    /// 時間帯.
    pub slots: WordSet<Slot>,
    /// First day.
    pub available_from: Option<NaiveDate>,
    /// Last day.
    pub available_until: Option<NaiveDate>,
    /// Yen an hour.
    pub min_reward_yen_per_hour: Option<u32>,
    /// Whether less is refused.
    pub reward_is_firm: bool,
    /// 契約の形.
    pub contract_forms: WordSet<ContractForm>,
    /// テーマ; ascending, none twice.
    pub categories: Vec<CategoryId>,
    /// 本業.
    pub main_job: MainJob,
}

/// What a caller writes of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CandidateContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// Shown where the identity is open.
    pub display_name: String,
    /// Contact.
    pub email: Option<String>,
    /// Contact.
    pub phone: Option<String>,
    /// 準備の段階.
    pub readiness: Option<Readiness>,
    /// 思い; never scored.
    pub statement: Option<String>,
    /// What scoring reads.
    pub profile: CandidateProfile,
}

/// 人材・候補者.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Id.
    pub id: CandidateId,
    /// The body that registered the person.
    pub organization_id: OrganizationId,
    /// Grows by one with each change of the person or of a consent.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: CandidateContent,
}

impl CandidateContent {
    /// The content, within its limits and without contradictions; a skill stated twice counts with the higher proficiency.
    ///
    /// # Errors
    /// Every fault, with a pointer into the candidate's JSON form.
    pub fn checked(mut self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/display_name", limits::NAME).required(&self.display_name, &mut faults);
        Text::new("/email", limits::EMAIL).optional(self.email.as_deref(), &mut faults);
        if let Some(email) = &self.email
            && !is_mail_address(email)
        {
            faults.add("/email", FaultCode::BadFormat, "must be a mail address such as name@example.jp");
        }
        Text::new("/phone", limits::PHONE).optional(self.phone.as_deref(), &mut faults);
        Text::new("/statement", limits::PROSE).optional(self.statement.as_deref(), &mut faults);
        self.profile.check(&mut faults);
        self.profile.merge_skills();
        faults.guard(self)
    }
}

impl CandidateProfile {
    fn check(&self, faults: &mut Faults) {
        limits::count("/skills", self.skills.len(), limits::HELD_SKILLS, faults);
        limits::count("/region_ties", self.region_ties.len(), limits::REGIONS, faults);
        limits::count("/region_interests", self.region_interests.len(), limits::REGIONS, faults);
        limits::count("/categories", self.categories.len(), limits::CATEGORIES, faults);
        for (index, held) in self.skills.iter().enumerate() {
            let pointer = format!("/skills/{index}/evidence");
            Text::new(&pointer, limits::REMARK).optional(held.evidence.as_deref(), faults);
        }
        for (index, tie) in self.region_ties.iter().enumerate() {
            let pointer = format!("/region_ties/{index}/note");
            Text::new(&pointer, limits::REMARK).optional(tie.note.as_deref(), faults);
        }
        let numbers = [
            ("/max_travel_km", self.max_travel_km.map(i64::from), limits::TRAVEL_KM),
            ("/max_visits_per_month", self.max_visits_per_month.map(i64::from), limits::VISITS_PER_MONTH),
            ("/hours_per_week", self.hours_per_week.map(i64::from), limits::HOURS_PER_WEEK),
            ("/min_reward_yen_per_hour", self.min_reward_yen_per_hour.map(i64::from), limits::YEN_PER_HOUR),
        ];
        for (pointer, value, range) in numbers {
            if let Some(value) = value {
                limits::range(pointer, value, range, faults);
            }
        }
        if self.reward_is_firm && self.min_reward_yen_per_hour.is_none() {
            let detail = "a firm wish needs min_reward_yen_per_hour";
            faults.add("/reward_is_firm", FaultCode::Contradiction, detail);
        }
        if let (Some(from), Some(until)) = (self.available_from, self.available_until)
            && until < from
        {
            faults.add("/available_until", FaultCode::Contradiction, "must not be before available_from");
        }
    }

    fn merge_skills(&mut self) {
        let mut merged: Vec<HeldSkill> = Vec::with_capacity(self.skills.len());
        for held in self.skills.drain(..) {
            match merged.iter_mut().find(|before| before.skill == held.skill) {
                Some(before) if held.proficiency > before.proficiency => *before = held,
                Some(_) => {}
                None => merged.push(held),
            }
        }
        self.skills = merged;
    }
}

/// One `@` with something on both sides, no spaces: deeper checks refuse real addresses.
pub(crate) fn is_mail_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && !host.is_empty() && !host.contains('@') && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> CandidateContent {
        CandidateContent {
            external_id: None,
            display_name: name.to_owned(),
            email: None,
            phone: None,
            readiness: None,
            statement: None,
            profile: CandidateProfile::default(),
        }
    }

    #[test]
    fn a_skill_stated_twice_counts_with_the_higher_proficiency() {
        let table = crate::SkillTable::built_in();
        let held = |level| HeldSkill {
            skill: table.find("seo").unwrap().id.clone(),
            proficiency: Proficiency::new(level).unwrap(),
            evidence: None,
        };
        let mut content = named("山口 理沙");
        content.profile.skills = vec![held(2), held(4), held(3)];
        assert_eq!(content.checked().unwrap().profile.skills, vec![held(4)]);
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let mut content = named(" ");
        content.email = Some("nobody".to_owned());
        content.profile.reward_is_firm = true;
        content.profile.hours_per_week = Some(200);
        let faults = content.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/display_name", "/email", "/hours_per_week", "/reward_is_firm"]);
    }
}
