//! The guides do what they say: their commands are run as they stand, one after the other in one shell. Every kind of
//! problem has its page, and every link leads somewhere.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use api::problem::{PlainKind, ProblemKind};
use serde_json::Value;

use crate::receiver::Receiver;
use crate::server::{Server, run};

/// The top of the repository.
const TOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

/// The files that the commands of the guides have written.
struct Written(tempfile::TempDir);

impl Written {
    fn text(&self, name: &str) -> String {
        text_of(&self.0.path().join(name))
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).unwrap()
    }

    fn lines(&self, name: &str) -> Vec<Value> {
        self.text(name).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn statuses(&self, name: &str) -> Vec<u64> {
        self.lines(name).iter().map(|line| line["status"].as_u64().unwrap()).collect()
    }
}

/// The text of a file.
fn text_of(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What stands in the fenced blocks of a language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).map(|block| block.split_once("```").unwrap().0).collect()
}

/// The commands of a guide that are run here; starting the server and making the key are not.
fn commands(guide: &str) -> String {
    let commands = blocks(guide, "sh");
    assert!(!commands.is_empty());
    commands.join("\n")
}

#[test]
fn the_guides_run_as_they_stand() {
    let written = Written(tempfile::tempdir().unwrap());
    let folder = written.0.path();
    let url = format!("sqlite://{}", folder.join("guide.db").display());
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
    let (server, receiver) =
        (Server::start_with(&url, &["--webhook-allow", "127.0.0.0/8"]), Receiver::start());
    let errors_guide = include_str!("../../docs/errors.md");
    let script = [
        "set -euo pipefail",
        &commands(include_str!("../../docs/first-match.md")),
        &commands(include_str!("../../docs/keep-in-step.md")),
        &commands(errors_guide),
        &commands(include_str!("../../docs/webhooks.md")),
        &commands(include_str!("../../docs/sheets.md")),
        &commands(include_str!("../../docs/search.md")),
        &commands(include_str!("../../docs/coordination.md")),
        &commands(include_str!("../../docs/retention.md")),
    ]
    .join("\n");
    let done = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .env("TSUMUGI", &server.base)
        .env("KEY", key.trim())
        .env("HOOK", receiver.url())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{told}\n{}", String::from_utf8_lossy(&done.stdout));

    // What the text says of each answer.
    check_lists(&written);
    check_errors(&written, errors_guide);
    check_webhooks(&written, &receiver);
    check_sheets_and_search(&written);
    check_coordination(&written);
    check_retention(&written);
}

fn check_coordination(written: &Written) {
    let refused = written.json("too-early.json");
    assert_eq!(refused["legal"], serde_json::json!(["screening", "declined", "expired", "redirected"]));
    let page = written.json("page.json");
    assert_eq!((&page["status"], page["next"]["may"][0].as_str()), (&"offered".into(), Some("accept")));
    assert_eq!(written.json("accepted.json")["status"], "accepted");
    let ended = written.json("ended.json");
    assert_eq!(ended["status"], "completed");
    let warnings = ended["warnings"].as_array().unwrap();
    assert!(warnings.iter().any(|warning| warning["rule"] == "L-1"), "{ended}");
    assert_eq!(written.json("gathered.json")["created"], 1);
    assert_eq!(written.json("report.json")["matches"]["value"], 1);
}

fn check_retention(written: &Written) {
    let months = |name: &str| written.json(name)["unsuccessful_applications"].clone();
    assert_eq!((months("policy.json"), months("chosen.json")), (12.into(), 6.into()));
    let due = written.json("due.json");
    let first = &due["classes"][0];
    assert_eq!((&first["class"], &first["months"]), (&"unsuccessful_applications".into(), &6.into()));
}

fn check_sheets_and_search(written: &Written) {
    assert!(written.text("template.csv").starts_with("\u{feff}管理番号,氏名,"));
    let report = written.text("report.csv");
    assert!(report.contains("3,エラー,jb-4,,稼働時間（時間/週）,/hours_per_week,"), "{report}");
    assert_eq!(written.json("found.json")["items"][0]["external_id"], "miso-1");
    // Nothing of the rehearsal was stored.
    assert!(!written.text("facets.json").contains("\"total\":0"));
}

