//! Everything that is held of a person: no table that hangs on people is forgotten.

use std::collections::BTreeSet;

use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection};
use store::StoreError;

use crate::ground::Ground;
use crate::samples::*;

on_both! { what_is_shown_is_the_organizations, both_know_the_same_tables }

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

fn tables(ground: &Ground) -> (BTreeSet<String>, Vec<&'static str>) {
    let (tables, left_out) =
        ground.store.read(|tx| tx.tables_of_people()).unwrap_or_else(|error: StoreError| panic!("{error}"));
    (tables.into_iter().collect(), left_out)
}

fn both_know_the_same_tables(ground: &Ground) {
    let (found, left_out) = tables(ground);
    assert_eq!(found, tables(&Ground::sqlite()).0);
    for table in [
        "candidates",
        "candidate_skills",
        "consents",
        "applications",
        "application_moves",
        "matches",
        "notes",
        "note_versions",
    ] {
        assert!(found.contains(table), "{table} hangs on people");
    }
    for table in left_out {
        assert!(found.contains(table), "{table} is left out, and hangs on nobody");
    }
}

/// Asked apart from the program: every table with a column that names a person.
#[test]
fn every_table_that_names_a_person_hangs_on_people() {
    let ground = Ground::sqlite();
    let (found, _) = tables(&ground);
    let path = ground.url.strip_prefix("sqlite://").unwrap();
    let mut connection = SqliteConnection::establish(path).unwrap();
    let named: Vec<Name> = diesel::sql_query(
        "SELECT DISTINCT m.name AS name FROM sqlite_master m, pragma_table_info(m.name) c \
         WHERE m.type = 'table' AND (c.name = 'candidate_id' OR c.name = 'application_id')",
    )
    .load(&mut connection)
    .unwrap();
    assert!(named.len() > 10, "{} tables", named.len());
    let loose: Vec<String> =
        named.into_iter().map(|row| row.name).filter(|name| !found.contains(name)).collect();
    assert_eq!(loose, Vec::<String>::new(), "they name a person and do not go with them");
}

/// Tables that tell of nobody whom a body has registered, or not by themselves, and why where it is not plain.
const OF_NOBODY: &[(&str, &str)] = &[
    ("agreements", ""),
    ("alliance_members", ""),
    ("alliances", ""),
    ("api_keys", ""),
    ("audit_events", "ids and words; kept longer by law, and shown beside"),
    ("audit_events_unchained", "as the audit log"),
    ("audit_heads", ""),
    ("changes", "ids alone"),
    ("cohorts", ""),
    ("courses", ""),
    ("decision_rankings", "of all applicants of a decision; the line of the person is shown"),
    ("decisions", "why these; a text of the body on a posting"),
    ("directory_entries", ""),
    ("erased_applications", "of nobody any more"),
    ("erased_engagements", "of nobody any more"),
    ("erased_ledger_entries", "of nobody any more"),
    ("erased_stays", "of nobody any more"),
    ("event_postings", ""),
    ("events", ""),
    ("handovers", "what tells of people is in handover_people"),
    ("idempotency_mentions", "which ids a kept answer names, for a day"),
    ("import_files", "sheets, until they are taken in"),
    ("import_rows", "by line, forgotten by id"),
    ("imports", ""),
    ("jobs", ""),
    ("logins", "of users"),
    ("match_run_postings", ""),
    ("match_runs", ""),
    ("municipalities", ""),
    ("notice_batches", ""),
    ("notice_templates", ""),
    ("organizations", ""),
    ("posting_skills", ""),
    ("posting_template_uses", ""),
    ("posting_templates", ""),
    ("posting_terms", ""),
    ("postings", ""),
    ("program_partners", ""),
    ("programs", ""),
    ("proposals", "who is in one is in proposal_people"),
    ("region_groups", ""),
    ("retention_days", ""),
    ("retention_policies", ""),
    ("reviews", "settings of a posting"),
    ("round_amendments", ""),
    ("round_area_partners", ""),
    ("round_areas", ""),
    ("rounds", ""),
    ("second_looks", "who was drawn is in second_look_picks"),
    ("sessions", "of users"),
    ("survey_instruments", ""),
    ("survey_waves", ""),
    ("surveys", ""),
    ("users", "who works for a body"),
    ("webhook_attempts", ""),
    ("webhook_deliveries", "ids alone"),
    ("webhooks", ""),
];

/// Asked apart from the program: whatever table comes, somebody has said whether it tells of people, even where no column
/// of it names one.
#[test]
fn every_table_is_of_people_or_of_nobody() {
    let ground = Ground::sqlite();
    let (hanging, _) = tables(&ground);
    let path = ground.url.strip_prefix("sqlite://").unwrap();
    let mut connection = SqliteConnection::establish(path).unwrap();
    let all: Vec<Name> = diesel::sql_query(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
         AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .load(&mut connection)
    .unwrap();
    let all: BTreeSet<String> = all.into_iter().map(|row| row.name).collect();
    let by_the_way = store::Tx::tables_by_the_way();
    let nobody = OF_NOBODY.iter().map(|(table, _)| *table);
    let placed: BTreeSet<String> =
        hanging.iter().cloned().chain(by_the_way.iter().copied().chain(nobody).map(str::to_owned)).collect();
    assert_eq!(all, placed, "say of each table whose it is");
    let twice: Vec<&&str> = by_the_way.iter().filter(|table| hanging.contains(**table)).collect();
    assert_eq!(twice, Vec::<&&str>::new());
}

fn what_is_shown_is_the_organizations(ground: &Ground) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_organization(&organization(2))?;
            tx.insert_candidates(&[whole_candidate(1, 1), candidate(2, 1)])
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let held = ground.store.read(|tx| tx.list_holdings(candidate_id(1), organization_id(1))).unwrap();
    let rows = |table: &str| held.iter().find(|one| one.table == table).map(|one| one.rows.len());
    assert_eq!(rows("candidates"), Some(1));
    assert!(rows("candidate_skills") > Some(0), "{held:?}");
    assert_eq!(rows("applications"), Some(0), "a class without a row is told too");
    assert_eq!(rows("idempotency_keys"), None);
    assert!(held.iter().all(|one| !format!("{:?}", one.rows).contains(&candidate_id(2).to_string())));
    let foreign = ground.store.read(|tx| tx.list_holdings(candidate_id(1), organization_id(2))).unwrap();
    let seen: usize = foreign.iter().filter(|one| one.table == "candidates").map(|one| one.rows.len()).sum();
    assert_eq!(seen, 0, "another organization holds nothing of them");
    ground.store.scrub().unwrap();
}
