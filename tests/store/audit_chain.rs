//! The audit log as a chain: whatever is changed in it from outside is named, and nothing of it can be changed from
//! inside.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use domain::{AuditEvent, ChainBreak, ChainFault, ChainReport, JsonText, PageRequest};
use store::{AuditFilter, BackEnd, Store, StoreError};

use crate::ground::Ground;
use crate::samples::*;

on_both! {
    chains_of_organizations_do_not_touch,
    what_cannot_be_kept_leaves_no_gap,
    no_line_is_changed_or_deleted_by_the_program,
    one_byte_of_any_column_is_named,
    lines_taken_out_swapped_or_cut_off_are_named,
    a_head_that_was_changed_is_named,
    lines_of_an_older_version_are_chained_once,
    many_writers_make_one_chain,
}

fn page<Id>(limit: usize) -> PageRequest<Id> {
    PageRequest { limit, after: None }
}

fn execute(ground: &Ground, sql: &str) -> Result<(), String> {
    let told = |error: diesel::result::Error| error.to_string();
    match ground.store.back_end() {
        BackEnd::Sqlite => {
            let path = ground.url.strip_prefix("sqlite://").unwrap();
            let mut connection = SqliteConnection::establish(path).unwrap();
            connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
            connection.batch_execute(sql).map_err(told)
        }
        BackEnd::Postgres => PgConnection::establish(&ground.url).unwrap().batch_execute(sql).map_err(told),
    }
}

/// Somebody who has the database in their hands can take the guards away.
fn unguard(ground: &Ground) {
    let sql = match ground.store.back_end() {
        BackEnd::Sqlite => {
            "DROP TRIGGER audit_events_are_not_changed; DROP TRIGGER audit_events_are_not_deleted; \
             DROP TRIGGER audit_heads_are_not_deleted; DROP TRIGGER audit_heads_move_forward;"
        }
        BackEnd::Postgres => {
            "ALTER TABLE audit_events DISABLE TRIGGER ALL; ALTER TABLE audit_heads DISABLE TRIGGER ALL;"
        }
    };
    execute(ground, sql).unwrap();
}

fn event(number: u64, organization: u64) -> AuditEvent {
    AuditEvent {
        api_key_id: Some(api_key_id(number)),
        user_id: Some(domain::UserId::from_parts(number, [7; 10])),
        detail: JsonText(format!("{{\"number\":{number},\"text\":\"👩‍🌾\"}}")),
        ..audit_event(number, organization, 9)
    }
}

/// Two chains of five lines each.
fn write(ground: &Ground) {
    for number in 1..=5 {
        ground.store.write(|tx| tx.append_audit_events(&[event(number, 1), event(number + 10, 2)])).unwrap();
    }
    assert_eq!(verify(&ground.store), ChainReport { chains: 2, lines: 10, breaks: Vec::new() });
}

fn verify(store: &Store) -> ChainReport {
    store.read(|tx| tx.verify_audit_chains()).unwrap_or_else(|error: StoreError| panic!("{error}"))
}

fn breaks(ground: &Ground) -> Vec<(String, i64, ChainFault)> {
    let of = |found: ChainBreak| (found.organization_id, found.seq, found.fault);
    verify(&ground.store).breaks.into_iter().map(of).collect()
}

fn first() -> String {
    organization_id(1).to_string()
}

fn chains_of_organizations_do_not_touch(ground: &Ground) {
    write(ground);
    for organization in [1, 2] {
        let filter = AuditFilter::of(organization_id(organization));
        let lines = ground.store.read(|tx| tx.list_audit_events(&filter, &page(9))).unwrap();
        let numbers: Vec<i64> = lines.items.iter().map(|line| line.seq).collect();
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
    }
    let heads = ground.store.read(|tx| tx.list_audit_heads()).unwrap();
    assert_eq!(heads.iter().map(|head| head.seq).collect::<Vec<_>>(), [5, 5]);
    for head in heads {
        let whose = (head.organization_id.as_str(), head.seq);
        assert_eq!(ground.store.read(|tx| tx.find_audit_hash(whose)), Ok(Some(head.hash)));
    }
}

fn what_cannot_be_kept_leaves_no_gap(ground: &Ground) {
    write(ground);
    let answer: Result<(), StoreError> = ground.store.write(|tx| {
        tx.append_audit_events(&[event(6, 1)])?;
        Err(StoreError::Dangling)
    });
    assert_eq!(answer, Err(StoreError::Dangling));
    ground.store.write(|tx| tx.append_audit_events(&[event(7, 1), event(8, 1)])).unwrap();
    assert_eq!(verify(&ground.store), ChainReport { chains: 2, lines: 12, breaks: Vec::new() });
    assert!(ground.store.read(|tx| tx.append_audit_events(&[event(9, 1)])).is_err(), "it only reads");
}

