//! The stages of an application: which there are, which are open, which hold a seat. The order is the path's.

use crate::words;

words! {
    /// 段階 of an application.
    pub enum ApplicationStatus {
        /// 応募ずみ
        Submitted = "submitted",
        /// 書類確認
        Screening = "screening",
        /// フィールドワーク・対話
        Encounter = "encounter",
        /// 面談
        Interview = "interview",
        /// 内定の打診
        Offered = "offered",
        /// 承諾
        Accepted = "accepted",
        /// 参画
        Engaged = "engaged",
        /// 見送り
        Declined = "declined",
        /// 取り下げ
        Withdrawn = "withdrawn",
        /// 期限切れ
        Expired = "expired",
        /// 別の案件を案内
        Redirected = "redirected",
    }
}

impl ApplicationStatus {
    /// The stages that still lead somewhere.
    pub const OPEN: [Self; 6] =
        [Self::Submitted, Self::Screening, Self::Encounter, Self::Interview, Self::Offered, Self::Accepted];

    /// The exits that those who manage the posting may take from an open stage.
    pub const EXITS: [Self; 3] = [Self::Declined, Self::Expired, Self::Redirected];

    /// The ends that led to no engagement.
    pub const UNSUCCESSFUL: [Self; 4] = [Self::Declined, Self::Withdrawn, Self::Expired, Self::Redirected];

    /// The statuses that hold a seat of the posting.
    pub const SEATED: [Self; 2] = [Self::Accepted, Self::Engaged];

    /// Whether something may still become of it.
    pub fn is_open(self) -> bool {
        Self::OPEN.contains(&self)
    }

    /// Whether it stands: it is the person's consent, and counts among the applicants.
    pub fn stands(self) -> bool {
        self != Self::Withdrawn
    }

    /// Whether it holds a seat of the posting.
    pub fn is_seated(self) -> bool {
        Self::SEATED.contains(&self)
    }

    /// Whether the person's body may withdraw it. What was declined can be withdrawn too, for it still is a consent;
    /// who is engaged ends the engagement instead.
    pub fn may_be_withdrawn(self) -> bool {
        !matches!(self, Self::Withdrawn | Self::Engaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    #[test]
    fn every_status_is_open_or_an_end_and_only_the_withdrawn_one_does_not_stand() {
        for status in ApplicationStatus::ALL {
            let ends = matches!(status, ApplicationStatus::Engaged | ApplicationStatus::Withdrawn)
                || ApplicationStatus::EXITS.contains(status);
            assert_ne!(status.is_open(), ends, "{status}");
            let led_nowhere = ends && *status != ApplicationStatus::Engaged;
            assert_eq!(ApplicationStatus::UNSUCCESSFUL.contains(status), led_nowhere, "{status}");
            assert_eq!(status.stands(), *status != ApplicationStatus::Withdrawn);
            assert!(!status.is_open() || status.may_be_withdrawn(), "{status}");
        }
    }
}