fn check_lists(written: &Written) {
    assert_eq!(written.statuses("outcomes.ndjson"), [201, 201, 422]);
    assert_eq!(written.lines("outcomes.ndjson")[2]["problem"]["errors"][0]["pointer"], "/hours_per_week");
    assert_eq!(written.statuses("again.ndjson"), [200, 200, 422]);
    assert!(written.lines("again.ndjson")[..2].iter().all(|line| line["version"] == 1));
    let matches = written.json("matches.json");
    assert_eq!(matches["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(matches["items"][0]["display_name"], "山口 理沙");
    let exclusions = matches["exclusions"].as_array().unwrap();
    let skill = exclusions.iter().find(|line| line["code"] == "skill_required").unwrap();
    assert_eq!((&skill["excluded"], &skill["excluded_alone"]), (&1.into(), &1.into()));
    assert_eq!(written.json("feasibility.json")["totals"]["considered"], 2);
    assert_eq!(written.json("changes.json")["items"][0]["resource"], "posting");
    assert_eq!(written.json("outcome.json")["kind"], "contacted");
}

fn check_errors(written: &Written, guide: &str) {
    let told_of = |mut problem: Value| {
        problem["request_id"].take();
        problem
    };
    let printed: Value = serde_json::from_str(blocks(guide, "json")[0]).unwrap();
    assert_eq!(told_of(written.json("problem.json")), told_of(printed));
    assert_eq!(written.json("person.json")["display_name"], "小林 明");
    assert_eq!(written.text("refused.json").matches("\"pointer\":").count(), 2);
    for pointer in ["?limit", "?status/1"] {
        assert!(written.text("refused.json").contains(&format!("\"pointer\":\"{pointer}\"")), "{pointer}");
    }
}

fn check_webhooks(written: &Written, receiver: &Receiver) {
    let webhook = written.json("webhook.json");
    let pings = receiver.wait_for(|all| all.iter().any(|one| one.json()["type"] == "webhook.ping"));
    let ping = pings.iter().find(|one| one.json()["type"] == "webhook.ping").unwrap();
    assert_eq!(webhook["id"], ping.record());
    assert!(ping.signature.starts_with("v1,"), "{}", ping.signature);
    let listed = written.json("deliveries.json");
    assert!(listed["items"].as_array().unwrap().iter().any(|one| one["id"] == ping.id), "{listed}");
    assert!(written.json("attempts.json")["items"].is_array());
    assert_eq!(written.json("enabled.json")["state"], "active");
    assert_eq!(written.json("replayed.json")["replayed"], 1);
    let rotated = written.json("rotated.json");
    assert_ne!(rotated["secret"], webhook["secret"]);
    assert_eq!(rotated["secrets"].as_array().map(Vec::len), Some(2));
}

#[test]
fn every_problem_has_its_page_and_no_page_is_left_over() {
    let folder = Path::new(TOP).join("docs/problems");
    let index = text_of(&folder.join("README.md"));
    let mut pages = BTreeSet::from(["README.md".to_owned()]);
    for kind in ProblemKind::all() {
        let (text, code) = (kind.text(), kind.code());
        let (status, name) = (text.status.as_u16(), format!("{}.md", code.replace('_', "-")));
        let page = text_of(&folder.join(&name));
        let head = format!("# {}\n\n**{status}** · `{code}` · `{}`\n", text.title, kind.urn());
        assert!(page.starts_with(&head), "{name} does not begin with:\n{head}");
        for part in ["\n```http\n", "\n- **What to do.** ", "\n- **Again?** "] {
            assert!(page.contains(part), "{name} lacks {part:?}");
        }
        let row = format!("| {status} | [`{code}`]({name}) | ");
        assert!(index.contains(&row), "the index lacks {row}");
        let examples = blocks(&page, "json");
        // Such a head is refused before it is read, by an answer without a body.
        assert_eq!(examples.is_empty(), kind == ProblemKind::Plain(PlainKind::HeadersTooLarge), "{name}");
        for example in examples {
            let told: Value = serde_json::from_str(example).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(told["code"], code, "{name}");
            assert_eq!(told["type"], kind.urn(), "{name}");
            assert_eq!(told["title"], text.title, "{name}");
            // `refused` has the status of whatever was refused.
            let is_any = kind == ProblemKind::Plain(PlainKind::Refused);
            assert!(is_any || told["status"] == status, "{name}: {}", told["status"]);
            assert_eq!(told["legal"].is_array(), code == "illegal_transition", "{name}");
            assert_eq!(told["current_version"].is_i64(), code == "version_mismatch", "{name}");
        }
        pages.insert(name);
    }
    let found: BTreeSet<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(found, pages);
}

/// Where the links of a text lead to, those of the text itself and not those of its examples.
fn links(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    let targets = prose.flat_map(|prose| prose.split("](").skip(1));
    targets.map(|rest| rest.split_once(')').unwrap().0).collect()
}

/// The name by which a heading is linked to.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

fn markdown_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|extension| extension == "md"))
}

#[test]
fn every_link_leads_to_a_file_and_a_heading_that_are_there() {
    let top = Path::new(TOP);
    let single = ["README.md", "CHANGELOG.md", "llms.txt", "examples/README.md", "api-spec/problems.md"];
    let mut files: Vec<PathBuf> = single.iter().map(|name| top.join(name)).collect();
    files.extend(markdown_in(&top.join("docs")).chain(markdown_in(&top.join("docs/problems"))));
    let (mut broken, mut checked) = (Vec::new(), 0);
    for file in &files {
        let text = text_of(file);
        // Those that begin with / lead to the server.
        for link in links(&text).into_iter().filter(|link| !link.contains("://") && !link.starts_with('/')) {
            let (path, heading) =
                link.split_once('#').map_or((link, None), |(path, name)| (path, Some(name)));
            let target = if path.is_empty() { file.clone() } else { file.parent().unwrap().join(path) };
            let is_there = target.exists()
                && heading.is_none_or(|name| {
                    let text = text_of(&target);
                    let headings = text.lines().filter(|line| line.starts_with('#'));
                    headings.map(|line| anchor(line.trim_start_matches('#'))).any(|one| one == name)
                });
            if !is_there {
                broken.push(format!("{}: {link}", file.display()));
            }
            checked += 1;
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(checked > 100, "only {checked} links were found");
    // What it names is not linked: on a server there is no such file.
    let named = text_of(&top.join("llms.txt"));
    let names: Vec<&str> = named.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".md")).collect();
    assert!(names.len() > 5 && names.iter().all(|name| top.join(name).exists()), "{names:?}");
}
