//! 募集回: one call of a program, with its application window, areas, partner bodies and engagement period.
//!
//! A published round changes only by an [`Amendment`], which says what changed, when, by whom and why. The round itself
//! always holds what is in force now. How an application moves through the stages is not known here.

use chrono::NaiveDate;

use crate::application::{ApplicationStatus, Meeting, StageDays};
use crate::fault::{FaultCode, Faults};
use crate::id::{ApiKeyId, ExternalId, OrganizationId, ProgramId, RegionGroupId, RoundId, UserId};
use crate::limits::{self, Text};
use crate::posting::ApplicationWindow;
use crate::region::RegionCode;
use crate::region_group::each_once;
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// 段階 of a round.
    pub enum RoundStatus {
        /// 準備中
        Draft = "draft",
        /// 公開ずみ
        Published = "published",
        /// 終了
        Closed = "closed",
    }
}

impl RoundStatus {
    /// The statuses that may follow this one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::Published],
            Self::Published => &[Self::Closed],
            Self::Closed => &[],
        }
    }
}

/// The stages on which a clock may run, in their order.
pub const TIMED_STAGES: [ApplicationStatus; 6] = [
    ApplicationStatus::Submitted,
    ApplicationStatus::Screening,
    ApplicationStatus::Encounter,
    ApplicationStatus::Interview,
    ApplicationStatus::Offered,
    ApplicationStatus::Accepted,
];

/// 募集エリア: where, and with which bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundArea {
    /// Name; each once in a round.
    pub name: String,
    /// Prefectures and municipalities.
    pub regions: Vec<RegionCode>,
    /// A named group whose regions belong to the area too.
    pub region_group_id: Option<RegionGroupId>,
    /// The bodies that work there; a body may stand in many areas, and an area have many bodies.
    pub partner_ids: Vec<OrganizationId>,
}

/// What a caller writes of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// Of which program.
    pub program_id: ProgramId,
    /// Name.
    pub name: String,
    /// Empty = everywhere, and no partner body but the program's.
    pub areas: Vec<RoundArea>,
    /// When applications are taken, for postings that do not say it themselves.
    pub window: ApplicationWindow,
    /// First day of the work.
    pub engagement_starts_on: Option<NaiveDate>,
    /// Last day of the work.
    pub engagement_ends_on: Option<NaiveDate>,
    /// Seats over all postings of the round (≥ 1).
    pub seat_cap: Option<u16>,
    /// Applications of one person in the round that may be open at once (≥ 1).
    pub pending_cap: Option<u16>,
    /// The meetings between screening and offer, in their order, each once.
    pub stage_order: Vec<Meeting>,
    /// How long a stage may take.
    pub stage_days: StageDays,
}

/// 募集回.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Id.
    pub id: RoundId,
    /// The body whose program it belongs to.
    pub organization_id: OrganizationId,
    /// Grows by one with each change, amendments included.
    pub version: i64,
    /// 段階.
    pub status: RoundStatus,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What is in force now.
    pub content: RoundContent,
}

/// What an amendment is to change; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmendmentContent {
    /// Another last instant of the window.
    pub application_closes_at: Option<Timestamp>,
    /// Another last day of the work.
    pub engagement_ends_on: Option<NaiveDate>,
    /// Other seats over all postings.
    pub seat_cap: Option<u16>,
    /// Why; it is shown to whoever reads the round.
    pub reason: String,
}

/// A value before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amended<T> {
    /// What held before; `None` = it was not stated.
    pub from: Option<T>,
    /// What holds since.
    pub to: T,
}

/// 変更の記録: what changed in a published round, when, by whom and why. Never changed itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amendment {
    /// Of which round.
    pub round_id: RoundId,
    /// 1, 2, 3 … in the round.
    pub number: u32,
    /// When it was made, and held from.
    pub at: Timestamp,
    /// The body that made it.
    pub organization_id: OrganizationId,
    /// By this key; neither a key nor a user for the operator.
    pub api_key_id: Option<ApiKeyId>,
    /// By this user.
    pub user_id: Option<UserId>,
    /// Why.
    pub reason: String,
    /// The end of the window, where it changed.
    pub application_closes_at: Option<Amended<Timestamp>>,
    /// The last day of the work, where it changed.
    pub engagement_ends_on: Option<Amended<NaiveDate>>,
    /// The seats, where they changed.
    pub seat_cap: Option<Amended<u16>>,
}