fn no_line_is_changed_or_deleted_by_the_program(ground: &Ground) {
    write(ground);
    for sql in [
        "UPDATE audit_events SET action = 'x' WHERE seq = 3",
        "DELETE FROM audit_events WHERE seq = 5",
        "DELETE FROM audit_events",
        "DELETE FROM audit_heads",
        "UPDATE audit_heads SET seq = seq - 1",
        "UPDATE audit_heads SET organization_id = 'x', seq = seq + 1",
    ] {
        let refused = execute(ground, sql).unwrap_err();
        assert!(refused.contains("append-only"), "{sql}: {refused}");
    }
    assert_eq!(verify(&ground.store).breaks, []);
}

/// The columns and how one bit of each is turned.
fn one_byte_of_any_column_is_named(ground: &Ground) {
    write(ground);
    unguard(ground);
    let is_sqlite = ground.store.back_end() == BackEnd::Sqlite;
    let texts = [
        "organization_id",
        "id",
        "api_key_id",
        "user_id",
        "request_id",
        "action",
        "resource",
        "resource_id",
        "subject_organization_id",
        "detail",
    ];
    // The first byte of every text is ASCII here; its lowest bit makes another letter of it.
    let other = |column: &str| match is_sqlite {
        true => format!("char(unicode({column}) + 1 - 2 * (unicode({column}) % 2)) || substr({column}, 2)"),
        false => format!("chr(ascii({column}) + 1 - 2 * (ascii({column}) % 2)) || substr({column}, 2)"),
    };
    let flipped = |column: &str| match is_sqlite {
        true => format!(
            "unhex(substr(hex({column}), 1, 63) || CASE substr(hex({column}), 64) WHEN '0' THEN '1' ELSE '0' END)"
        ),
        false => format!("set_byte({column}, 31, get_byte({column}, 31) # 1)"),
    };
    let mut turned: Vec<(&str, String)> = texts.iter().map(|column| (*column, other(column))).collect();
    turned.extend(["previous_hash", "hash"].map(|column| (column, flipped(column))));
    turned.extend([("seq", "seq + 1000".to_owned()), ("at", "at + 1".to_owned())]);
    let body = first();
    for (column, turn) in &turned {
        for seq in 1..=5 {
            let keep = format!(
                "CREATE TABLE kept AS SELECT * FROM audit_events; UPDATE audit_events SET {column} = {turn} \
                 WHERE organization_id = '{body}' AND seq = {seq};"
            );
            execute(ground, &keep).unwrap();
            let found = breaks(ground);
            let named = found.iter().any(|(whose, at, fault)| {
                (whose == &body || *column == "organization_id")
                    && *at == seq
                    && matches!(fault, ChainFault::Altered | ChainFault::Missing)
            });
            assert!(named, "{column} of line {seq}: {found:?}");
            let others = found.iter().filter(|(whose, ..)| *whose == organization_id(2).to_string());
            assert_eq!(others.count(), 0, "{column} of line {seq}: {found:?}");
            let back =
                "DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept; DROP TABLE kept;";
            execute(ground, back).unwrap();
            assert_eq!(breaks(ground), []);
        }
    }
    // A blank where something stood, and something where a blank was.
    execute(
        ground,
        &format!("UPDATE audit_events SET user_id = NULL WHERE organization_id = '{body}' AND seq = 2"),
    )
    .unwrap();
    assert_eq!(breaks(ground), [(body, 2, ChainFault::Altered)]);
}

fn lines_taken_out_swapped_or_cut_off_are_named(ground: &Ground) {
    write(ground);
    unguard(ground);
    let body = first();
    let of = |seqs: &str| format!("organization_id = '{body}' AND seq IN ({seqs})");
    let cases = [
        (format!("DELETE FROM audit_events WHERE {}", of("1")), 1, ChainFault::Missing),
        (format!("DELETE FROM audit_events WHERE {}", of("3")), 3, ChainFault::Missing),
        (format!("DELETE FROM audit_events WHERE {}", of("5")), 5, ChainFault::Missing),
        (format!("DELETE FROM audit_events WHERE {}", of("3, 4, 5")), 3, ChainFault::Missing),
        (format!("DELETE FROM audit_events WHERE {}", of("1, 2, 3, 4, 5")), 1, ChainFault::Missing),
        // 2 and 4 change places.
        (
            format!(
                "UPDATE audit_events SET seq = 100 WHERE {}; UPDATE audit_events SET seq = 2 WHERE {}; \
                 UPDATE audit_events SET seq = 4 WHERE {}",
                of("2"),
                of("4"),
                of("100")
            ),
            2,
            ChainFault::Reordered,
        ),
        // The two at the end.
        (
            format!(
                "UPDATE audit_events SET seq = 100 WHERE {}; UPDATE audit_events SET seq = 4 WHERE {}; \
                 UPDATE audit_events SET seq = 5 WHERE {}",
                of("4"),
                of("5"),
                of("100")
            ),
            4,
            ChainFault::Reordered,
        ),
        // A line is taken out and those behind it close the gap.
        (
            format!(
                "DELETE FROM audit_events WHERE {}; UPDATE audit_events SET seq = 3 WHERE {}; \
                 UPDATE audit_events SET seq = 4 WHERE {}",
                of("3"),
                of("4"),
                of("5")
            ),
            3,
            ChainFault::Reordered,
        ),
    ];
    for (sql, seq, fault) in cases {
        execute(ground, &format!("CREATE TABLE kept AS SELECT * FROM audit_events; {sql};")).unwrap();
        assert_eq!(breaks(ground), [(body.clone(), seq, fault)], "{sql}");
        let back = "DELETE FROM audit_events; INSERT INTO audit_events SELECT * FROM kept; DROP TABLE kept;";
        execute(ground, back).unwrap();
    }
    assert_eq!(breaks(ground), []);
}

