//! Whether A has what it had: every record of before is there as it was, and what is new is what B openly gave.

use serde_json::Value;

use super::holdings::Holdings;

/// What differs between two readings of A's records, but for what is B's: its applications to a published posting, its
/// agreements that name A and the postings these open, its bodies in the directory; and what tells A of them.
pub(super) fn differences(before: &Holdings, after: &Holdings, giver: &str) -> Vec<String> {
    let mut found = Vec::new();
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
    let mut new: Vec<(&str, &String)> = Vec::new();
    let mut given: Vec<String> = Vec::new();
    for (name, had) in before {
        // What B has openly given is counted there.
        if name.starts_with("get_alliance_dashboard") {
            continue;
        }
        // Reading everything to compare it is on record too.
        let counts = |item: &&String| !item.contains("\"action\":\"candidate.read\"");
        let mut had = had.iter().filter(counts).filter(|item| !is_of(item, giver)).peekable();
        for item in after[name].iter().filter(counts) {
            match had.peek() {
                // Nothing that B did is A's to be told, but for what it gave.
                _ if is_of(item, giver) && name != "list_audit_events" => given.extend(id_of(item)),
                Some(next) if *next == item => drop(had.next()),
                _ => new.push((name, item)),
            }
        }
        found.extend(had.map(|item| format!("{name} lost or changed {item}")));
    }
    // The body of a person is told where others have put them down, as a consent lets them.
    let is_attendance = |item: &str| item.contains("\"resource\":\"attendance\"");
    let odd =
        new.iter().filter(|(_, item)| !given.iter().any(|id| item.contains(id)) && !is_attendance(item));
    found.extend(odd.map(|(name, item)| format!("{name} has got {item}")));
    found
}

/// Whether a record belongs to this organization.
fn is_of(item: &str, organization: &str) -> bool {
    let Ok(item) = serde_json::from_str::<Value>(item) else { return false };
    let is_body =
        item["registered_by"] == organization || item["kind"].is_string() && item["id"] == organization;
    item["organization_id"] == organization || is_body
}

fn id_of(item: &str) -> Option<String> {
    serde_json::from_str::<Value>(item).ok()?["id"].as_str().map(str::to_owned)
}
