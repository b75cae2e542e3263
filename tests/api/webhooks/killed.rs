//! `kill -9` while a message is under way: it is sent again, with the same id.

use super::*;
use crate::private_postgres;
use crate::server::{Server, run};

const FLAGS: [&str; 2] = ["--webhook-allow", "127.0.0.0/8"];

fn what_was_under_way_is_sent_again(database_url: &str) {
    let keys = run(&["keys", "create", "--database-url", database_url, "--organization", "塩尻市"]);
    let key = String::from_utf8(keys.stdout).unwrap();
    let server = Server::start_with(database_url, &FLAGS);
    let (city, receiver) = (Client::new(&server.base, key.trim()), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.shut();
    let people: Vec<String> = (0..10).map(|number| person(&city, &format!("{number}人目"))).collect();
    let first = receiver.wait_for(|all| !all.is_empty()).remove(0);
    server.kill();
    receiver.open();
    let server = Server::start_with(database_url, &FLAGS);
    let city = Client::new(&server.base, key.trim());
    hook.wait_for(&city, |found| found.len() == 10 && all_are("delivered")(found));
    let received = receiver.received();
    assert!(people.iter().all(|id| received.iter().any(|message| message.record() == *id)));
    assert!(received.iter().filter(|message| message.id == first.id).count() >= 2);
    assert!(received.iter().all(|message| is_signed_by(message, &[&hook.secret])));
}

#[test]
fn sqlite() {
    let folder = tempfile::tempdir().unwrap();
    what_was_under_way_is_sent_again(&format!("sqlite://{}", folder.path().join("hooks.db").display()));
}

#[test]
fn postgres() {
    if let Some(url) = private_postgres::fresh_database() {
        what_was_under_way_is_sent_again(&url);
    }
}
