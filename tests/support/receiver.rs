//! A receiver of webhooks on a free port of 127.0.0.1: it remembers what it was sent and answers what the test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A receiver; it stops when dropped.
pub(crate) struct Receiver {
    origin: &'static str,
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// A message as it came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    /// `webhook-id`.
    pub(crate) id: String,
    /// `webhook-timestamp`.
    pub(crate) timestamp: String,
    /// `webhook-signature`.
    pub(crate) signature: String,
    /// The body, byte for byte.
    pub(crate) body: String,
}

struct Shared {
    received: Mutex<Vec<Received>>,
    came: Condvar,
    answer: Mutex<String>,
    is_stopping: AtomicBool,
    /// While it is shut, messages are taken and not answered.
    gate: (Mutex<bool>, Condvar),
}

impl Received {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// The id of the record that it tells of.
    pub(crate) fn record(&self) -> String {
        self.json()["data"]["id"].as_str().unwrap().to_owned()
    }
}

impl Receiver {
    /// Answers 204 to everything.
    pub(crate) fn start() -> Self {
        Self::start_behind("http://127.0.0.1", Some)
    }

    /// The same behind a door: what it makes of a connection is served, under an address that begins with the origin.
    pub(crate) fn start_behind<S: Read + Write>(
        origin: &'static str,
        door: impl Fn(TcpStream) -> Option<S> + Clone + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            received: Mutex::default(),
            came: Condvar::new(),
            answer: Mutex::new(head("204 No Content", "")),
            is_stopping: AtomicBool::new(false),
            gate: (Mutex::new(true), Condvar::new()),
        });
        let accepting = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if accepting.is_stopping.load(Ordering::Acquire) {
                    return;
                }
                let (shared, door) = (Arc::clone(&accepting), door.clone());
                std::thread::spawn(move || door(stream.unwrap()).map(|stream| shared.serve(stream)));
            }
        });
        Self { origin, address, shared, thread: Some(thread) }
    }

    /// Where it listens.
    pub(crate) fn url(&self) -> String {
        format!("{}:{}/hooks", self.origin, self.address.port())
    }

    /// Answers this status from now on, with further headers (each ends in a line break).
    pub(crate) fn answer(&self, status: &str, headers: &str) {
        *self.shared.answer.lock().unwrap() = head(status, headers);
    }

    /// Takes messages and keeps their senders waiting.
    pub(crate) fn shut(&self) {
        *self.shared.gate.0.lock().unwrap() = false;
    }

    /// Answers again, those who wait too.
    pub(crate) fn open(&self) {
        *self.shared.gate.0.lock().unwrap() = true;
        self.shared.gate.1.notify_all();
    }

    /// Everything that has come.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.shared.received.lock().unwrap().clone()
    }

    /// Everything that has come, once it is enough for the test.
    pub(crate) fn wait_for(&self, is_enough: impl Fn(&[Received]) -> bool) -> Vec<Received> {
        let received = self.shared.received.lock().unwrap();
        let waited = self.shared.came.wait_timeout_while(received, PATIENCE, |all| !is_enough(all));
        let (received, timeout) = waited.unwrap();
        assert!(!timeout.timed_out(), "only these have come: {received:#?}");
        received.clone()
    }
}

impl Shared {
    fn serve(&self, mut stream: impl Read + Write) {
        let Some(received) = read(&mut stream) else { return };
        {
            self.received.lock().unwrap().push(received);
            self.came.notify_all();
        }
        let is_open = self.gate.0.lock().unwrap();
        drop(self.gate.1.wait_while(is_open, |open| !*open).unwrap());
        let answer = self.answer.lock().unwrap().clone();
        // Whoever does not wait for the answer has its reasons.
        drop(stream.write_all(answer.as_bytes()).and_then(|()| stream.flush()));
    }
}

fn head(status: &str, headers: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
}

fn read(stream: impl Read) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let (mut line, mut headers) = (String::new(), Vec::new());
    while reader.read_line(&mut line).ok()? > 2 {
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            headers.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        line.clear();
    }
    let header =
        |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let mut body = vec![0; header("content-length")?.parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    Some(Received {
        id: header("webhook-id")?,
        timestamp: header("webhook-timestamp")?,
        signature: header("webhook-signature")?,
        body: String::from_utf8(body).ok()?,
    })
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.shared.is_stopping.store(true, Ordering::Release);
        self.open();
        // It waits for a connection.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
