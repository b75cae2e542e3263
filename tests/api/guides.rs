//! The guides do what they say: their commands are run as they stand, one after the other in one shell.

use std::process::{Command, Stdio};

use serde_json::Value;

use crate::server::{Server, run};

/// The commands of a guide that are run here; starting the server and making the key are not.
fn commands(guide: &str) -> String {
    let blocks = guide.split("```sh\n").skip(1);
    let commands: Vec<&str> = blocks.map(|block| block.split_once("```").unwrap().0).collect();
    assert!(!commands.is_empty());
    commands.join("\n")
}

#[test]
fn the_guides_run_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("guide.db").display());
    let made = run(&[
        "keys",
        "create",
        "--database-url",
        &url,
        "--organization",
        "塩尻市",
        "--kind",
        "municipality",
        "--scopes",
        "admin",
    ]);
    let key = String::from_utf8(made.stdout).unwrap();
    let server = Server::start(&url);
    let script = [
        "set -euo pipefail",
        &commands(include_str!("../../docs/first-match.md")),
        &commands(include_str!("../../docs/keep-in-step.md")),
    ]
    .join("\n");
    let done = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("TSUMUGI", &server.base)
        .env("KEY", key.trim())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}\n{}", String::from_utf8_lossy(&done.stdout));

    let file = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let json = |name: &str| -> Value { serde_json::from_str(&file(name)).unwrap() };
    let lines = |name: &str| -> Vec<Value> {
        file(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let statuses = |name: &str| -> Vec<u64> {
        lines(name).iter().map(|line| line["status"].as_u64().unwrap()).collect()
    };
    // What the text says of each answer.
    assert_eq!(statuses("outcomes.ndjson"), [201, 201, 422]);
    assert_eq!(lines("outcomes.ndjson")[2]["problem"]["errors"][0]["pointer"], "/hours_per_week");
    assert_eq!(statuses("again.ndjson"), [200, 200, 422]);
    assert!(lines("again.ndjson")[..2].iter().all(|line| line["version"] == 1));
    let matches = json("matches.json");
    assert_eq!(matches["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(matches["items"][0]["display_name"], "山口 理沙");
    let exclusions = matches["exclusions"].as_array().unwrap();
    let skill = exclusions.iter().find(|line| line["code"] == "skill_required").unwrap();
    assert_eq!((&skill["excluded"], &skill["excluded_alone"]), (&1.into(), &1.into()));
    assert_eq!(json("feasibility.json")["totals"]["considered"], 2);
    assert_eq!(json("changes.json")["items"][0]["resource"], "posting");
    assert_eq!(json("outcome.json")["kind"], "contacted");
}
