//! Ids: UUIDv7 made by the server, and the caller's own external ids.
//!
//! Knows neither clock nor randomness: both are parameters of `from_parts`.

use std::fmt;

use uuid::Uuid;

/// Text that is no id of the kind asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UUID in its 36-character form")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// A UUIDv7 of the given instant (milliseconds since 1970) and ten random bytes.
            pub fn from_parts(unix_millis: u64, random: [u8; 10]) -> Self {
                Self(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid())
            }

            /// Reads the hyphenated form, in either case.
            ///
            /// # Errors
            /// [`NotAnId`] for every other text, the shorter and braced forms of a UUID included.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                if text.len() != 36 {
                    return Err(NotAnId);
                }
                Uuid::try_parse(text).map(Self).map_err(|_| NotAnId)
            }

            /// The 16 bytes, most significant first.
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }

            /// Writes the 36 characters, lower case, into `buffer`, without allocating.
            pub fn encode(self, buffer: &mut [u8; 36]) -> &str {
                self.0.hyphenated().encode_lower(buffer)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.encode(&mut [0; 36]))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

ids! {
    /// 団体.
    OrganizationId,
    /// A sheet that is taken in.
    ImportId,
    /// A bearer key's record (never the key itself).
    ApiKeyId,
    /// 案件.
    PostingId,
    /// 候補者.
    CandidateId,
    /// 応募.
    ApplicationId,
    /// A key of a person's own page.
    ApplicationAccessId,
    /// 連携協定.
    AgreementId,
    /// 同意.
    ConsentId,
    /// A run that ranks many postings.
    MatchRunId,
    /// Work that outlives a request.
    JobId,
    /// A reported outcome.
    OutcomeEventId,
    /// A line of the audit log.
    AuditEventId,
    /// An endpoint that is told of changes.
    WebhookId,
    /// A message to an endpoint.
    DeliveryId,
    /// Somebody who logs in.
    UserId,
    /// 事業.
    ProgramId,
    /// 募集回.
    RoundId,
    /// A named group of municipalities.
    RegionGroupId,
    /// 説明会・対話の場・滞在・催し.
    EventId,
    /// 参加.
    AttendanceId,
    /// 面談・フィールドワーク.
    EncounterId,
    /// メモ.
    NoteId,
    /// A decision on a posting.
    DecisionId,
    /// A second look below the cut.
    SecondLookId,
    /// A batch of notices.
    NoticeBatchId,
    /// 結果の連絡.
    NoticeId,
    /// A text that notices are made of.
    NoticeTemplateId,
    /// 参画.
    EngagementId,
    /// A check-in during an engagement.
    CheckInId,
    /// 地域人事部アライアンス.
    AllianceId,
    /// 引き合わせ・回付.
    ReferralId,
    /// 紹介.
    ProposalId,
    /// A posting that others may start from.
    PostingTemplateId,
    /// 引き継ぎ.
    HandoverId,
    /// 約束ごと.
    PromiseId,
    /// 同期の集まり.
    CohortId,
    /// 講座.
    CourseId,
    /// 受講.
    EnrollmentId,
    /// 面談の記録 of a cohort.
    OneOnOneId,
    /// A step of a person's readiness.
    ReadinessChangeId,
    /// A day's study of an enrollment.
    StudyLogId,
    /// Somebody who answers surveys: random, and tied to a person in one table only.
    RespondentId,
    /// 調査.
    SurveyId,
    /// 調査の回.
    WaveId,
    /// An entry of the ledger of 関係人口.
    LedgerEntryId,
}

impl CandidateId {
    /// The reference by which a person is shown where the name is not open: `C-` and four letters or digits.
    ///
    /// Made of the id's random half; not unique, so it is for reading aloud, never a key.
    pub fn short_reference(self) -> String {
        const DIGITS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        let bytes = self.0.as_bytes();
        let tail = u32::from_be_bytes([bytes[12], bytes[13], bytes[14], bytes[15]]);
        let letters = (0..4).map(|place| char::from(DIGITS[(tail >> (place * 5)) as usize & 31]));
        "C-".chars().chain(letters).collect()
    }
}

/// The caller's own key of a record: 1 to 128 characters, none of them a control character; compared bytewise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExternalId(String);

impl ExternalId {
    /// Takes the text as it is.
    ///
    /// # Errors
    /// A sentence saying what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.is_empty() {
            return Err("must not be empty");
        }
        if text.chars().count() > 128 {
            return Err("must not be longer than 128 characters");
        }
        if text.chars().any(char::is_control) {
            return Err("must not contain control characters");
        }
        Ok(Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_and_short_forms_are_refused() {
        let id = PostingId::from_parts(1_760_000_000_000, [7; 10]);
        assert_eq!(PostingId::parse(&id.to_string()), Ok(id));
        assert_eq!(PostingId::parse(&id.to_string().to_uppercase()), Ok(id));
        assert_eq!(PostingId::parse(&id.to_string().replace('-', "")), Err(NotAnId));
        assert_eq!(id.to_string().as_bytes()[14], b'7');
    }

    #[test]
    fn later_ids_sort_later() {
        assert!(JobId::from_parts(1, [255; 10]) < JobId::from_parts(2, [0; 10]));
    }

    #[test]
    fn the_short_reference_has_no_letter_that_is_misread() {
        let reference = CandidateId::from_parts(1, [0xAB; 10]).short_reference();
        assert_eq!(reference.len(), 6);
        assert!(!reference[2..].contains(['0', '1', 'I', 'O']));
    }
}