fn a_head_that_was_changed_is_named(ground: &Ground) {
    write(ground);
    let kept = ground.store.read(|tx| tx.list_audit_heads()).unwrap();
    unguard(ground);
    let body = first();
    let is_sqlite = ground.store.back_end() == BackEnd::Sqlite;
    let other_hash = if is_sqlite { "zeroblob(32)" } else { "decode(repeat('00', 32), 'hex')" };
    for change in [
        "seq = seq + 1".to_owned(),
        "seq = seq - 1".to_owned(),
        format!("hash = {other_hash}"),
        "organization_id = 'x'".to_owned(),
    ] {
        let sql = format!(
            "CREATE TABLE kept AS SELECT * FROM audit_heads; \
             UPDATE audit_heads SET {change} WHERE organization_id = '{body}';"
        );
        execute(ground, &sql).unwrap();
        let found = breaks(ground);
        assert!(found.contains(&(body.clone(), 5, ChainFault::HeadDiffers)), "{change}: {found:?}");
        let back = "DELETE FROM audit_heads; INSERT INTO audit_heads SELECT * FROM kept; DROP TABLE kept;";
        execute(ground, back).unwrap();
    }
    execute(ground, &format!("DELETE FROM audit_heads WHERE organization_id = '{body}'")).unwrap();
    assert_eq!(breaks(ground), [(body.clone(), 5, ChainFault::HeadDiffers)]);
    // Whoever cuts the end off and writes the head anew is found out only by a head that was kept elsewhere.
    let cut = format!(
        "DELETE FROM audit_events WHERE organization_id = '{body}' AND seq > 3; \
         INSERT INTO audit_heads SELECT organization_id, seq, hash FROM audit_events \
         WHERE organization_id = '{body}' AND seq = 3;"
    );
    execute(ground, &cut).unwrap();
    assert_eq!(breaks(ground), []);
    let found = ground.store.read(|tx| tx.find_audit_hash((&body, kept[0].seq))).unwrap();
    assert_ne!(found.as_ref(), Some(&kept[0].hash));
}

fn lines_of_an_older_version_are_chained_once(ground: &Ground) {
    let store = &ground.store;
    let later = crate::schema::ALL.iter().position(|name| name.ends_with("audit_chain")).unwrap();
    store.revert(crate::schema::ALL.len() - later).unwrap();
    let line = |number: u64| {
        let (id, body) = (audit_event_id(number), organization_id(1 + number % 2));
        format!(
            "INSERT INTO audit_events (id, organization_id, request_id, action, resource, resource_id, \
             subject_organization_id, detail, at) VALUES ('{id}', '{body}', 'r', 'a', 'b', 'c', '{body}', '{{}}', \
             {number});"
        )
    };
    // More than are chained at once.
    execute(ground, &(1..=1203).map(line).collect::<String>()).unwrap();
    store.migrate().unwrap();
    let report = verify(store);
    assert_eq!((report.breaks.len(), report.lines), (0, 1203), "{report:?}");
    let heads = store.read(|tx| tx.list_audit_heads()).unwrap();
    store.migrate().unwrap();
    assert_eq!(store.read(|tx| tx.list_audit_heads()).unwrap(), heads);
    // What is written from now on follows.
    store.write(|tx| tx.append_audit_events(&[event(5000, 1)])).unwrap();
    assert_eq!(verify(store).breaks, []);
}

fn many_writers_make_one_chain(ground: &Ground) {
    std::thread::scope(|scope| {
        for writer in 0..8u64 {
            scope.spawn(move || {
                for number in 0..25 {
                    let number = writer * 100 + number;
                    // In either order of the chains.
                    let mut events = [event(number, 1 + writer % 2), event(number + 10_000, 2 - writer % 2)];
                    if number % 2 == 0 {
                        events.reverse();
                    }
                    ground.store.write(|tx| tx.append_audit_events(&events)).unwrap();
                }
            });
        }
    });
    assert_eq!(verify(&ground.store), ChainReport { chains: 2, lines: 400, breaks: Vec::new() });
}
