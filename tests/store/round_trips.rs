//! What was kept is answered unchanged: every field set, every field blank, and replaced one by the other.

use std::time::Duration;

use domain::{
    Application, ApplicationStatus, AuditEvent, Candidate, CandidateOrder, ChangeKind, Import, ImportMode,
    ImportRow, ImportTerms, Job, JobKind, JobState, JsonText, Page, PageRequest, RowOutcome, SheetKind,
    TextEncoding, Word,
};
use store::{AuditFilter, DatabaseUrl, Login, Store, StoreError, StoreOptions};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    organizations, api_keys_and_logins, agreements, postings, candidates, consents, applications, jobs, imports, long_sheets,
    the_journal, municipalities,
}

fn page<Id>(limit: usize) -> PageRequest<Id> {
    PageRequest { limit, after: None }
}

fn whole<T>(items: Vec<T>) -> Page<T> {
    Page { items, has_more: false }
}

/// Two bodies, which most records need.
fn bodies(ground: &Ground) {
    let keep = |tx: &mut store::Tx<'_>| {
        tx.insert_organization(&organization(1))?;
        tx.insert_organization(&organization(2))
    };
    ground.store.write(keep).unwrap();
}

fn organizations(ground: &Ground) {
    let blank = organization(1);
    let mut set = whole_organization(2, 1);
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&blank)?;
            tx.insert_organization(&set)
        })
        .unwrap();
    let key = set.content.external_id.clone().unwrap();
    let found = ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_organization(organization_id(3))?, None);
            assert_eq!(tx.find_organization_by_external_id(blank.id, &key)?.as_ref(), Some(&set));
            assert_eq!(tx.find_organization_by_external_id(set.id, &key)?, None);
            assert_eq!(tx.list_organizations_named("塩尻市")?, std::slice::from_ref(&blank));
            assert_eq!(tx.find_organization(blank.id)?.as_ref(), Some(&blank));
            tx.list_organizations(&page(5))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    assert_eq!(found, whole(vec![blank.clone(), set.clone()]));

    set.content = blank.content.clone();
    set.version = 8;
    assert!(!ground.store.write(|tx| tx.update_organization(&set, 6)).unwrap());
    assert!(ground.store.write(|tx| tx.update_organization(&set, 7)).unwrap());
    assert_eq!(ground.store.read(|tx| tx.find_organization(set.id)).unwrap(), Some(set));
}

fn api_keys_and_logins(ground: &Ground) {
    bodies(ground);
    let blank = api_key(1, 1);
    let mut set = whole_api_key(2, 1);
    let login =
        Login { token_hash: "a1".repeat(32), api_key_id: blank.id, created_at: at(0), expires_at: at(60) };
    ground
        .store
        .write(|tx| {
            tx.insert_api_key(&blank)?;
            tx.insert_api_key(&set)?;
            tx.insert_login(&login)
        })
        .unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_api_key(set.id)?.as_ref(), Some(&set));
            assert_eq!(tx.find_api_key_by_hash(&blank.hash)?.as_ref(), Some(&blank));
            assert_eq!(tx.find_api_key_by_hash(&blank.hash.replace('0', "1"))?, None);
            assert_eq!(tx.list_api_keys(organization_id(1), &page(9))?.items, [blank.clone(), set.clone()]);
            assert_eq!(tx.list_api_keys(organization_id(2), &page(9))?.items, []);
            assert_eq!(tx.find_login(&login.token_hash)?.as_ref(), Some(&login));
            tx.find_login("b2")
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    set.revoked_at = None;
    set.expires_at = None;
    set.version = 2;
    assert!(ground.store.write(|tx| tx.update_api_key(&set, 1)).unwrap());
    assert!(!ground.store.write(|tx| tx.update_api_key(&set, 1)).unwrap());
    assert_eq!(ground.store.read(|tx| tx.find_api_key(set.id)).unwrap(), Some(set));

    assert_eq!(ground.store.write(|tx| tx.delete_expired_logins(at(59))).unwrap(), 0);
    assert_eq!(ground.store.write(|tx| tx.delete_expired_logins(at(60))).unwrap(), 1);
    assert!(!ground.store.write(|tx| tx.delete_login(&login.token_hash)).unwrap());
    ground.store.write(|tx| tx.insert_login(&login)).unwrap();
    assert!(ground.store.write(|tx| tx.delete_login(&login.token_hash)).unwrap());
    assert_eq!(ground.store.read(|tx| tx.find_login(&login.token_hash)).unwrap(), None);
}

