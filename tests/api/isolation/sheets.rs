//! Sheets of B that name A's records: each such row is refused like one that names nothing, and a sheet that replaces
//! everything closes B's own records only.

use serde_json::Value;

use super::holdings::holdings;
use super::world::{Kind, Openness, World, imported};
use super::{NOBODY, document, kept};
use crate::app::TestApp;
use crate::client::Client;

crate::on_both!(
    rows_that_name_records_of_another_body_are_refused,
    a_sheet_replaces_its_own_bodys_records_only
);

/// The outcome of each row and its faults, without the value that it named.
fn told(client: &Client, import: &str, values: &[&str]) -> Vec<String> {
    let rows = client.get(&format!("/imports/{import}/rows?limit=200")).expect(200)["items"].clone();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), values.len(), "{rows:#?}");
    let told = |(row, value): (&Value, &&str)| {
        format!("{} {} {}", row["outcome"], row["record_id"], row["faults"]).replace(value, "§")
    };
    rows.iter().zip(values).map(told).collect()
}

fn rows_that_name_records_of_another_body_are_refused(app: &TestApp) {
    let world = World::build(app);
    let b = app.board();
    let own = (&world.own[&Kind::Posting], &world.own[&Kind::Candidate]);
    for (heading, kinds, nothing, other) in [
        ("案件ID,人材ID", &[Kind::Posting][..], NOBODY, own.1),
        ("人材ID,案件ID", &[Kind::Candidate, Kind::Application], NOBODY, own.0),
        ("案件の管理番号,人材ID", &[Kind::ExternalId], "nobody", own.1),
        ("人材の管理番号,案件ID", &[Kind::ExternalId], "nobody", own.0),
    ] {
        let hidden = |object: &&super::world::Object| {
            kinds.contains(&object.kind) && (object.openness == Openness::Hidden || kinds.len() == 2)
        };
        let values: Vec<&str> = std::iter::once(nothing)
            .chain(world.objects.iter().filter(hidden).map(|object| object.id.as_str()))
            .collect();
        assert!(values.len() > 3);
        let rows: String = values.iter().map(|value| format!("{value},{other}\r\n")).collect();
        let (_, import) = imported(&b, "applications", &format!("{heading}\r\n{rows}"));
        let told = told(&b, &import, &values);
        assert!(told[0].starts_with("\"refused\""), "{}", told[0]);
        for (value, row) in values.iter().zip(&told) {
            assert_eq!(row, &told[0], "{heading}: {value}");
        }
        for part in ["", "/rows", "/report"] {
            let answer = b.get(&format!("/imports/{import}{part}"));
            assert_eq!(world.canaries.found_in(&answer.text, &rows), Vec::<String>::new(), "{part}");
        }
    }
}

fn a_sheet_replaces_its_own_bodys_records_only(app: &TestApp) {
    let world = World::build(app);
    let (a, b) = (app.city(), app.board());
    let operations = document::operations(&b);
    let before = holdings(&a, &operations, &world.objects);
    let keys: Vec<&str> = world.of(Kind::ExternalId).map(|object| object.id.as_str()).collect();
    let people: String = keys.iter().map(|key| format!("{key},Bの人\r\n")).collect();
    let (_, import) =
        imported(&b, "candidates&mode=replace&may_close=1000", &format!("管理番号,氏名\r\n{people}"));
    let counts = b.get(&format!("/imports/{import}")).expect(200)["counts"].clone();
    assert_eq!((&counts["created"], &counts["replaced"]), (&Value::from(keys.len()), &Value::from(0)));
    let postings: String =
        keys.iter().map(|key| format!("{key},Bの案件,quasi_mandate,202151,remote\r\n")).collect();
    let sheet = format!("管理番号,案件名,契約の形,場所（市区町村コード）,働き方\r\n{postings}");
    let (_, import) = imported(&b, "postings&mode=replace&may_close=1000", &sheet);
    let counts = b.get(&format!("/imports/{import}")).expect(200)["counts"].clone();
    assert_eq!((&counts["created"], &counts["replaced"]), (&Value::from(keys.len()), &Value::from(0)));
    // In the name of A.
    let own = format!(
        "管理番号,団体ID,案件名,契約の形,場所（市区町村コード）,働き方\r\nx,{},案件,quasi_mandate,202151,remote\r\n",
        app.city_id
    );
    let (_, import) = imported(&b, "postings", &own);
    let rows = b.get(&format!("/imports/{import}/rows")).expect(200);
    assert_eq!(rows["items"][0]["outcome"], "refused", "{rows}");
    let after = holdings(&a, &operations, &world.objects);
    let differences = kept::differences(&before, &after, &world.own[&Kind::Organization]);
    assert!(differences.is_empty(), "{differences:#?}");
}
