//! A private PostgreSQL cluster for one test program, made from the system's own binaries.
//!
//! It listens on a Unix socket in a folder of its own, is started when the first test asks for a database, and is
//! stopped and removed when the test program ends, however it ends. Where PostgreSQL is missing the tests say that
//! they did not run, and fail where they must run (`CI` or `TSUMUGI_REQUIRE_POSTGRES` is set).

use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

/// The URL of a new, empty database; `None`, once said why on stderr, where PostgreSQL is not there and need not be.
///
/// # Panics
/// When PostgreSQL is there and cannot be used, or is not there and must be.
pub(crate) fn fresh_database() -> Option<String> {
    static CLUSTER: OnceLock<Result<Cluster, Missing>> = OnceLock::new();
    match CLUSTER.get_or_init(Cluster::start) {
        Ok(cluster) => Some(cluster.fresh_database()),
        Err(Missing) => None,
    }
}

/// PostgreSQL is not installed.
struct Missing;

struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    user: Option<User>,
    next: AtomicU32,
    one_at_a_time: Mutex<()>,
    /// The keeper stops the server and removes the folder when its standard input ends: with this program.
    _keeper: Child,
}

/// Whom the server runs as when the tests run as root, which PostgreSQL refuses.
#[derive(Clone, Copy)]
pub(crate) struct User {
    uid: u32,
    gid: u32,
}

/// Starts the server, waits until this program is gone, then stops it and removes its folder.
const KEEPER: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c max_connections=200 -c fsync=off -c full_page_writes=off >"$2/log" 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

impl Cluster {
    fn start() -> Result<Self, Missing> {
        let Some(binaries) = binaries() else {
            say(
                "not run: PostgreSQL tests (no `initdb` and `postgres` in TSUMUGI_TEST_POSTGRES_BIN, PATH or /usr/lib/postgresql/*/bin)",
            );
            let required = ["CI", "TSUMUGI_REQUIRE_POSTGRES"]
                .into_iter()
                .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
            assert!(
                required.is_none(),
                "PostgreSQL is missing, and {required:?} says that its tests must run"
            );
            return Err(Missing);
        };
        let user = unprivileged_user();
        let folder = own_folder(user);
        init(&binaries, &folder, user);
        let mut keeper = Command::new("sh");
        keeper.args(["-c", KEEPER, "keeper"]).arg(&binaries).arg(&folder).current_dir("/");
        // In a group of its own: what ends the tests (Ctrl-C, a time limit) must not end the keeper.
        keeper.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let keeper = as_user(&mut keeper, user).spawn().expect("a shell is there");
        let cluster = Self {
            binaries,
            folder,
            user,
            next: AtomicU32::new(0),
            one_at_a_time: Mutex::new(()),
            _keeper: keeper,
        };
        cluster.wait_until_ready();
        let version = cluster.output("postgres", &["--version"]);
        say(&format!("PostgreSQL tests run on {}", String::from_utf8_lossy(&version.stdout).trim()));
        Ok(cluster)
    }

    fn wait_until_ready(&self) {
        for _ in 0..300 {
            let folder = self.folder.to_string_lossy();
            if self.output("pg_isready", &["-q", "-h", &folder]).status.success() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start within 30 seconds: {log}");
    }

    fn fresh_database(&self) -> String {
        let name = format!("test_{}", self.next.fetch_add(1, Ordering::Relaxed));
        let folder = self.folder.to_string_lossy();
        {
            let _turn = self.one_at_a_time.lock();
            let made = self.output("createdb", &["-h", &folder, "-U", "postgres", &name]);
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        }
        format!("postgres://postgres@/{name}?host={folder}")
    }

    fn output(&self, program: &str, arguments: &[&str]) -> Output {
        let mut command = Command::new(self.binaries.join(program));
        command.args(arguments).current_dir("/").stdin(Stdio::null());
        as_user(&mut command, self.user).output().expect("PostgreSQL's programs lie together")
    }
}

/// Past the capture of the test runner, which shows nothing of a test that passes.
fn say(line: &str) {
    // Nothing can be done about a closed stderr.
    let _ = writeln!(std::io::stderr(), "{line}");
}

pub(crate) fn binaries() -> Option<PathBuf> {
    let chosen = std::env::var_os("TSUMUGI_TEST_POSTGRES_BIN").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| {
        // A link into the folder of the version, where the other programs are.
        Some(folder.join("initdb").canonicalize().ok()?.parent()?.to_owned())
    });
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    versions.sort_by_key(|folder| folder.to_string_lossy().len());
    versions.sort();
    let mut candidates = chosen.into_iter().chain(on_path).chain(versions.into_iter().rev());
    candidates
        .find(|folder| ["initdb", "postgres", "createdb"].iter().all(|name| folder.join(name).is_file()))
}

/// `postgres` or `nobody` when this program runs as root, else nobody else.
pub(crate) fn unprivileged_user() -> Option<User> {
    let id = Command::new("id").arg("-u").output().expect("`id` is there on every Unix");
    if id.stdout.trim_ascii() != b"0" {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").expect("every Unix has its list of users");
    let find = |name: &str| {
        let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        let mut named = fields.filter(|fields| fields.first() == Some(&name));
        let fields = named.next()?;
        Some(User { uid: fields.get(2)?.parse().ok()?, gid: fields.get(3)?.parse().ok()? })
    };
    Some(find("postgres").or_else(|| find("nobody")).expect("there is a user `postgres` or `nobody`"))
}

pub(crate) fn as_user(command: &mut Command, user: Option<User>) -> &mut Command {
    match user {
        Some(User { uid, gid }) => command.uid(uid).gid(gid),
        None => command,
    }
}

/// A new folder with a short name: the path of a Unix socket has at most 107 bytes.
fn own_folder(user: Option<User>) -> PathBuf {
    let name = |attempt: u32| format!("tsumugi-postgres-{}-{attempt}", std::process::id());
    let folder = (0..100)
        .map(|attempt| std::env::temp_dir().join(name(attempt)))
        .find(|folder| std::fs::create_dir(folder).is_ok())
        .expect("the temporary folder can be written");
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("the folder is ours");
    if let Some(User { uid, gid }) = user {
        chown(&folder, Some(uid), Some(gid)).expect("root may give a folder away");
    }
    folder
}

/// Not in the C locale where possible: ids must sort bytewise whatever the database's own order is.
fn init(binaries: &Path, folder: &Path, user: Option<User>) {
    let locales: [&[&str]; 2] =
        [&["--locale-provider=icu", "--icu-locale=ja", "--locale=C"], &["--locale=C"]];
    let mut failures = Vec::new();
    for locale in locales {
        let mut command = Command::new(binaries.join("initdb"));
        command.arg("-D").arg(folder.join("data")).args(["-U", "postgres", "-A", "trust", "-E", "UTF8"]);
        command.args(["--no-sync", "--no-instructions"]).args(locale).current_dir("/").stdin(Stdio::null());
        let output = as_user(&mut command, user).output().expect("initdb was found");
        if output.status.success() {
            return;
        }
        failures.push(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    panic!("initdb failed: {failures:?}");
}
