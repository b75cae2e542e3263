//! A wire between Tsumugi and PostgreSQL that a test can cut at the worst moment: when the server has committed and
//! its answer is on the way.

use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The name of the socket in its folder, as the server and its clients form it.
const SOCKET: &str = ".s.PGSQL.5432";

/// Connections to a database pass through it while the test runs.
pub(crate) struct Wire {
    url: String,
    cut: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

impl Wire {
    /// In front of a database of the private cluster.
    pub(crate) fn to(database_url: &str) -> Self {
        let (database, server) = database_url.split_once("?host=").unwrap();
        let server = PathBuf::from(server).join(SOCKET);
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(SOCKET)).unwrap();
        let cut = Arc::new(AtomicBool::new(false));
        let knife = Arc::clone(&cut);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = UnixStream::connect(&server).unwrap();
                connect(client, server, &knife);
            }
        });
        Self { url: format!("{database}?host={}", folder.path().display()), cut, _folder: folder }
    }

    /// Where the database seems to be.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The answer to the next commit of something written never arrives, and its connection breaks.
    pub(crate) fn cut_the_next_commit(&self) {
        self.cut.store(true, Ordering::SeqCst);
    }

    /// Whether that has happened.
    pub(crate) fn was_cut(&self) -> bool {
        !self.cut.load(Ordering::SeqCst)
    }
}

fn connect(client: UnixStream, server: UnixStream, cut: &Arc<AtomicBool>) {
    let lost = Arc::new(AtomicBool::new(false));
    let (mut from_client, mut to_server) = (client.try_clone().unwrap(), server.try_clone().unwrap());
    let (knife, losing) = (Arc::clone(cut), Arc::clone(&lost));
    std::thread::spawn(move || {
        let mut writes = false;
        carry(&mut from_client, &mut to_server, |bytes| {
            let says = |words: &[u8]| bytes.windows(words.len()).any(|some| some == words);
            if says(b"BEGIN") {
                writes = says(b"READ WRITE");
            }
            // The closing nought tells it from the isolation level of a beginning.
            if writes && says(b"COMMIT\0") && knife.swap(false, Ordering::SeqCst) {
                losing.store(true, Ordering::SeqCst);
            }
            true
        });
    });
    let (mut from_server, mut to_client) = (server, client);
    std::thread::spawn(move || carry(&mut from_server, &mut to_client, |_| !lost.load(Ordering::SeqCst)));
}

/// Carries bytes for as long as `goes_on` says, then hangs up on both sides.
fn carry(from: &mut UnixStream, to: &mut UnixStream, mut goes_on: impl FnMut(&[u8]) -> bool) {
    let mut bytes = [0; 65_536];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        if !goes_on(&bytes[..count]) || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    // Whoever hung up first has closed it already.
    from.shutdown(Shutdown::Both).ok();
    to.shutdown(Shutdown::Both).ok();
}
