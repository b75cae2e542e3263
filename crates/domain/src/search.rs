//! Looking for postings and people: what a list may be narrowed by, in which order it comes, and how texts are folded.
//!
//! Within one filter any of its values is enough; all filters together must hold. An empty filter lets everything
//! through.

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;

use crate::candidate::{Candidate, CandidateContent, Readiness};
use crate::categories::CategoryId;
use crate::id::{CandidateId, ExternalId, OrganizationId, PostingId, RegionGroupId, RoundId};
use crate::posting::{Posting, PostingContent, PostingStatus};
use crate::region::{Interest, RegionCode};
use crate::skills::{Proficiency, SkillId};
use crate::timestamp::Timestamp;
use crate::words;
use crate::work::{ContractForm, WorkStyle};

words! {
    /// The order of a list of postings; of equal ones the earlier made comes first.
    #[derive(Default)]
    pub enum PostingOrder {
        /// The earliest made first.
        #[default]
        Oldest = "oldest",
        /// The latest made first.
        Newest = "newest",
        /// The latest changed first.
        Updated = "updated",
        /// Whose application window ends first; those without an end last.
        Closing = "closing",
        /// The highest reward an hour first; those that state none last.
        Reward = "reward",
    }
}

words! {
    /// The order of a list of people; of equal ones the earlier registered comes first.
    #[derive(Default)]
    pub enum CandidateOrder {
        /// The earliest registered first.
        #[default]
        Oldest = "oldest",
        /// The latest registered first.
        Newest = "newest",
        /// The latest changed first.
        Updated = "updated",
        /// Who has the most hours a week first; those who state none last.
        Hours = "hours",
    }
}

/// Which postings are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PostingSearch {
    /// In one of these statuses.
    pub statuses: Vec<PostingStatus>,
    /// Of this body.
    pub organization_id: Option<OrganizationId>,
    /// Of this round.
    pub round_id: Option<RoundId>,
    /// Where the work is: in this group of regions.
    pub region_group_id: Option<RegionGroupId>,
    /// The regions of that group, once it has been looked up.
    pub group_regions: Vec<RegionCode>,
    /// Managed by who looks, and kept under this key.
    pub external_id: Option<ExternalId>,
    /// Where the work is: in one of these prefectures or municipalities.
    pub regions: Vec<RegionCode>,
    /// With one of these categories.
    pub categories: Vec<CategoryId>,
    /// That require or prefer one of these skills.
    pub skills: Vec<SkillId>,
    /// In one of these forms.
    pub contract_forms: Vec<ContractForm>,
    /// In one of these styles.
    pub work_styles: Vec<WorkStyle>,
    /// For which so many hours a week are enough; those that ask none are in.
    pub hours_per_week: Option<u8>,
    /// Whose period touches this day or a later one; an open end is open.
    pub from: Option<NaiveDate>,
    /// Whose period touches this day or an earlier one; an open beginning is open.
    pub until: Option<NaiveDate>,
    /// That offer at least so many yen an hour; those that do not state it are out.
    pub min_reward_yen_per_hour: Option<u32>,
    /// In which all of these words stand.
    pub words: Words,
}

/// Which people are looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CandidateSearch {
    /// Kept under this key.
    pub external_id: Option<ExternalId>,
    /// At one of these stages.
    pub readiness: Vec<Readiness>,
    /// Who live in one of these prefectures or municipalities.
    pub regions: Vec<RegionCode>,
    /// Who are interested in one of these regions, in one within it, or in the prefecture around it.
    pub interests: Vec<Interest>,
    /// With one of these categories.
    pub categories: Vec<CategoryId>,
    /// Who do one of these skills.
    pub skills: Vec<SkillId>,
    /// With at least this proficiency in it.
    pub min_proficiency: Option<Proficiency>,
    /// Who take one of these forms.
    pub contract_forms: Vec<ContractForm>,
    /// Who work in one of these styles.
    pub work_styles: Vec<WorkStyle>,
    /// Who have at least so many hours a week; those who state none are out.
    pub min_hours_per_week: Option<u8>,
    /// Who are there on this day or a later one; an open end is open.
    pub from: Option<NaiveDate>,
    /// Who are there on this day or an earlier one; an open beginning is open.
    pub until: Option<NaiveDate>,
    /// Who wish for at most so many yen an hour; those who state no wish are in.
    pub max_reward_yen_per_hour: Option<u32>,
    /// In whose name, contact, key and words all of these stand.
    pub words: Words,
}

/// Words that must all stand in a text, folded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of a text, which spaces of any width part.
    pub fn of(text: &str) -> Self {
        Self(folded(text).split_whitespace().map(str::to_owned).collect())
    }

    /// The words, folded.
    pub fn as_slice(&self) -> &[String] {
        &self.0
    }
}

