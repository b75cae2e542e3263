//! 名鑑: what each body says of itself to the others: what it is good at, where, and whom to ask.

use serde::{Deserialize, Serialize};

use crate::candidate::is_mail_address;
use crate::categories::CategoryId;
use crate::fault::{FaultCode, Faults};
use crate::id::OrganizationId;
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::search::{Words, folded};
use crate::skills::SkillId;
use crate::timestamp::Timestamp;

/// Whom to ask: an office, not a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeContact {
    /// The office: 担当課, 窓口.
    pub office: String,
    /// Mail address.
    pub email: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
}

/// What a body writes of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectoryContent {
    /// Skills that it can find or teach.
    pub skills: Vec<SkillId>,
    /// What it is good at, in its own words.
    pub specialities: Vec<String>,
    /// テーマ.
    pub categories: Vec<CategoryId>,
    /// Where it works; empty = everywhere.
    pub regions: Vec<RegionCode>,
    /// 引き受けられること.
    pub takes_on: Option<String>,
    /// Languages in which it can be written to, as BCP 47 tags: `ja`, `en`, `pt-BR`.
    pub languages: Vec<String>,
    /// Whom to ask.
    pub contact: Option<OfficeContact>,
}

/// An entry of the directory; each body has one at most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryEntry {
    /// The body, whose id is the entry's.
    pub organization_id: OrganizationId,
    /// The body's name at present.
    pub name: String,
    /// Grows by one with each change.
    pub version: i64,
    /// First written at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the body wrote.
    pub content: DirectoryContent,
}

/// What is looked for in the directory; all of it must be met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DirectorySearch {
    /// Good at this.
    pub speciality: Option<SpecialitySearch>,
    /// Works in one of these (a city is named together with its wards), or everywhere.
    pub regions: Vec<RegionCode>,
    /// Words of the name, the specialities and what is taken on.
    pub words: Words,
    /// Only these bodies; every body when absent.
    pub among: Option<Vec<OrganizationId>>,
}

/// What a body is to be good at: one of the skills or the category that the words mean, or the words as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialitySearch {
    /// Skills that the words mean, narrower ones too.
    pub skills: Vec<SkillId>,
    /// The category that the words mean.
    pub category: Option<CategoryId>,
    /// The words, folded.
    pub words: String,
}

impl DirectoryContent {
    /// The content, within its limits; lists without repeats.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(mut self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        limits::count("/skills", self.skills.len(), limits::SPECIALITIES, &mut faults);
        limits::count("/specialities", self.specialities.len(), limits::SPECIALITIES, &mut faults);
        for (index, words) in self.specialities.iter().enumerate() {
            Text::new(&format!("/specialities/{index}"), limits::NAME).required(words, &mut faults);
        }
        limits::count("/categories", self.categories.len(), limits::CATEGORIES, &mut faults);
        limits::count("/regions", self.regions.len(), limits::REGIONS, &mut faults);
        limits::count("/languages", self.languages.len(), limits::LANGUAGES, &mut faults);
        for (index, tag) in self.languages.iter().enumerate() {
            if !is_language(tag) {
                let detail = "must be a language tag such as ja, en or pt-BR";
                faults.add(format!("/languages/{index}"), FaultCode::BadFormat, detail);
            }
        }
        Text::new("/takes_on", limits::PROSE).optional(self.takes_on.as_deref(), &mut faults);
        if let Some(contact) = &self.contact {
            contact.check(&mut faults);
        }
        self.skills.sort();
        self.skills.dedup();
        self.categories.sort();
        self.categories.dedup();
        self.regions.sort();
        self.regions.dedup();
        faults.guard(self)
    }

    /// The free words that a speciality is looked for in, folded, each on a line of its own.
    pub fn speciality_text(&self) -> String {
        self.specialities.iter().map(|words| folded(words)).collect::<Vec<_>>().join("\n")
    }

    /// What free text is looked for in beside the name, folded.
    pub fn search_text(&self) -> String {
        let prose = self.takes_on.as_deref().map(folded).unwrap_or_default();
        format!("{}\n{prose}", self.speciality_text())
    }
}

impl OfficeContact {
    fn check(&self, faults: &mut Faults) {
        Text::new("/contact/office", limits::NAME).required(&self.office, faults);
        Text::new("/contact/email", limits::EMAIL).optional(self.email.as_deref(), faults);
        if self.email.as_deref().is_some_and(|email| !is_mail_address(email)) {
            let detail = "must be a mail address such as office@example.jp";
            faults.add("/contact/email", FaultCode::BadFormat, detail);
        }
        Text::new("/contact/phone", limits::PHONE).optional(self.phone.as_deref(), faults);
        if self.email.is_none() && self.phone.is_none() {
            let detail = "give a mail address or a telephone number, so that somebody can ask";
            faults.add("/contact", FaultCode::Needed, detail);
        }
    }
}

/// Two or three small letters, and maybe a region of two capitals.
fn is_language(tag: &str) -> bool {
    let (language, region) = tag.split_once('-').map_or((tag, None), |(one, other)| (one, Some(other)));
    let is_small = language.bytes().all(|letter| letter.is_ascii_lowercase());
    (2..=3).contains(&language.len())
        && is_small
        && region.is_none_or(|region| {
            region.len() == 2 && region.bytes().all(|letter| letter.is_ascii_uppercase())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_that_nobody_can_ask_is_refused() {
        let contact = OfficeContact { office: "窓口".to_owned(), email: None, phone: None };
        let content = DirectoryContent { contact: Some(contact), ..DirectoryContent::default() };
        assert_eq!(content.checked().unwrap_err().as_slice()[0].pointer, "/contact");
    }

    #[test]
    fn tags_of_languages() {
        for tag in ["ja", "en", "fil", "pt-BR"] {
            assert!(is_language(tag), "{tag}");
        }
        for tag in ["", "j", "JA", "japanese", "pt-br", "pt-", "日本"] {
            assert!(!is_language(tag), "{tag}");
        }
    }

    #[test]
    fn every_fault_is_told() {
        let content = DirectoryContent {
            specialities: vec![String::new(), "x".repeat(101)],
            languages: vec!["Japanese".to_owned()],
            ..DirectoryContent::default()
        };
        let faults = content.checked().unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/specialities/0", "/specialities/1", "/languages/0"]);
    }
}
