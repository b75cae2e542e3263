//! 面談記録: how it goes, asked after a month or two and at the end.

use chrono::NaiveDate;

use crate::fault::{FaultCode, Faults};
use crate::id::{ApiKeyId, CheckInId, EngagementId, UserId};
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

words! {
    /// Which check-in.
    pub enum CheckInKind {
        /// 1か月
        Month1 = "month_1",
        /// 2か月
        Month2 = "month_2",
        /// 終了時
        End = "end",
        /// そのほか
        Other = "other",
    }
}

/// What a caller writes of a check-in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckInContent {
    /// The day, in Japan.
    pub held_on: NaiveDate,
    /// Which.
    pub kind: CheckInKind,
    /// What goes well.
    pub going_well: Option<String>,
    /// What worries.
    pub worries: Option<String>,
    /// Who talked with whom.
    pub held_by: Option<String>,
}

/// A check-in. Never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckIn {
    /// Id.
    pub id: CheckInId,
    /// Of which engagement.
    pub engagement_id: EngagementId,
    /// The key that wrote it.
    pub api_key_id: Option<ApiKeyId>,
    /// The user who wrote it.
    pub user_id: Option<UserId>,
    /// Written at.
    pub created_at: Timestamp,
    /// What was written.
    pub content: CheckInContent,
}

impl CheckInContent {
    /// The content, within its limits; it was held by `today`.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self, today: NaiveDate) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        if self.held_on > today {
            faults.add("/held_on", FaultCode::OutOfRange, "must not be in the future");
        }
        for (pointer, text, most) in [
            ("/going_well", &self.going_well, limits::PROSE),
            ("/worries", &self.worries, limits::PROSE),
            ("/held_by", &self.held_by, limits::NAME),
        ] {
            Text::new(pointer, most).optional(text.as_deref(), &mut faults);
        }
        faults.guard(self)
    }
}
