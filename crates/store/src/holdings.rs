//! Everything that is held of a person, found by the references of the schema itself: whatever table hangs on people, be
//! it directly or by way of another, is part of it without being named here.
//!
//! What another organization holds of the person for itself (its notes, its runs) is not the asking one's to read and is
//! left out; erasing the person takes it all the same, because it hangs on the person.

use std::collections::{BTreeMap, BTreeSet};

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text};
use domain::{CandidateId, JsonText, OrganizationId};

use crate::store::Pools;
use crate::transaction::on_backend;
use crate::{Store, StoreError, Tx};

/// The table of people.
const PEOPLE: &str = "candidates";

/// Tables that hang on people and are not shown, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("idempotency_keys", "answers kept for a day; what they tell is in the records"),
    ("application_access", "hashes of the keys to the person's own pages"),
    ("note_mentions", "which colleague a note calls; its text is in notes"),
];

/// Tables whose rows belong to an organization in a way that their own columns do not tell.
const OWNED_OTHERWISE: &[(&str, &str)] = &[
    ("matches", "match_run_id IN (SELECT id FROM match_runs WHERE organization_id = '{o}')"),
    // Each side reads the moves of the other, but for their reasons.
    ("application_moves", "1 = 1"),
];

/// Columns that are blank where another organization wrote the row.
const WRITERS_OWN: &[(&str, &str)] = &[("application_moves", "reason")];

/// Tables that tell of people by way of something that does not go with them: the condition on the rows of one, and under
/// which they are the organization's. What was answered to surveys is the person's while the tie stands; erasing them
/// blanks what they wrote in their own words and leaves the rest to nobody.
const INDIRECT: &[(&str, &str, &str)] = &[
    (
        "survey_respondents",
        "id IN (SELECT respondent_id FROM survey_links WHERE candidate_id = '{c}')",
        "survey_id IN (SELECT id FROM surveys WHERE organization_id = '{o}')",
    ),
    (
        "survey_submissions",
        "respondent_id IN (SELECT respondent_id FROM survey_links WHERE candidate_id = '{c}')",
        "wave_id IN (SELECT id FROM survey_waves WHERE organization_id = '{o}')",
    ),
    (
        "survey_answers",
        "respondent_id IN (SELECT respondent_id FROM survey_links WHERE candidate_id = '{c}')",
        "wave_id IN (SELECT id FROM survey_waves WHERE organization_id = '{o}')",
    ),
];

/// A reference between two tables by one column.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct ReferenceRow {
    #[diesel(sql_type = Text)]
    child: String,
    #[diesel(sql_type = Text)]
    child_column: String,
    #[diesel(sql_type = Text)]
    parent: String,
    #[diesel(sql_type = Text)]
    parent_column: String,
    #[diesel(sql_type = Bool)]
    cascades: bool,
}

/// A column of a table.
#[derive(Debug, Clone, QueryableByName)]
pub(crate) struct ColumnRow {
    #[diesel(sql_type = Text)]
    pub(crate) table_name: String,
    #[diesel(sql_type = Text)]
    pub(crate) column_name: String,
}

/// A row as JSON.
#[derive(Debug, QueryableByName)]
pub(crate) struct JsonRow {
    #[diesel(sql_type = Text)]
    pub(crate) row: String,
}

/// What one table holds of a person, as far as it is the asking organization's to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding {
    /// The table.
    pub table: String,
    /// Its rows as JSON objects, columns by name; instants in microseconds since 1970.
    pub rows: Vec<JsonText>,
    /// The column that is to be blank where `organization_id` is another's, if there is one.
    pub writers_own: Option<&'static str>,
    /// Whether the rows go with the person.
    pub goes_along: bool,
}

/// The schema as far as it matters here.
struct Graph {
    references: Vec<ReferenceRow>,
    columns: BTreeMap<String, Vec<String>>,
}

impl Graph {
    /// The tables that hang on people, each with the condition on its rows that tells whose they are.
    fn hanging(&self) -> Vec<(&str, String)> {
        let mut found: Vec<(&str, String)> = vec![(PEOPLE, "id = '{c}'".to_owned())];
        let mut next = 0;
        while let Some((parent, condition)) = found.get(next).cloned() {
            next += 1;
            for reference in self.references.iter().filter(|one| one.cascades && one.parent == parent) {
                if found.iter().any(|(table, _)| *table == reference.child) {
                    continue;
                }
                let ReferenceRow { child, child_column, parent_column, .. } = reference;
                let of_parent = match parent == PEOPLE {
                    true => format!("{child_column} = '{{c}}'"),
                    false => {
                        format!("{child_column} IN (SELECT {parent_column} FROM {parent} WHERE {condition})")
                    }
                };
                found.push((child, of_parent));
            }
        }
        found
    }

    fn has_owner(&self, table: &str) -> bool {
        self.columns.get(table).is_some_and(|columns| columns.iter().any(|name| name == "organization_id"))
    }