impl RoundContent {
    /// Every partner body of an area, each once, in the order of their ids.
    pub fn partner_ids(&self) -> Vec<OrganizationId> {
        let mut all: Vec<_> = self.areas.iter().flat_map(|area| &area.partner_ids).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The content, within its limits and without contradictions.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::NAME).required(&self.name, &mut faults);
        self.check_areas(&mut faults);
        self.check_times(&mut faults);
        for (pointer, cap) in [("/seat_cap", self.seat_cap), ("/pending_cap", self.pending_cap)] {
            if let Some(cap) = cap {
                limits::range(pointer, i64::from(cap), limits::CAP, &mut faults);
            }
        }
        faults.extend(each_once("/stage_order", &self.stage_order));
        for stage in TIMED_STAGES {
            if let Some(days) = self.stage_days.of(stage) {
                let pointer = format!("/stage_days/{stage}");
                limits::range(&pointer, i64::from(days.get()), limits::STAGE_DAYS, &mut faults);
            }
        }
        faults.guard(self)
    }

    fn check_areas(&self, faults: &mut Faults) {
        limits::count("/areas", self.areas.len(), limits::AREAS, faults);
        for (index, area) in self.areas.iter().enumerate() {
            let at = |field: &str| format!("/areas/{index}/{field}");
            Text::new(&at("name"), limits::NAME).required(&area.name, faults);
            if self.areas[..index].iter().any(|before| before.name == area.name) {
                faults.add(at("name"), FaultCode::Duplicate, "another area of the round has this name");
            }
            limits::count(&at("regions"), area.regions.len(), limits::REGIONS, faults);
            faults.extend(each_once(&at("regions"), &area.regions));
            limits::count(&at("partner_ids"), area.partner_ids.len(), limits::PARTNERS, faults);
            faults.extend(each_once(&at("partner_ids"), &area.partner_ids));
        }
    }

    fn check_times(&self, faults: &mut Faults) {
        if self.window.ends_before_it_begins() {
            let detail = "the application window must not close before it opens";
            faults.add("/application_closes_at", FaultCode::Contradiction, detail);
        }
        if let (Some(starts), Some(ends)) = (self.engagement_starts_on, self.engagement_ends_on)
            && ends < starts
        {
            let detail = "must not be before engagement_starts_on";
            faults.add("/engagement_ends_on", FaultCode::Contradiction, detail);
        }
    }
}

impl Round {
    /// The round as an amendment leaves it, and the record of what changed. What is named but already so, is not
    /// recorded as changed.
    ///
    /// # Errors
    /// Every fault: of the reason, of a value that contradicts the rest of the round, or nothing that changes.
    pub fn amended(
        &self,
        content: &AmendmentContent,
        maker: AmendmentMaker,
    ) -> Result<(Self, Amendment), Faults> {
        let mut after = self.clone();
        let amendment = Amendment {
            round_id: self.id,
            number: maker.number,
            at: maker.at,
            organization_id: maker.organization_id,
            api_key_id: maker.api_key_id,
            user_id: maker.user_id,
            reason: content.reason.clone(),
            application_closes_at: amend(&mut after.content.window.closes_at, content.application_closes_at),
            engagement_ends_on: amend(&mut after.content.engagement_ends_on, content.engagement_ends_on),
            seat_cap: amend(&mut after.content.seat_cap, content.seat_cap),
        };
        after.version += 1;
        after.updated_at = maker.at;
        let mut faults = Faults::default();
        Text::new("/reason", limits::REMARK).required(&content.reason, &mut faults);
        let changes = [
            amendment.application_closes_at.is_some(),
            amendment.engagement_ends_on.is_some(),
            amendment.seat_cap.is_some(),
        ];
        if !changes.contains(&true) {
            let detail = "name at least one of application_closes_at, engagement_ends_on and seat_cap with another value than the round has";
            faults.add("", FaultCode::Needed, detail);
        }
        match after.content.clone().checked() {
            Ok(_) => {}
            Err(found) => faults.extend(found),
        }
        faults.guard((after, amendment))
    }
}

/// Who makes an amendment, when, and which one of the round it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmendmentMaker {
    /// Its number in the round.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// The body.
    pub organization_id: OrganizationId,
    /// The key.
    pub api_key_id: Option<ApiKeyId>,
    /// The user.
    pub user_id: Option<UserId>,
}

