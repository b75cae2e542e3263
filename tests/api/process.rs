//! The executable as a process: it survives `kill -9`, and says in plain words what it cannot do.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;

use crate::client::Client;
use crate::private_postgres;
use crate::samples;
use crate::server::{Server, run};

const KILLS: usize = 25;
const WRITERS: usize = 4;

/// The key of a new organization, as the command prints it.
fn key(database_url: &str) -> String {
    let output = run(&["keys", "create", "--database-url", database_url, "--organization", "塩尻市"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let key = String::from_utf8(output.stdout).unwrap();
    assert!(key.starts_with("tsk_") && key.lines().count() == 1, "{key}");
    key.trim().to_owned()
}

/// Kills the server again and again while writers write, and looks for every write that was acknowledged.
fn no_acknowledged_write_is_lost(database_url: &str) {
    let key = key(database_url);
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..KILLS {
        let server = Server::start(database_url);
        let client = Client::new(&server.base, &key);
        let missing: Vec<&String> =
            acknowledged.iter().filter(|id| client.get(&format!("/candidates/{id}")).status != 200).collect();
        assert!(missing.is_empty(), "round {round}: {} of {} lost", missing.len(), acknowledged.len());
        acknowledged.extend(write_until_killed(server, &client, round));
    }
    let server = Server::start(database_url);
    let client = Client::new(&server.base, &key);
    let found =
        acknowledged.iter().filter(|id| client.get(&format!("/candidates/{id}")).status == 200).count();
    println!(
        "{KILLS} kills, {} acknowledged writes, {} lost",
        acknowledged.len(),
        acknowledged.len() - found
    );
    assert_eq!(found, acknowledged.len());
    assert!(acknowledged.len() > KILLS, "too little was written to show anything");
}

fn write_until_killed(server: Server, client: &Client, round: usize) -> Vec<String> {
    let (over, next, done) = (AtomicBool::new(false), AtomicU32::new(0), AtomicU32::new(0));
    std::thread::scope(|scope| {
        let write = || {
            let mut acknowledged = Vec::new();
            while !over.load(Ordering::Relaxed) {
                let name = format!("{round}-{}", next.fetch_add(1, Ordering::Relaxed));
                let body = samples::candidate(&name).to_string();
                let target = ("POST", "/api/v1/candidates");
                let kind = [("Content-Type", "application/json")];
                match client.try_send(target, &kind, body.as_bytes()) {
                    Some(answer) if answer.status == 201 => {
                        acknowledged.push(answer.id());
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                    _ => break,
                }
            }
            acknowledged
        };
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(write)).collect();
        // In the midst of the work, however slow the machine, and at a different moment in each round.
        for _ in 0..1000 {
            if done.load(Ordering::Relaxed) >= 2 {
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        std::thread::sleep(Duration::from_millis(17 * (round as u64 % 7)));
        server.kill();
        over.store(true, Ordering::Relaxed);
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    })
}

#[test]
fn sqlite_keeps_every_acknowledged_write_through_kills() {
    let folder = tempfile::tempdir().unwrap();
    no_acknowledged_write_is_lost(&format!("sqlite://{}", folder.path().join("kill.db").display()));
}

#[test]
fn postgres_keeps_every_acknowledged_write_through_kills() {
    if let Some(url) = private_postgres::fresh_database() {
        no_acknowledged_write_is_lost(&url);
    }
}

/// Whoever hears nothing repeats the request with the same idempotency key; however often the server was killed, each
/// request has made one person.
fn every_repeated_request_makes_one(database_url: &str) {
    const REQUESTS: usize = 40;
    let key = key(database_url);
    let mut open: Vec<usize> = (0..REQUESTS).collect();
    let (mut rounds, mut repeats) = (0u64, 0);
    while !open.is_empty() {
        let server = Server::start(database_url);
        let client = Client::new(&server.base, &key);
        let answered = AtomicU32::new(0);
        let send = |number: &usize| {
            let (name, own) = (format!("request-{number}"), format!("person-{number}"));
            let headers = [("Content-Type", "application/json"), ("Idempotency-Key", name.as_str())];
            let body = json!({"display_name": own}).to_string();
            let answer = client.try_send(("POST", "/api/v1/candidates"), &headers, body.as_bytes())?;
            answered.fetch_add(1, Ordering::Relaxed);
            (answer.status == 201).then(|| answer.header("idempotent-replayed").is_some())
        };
        let heard: Vec<Option<bool>> = std::thread::scope(|scope| {
            let sending: Vec<_> = open
                .chunks(open.len().div_ceil(WRITERS))
                .map(|some| {
                    let send = &send;
                    scope.spawn(move || some.iter().map(send).collect::<Vec<_>>())
                })
                .collect();
            let enough = open.len().div_ceil(5);
            while (answered.load(Ordering::Relaxed) as usize) < enough {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(rounds % 5));
            server.kill();
            sending.into_iter().flat_map(|sender| sender.join().unwrap()).collect()
        });
        repeats += heard.iter().filter(|heard| **heard == Some(true)).count();
        open = open
            .into_iter()
            .zip(heard)
            .filter(|(_, heard)| heard.is_none())
            .map(|(number, _)| number)
            .collect();
        rounds += 1;
    }
    let server = Server::start(database_url);
    let listed = Client::new(&server.base, &key).get("/candidates?limit=200").expect(200);
    let items = listed["items"].as_array().unwrap();
    let names: BTreeSet<&str> = items.iter().map(|item| item["display_name"].as_str().unwrap()).collect();
    println!("{REQUESTS} requests, {rounds} kills, {repeats} answers given again, {} people", items.len());
    assert_eq!((items.len(), names.len()), (REQUESTS, REQUESTS));
}

#[test]
fn sqlite_makes_nothing_twice_through_kills() {
    let folder = tempfile::tempdir().unwrap();
    every_repeated_request_makes_one(&format!("sqlite://{}", folder.path().join("once.db").display()));
}

#[test]
fn postgres_makes_nothing_twice_through_kills() {
    if let Some(url) = private_postgres::fresh_database() {
        every_repeated_request_makes_one(&url);
    }
}

/// The command fails with this exit code and a sentence that holds all these words.
fn refuses(arguments: &[&str], code: i32, words: &[&str]) {
    let output = run(arguments);
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(code), "{talk}");
    assert!(words.iter().all(|word| talk.contains(word)), "{talk}");
    assert!(!talk.contains("panicked") && !talk.contains("Error {"), "{talk}");
}

#[test]
fn what_cannot_be_done_is_said_in_a_plain_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.db");
    let url = format!("sqlite://{}", file.display());
    refuses(&["serve", "--database-url", &url, "--listen", &address], 1, &[&address, "taken", "--listen"]);
    refuses(&["serve", "--database-url", "tsumugi.db"], 1, &["sqlite://"]);
    refuses(&["serve", "--database-url", "mysql://x/y"], 1, &["postgres://"]);
    refuses(&["serve", "--database-url", "sqlite:///nowhere/at/all.db"], 1, &["/nowhere/at"]);
    refuses(&["serve", "--lisen", "x"], 2, &["--listen"]);
    refuses(
        &["keys", "create", "--database-url", &url, "--organization", "塩尻市", "--scopes", "all"],
        2,
        &["scope"],
    );
    let table = folder.path().join("regions.csv");
    std::fs::write(&table, "code6,name\n202152,塩尻市\n").unwrap();
    refuses(&["import", "regions", table.to_str().unwrap(), "--database-url", &url], 1, &["line 2"]);
}

#[test]
fn a_file_is_imported_line_by_line_and_again_without_doubling() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("import.db").display());
    let key = key(&url);
    let file = folder.path().join("people.ndjson");
    let person =
        |number: usize| json!({"external_id": format!("p{number}"), "display_name": format!("人{number}")});
    let mut lines: Vec<String> = (0..1200).map(|number| person(number).to_string()).collect();
    lines[7] = "{\"display_name\":".to_owned();
    lines[8] = String::new();
    lines[9] = json!({"display_name": "鍵のない人"}).to_string();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let import = || {
        let file = file.to_str().unwrap();
        run(&["import", "candidates", file, "--organization", "塩尻市", "--database-url", &url])
    };
    for (told, people) in [
        ("1198 (1198 new, 0 replaced, 0 unchanged)", 1198),
        ("1198 (1 new, 0 replaced, 1197 unchanged)", 1199),
    ] {
        let output = import();
        assert_eq!(output.status.code(), Some(1), "one line is broken");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("people stored: {told}\n"));
        assert!(String::from_utf8_lossy(&output.stderr).contains("line 8: "));
        let server = Server::start(&url);
        let answer = Client::new(&server.base, &key).send_to(("GET", "/readyz"), &[], b"");
        assert_eq!(answer.body()["people"], people);
    }
}