    /// The condition under which a row is the organization's to read.
    fn owned(&self, table: &str, hanging: &BTreeSet<&str>) -> Option<String> {
        if let Some((_, condition)) = OWNED_OTHERWISE.iter().find(|(named, _)| *named == table) {
            return Some((*condition).to_owned());
        }
        if self.has_owner(table) {
            return Some("organization_id = '{o}'".to_owned());
        }
        let owners = self.references.iter().filter(|one| {
            one.child == table && !hanging.contains(one.parent.as_str()) && self.has_owner(&one.parent)
        });
        let conditions: Vec<String> = owners
            .map(|one| {
                let ReferenceRow { child_column, parent_column, parent, .. } = one;
                format!(
                    "{child_column} IN (SELECT {parent_column} FROM {parent} WHERE organization_id = '{{o}}')"
                )
            })
            .collect();
        (!conditions.is_empty()).then(|| conditions.join(" AND "))
    }

    /// The conditions on the rows of each table that are shown.
    fn shown(&self) -> Vec<(&str, String)> {
        let hanging = self.hanging();
        let names: BTreeSet<&str> = hanging.iter().map(|(table, _)| *table).collect();
        // What hangs on a row that is not the organization's to read is not either.
        let mut shown: Vec<(&str, String)> = Vec::new();
        for (table, condition) in &hanging {
            if LEFT_OUT.iter().any(|(left_out, _)| left_out == table) {
                continue;
            }
            let mut all = condition.clone();
            if let Some(owned) = self.owned(table, &names) {
                all = format!("{all} AND {owned}");
            } else if let Some((parent, of_parent)) = self.parent_of(table, &shown) {
                all = format!(
                    "{} IN (SELECT {} FROM {} WHERE {of_parent})",
                    parent.child_column, parent.parent_column, parent.parent
                );
            }
            shown.push((table, all));
        }
        shown
    }

    /// By which reference a table hangs on one that is shown, other than people themselves.
    fn parent_of<'s>(&self, table: &str, shown: &'s [(&str, String)]) -> Option<(&ReferenceRow, &'s String)> {
        self.references
            .iter()
            .filter(|one| one.cascades && one.child == table && one.parent != PEOPLE)
            .find_map(|one| {
                let (_, condition) = shown.iter().find(|(name, _)| *name == one.parent)?;
                Some((one, condition))
            })
    }
}

/// Puts the ids in their places: they are UUIDs, so nothing in them ends a text.
fn filled(condition: &str, candidate: CandidateId, organization: OrganizationId) -> String {
    condition.replace("{c}", &candidate.to_string()).replace("{o}", &organization.to_string())
}

impl Tx<'_> {
    fn graph(&mut self) -> Result<Graph, StoreError> {
        let references = on_backend!(self, holdings::references())?;
        let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for column in on_backend!(self, holdings::columns())? {
            columns.entry(column.table_name).or_default().push(column.column_name);
        }
        Ok(Graph { references, columns })
    }

    /// The tables that hang on people, and of those the ones that are never shown.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn tables_of_people(&mut self) -> Result<(Vec<String>, Vec<&'static str>), StoreError> {
        let graph = self.graph()?;
        let tables = graph.hanging().into_iter().map(|(table, _)| table.to_owned()).collect();
        Ok((tables, LEFT_OUT.iter().map(|(table, _)| *table).collect()))
    }

    /// The tables that tell of people by way of something that does not go with them, and are shown.
    pub fn tables_by_the_way() -> Vec<&'static str> {
        INDIRECT.iter().map(|(table, ..)| *table).collect()
    }

    /// Everything that is held of a person and is the organization's to read; tables without a row are told too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_holdings(
        &mut self,
        candidate: CandidateId,
        organization: OrganizationId,
    ) -> Result<Vec<Holding>, StoreError> {
        let graph = self.graph()?;
        let mut holdings = Vec::new();
        let by_the_way = INDIRECT.iter().map(|(table, of, own)| (*table, format!("{of} AND {own}"), false));
        let along = graph.shown().into_iter().map(|(table, condition)| (table, condition, true));
        for (table, condition, goes_along) in along.chain(by_the_way) {
            let columns = graph.columns.get(table).cloned().unwrap_or_default();
            let condition = filled(&condition, candidate, organization);
            let rows = on_backend!(self, holdings::rows(table, &columns, &condition))?;
            let own = WRITERS_OWN.iter().find(|(named, _)| *named == table).map(|(_, column)| *column);
            let rows = rows.into_iter().map(|row| JsonText(row.row)).collect();
            holdings.push(Holding { table: table.to_owned(), rows, writers_own: own, goes_along });
        }
        Ok(holdings)
    }
}

impl Store {
    /// Takes what was deleted out of the files too: SQLite writes its file anew and empties its write-ahead log,
    /// PostgreSQL clears the dead rows of the tables that tell of people.
    ///
    /// # Errors
    /// Only those of the database; what was deleted stays deleted.
    pub fn scrub(&self) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite(pools) => pools.scrub(),
            Pools::Postgres(pools) => {
                let (mut tables, _) = self.read(|tx| tx.tables_of_people())?;
                tables.extend(Tx::tables_by_the_way().into_iter().map(ToOwned::to_owned));
                pools.scrub(&tables)
            }
        }
    }
}