fn amend<T: Copy + PartialEq>(value: &mut Option<T>, to: Option<T>) -> Option<Amended<T>> {
    let to = to.filter(|to| Some(*to) != *value)?;
    Some(Amended { from: value.replace(to), to })
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU16;

    use super::*;

    fn content() -> RoundContent {
        RoundContent {
            external_id: None,
            program_id: ProgramId::from_parts(1, [0; 10]),
            name: "第2弾".to_owned(),
            areas: Vec::new(),
            window: ApplicationWindow {
                opens_at: Timestamp::parse("2021-07-08T00:00:00+09:00"),
                closes_at: Timestamp::parse("2021-08-04T23:59:59.999999+09:00"),
            },
            engagement_starts_on: NaiveDate::from_ymd_opt(2021, 9, 1),
            engagement_ends_on: NaiveDate::from_ymd_opt(2021, 11, 30),
            seat_cap: None,
            pending_cap: None,
            stage_order: vec![Meeting::Encounter, Meeting::Interview],
            stage_days: StageDays::default(),
        }
    }

    fn round() -> Round {
        let at = Timestamp::parse("2021-06-01T00:00:00Z").unwrap();
        Round {
            id: RoundId::from_parts(1, [0; 10]),
            organization_id: OrganizationId::from_parts(1, [0; 10]),
            version: 3,
            status: RoundStatus::Published,
            created_at: at,
            updated_at: at,
            content: content(),
        }
    }

    fn maker() -> AmendmentMaker {
        AmendmentMaker {
            number: 1,
            at: Timestamp::parse("2021-08-01T00:00:00Z").unwrap(),
            organization_id: OrganizationId::from_parts(1, [0; 10]),
            api_key_id: None,
            user_id: None,
        }
    }

    fn amendment() -> AmendmentContent {
        AmendmentContent {
            application_closes_at: None,
            engagement_ends_on: None,
            seat_cap: None,
            reason: "応募が少ないため".to_owned(),
        }
    }

    fn pointers(faults: &Faults) -> Vec<&str> {
        faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect()
    }

    #[test]
    fn every_fault_of_a_round_is_named() {
        let area = |name: &str| RoundArea {
            name: name.to_owned(),
            regions: Vec::new(),
            region_group_id: None,
            partner_ids: vec![OrganizationId::from_parts(1, [0; 10]); 2],
        };
        let mut wrong = content();
        wrong.areas = vec![area("塩尻"), area("塩尻")];
        wrong.window.closes_at = Timestamp::parse("2021-07-07T23:59:59+09:00");
        wrong.engagement_ends_on = NaiveDate::from_ymd_opt(2021, 8, 31);
        wrong.pending_cap = Some(0);
        wrong.stage_order = vec![Meeting::Interview; 2];
        wrong.stage_days = StageDays { offered: NonZeroU16::new(366), ..StageDays::default() };
        let faults = wrong.checked().unwrap_err();
        let expected = [
            "/areas/0/partner_ids/1",
            "/areas/1/name",
            "/areas/1/partner_ids/1",
            "/application_closes_at",
            "/engagement_ends_on",
            "/pending_cap",
            "/stage_order/1",
            "/stage_days/offered",
        ];
        assert_eq!(pointers(&faults), expected);
        assert!(content().checked().is_ok());
    }

    #[test]
    fn an_amendment_tells_what_held_before_and_what_holds_since() {
        let (before, later) = (round(), Timestamp::parse("2021-08-11T23:59:59+09:00").unwrap());
        let wanted = AmendmentContent {
            application_closes_at: Some(later),
            engagement_ends_on: before.content.engagement_ends_on,
            seat_cap: Some(8),
            ..amendment()
        };
        let (after, made) = before.amended(&wanted, maker()).unwrap();
        let closed = before.content.window.closes_at;
        assert_eq!(made.application_closes_at, Some(Amended { from: closed, to: later }));
        assert_eq!(made.seat_cap, Some(Amended { from: None, to: 8 }));
        assert_eq!(made.engagement_ends_on, None, "it was so before");
        assert_eq!(after.content.window.closes_at, Some(later));
        assert_eq!((after.version, after.updated_at), (4, maker().at));
    }

    #[test]
    fn an_amendment_changes_something_and_says_why() {
        let nothing = AmendmentContent { reason: " ".to_owned(), ..amendment() };
        assert_eq!(pointers(&round().amended(&nothing, maker()).unwrap_err()), ["/reason", ""]);
        let early = AmendmentContent {
            application_closes_at: Timestamp::parse("2021-07-01T00:00:00+09:00"),
            ..amendment()
        };
        let faults = round().amended(&early, maker()).unwrap_err();
        assert_eq!(pointers(&faults), ["/application_closes_at"]);
    }
}