#[test]
fn a_sheet_is_imported_rehearsed_and_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("import.db").display());
    let key = key(&url);
    let file = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let import = |arguments: &[&str]| {
        let flags = ["--organization", "塩尻市", "--database-url", &url];
        let output = run(&[&["import"], arguments, &flags].concat());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let template = run(&["import", "template", "candidates"]).stdout;
    let (code, told, wrong) = import(&["candidates", &file("template.csv", &template)]);
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "candidates stored: 1 (1 new, 0 replaced, 0 unchanged); closed: 0\n"),
        "{wrong}"
    );
    let (cp932, ..) =
        encoding_rs::SHIFT_JIS.encode("管理番号,氏名,稼働時間（時間/週）\na,山口,5\nb,鈴木,500\n");
    let sheet = file("people.CSV", &cp932);
    let (code, _, wrong) = import(&["candidates", &sheet]);
    assert_eq!(code, Some(1));
    assert!(wrong.contains("cp932"), "{wrong}");
    let replace = ["candidates", &sheet, "--encoding", "cp932", "--mode", "replace", "--may-close", "1"];
    let (code, told, wrong) = import(&[replace.as_slice(), &["--validate-only"]].concat());
    assert_eq!(
        (code, told.as_str()),
        (Some(1), "candidates would be stored: 1 (1 new, 0 replaced, 0 unchanged); closed: 1\n")
    );
    assert!(wrong.contains("line 3: 稼働時間（時間/週） must be a whole number from 0 to 168"), "{wrong}");
    let (code, told, _) = import(&replace);
    assert_eq!(
        (code, told.as_str()),
        (Some(1), "candidates stored: 1 (1 new, 0 replaced, 0 unchanged); closed: 1\n")
    );
    let resume = file("resume.json", br#"{"basics":{"name":"Hana"},"work":[{"name":"X"}]}"#);
    let (code, told, wrong) = import(&["resumes", &resume]);
    assert_eq!(code, Some(0), "{wrong}");
    assert!(told.contains("left out: /work (no_field)"), "{told}");
    let server = Server::start(&url);
    let people = Client::new(&server.base, &key).get("/candidates").expect(200);
    let names: Vec<&str> =
        people["items"].as_array().unwrap().iter().map(|one| one["display_name"].as_str().unwrap()).collect();
    assert_eq!(names, ["山口", "Hana"]);
}

#[test]
fn a_database_of_a_newer_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("newer.db");
    let url = format!("sqlite://{}", file.display());
    assert!(run(&["migrate", "--database-url", &url]).status.success());
    let made = std::process::Command::new("python3")
        .args(["-c", "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nc.execute(\"INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('29990101000000', '2999-01-01')\")\nc.commit()"])
        .arg(&file)
        .status();
    assert!(made.unwrap().success());
    refuses(&["serve", "--database-url", &url, "--listen", "127.0.0.1:0"], 1, &["newer"]);
}
