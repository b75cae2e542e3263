//! Entries of the directory of bodies.

use diesel::prelude::*;
use domain::{
    DirectoryContent, DirectoryEntry, DirectorySearch, OrganizationId, Page, PageRequest, RegionCode, folded,
};

use super::search::{in_list, patterns};
use super::{Part, page};
use crate::schema::directory_entries;
use crate::transaction::on_backend;
use crate::vocabulary::{Vocabulary, corrupt, instant, joined, json_list, parsed, parsed_list, parts, texts};
use crate::{StoreError, Tx};

/// An entry as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = directory_entries, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct DirectoryRow {
    pub(crate) organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    skills: String,
    specialities: String,
    categories: String,
    regions: String,
    takes_on: Option<String>,
    languages: String,
    contact: Option<String>,
    speciality_text: String,
    search_text: String,
}

/// A search as queries take it: patterns.
pub(crate) struct DirectorySieve {
    pub(crate) speciality: Option<SpecialitySieve>,
    pub(crate) regions: Vec<String>,
    pub(crate) words: Vec<String>,
    pub(crate) among: Option<Vec<String>>,
}

/// What a body is to be good at, as patterns any of which is enough.
pub(crate) struct SpecialitySieve {
    pub(crate) skills: Vec<String>,
    pub(crate) category: Option<String>,
    pub(crate) words: String,
}

impl From<&DirectoryEntry> for DirectoryRow {
    fn from(entry: &DirectoryEntry) -> Self {
        let content = &entry.content;
        Self {
            organization_id: entry.organization_id.to_string(),
            version: entry.version,
            created_at: entry.created_at.micros(),
            updated_at: entry.updated_at.micros(),
            skills: fenced(&content.skills),
            specialities: json_list(&content.specialities),
            categories: fenced(&content.categories),
            regions: fenced(&content.regions),
            takes_on: content.takes_on.clone(),
            languages: json_list(&content.languages),
            contact: content.contact.as_ref().map(|contact| serde_json::json!(contact).to_string()),
            speciality_text: content.speciality_text(),
            search_text: format!("{}\n{}", folded(&entry.name), content.search_text()),
        }
    }
}

impl DirectoryRow {
    fn entry(self, name: String, vocabulary: &Vocabulary) -> Result<DirectoryEntry, StoreError> {
        let skill = |slug| vocabulary.skill("directory_entries.skills", slug);
        let contact = |text: String| {
            serde_json::from_str(&text).map_err(|_| corrupt("directory_entries.contact", text))
        };
        Ok(DirectoryEntry {
            organization_id: parsed(
                "directory_entries.organization_id",
                &self.organization_id,
                OrganizationId::parse,
            )?,
            name,
            version: self.version,
            created_at: instant("directory_entries.created_at", self.created_at)?,
            updated_at: instant("directory_entries.updated_at", self.updated_at)?,
            content: DirectoryContent {
                skills: parts(&self.skills).map(skill).collect::<Result<_, _>>()?,
                specialities: texts("directory_entries.specialities", &self.specialities)?,
                categories: vocabulary.categories("directory_entries.categories", &self.categories)?,
                regions: parsed_list("directory_entries.regions", &self.regions, RegionCode::parse)?,
                takes_on: self.takes_on,
                languages: texts("directory_entries.languages", &self.languages)?,
                contact: self.contact.map(contact).transpose()?,
            },
        })
    }
}

impl From<&DirectorySearch> for DirectorySieve {
    fn from(search: &DirectorySearch) -> Self {
        let speciality = search.speciality.as_ref().map(|speciality| SpecialitySieve {
            skills: speciality.skills.iter().map(in_list).collect(),
            category: speciality.category.as_ref().map(in_list),
            words: super::search::containing(&speciality.words),
        });
        let regions = search.regions.iter().flat_map(patterns_of).collect();
        let among = search.among.as_ref().map(|ids| ids.iter().map(ToString::to_string).collect());
        Self { speciality, regions, words: patterns(&search.words), among }
    }
}

/// A body works in a city when it names the city or its prefecture, and in a prefecture when it names that or a city in it.
fn patterns_of(region: &RegionCode) -> [String; 2] {
    match region {
        RegionCode::Municipality(code) => [in_list(code), in_list(&code.prefecture())],
        RegionCode::Prefecture(code) => [in_list(code), format!("%,{code}____,%")],
    }
}

/// A list with a comma at either end of each entry; nothing for no entries.
fn fenced<T: ToString>(items: &[T]) -> String {
    match items {
        [] => String::new(),
        items => format!(",{},", joined(items.iter().map(ToString::to_string))),
    }
}

impl Tx<'_> {
    /// Keeps a body's first entry.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when it has one, [`StoreError::Dangling`] when the body is not there.
    pub fn insert_directory_entry(&mut self, entry: &DirectoryEntry) -> Result<(), StoreError> {
        let row = DirectoryRow::from(entry);
        on_backend!(self, directory::insert(&row))
    }

    /// Replaces an entry; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_directory_entry(
        &mut self,
        entry: &DirectoryEntry,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = DirectoryRow::from(entry);
        on_backend!(self, directory::update(&row, expected_version))
    }

    /// Deletes an entry; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_directory_entry(
        &mut self,
        organization: OrganizationId,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, directory::delete(&organization.to_string(), expected_version))
    }

    /// The entry of a body.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_directory_entry(
        &mut self,
        organization: OrganizationId,
    ) -> Result<Option<DirectoryEntry>, StoreError> {
        let found = on_backend!(self, directory::find(&organization.to_string(), self.hold))?;
        found.map(|(row, name)| row.entry(name, self.vocabulary)).transpose()
    }

    /// The entries of all bodies, as far as they are looked for.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_directory(
        &mut self,
        search: &DirectorySearch,
        request: &PageRequest<OrganizationId>,
    ) -> Result<Page<DirectoryEntry>, StoreError> {
        let sieve = DirectorySieve::from(search);
        let rows = on_backend!(self, directory::list(&sieve, &Part::of(request)))?;
        let vocabulary = self.vocabulary;
        page(rows, request, |(row, name)| row.entry(name, vocabulary))
    }
}
