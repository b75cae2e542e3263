//! Migrations: the same on both back ends, up, down and up again; a newer database is left alone.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use domain::{Job, JobKind, MatchRun, PageRequest, RunDirection};
use store::{BackEnd, MatchFilter, SchemaState, StoreError};

use crate::ground::{Ground, open};
use crate::samples::*;

on_both! {
    up_down_up,
    runs_for_postings_outlive_the_direction,
    a_newer_database_is_left_alone,
    a_change_from_outside_is_named,
}

/// The migrations, oldest first.
pub(crate) const ALL: &[&str] = &[
    "2026-11-21-000001_first_tables",
    "2026-11-21-000002_match_runs_both_ways",
    "2026-11-21-000003_idempotency_keys",
    "2026-11-21-000004_changes_feed",
    "2026-11-21-000005_webhooks",
    "2026-11-21-000006_last_use_of_keys",
    "2026-11-21-000007_outcome_events",
    "2026-11-21-000008_search",
    "2026-11-21-000009_imports",
    "2026-11-21-000010_leaner_audit_log",
    "2026-11-21-000011_users",
    "2026-11-21-000012_programs",
    "2026-11-21-000013_stages",
    "2026-11-21-000014_selection",
    "2026-11-21-000015_engagements",
    "2026-11-21-000016_preparation",
    "2026-11-21-000017_alliances",
    "2026-11-21-000018_audit_chain",
    "2026-11-21-000020_retention",
    "2026-11-21-000021_what_speaks_of_people",
];

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(ToString::to_string).collect()
}

fn execute(ground: &Ground, sql: &str) {
    match ground.store.back_end() {
        BackEnd::Sqlite => {
            let path = ground.url.strip_prefix("sqlite://").unwrap();
            SqliteConnection::establish(path).unwrap().batch_execute(sql).unwrap();
        }
        BackEnd::Postgres => PgConnection::establish(&ground.url).unwrap().batch_execute(sql).unwrap(),
    }
}

fn up_down_up(ground: &Ground) {
    let store = &ground.store;
    assert_eq!(store.schema_state(), Ok(SchemaState::Current));
    assert_eq!(store.migrate(), Ok(Vec::new()));
    store.write(|tx| tx.insert_organization(&organization(1))).unwrap();
    assert_eq!(store.revert(0), Ok(Vec::new()));
    let mut newest_first = owned(ALL);
    newest_first.reverse();
    assert_eq!(store.revert(99), Ok(newest_first));
    assert_eq!(store.schema_state(), Ok(SchemaState::Behind { pending: owned(ALL) }));
    assert!(store.read(|tx| tx.count_candidates()).is_err());
    assert_eq!(store.migrate(), Ok(owned(ALL)));
    assert_eq!(store.read(|tx| tx.find_organization(organization_id(1))), Ok(None));
    store.write(|tx| tx.insert_organization(&organization(1))).unwrap();
    // What was kept is there for the next start.
    let again = open(&ground.url);
    assert_eq!(again.schema_state(), Ok(SchemaState::Current));
    assert_eq!(again.read(|tx| tx.find_organization(organization_id(1))), Ok(Some(organization(1))));
}

fn runs_for_postings_outlive_the_direction(ground: &Ground) {
    let store = &ground.store;
    let mut run = match_run(1, 1, 1);
    run.posting_ids = vec![posting_id(2), posting_id(1)];
    let other_way = MatchRun {
        direction: RunDirection::PostingsForCandidates,
        posting_ids: vec![posting_id(1)],
        ..match_run(2, 1, 2)
    };
    let jobs = [(1, &run), (2, &other_way)]
        .map(|(number, run)| Job { match_run_id: Some(run.id), ..job(number, 1) });
    let kept = [stored_match(1, (0, 2), 1, 1), stored_match(1, (1, 1), 1, 1)];
    store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_posting(&posting(2, 1))?;
            tx.insert_candidate(&candidate(1, 1))?;
            for (job, run) in jobs.iter().zip([&run, &other_way]) {
                tx.insert_job(job)?;
                tx.insert_match_run(run)?;
            }
            tx.insert_matches(&kept)?;
            tx.insert_matches(&[stored_match(2, (0, 1), 1, 1)])
        })
        .unwrap();
    let later: Vec<&str> = ALL[1..].iter().rev().copied().collect();
    assert_eq!(store.revert(later.len()).unwrap(), later);
    assert_eq!(store.migrate().unwrap(), ALL[1..]);
    store
        .read(|tx| {
            let everything = PageRequest { limit: 9, after: None };
            let of = |match_run_id| MatchFilter { match_run_id, posting_id: None, candidate_id: None };
            assert_eq!(tx.list_matches(&of(run.id), &everything)?.items, kept);
            assert_eq!(tx.find_match_run(run.id)?.as_ref(), Some(&run));
            // The older program would take it for a run of the other kind.
            assert_eq!(tx.find_match_run(other_way.id)?, None);
            assert_eq!(tx.list_matches(&of(other_way.id), &everything)?.items, []);
            tx.list_unfinished_jobs(JobKind::MatchRun).map(|left| assert_eq!(left, jobs[..1]))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn a_newer_database_is_left_alone(ground: &Ground) {
    execute(ground, "INSERT INTO __diesel_schema_migrations (version) VALUES ('99991231000001')");
    let store = open(&ground.url);
    let unknown = vec!["99991231000001".to_owned()];
    assert_eq!(store.schema_state(), Ok(SchemaState::Newer { unknown: unknown.clone() }));
    let refused = store.migrate().unwrap_err();
    assert_eq!(refused, StoreError::NewerDatabase { unknown });
    assert!(refused.to_string().contains("start the newer program"), "{refused}");
    assert!(store.revert(1).is_err());
    // The tables are still there.
    assert_eq!(store.read(|tx| tx.count_candidates()), Ok(0));
}

fn a_change_from_outside_is_named(ground: &Ground) {
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidate(&whole_candidate(1, 1))
        })
        .unwrap();
    execute(ground, "UPDATE candidates SET slots = 'noon'");
    let found = ground.store.read(|tx| tx.find_candidate(candidate_id(1)));
    let corrupt = StoreError::Corrupt { column: "candidates.slots", value: "noon".to_owned() };
    assert_eq!(found, Err(corrupt));
    execute(ground, "UPDATE candidates SET slots = ''; UPDATE candidate_skills SET skill = 'alchemy'");
    let found = ground.store.read(|tx| tx.find_candidate(candidate_id(1)));
    assert!(matches!(found, Err(StoreError::Corrupt { column: "candidate_skills.skill", .. })), "{found:?}");
}

#[test]
fn both_trees_have_the_same_migrations() {
    let names = |back_end: &str| {
        let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").join(back_end);
        let entries = std::fs::read_dir(tree).unwrap().map(|entry| entry.unwrap());
        let whole = |entry: &std::fs::DirEntry| {
            ["up.sql", "down.sql"].iter().all(|file| entry.path().join(file).is_file())
        };
        let names = entries.inspect(|entry| assert!(whole(entry), "{entry:?}"));
        names.map(|entry| entry.file_name().into_string().unwrap()).collect::<BTreeSet<_>>()
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert_eq!(names("sqlite"), owned(ALL).into_iter().collect());
}
