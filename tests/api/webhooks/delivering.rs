//! From the change to the receiver, at least once, through every failure.

use super::*;

crate::on_both!(
    a_change_arrives_signed_and_names_the_record_only,
    the_events_are_those_that_were_asked_for,
    a_failing_receiver_gets_everything_in_the_end,
    after_ten_attempts_it_is_a_dead_letter_that_can_be_replayed,
    a_receiver_may_say_when_to_come_again,
    a_redirect_is_a_failure,
    gone_disables_until_it_is_enabled,
    a_span_of_time_is_replayed,
    a_slow_receiver_holds_up_nobody_else,
    what_happened_while_nothing_was_sent_is_told_later,
    nothing_is_missed_or_doubled_while_sixteen_write,
);

fn a_change_arrives_signed_and_names_the_record_only(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    let id = person(&city, "山口 理沙");
    let message = receiver.wait_for(|all| !all.is_empty()).remove(0);
    assert!(is_signed_by(&message, &[&hook.secret]), "{message:?}");
    let payload = message.json();
    assert_eq!(payload["type"], "candidate.created");
    let data = json!({"organization_id": app.city_id, "resource": "candidate", "id": id, "version": 1, "kind": "created"});
    assert_eq!(payload["data"], data);
    assert_eq!(payload.as_object().unwrap().len(), 3);
    assert!(domain::Timestamp::parse(payload["timestamp"].as_str().unwrap()).is_some());
    let sent_at: i64 = message.timestamp.parse().unwrap();
    assert!((app.engine().now().micros() / 1_000_000 - sent_at).abs() < 3600);
    let delivery = hook.wait_for(&city, all_are("delivered")).remove(0);
    assert_eq!(
        (&delivery["id"], &delivery["event_type"], &delivery["attempts"], &delivery["next_attempt_at"]),
        (&json!(message.id), &json!("candidate.created"), &json!(1), &Value::Null)
    );
    let attempts = hook.attempts(&city, &delivery);
    assert_eq!(
        (attempts.len(), &attempts[0]["status"], &attempts[0]["error"]),
        (1, &json!(204), &Value::Null)
    );
}

fn the_events_are_those_that_were_asked_for(app: &TestApp) {
    let (city, board, receiver, all) = (app.city(), app.board(), Receiver::start(), Receiver::start());
    Hook::make(&city, &receiver, &["candidate.deleted", "posting.created"]);
    Hook::make(&city, &all, &[]);
    let theirs = person(&board, "よその人");
    let id = person(&city, "山口 理沙");
    city.patch(&format!("/candidates/{id}"), &json!({"hours_per_week": 3})).expect(200);
    assert_eq!(city.delete(&format!("/candidates/{id}")).status, 204);
    let posting = city.post("/postings", &samples::posting("案件")).id();
    let heard = |received: &[Received]| {
        let mut heard: Vec<String> =
            received.iter().map(|message| message.json()["type"].to_string()).collect();
        heard.sort();
        heard
    };
    let received = receiver.wait_for(|received| received.len() >= 2);
    assert_eq!(heard(&received), ["\"candidate.deleted\"", "\"posting.created\""]);
    assert!(received.iter().all(|message| [&id, &posting].contains(&&message.record())));
    // Whoever asks for nothing in particular hears of everything, also of the webhooks, and of nobody else's records.
    // Their order is not promised.
    let wanted = ["candidate.created", "candidate.updated", "candidate.deleted", "posting.created"];
    let has = |received: &[Received], kind: &str| heard(received).contains(&format!("\"{kind}\""));
    let received = all.wait_for(|received| wanted.iter().all(|kind| has(received, kind)));
    assert!(received.iter().all(|message| message.record() != theirs));
    assert_eq!(receiver.received().len(), 2);
}