/// Where a page of an ordered list begins: behind the record of this id, which stands in the order by this value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place<Id> {
    /// 0 where the id alone makes the order.
    pub value: i64,
    /// The record.
    pub id: Id,
}

/// How many records of a list have each value of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    /// The filter that narrows the list to one of the values.
    pub name: &'static str,
    /// The most frequent first; those of the same frequency in the order of their spelling.
    pub values: Vec<FacetValue>,
}

/// A value and how often there is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// As the filter takes it.
    pub value: String,
    /// Records that have it.
    pub count: u64,
}

/// The facets of a whole list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// Records in the list.
    pub total: u64,
    /// One for each filter that has a closed set of values.
    pub facets: Vec<Facet>,
}

impl PostingOrder {
    /// Where a posting stands in this order.
    pub fn place(self, posting: &Posting) -> Place<PostingId> {
        let value = match self {
            Self::Oldest | Self::Newest => 0,
            Self::Updated => posting.updated_at.micros(),
            Self::Closing => posting.window().closes_at.map_or(i64::MAX, Timestamp::micros),
            Self::Reward => {
                let reward = posting.content.terms.reward_yen_per_hour();
                reward.map_or(-1, |yen| i64::try_from(yen).unwrap_or(i64::MAX))
            }
        };
        Place { value, id: posting.id }
    }
}

impl CandidateOrder {
    /// Where a person stands in this order.
    pub fn place(self, candidate: &Candidate) -> Place<CandidateId> {
        let value = match self {
            Self::Oldest | Self::Newest => 0,
            Self::Updated => candidate.updated_at.micros(),
            Self::Hours => candidate.content.profile.hours_per_week.map_or(-1, i64::from),
        };
        Place { value, id: candidate.id }
    }
}

impl PostingContent {
    /// What free text is looked for in, folded: title and prose. The key is its body's own business, and others look
    /// here too.
    pub fn search_text(&self) -> String {
        let prose = [&self.issue, &self.description, &self.deliverable].map(Option::as_deref);
        folded_lines([Some(self.title.as_str())].into_iter().chain(prose))
    }
}

impl CandidateContent {
    /// What free text is looked for in, folded: name (also without its space), key, contact and the person's own words.
    pub fn search_text(&self) -> String {
        let joined_name: String = self.display_name.split_whitespace().collect();
        let key = self.external_id.as_ref().map(ExternalId::as_str);
        let own = [&self.email, &self.phone, &self.statement].map(Option::as_deref);
        let evidence = self.profile.skills.iter().map(|held| held.evidence.as_deref());
        let notes = self.profile.region_ties.iter().map(|tie| tie.note.as_deref());
        let names = [Some(self.display_name.as_str()), Some(joined_name.as_str())];
        folded_lines(names.into_iter().chain([key]).chain(own).chain(evidence).chain(notes))
    }
}

/// Each text on a line of its own, so that no word is found across two of them.
fn folded_lines<'a>(texts: impl Iterator<Item = Option<&'a str>>) -> String {
    let lines: Vec<String> = texts.flatten().map(folded).collect();
    lines.join("\n")
}

/// A text as it is looked for and looked in: NFKC (half and full width are one), lower case, katakana as hiragana.
pub fn folded(text: &str) -> String {
    let lower = text.nfkc().collect::<String>().to_lowercase();
    lower.nfkc().map(hiragana).collect()
}

/// ァ…ヶ, ヽ and ヾ lie 0x60 above their hiragana (Unicode, blocks Hiragana and Katakana).
fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_and_kana_do_not_matter() {
        for (one, other) in [
            ("ｲﾝｽﾀｸﾞﾗﾑ", "いんすたぐらむ"),
            ("ＳＮＳ", "sns"),
            ("ヴァイオリン", "ゔぁいおりん"),
            ("㈱塩尻", "(株)塩尻"),
            ("ガ", "か\u{3099}"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(folded(one), folded(other), "{one}");
        }
        assert_ne!(folded("ー"), folded("い"));
    }

    #[test]
    fn words_are_parted_by_spaces_of_any_width() {
        assert_eq!(Words::of("　みそ蔵  ＥＣ\t").as_slice(), ["みそ蔵", "ec"]);
        assert!(Words::of(" 　").as_slice().is_empty());
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for text in ["ﾊﾟｰﾄ", "ΑΣ", "ẞ", "ｱｲｳ ＡＢＣ", "ヷ"] {
            assert_eq!(folded(&folded(text)), folded(text), "{text}");
        }
    }
}