fn agreements(ground: &Ground) {
    bodies(ground);
    let blank = agreement(1, 1, 2);
    let mut set = whole_agreement(2, 2, 1);
    ground
        .store
        .write(|tx| {
            tx.insert_agreement(&blank)?;
            tx.insert_agreement(&set)
        })
        .unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_agreement(blank.id)?.as_ref(), Some(&blank));
            assert_eq!(tx.find_agreement(set.id)?.as_ref(), Some(&set));
            let (one, two) = (organization_id(1), organization_id(2));
            assert_eq!(tx.list_agreements(one, &page(9))?.items, [blank.clone(), set.clone()]);
            assert_eq!(tx.list_agreements(two, &page(9))?.items, [blank.clone(), set.clone()]);
            assert_eq!(tx.list_coordinated(one)?, std::slice::from_ref(&blank));
            // The other one is of cooperation and opens nothing.
            tx.list_coordinated(two).map(|none| assert_eq!(none, []))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    set.content = agreement(2, 2, 1).content;
    set.ended_at = None;
    set.version = 2;
    assert!(ground.store.write(|tx| tx.update_agreement(&set, 1)).unwrap());
    assert_eq!(ground.store.read(|tx| tx.find_agreement(set.id)).unwrap(), Some(set));
}

fn postings(ground: &Ground) {
    bodies(ground);
    let mut blank = posting(1, 1);
    let mut set = whole_posting(2, 1);
    ground
        .store
        .write(|tx| {
            tx.insert_posting(&blank)?;
            tx.insert_posting(&set)
        })
        .unwrap();
    let key = set.content.external_id.clone().unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_posting(blank.id)?.as_ref(), Some(&blank));
            assert_eq!(tx.find_posting(set.id)?.as_ref(), Some(&set));
            assert_eq!(tx.find_posting(posting_id(3))?, None);
            assert_eq!(tx.find_posting_by_external_id(organization_id(1), &key)?.as_ref(), Some(&set));
            assert_eq!(tx.find_posting_by_external_id(organization_id(2), &key)?, None);
            tx.list_postings_by_ids(&[set.id, blank.id])
                .map(|both| assert_eq!(both, [blank.clone(), set.clone()]))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    // An empty pair of hours is not the same as none.
    blank.content.terms.hours_per_week = Some(domain::AskedHours { min: None, desired: None });
    blank.content.terms.residency = Some(domain::Residency::Within(vec![region("20")]));
    blank.version = 2;
    set.content = posting(2, 1).content;
    set.version = 13;
    ground
        .store
        .write(|tx| {
            assert!(tx.update_posting(&blank, 1)?);
            assert!(!tx.update_posting(&set, 11)?);
            tx.update_posting(&set, 12).map(|changed| assert!(changed))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let both = ground.store.read(|tx| tx.list_postings_by_ids(&[blank.id, set.id])).unwrap();
    assert_eq!(both, [blank, set]);
}

fn candidates(ground: &Ground) {
    bodies(ground);
    let mut blank = candidate(1, 1);
    let mut set = whole_candidate(2, 1);
    ground.store.write(|tx| tx.insert_candidates(&[blank.clone(), set.clone()])).unwrap();
    let key = set.content.external_id.clone().unwrap();
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_candidate(blank.id)?.as_ref(), Some(&blank));
            assert_eq!(tx.find_candidate(set.id)?.as_ref(), Some(&set));
            assert_eq!(tx.find_candidate_by_external_id(organization_id(1), &key)?.as_ref(), Some(&set));
            assert_eq!(tx.find_candidate_by_external_id(organization_id(2), &key)?, None);
            assert_eq!(tx.count_candidates()?, 2);
            let names = tx.list_identities(&[set.id, candidate_id(9)])?;
            assert_eq!(names[0].display_name, ODD);
            assert_eq!(names[0].email.as_deref(), Some("risa@example.jp"));
            assert_eq!(names.len(), 1);
            tx.list_candidates_by_ids(&[]).map(|none| assert_eq!(none, []))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    std::mem::swap(&mut blank.content, &mut set.content);
    ground
        .store
        .write(|tx| {
            // The one with the key gives it up before the other takes it.
            assert!(tx.update_candidate(&set, 3)?);
            assert!(tx.update_candidate(&blank, 1)?);
            assert!(!tx.update_candidate(&blank, 2)?);
            tx.touch_candidate(blank.id, at(77)).map(|touched| assert!(touched))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    blank.version = 2;
    blank.updated_at = at(77);
    let both = ground.store.read(|tx| tx.list_candidates_by_ids(&[blank.id, set.id])).unwrap();
    assert_eq!(both, [blank.clone(), set.clone()]);
    assert!(!ground.store.write(|tx| tx.delete_candidate(blank.id, 1)).unwrap());
    assert!(ground.store.write(|tx| tx.delete_candidate(blank.id, 2)).unwrap());
    assert!(!ground.store.write(|tx| tx.touch_candidate(blank.id, at(78))).unwrap());
    assert_eq!(
        ground
            .store
            .read(|tx| tx.list_candidates(&registered_by(1), CandidateOrder::Oldest, &page(9)))
            .unwrap()
            .items,
        [set]
    );
}

fn consents(ground: &Ground) {
    bodies(ground);
    let person = candidate(1, 1);
    let mut open = consent(1, 1);
    let withdrawn = whole_consent(2, 1, 2);
    ground
        .store
        .write(|tx| {
            tx.insert_candidate(&person)?;
            tx.insert_consents(&[open.clone(), withdrawn.clone()])
        })
        .unwrap();
    let all = ground.store.read(|tx| tx.list_consents(person.id, &page(9))).unwrap();
    assert_eq!(all, whole(vec![open.clone(), withdrawn.clone()]));
    assert!(ground.store.write(|tx| tx.withdraw_consent(open.id, at(50))).unwrap());
    assert!(!ground.store.write(|tx| tx.withdraw_consent(open.id, at(51))).unwrap());
    assert!(!ground.store.write(|tx| tx.withdraw_consent(consent_id(9), at(51))).unwrap());
    open.withdrawn_at = Some(at(50));
    assert_eq!(ground.store.read(|tx| tx.find_consent(open.id)).unwrap(), Some(open.clone()));
    let of_both = ground.store.read(|tx| tx.list_consents_of(&[candidate_id(2), person.id])).unwrap();
    assert_eq!(of_both, [open, withdrawn]);
}

fn applications(ground: &Ground) {
    bodies(ground);
    let person = candidate(1, 2);
    let first = application(1, 1, &person);
    let second = Application { message: Some(ODD.to_owned()), ..application(2, 2, &person) };
    ground
        .store
        .write(|tx| {
            tx.insert_posting(&posting(1, 1))?;
            tx.insert_posting(&posting(2, 1))?;
            tx.insert_candidate(&person)?;
            tx.insert_application(&first)?;
            tx.insert_application(&second)
        })
        .unwrap();
    let withdrawn =
        Application { status: ApplicationStatus::Withdrawn, version: 2, updated_at: at(9), ..second.clone() };
    ground
        .store
        .write(|tx| {
            let both = [&first, &second].map(|one| (person.id, one.posting_id, one.created_at));
            assert_eq!(tx.list_standing_applications(&[person.id])?, both);
            assert!(tx.update_application(&withdrawn, 1)?);
            assert!(!tx.update_application(&withdrawn, 1)?);
            assert_eq!(tx.find_standing_application(posting_id(1), person.id)?.as_ref(), Some(&first));
            assert_eq!(tx.find_standing_application(posting_id(2), person.id)?, None);
            assert_eq!(tx.find_application(second.id)?.as_ref(), Some(&withdrawn));
            assert_eq!(tx.list_applicant_ids(posting_id(1))?, [person.id]);
            assert_eq!(tx.list_applicant_ids(posting_id(2))?, []);
            assert_eq!(tx.list_standing_applications(&[person.id])?, both[..1]);
            let counts = tx.count_applications(&[posting_id(1), posting_id(2)])?;
            assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(posting_id(1), 1)]);
            // Withdrawn, the person may apply again.
            tx.insert_application(&application(3, 2, &person))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

fn jobs(ground: &Ground) {
    bodies(ground);
    let blank = job(1, 1);
    let mut set = Job {
        state: JobState::Cancelling,
        done: 3,
        total: i64::MAX,
        failure: Some(ODD.to_owned()),
        match_run_id: Some(match_run_id(1)),
        last_candidate_id: Some(candidate_id(7)),
        ..job(2, 1)
    };
    ground
        .store
        .write(|tx| {
            tx.insert_job(&blank)?;
            tx.insert_job(&set)
        })
        .unwrap();
    let unfinished = ground.store.read(|tx| tx.list_unfinished_jobs(JobKind::MatchRun)).unwrap();
    assert_eq!(unfinished, [blank.clone(), set.clone()]);
    for state in [JobState::Succeeded, JobState::Failed, JobState::Cancelled] {
        set.state = state;
        set.version += 1;
        assert!(ground.store.write(|tx| tx.update_job(&set, set.version - 1)).unwrap());
        assert_eq!(
            ground.store.read(|tx| tx.list_unfinished_jobs(JobKind::MatchRun)).unwrap(),
            std::slice::from_ref(&blank)
        );
    }
    assert!(!ground.store.write(|tx| tx.update_job(&set, 1)).unwrap());
    assert_eq!(ground.store.read(|tx| tx.find_job(set.id)).unwrap(), Some(set.clone()));
    assert_eq!(
        ground.store.read(|tx| tx.list_jobs((organization_id(1), JobKind::ALL), &page(9))).unwrap().items,
        [blank, set]
    );
}

fn imports(ground: &Ground) {
    bodies(ground);
    let blank = import(1, 1);
    let mut set = Import {
        api_key_id: Some(api_key_id(1)),
        terms: ImportTerms {
            kind: SheetKind::Postings,
            mode: ImportMode::Replace,
            validate_only: true,
            may_close: Some(u32::MAX),
            encoding: TextEncoding::Cp932,
            is_packed: true,
        },
        ..import(2, 1)
    };
    let row = |position, outcome, key: Option<&str>| ImportRow {
        position,
        line: (outcome != RowOutcome::Closed).then_some(position + 2),
        outcome,
        external_id: key.and_then(external_id),
        record_id: None,
        faults: JsonText(format!("[{ODD:?}]")),
    };
    let rows = [
        row(0, RowOutcome::Created, Some("jb-1")),
        row(1, RowOutcome::Refused, None),
        row(2, RowOutcome::Closed, None),
    ];
    let file: Vec<u8> = (0..=255).cycle().take(100_000).collect();
    ground
        .store
        .write(|tx| {
            tx.insert_import(&blank, b"")?;
            tx.insert_import(&set, &file)?;
            tx.insert_import_rows(set.id, &rows)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    for outcome in RowOutcome::ALL {
        set.counts.count(*outcome);
    }
    ground
        .store
        .write(|tx| {
            tx.update_import(&set)?;
            tx.delete_import_file(blank.id)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    ground
        .store
        .read(|tx| {
            assert_eq!(tx.find_import(set.id)?, Some(set.clone()));
            assert_eq!(tx.find_import_file(set.id)?, Some(file.clone()));
            assert_eq!(tx.find_import_file(blank.id)?, None);
            assert_eq!(
                tx.list_imports((organization_id(1), SheetKind::ALL), &page(9))?.items,
                [blank.clone(), set.clone()]
            );
            let people = tx.list_imports((organization_id(1), &[SheetKind::Candidates]), &page(9))?;
            assert_eq!(people.items, std::slice::from_ref(&blank));
            assert_eq!(tx.list_imports((organization_id(2), SheetKind::ALL), &page(9))?.items, []);
            assert_eq!(tx.list_import_rows((set.id, None), &page(9))?, whole(rows.to_vec()));
            let refused = tx.list_import_rows((set.id, Some(RowOutcome::Refused)), &page(9))?;
            assert_eq!(refused.items, [rows[1].clone()]);
            // A record that the sheet does not have is no row.
            tx.count_import_rows_without_key(set.id).map(|count| assert_eq!(count, 1))
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
}

/// Who is missing in a long sheet is found by looking each up. Comparing everybody with every row takes PostgreSQL many
/// times as long as it is given here.
fn long_sheets(ground: &Ground) {
    const MANY: u64 = 12_000;
    bodies(ground);
    let people: Vec<Candidate> = (0..MANY)
        .map(|number| {
            let mut person = candidate(number, 1);
            person.content.external_id = external_id(&format!("n-{number}"));
            person
        })
        .collect();
    let rows: Vec<ImportRow> = (1..MANY)
        .map(|number| ImportRow {
            position: i64::try_from(number).unwrap(),
            line: None,
            outcome: RowOutcome::Unchanged,
            external_id: external_id(&format!("n-{number}")),
            record_id: None,
            faults: JsonText("[]".to_owned()),
        })
        .collect();
    let sheet = import(1, 1);
    ground
        .store
        .write(|tx| {
            tx.insert_candidates(&people)?;
            tx.insert_import(&sheet, b"")?;
            tx.insert_import_rows(sheet.id, &rows)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let impatient = StoreOptions { statement_timeout: Duration::from_secs(2), ..StoreOptions::default() };
    let store = Store::open(&DatabaseUrl::parse(&ground.url).unwrap(), &impatient).unwrap();
    assert_eq!(store.read(|tx| tx.list_candidates_missing_in(&sheet)), Ok(vec![candidate_id(0)]));
}

fn the_journal(ground: &Ground) {
    let blank = audit_event(1, 1, 2);
    let set = AuditEvent { api_key_id: Some(api_key_id(1)), ..audit_event(2, 2, 1) };
    let stranger = audit_event(3, 3, 3);
    let store = &ground.store;
    let events = [blank.clone(), set.clone(), stranger];
    store.write(|tx| tx.append_audit_events(&events)).unwrap();
    for body in [1, 2] {
        let lines =
            store.read(|tx| tx.list_audit_events(&AuditFilter::of(organization_id(body)), &page(9))).unwrap();
        let events: Vec<AuditEvent> = lines.items.into_iter().map(|line| line.event).collect();
        assert_eq!(events, [blank.clone(), set.clone()]);
    }
    assert_eq!(store.read(|tx| tx.last_change()).unwrap(), 0);
    let mut changes = vec![change(1, 1), change(2, 1), change(3, 1)];
    changes[2].kind = ChangeKind::Deleted;
    store.write(|tx| tx.append_changes(&changes)).unwrap();
    assert_eq!(store.read(|tx| tx.last_change()).unwrap(), 3);
    store.write(|tx| tx.append_changes(&[])).unwrap();
    store.ping().unwrap();
}

fn municipalities(ground: &Ground) {
    let table = "code6,name,name_kana,name_romaji,kind,parent_code6,lat,lon,aliases\n\
        011002,札幌市,さっぽろし,Sapporo-shi,designated_city,,43.062083,141.354389,札幌|サッポロ\n\
        011011,札幌市中央区,さっぽろしちゅうおうく,\"Chuo-ku, Sapporo-shi\",ward,011002,,,\n";
    let loaded = domain::RegionTable::read_municipalities(table.as_bytes()).unwrap();
    let store = &ground.store;
    assert_eq!(store.read(|tx| tx.list_municipalities()).unwrap(), []);
    store.write(|tx| tx.replace_municipalities(&loaded)).unwrap();
    assert_eq!(store.read(|tx| tx.list_municipalities()).unwrap(), loaded);
    store.write(|tx| tx.replace_municipalities(&loaded[1..])).unwrap();
    assert_eq!(store.read(|tx| tx.list_municipalities()).unwrap(), loaded[1..]);
}
