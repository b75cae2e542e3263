//! 名鑑: what bodies say of themselves.

use domain::{
    DirectoryContent, DirectoryEntry, Faults, OfficeContact, OrganizationId, RegionCode, Timestamp, Words,
};
use matching::directory::{DirectoryBodies, ListDirectory};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// What is looked for; all of it must be met.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DirectoryQuery {
    /// Good at this: a skill by id, label or alias (then narrower ones too), a category, or other words.
    #[param(value_type = Option<vocabulary::SearchText>)]
    pub speciality: Option<String>,
    /// Works there: a prefecture (two digits) or a municipality (six); bodies that work everywhere are in.
    #[param(value_type = Option<vocabulary::RegionCode>)]
    pub region: Option<String>,
    /// Words that all stand in the name, the specialities or what is taken on.
    #[param(value_type = Option<vocabulary::SearchText>)]
    pub q: Option<String>,
    /// `true`: only bodies with which the caller's is allied, by a shared alliance or an agreement in force.
    pub allied: Option<bool>,
}

impl DirectoryQuery {
    /// The search, as the use case takes it.
    ///
    /// # Errors
    /// A region that is none.
    pub fn read(self, reference: &domain::Reference) -> Result<ListDirectory, Faults> {
        let mut reading = Reading::new(reference, Faults::default());
        let listed = ListDirectory {
            speciality: self.speciality.filter(|text| !text.trim().is_empty()),
            region: self.region.and_then(|text| reading.region("?region", &text)),
            words: self.q.as_deref().map(Words::of).unwrap_or_default(),
            among: match self.allied {
                Some(true) => DirectoryBodies::Allied,
                Some(false) | None => DirectoryBodies::All,
            },
        };
        reading.finish(Ok(listed))
    }
}

/// Whom to ask: an office, not a person.
#[derive(Debug, Default, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfficeContactRequest {
    /// The office: 担当課, 窓口.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("産業振興課 副業人材窓口"))]
    pub office: Option<String>,
    /// Mail address. This or a telephone number is needed.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Telephone number.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
}

/// What a body writes of itself.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "skills": ["instagram"], "specialities": ["酒蔵の販路"], "categories": ["sales"], "regions": ["20", "202151"],
    "takes_on": "県内の食品企業の販路づくりの伴走", "languages": ["ja", "en"],
    "contact": {"office": "産業振興課 副業人材窓口", "email": "office@example.jp", "phone": null}
})))]
pub struct DirectoryEntryRequest {
    /// Skills that it can find or teach: ids, labels or aliases; answers give ids.
    #[schema(value_type = Option<Vec<vocabulary::SkillName>>, max_items = 30)]
    pub skills: List<String>,
    /// What it is good at, in its own words.
    #[schema(value_type = Option<Vec<Speciality>>, max_items = 30)]
    pub specialities: List<String>,
    /// テーマ.
    #[schema(value_type = Option<Vec<vocabulary::CategoryId>>, max_items = 14)]
    pub categories: List<String>,
    /// Where it works; none = everywhere.
    #[schema(value_type = Option<Vec<vocabulary::RegionCode>>, max_items = 50)]
    pub regions: List<String>,
    /// 引き受けられること.
    #[schema(max_length = 4000)]
    pub takes_on: Option<String>,
    /// Languages in which it can be written to.
    #[schema(value_type = Option<Vec<LanguageTag>>, max_items = 20)]
    pub languages: List<String>,
    /// Whom to ask.
    pub contact: Option<OfficeContactRequest>,
}

/// What a body is good at, in its own words.
#[derive(Debug, ToSchema)]
#[schema(min_length = 1, max_length = 100, examples("酒蔵の販路"))]
pub struct Speciality(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

/// A language as a BCP 47 tag: a language and maybe a region.
#[derive(Debug, ToSchema)]
#[schema(max_length = 6, pattern = "^[a-z]{2,3}(-[A-Z]{2})?$", examples("ja"))]
pub struct LanguageTag(#[expect(dead_code, reason = "names a schema; the value is a text")] String);

impl RequestBody for DirectoryEntryRequest {
    type Content = DirectoryContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<DirectoryContent, Faults> {
        let content = DirectoryContent {
            skills: reading
                .list("/skills", self.skills, |reading, pointer, text| reading.skill(pointer, Some(&text))),
            specialities: self.specialities.unwrap_or_default().into_iter().flatten().collect(),
            categories: reading.list("/categories", self.categories, |reading, pointer, text| {
                reading.category(pointer, &text)
            }),
            regions: reading
                .list("/regions", self.regions, |reading, pointer, text| reading.region(pointer, &text)),
            takes_on: self.takes_on,
            languages: self.languages.unwrap_or_default().into_iter().flatten().collect(),
            contact: self.contact.map(|contact| OfficeContact {
                office: contact.office.unwrap_or_default(),
                email: contact.email,
                phone: contact.phone,
            }),
        };
        reading.finish(content.checked())
    }
}

/// Whom to ask.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OfficeContact)]
pub struct OfficeContactResponse {
    /// The office: 担当課, 窓口.
    #[schema(max_length = 100)]
    pub office: String,
    /// Mail address.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Telephone number.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
}

/// What a body has written of itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectoryEntryBody {
    /// Skills that it can find or teach.
    #[schema(value_type = Vec<vocabulary::SkillId>, max_items = 30)]
    pub skills: Vec<String>,
    /// What it is good at, in its own words.
    #[schema(value_type = Vec<Speciality>, max_items = 30)]
    pub specialities: Vec<String>,
    /// テーマ.
    #[schema(value_type = Vec<vocabulary::CategoryId>, max_items = 14)]
    pub categories: Vec<String>,
    /// Where it works; none = everywhere.
    #[schema(value_type = Vec<vocabulary::RegionCode>, max_items = 50)]
    pub regions: Vec<RegionCode>,
    /// 引き受けられること.
    #[schema(max_length = 4000)]
    pub takes_on: Option<String>,
    /// Languages in which it can be written to.
    #[schema(value_type = Vec<LanguageTag>, max_items = 20)]
    pub languages: Vec<String>,
    /// Whom to ask.
    pub contact: Option<OfficeContactResponse>,
}

/// An entry of the directory of bodies.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DirectoryEntry)]
pub struct DirectoryEntryResponse {
    /// The body, which is also how its entry is found.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// The body's name.
    #[schema(max_length = 100)]
    pub name: String,
    /// What was written.
    #[serde(flatten)]
    pub body: DirectoryEntryBody,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// First written at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<DirectoryContent> for DirectoryEntryBody {
    fn from(content: DirectoryContent) -> Self {
        Self {
            skills: content.skills.iter().map(ToString::to_string).collect(),
            specialities: content.specialities,
            categories: content.categories.iter().map(ToString::to_string).collect(),
            regions: content.regions,
            takes_on: content.takes_on,
            languages: content.languages,
            contact: content.contact.map(|contact| OfficeContactResponse {
                office: contact.office,
                email: contact.email,
                phone: contact.phone,
            }),
        }
    }
}

impl From<DirectoryEntry> for DirectoryEntryResponse {
    fn from(entry: DirectoryEntry) -> Self {
        Self {
            organization_id: entry.organization_id,
            name: entry.name,
            body: entry.content.into(),
            version: entry.version,
            created_at: entry.created_at,
            updated_at: entry.updated_at,
        }
    }
}

pages! {
    /// A page of the directory.
    DirectoryPage of DirectoryEntryResponse;
}
