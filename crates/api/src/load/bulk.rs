//! A body of many lines sent over one connection while its outcomes are read.

use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;

use serde_json::Value;

/// Bytes of a chunk, about.
const CHUNK_BYTES: usize = 64 * 1024;

/// Sends lines to a path; answers the status of each line in order.
///
/// # Errors
/// The connection breaks, or the answer is no 200.
pub(super) fn send(
    address: SocketAddr,
    (path, key): (&str, &str),
    lines: impl Iterator<Item = String> + Send,
) -> io::Result<Vec<u16>> {
    let connection = TcpStream::connect(address)?;
    let mut writer = BufWriter::new(connection.try_clone()?);
    thread::scope(|scope| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
        );
        let sending = scope.spawn(move || {
            writer.write_all(head.as_bytes())?;
            let mut chunk = String::with_capacity(CHUNK_BYTES + 4096);
            for line in lines {
                chunk.push_str(&line);
                chunk.push('\n');
                if chunk.len() >= CHUNK_BYTES {
                    write_chunk(&mut writer, &chunk)?;
                    chunk.clear();
                }
            }
            if !chunk.is_empty() {
                write_chunk(&mut writer, &chunk)?;
            }
            writer.write_all(b"0\r\n\r\n")?;
            writer.flush()
        });
        let statuses = read(BufReader::new(connection));
        sending.join().map_err(|_| io::Error::other("the sender panicked"))??;
        statuses
    })
}

fn write_chunk(writer: &mut impl Write, chunk: &str) -> io::Result<()> {
    write!(writer, "{:x}\r\n{chunk}\r\n", chunk.len())
}

/// Reads a chunked answer whose lines are outcomes.
fn read(mut answer: impl BufRead) -> io::Result<Vec<u16>> {
    let mut line = String::new();
    answer.read_line(&mut line)?;
    if !line.starts_with("HTTP/1.1 200") {
        return Err(io::Error::other(format!("the answer is {}", line.trim_end())));
    }
    while line != "\r\n" {
        line.clear();
        answer.read_line(&mut line)?;
    }
    let (mut statuses, mut text) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        answer.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim_end(), 16).map_err(io::Error::other)?;
        if length == 0 {
            return Ok(statuses);
        }
        let before = text.len();
        text.resize(before + length, 0);
        answer.read_exact(&mut text[before..])?;
        answer.read_exact(&mut [0; 2])?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        for outcome in text[..whole].split(|byte| *byte == b'\n').filter(|outcome| !outcome.is_empty()) {
            let outcome: Value = serde_json::from_slice(outcome)?;
            if outcome["index"] != statuses.len() {
                return Err(io::Error::other(format!("line {} is answered out of its turn", statuses.len())));
            }
            statuses
                .push(outcome["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap_or(0));
        }
        text.drain(..whole);
    }
}