fn a_failing_receiver_gets_everything_in_the_end(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.answer("500 Internal Server Error", "");
    let people: Vec<String> = (0..30).map(|number| person(&city, &format!("{number}人目"))).collect();
    let is_tried = |one: &Value| one["attempts"].as_u64() >= Some(1);
    let failed = hook.wait_for(&city, |found| found.len() == 30 && found.iter().all(is_tried));
    assert!(failed.iter().all(|delivery| delivery["state"] == "pending"));
    receiver.answer("200 OK", "");
    // On a slow machine some have been tried more than once by now.
    app.advance(Duration::from_secs(3600));
    let delivered = hook.wait_for(&city, all_are("delivered"));
    // Listed in the order in which it happened.
    let told: Vec<&str> =
        delivered.iter().map(|delivery| delivery["resource_id"].as_str().unwrap()).collect();
    assert_eq!(told, people);
    let received = receiver.received();
    for delivery in &delivered {
        let same = received.iter().filter(|message| delivery["id"] == json!(message.id));
        let bodies: Vec<&String> = same.map(|message| &message.body).collect();
        let attempts = hook.attempts(&city, delivery);
        assert_eq!(
            (bodies.len(), delivery["attempts"].as_u64()),
            (attempts.len(), Some(attempts.len() as u64))
        );
        assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "a message keeps its bytes");
        assert_eq!(
            (&attempts[0]["status"], &attempts[attempts.len() - 1]["status"]),
            (&json!(500), &json!(200))
        );
    }
}

fn after_ten_attempts_it_is_a_dead_letter_that_can_be_replayed(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.answer("502 Bad Gateway", "");
    person(&city, "山口 理沙");
    let_time_pass(app, &hook, &city);
    let dead = hook.wait_for(&city, all_are("dead")).remove(0);
    assert_eq!((&dead["attempts"], &dead["next_attempt_at"]), (&json!(10), &Value::Null));
    assert_eq!(receiver.received().len(), 10);
    assert_eq!(hook.attempts(&city, &dead).len(), 10);
    assert_eq!(hook.deliveries(&city, "&state=dead").len(), 1);
    assert_eq!(hook.deliveries(&city, "&state=delivered").len(), 0);
    city.get(&hook.path("/deliveries?state=lost")).problem(422, "validation_failed");
    receiver.answer("204 No Content", "");
    let replayed = city.post(&hook.path("/replay"), &json!({"delivery_id": dead["id"]})).expect(200);
    assert_eq!(replayed, json!({"replayed": 1}));
    let delivered = hook.wait_for(&city, all_are("delivered")).remove(0);
    assert_eq!((&delivered["id"], &delivered["attempts"]), (&dead["id"], &json!(11)));
    let attempts = hook.attempts(&city, &delivered);
    assert_eq!((&attempts[10]["number"], &attempts[10]["status"]), (&json!(11), &json!(204)));
}

fn a_receiver_may_say_when_to_come_again(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.answer("429 Too Many Requests", "retry-after: 3600\r\n");
    person(&city, "山口 理沙");
    let waiting = hook.wait_for(&city, tried(1)).remove(0);
    let instant = |name: &str| domain::Timestamp::parse(waiting[name].as_str().unwrap()).unwrap().micros();
    let wait = (instant("next_attempt_at") - instant("updated_at")) / 1_000_000;
    assert!((3600..=3960).contains(&wait), "{wait}");
    receiver.answer("204 No Content", "");
    app.advance(Duration::from_secs(3961));
    hook.wait_for(&city, all_are("delivered"));
    assert_eq!(receiver.received().len(), 2);
}

