//! The status machine of a posting.

use crate::words;

words! {
    /// 段階 of a posting.
    pub enum PostingStatus {
        /// 下書き
        Draft = "draft",
        /// 公開を依頼
        InReview = "in_review",
        /// 公開中
        Published = "published",
        /// 休止中
        Paused = "paused",
        /// 締切
        Closed = "closed",
        /// 採択ずみ
        Filled = "filled",
        /// 採択なし
        Unfilled = "unfilled",
        /// 取り下げ
        Withdrawn = "withdrawn",
    }
}

impl PostingStatus {
    /// The statuses that may follow this one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::Draft => &[Self::InReview, Self::Published, Self::Withdrawn],
            Self::InReview => &[Self::Draft, Self::Published, Self::Withdrawn],
            Self::Published => &[Self::Paused, Self::Closed, Self::Withdrawn],
            Self::Paused => &[Self::Published, Self::Closed, Self::Withdrawn],
            Self::Closed => &[Self::Filled, Self::Unfilled],
            Self::Filled | Self::Unfilled | Self::Withdrawn => &[],
        }
    }

    /// The statuses in which every key may read a posting: all that only a published one can reach.
    pub const PUBLIC: [Self; 5] = [Self::Published, Self::Paused, Self::Closed, Self::Filled, Self::Unfilled];

    /// Whether this status may be followed by `to`.
    pub fn may_become(self, to: Self) -> bool {
        self.next().contains(&to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    #[test]
    fn every_open_status_can_be_withdrawn_and_no_ended_one_moves() {
        for status in PostingStatus::ALL {
            let open = matches!(
                status,
                PostingStatus::Draft
                    | PostingStatus::InReview
                    | PostingStatus::Published
                    | PostingStatus::Paused
            );
            assert_eq!(status.may_become(PostingStatus::Withdrawn), open, "{status}");
            assert!(!status.may_become(*status), "{status}");
        }
        assert!(PostingStatus::Filled.next().is_empty());
        assert!(PostingStatus::Draft.may_become(PostingStatus::Published));
        assert!(!PostingStatus::Closed.may_become(PostingStatus::Published));
    }
}
