//! Many keep-alive connections that ask again and again, and count what comes back whole.
//!
//! One thread a connection, blocking: the same for every server, and lean enough not to be what is measured. Knows
//! as much of HTTP/1.1 as that needs: a status line, headers, a body of a stated length.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Longer than any answer that is asked for here takes, so that a server that hangs is an error and no wait.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes read at once.
const BUFFER: usize = 128 * 1024;

/// Where to, and with which requests in turn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    pub(super) address: SocketAddr,
    /// Each a whole request.
    pub(super) requests: &'a [Vec<u8>],
}

/// What came back within a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Counted {
    /// How long each whole answer with status 200 took, in no order.
    pub(super) times: Vec<Duration>,
    /// Whole answers with any other status.
    pub(super) others: u64,
    /// How long there was asking.
    pub(super) took: Duration,
}

impl Counted {
    /// Adds what came back in another time, or meanwhile by another connection.
    pub(super) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.others += other.others;
        self.took += other.took;
    }

    /// Good answers a second.
    pub(super) fn per_second(&self) -> f64 {
        // Far below 2⁵³ answers.
        self.times.len() as f64 / self.took.as_secs_f64().max(f64::EPSILON)
    }
}

/// A whole request with a key.
pub(super) fn request(path: &str, key: &str) -> Vec<u8> {
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\nAccept: application/json\r\n\r\n"
    )
    .into_bytes()
}

/// Asks each request once and answers the bodies.
///
/// # Errors
/// A connection that breaks, and any status but 200.
pub(super) fn bodies(target: Target<'_>) -> io::Result<Vec<Vec<u8>>> {
    let mut connection = Connection::open(target.address)?;
    let body = |request: &Vec<u8>| {
        let mut body = Vec::new();
        let status = connection.ask(request, |part| body.extend_from_slice(part))?;
        if status == 200 {
            return Ok(body);
        }
        Err(io::Error::other(format!("status {status}: {}", String::from_utf8_lossy(&body))))
    };
    target.requests.iter().map(body).collect()
}

/// Asks on so many connections for so long.
///
/// # Errors
/// A connection that breaks.
pub(super) fn load(target: Target<'_>, connections: usize, lasts: Duration) -> io::Result<Counted> {
    let (over, together) = (AtomicBool::new(false), Barrier::new(connections + 1));
    let mut opened =
        (0..connections).map(|_| Connection::open(target.address)).collect::<io::Result<Vec<_>>>()?;
    thread::scope(|scope| {
        let asking: Vec<_> = opened
            .iter_mut()
            .enumerate()
            .map(|(place, connection)| {
                let (over, together) = (&over, &together);
                scope.spawn(move || {
                    together.wait();
                    connection.ask_until(over, (target.requests, place))
                })
            })
            .collect();
        together.wait();
        let began = now();
        thread::sleep(lasts);
        over.store(true, Ordering::Relaxed);
        let took = now().duration_since(began);
        let mut counted = Counted { took, ..Counted::default() };
        for asked in asking {
            counted.add(asked.join().map_err(|_| io::Error::other("a connection's thread panicked"))??);
        }
        Ok(counted)
    })
}

#[expect(clippy::disallowed_methods, reason = "how long answers take is what is measured here")]
fn now() -> Instant {
    Instant::now()
}

struct Connection {
    stream: TcpStream,
    buffer: Box<[u8]>,
}

impl Connection {
    fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, buffer: vec![0; BUFFER].into_boxed_slice() })
    }

    /// Answers that end after the time do not count.
    fn ask_until(
        &mut self,
        over: &AtomicBool,
        (requests, first): (&[Vec<u8>], usize),
    ) -> io::Result<Counted> {
        let mut counted = Counted::default();
        for request in requests.iter().cycle().skip(first % requests.len().max(1)) {
            let began = now();
            let status = self.ask(request, |_| {})?;
            if over.load(Ordering::Relaxed) {
                break;
            }
            match status {
                200 => counted.times.push(now().duration_since(began)),
                _ => counted.others += 1,
            }
        }
        Ok(counted)
    }

    /// Sends a request and takes the whole answer, part by part; answers its status.
    fn ask(&mut self, request: &[u8], mut take: impl FnMut(&[u8])) -> io::Result<u16> {
        self.stream.write_all(request)?;
        let (mut filled, mut searched) = (0, 0);
        let (status, body_at, length) = loop {
            let read = self.stream.read(&mut self.buffer[filled..])?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            if let Some(end) = end_of_head(&self.buffer[..filled], searched) {
                let (status, length) = read_head(&self.buffer[..end])?;
                break (status, end, length);
            }
            searched = filled.saturating_sub(3);
        };
        let mut left = length.checked_sub(filled - body_at).ok_or_else(|| odd("more than one answer"))?;
        take(&self.buffer[body_at..filled]);
        while left > 0 {
            let most = left.min(self.buffer.len());
            let read = self.stream.read(&mut self.buffer[..most])?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            take(&self.buffer[..read]);
            left -= read;
        }
        Ok(status)
    }
}

fn odd(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the server sent {what}"))
}

/// Where the body begins, when the head is whole; it does not end before `from`.
fn end_of_head(bytes: &[u8], from: usize) -> Option<usize> {
    bytes[from..].windows(4).position(|four| four == b"\r\n\r\n").map(|place| from + place + 4)
}

/// Status and length of the body.
fn read_head(head: &[u8]) -> io::Result<(u16, usize)> {
    let text = std::str::from_utf8(head).map_err(|_| odd("a head that is no text"))?;
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok());
    match (status, length) {
        (Some(status), Some(length)) => Ok((status, length)),
        _ => Err(odd("a head without status or length")),
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    /// Sends one answer to each connection, in two parts.
    fn serve(answers: &'static [(&str, &str)]) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for (before, after) in answers {
                let (mut stream, _) = listener.accept().unwrap();
                let mut asked = [0; 1024];
                assert!(stream.read(&mut asked).unwrap() > 0);
                stream.set_nodelay(true).unwrap();
                stream.write_all(before.as_bytes()).unwrap();
                thread::sleep(Duration::from_millis(5));
                stream.write_all(after.as_bytes()).unwrap();
            }
        });
        address
    }

    #[test]
    fn an_answer_is_taken_whole_wherever_it_is_cut() {
        let address = serve(&[
            ("HTTP/1.1 200 OK\r\nContent-Len", "gth: 5\r\n\r\n12345"),
            ("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r", "\n12345"),
            ("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n123", "45"),
        ]);
        for _ in 0..3 {
            let got = bodies(Target { address, requests: &[request("/", "key")] }).unwrap();
            assert_eq!(got, [b"12345".to_vec()]);
        }
    }

    #[test]
    fn another_status_and_a_cut_answer_are_errors() {
        let address = serve(&[
            ("HTTP/1.1 503 Busy\r\ncontent-length: 2\r\n", "\r\nno"),
            ("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n", "\r\n123"),
            ("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n", "\r\n123"),
        ]);
        for words in ["503", "eof", "more than one"] {
            let refused = bodies(Target { address, requests: &[request("/", "key")] }).unwrap_err();
            let told = format!("{refused} {:?}", refused.kind()).to_lowercase();
            assert!(told.contains(words), "{told}");
        }
    }
}