fn a_redirect_is_a_failure(app: &TestApp) {
    let (city, receiver, elsewhere) = (app.city(), Receiver::start(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.answer("307 Temporary Redirect", &format!("location: {}\r\n", elsewhere.url()));
    person(&city, "山口 理沙");
    let delivery = hook.wait_for(&city, tried(1)).remove(0);
    assert_eq!(delivery["state"], "pending");
    assert_eq!(hook.attempts(&city, &delivery)[0]["status"], 307);
    assert!(elsewhere.received().is_empty());
}

fn gone_disables_until_it_is_enabled(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    receiver.answer("410 Gone", "");
    person(&city, "一人目");
    hook.wait_for(&city, all_are("cancelled"));
    let shown = city.get(&hook.path("")).expect(200);
    assert_eq!((&shown["state"], &shown["disabled_reason"]), (&json!("disabled"), &json!("gone")));
    let events = city.get("/audit-events?limit=200").expect(200);
    let events = events["items"].as_array().unwrap();
    assert!(events.iter().any(|event| event["action"] == "webhook.disabled"), "{events:?}");
    city.post(&hook.path("/ping"), &json!({})).problem(409, "webhook_disabled");
    let span = json!({"from": "2000-01-01T00:00:00Z", "until": "2100-01-01T00:00:00Z"});
    city.post(&hook.path("/replay"), &span).problem(409, "webhook_disabled");
    let second = person(&city, "二人目");
    receiver.answer("204 No Content", "");
    let enabled = city.post(&hook.path("/enable"), &json!({})).expect(200);
    assert_eq!((&enabled["state"], &enabled["disabled_reason"]), (&json!("active"), &Value::Null));
    // What happened meanwhile is told, what was cancelled when it is asked for.
    receiver.wait_for(|all| all.iter().any(|message| message.record() == second));
    city.post(&hook.path("/replay"), &span).expect(200);
    let delivered = hook.wait_for(&city, all_are("delivered"));
    assert_eq!(delivered.len(), 2);
}

fn a_span_of_time_is_replayed(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    let first = person(&city, "一人目");
    receiver.wait_for(|all| all.len() == 1);
    app.advance(Duration::from_secs(3600));
    let between = app.engine().now().to_string();
    app.advance(Duration::from_secs(3600));
    person(&city, "二人目");
    hook.wait_for(&city, |found| found.len() == 2 && all_are("delivered")(found));
    let span = json!({"from": "2000-01-01T00:00:00Z", "until": between});
    assert_eq!(city.post(&hook.path("/replay"), &span).expect(200), json!({"replayed": 1}));
    let received = receiver.wait_for(|all| all.len() == 3);
    assert_eq!(received[2].record(), first);
    assert_eq!(received[2].id, received[0].id);
    for (body, pointer) in [
        (json!({}), "/from"),
        (json!({"from": between}), "/until"),
        (json!({"from": between, "until": between}), "/until"),
        (json!({"delivery_id": received[0].id, "from": between}), "/delivery_id"),
        (json!({"delivery_id": "x"}), "/delivery_id"),
    ] {
        let refused = city.post(&hook.path("/replay"), &body).problem(422, "validation_failed");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{body}");
    }
    let nobodys = json!({"delivery_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d"});
    city.post(&hook.path("/replay"), &nobodys).problem(404, "not_found");
}

fn a_slow_receiver_holds_up_nobody_else(app: &TestApp) {
    let (city, slow, quick) = (app.city(), Receiver::start(), Receiver::start());
    slow.shut();
    let held_up = Hook::make(&city, &slow, &["candidate.created"]);
    Hook::make(&city, &quick, &["candidate.created"]);
    for number in 0..20 {
        person(&city, &format!("{number}人目"));
    }
    // The slow one answers nothing until the quick one has heard of everybody.
    quick.wait_for(|all| all.len() == 20);
    assert!(held_up.deliveries(&city, "&state=delivered").is_empty());
    slow.open();
    held_up.wait_for(&city, |found| found.len() == 20 && all_are("delivered")(found));
}

fn what_happened_while_nothing_was_sent_is_told_later(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    app.rest_webhooks();
    let id = person(&city, "山口 理沙");
    assert!(hook.deliveries(&city, "").is_empty());
    app.send_webhooks_on();
    let received = receiver.wait_for(|all| !all.is_empty());
    assert_eq!(received[0].record(), id);
    hook.wait_for(&city, all_are("delivered"));
}

fn nothing_is_missed_or_doubled_while_sixteen_write(app: &TestApp) {
    let (city, receiver) = (app.city(), Receiver::start());
    let hook = Hook::make(&city, &receiver, &["candidate.created"]);
    let mut people: Vec<String> = std::thread::scope(|scope| {
        let write = |writer: usize| {
            let city = app.city();
            (0..10).map(|number| person(&city, &format!("{writer}-{number}"))).collect::<Vec<_>>()
        };
        let writers: Vec<_> = (0..16).map(|writer| scope.spawn(move || write(writer))).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    let delivered = hook.wait_for(&city, |found| found.len() >= 160 && all_are("delivered")(found));
    let told = |found: Vec<String>| {
        let mut found = found;
        found.sort();
        found
    };
    people.sort();
    let listed = delivered.iter().map(|delivery| delivery["resource_id"].as_str().unwrap().to_owned());
    assert_eq!(told(listed.collect()), people);
    assert_eq!(told(receiver.received().iter().map(Received::record).collect()), people);
}
