//! The lines of a body as they arrive, in portions: full ones while they come fast, smaller ones when the sender pauses.

use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout_at};

use crate::extract::body::MOST_BYTES;
use crate::problem::{PlainKind, Problem};

/// Lines in a portion at most.
const MOST_LINES: usize = 500;
/// Bytes in a portion, about.
const PORTION_BYTES: usize = 1024 * 1024;
/// A sender who pauses for so long gets what has come stored.
const PAUSE: Duration = Duration::from_millis(300);

/// A line that is not blank.
pub(super) struct Line {
    /// Its place in the body, from 0.
    pub(super) index: u64,
    /// What stands in it, or why that is not known.
    pub(super) text: Result<Vec<u8>, Problem>,
}

/// The lines to come.
pub(super) struct Lines {
    /// Nothing once it has ended.
    payload: Option<Payload>,
    /// How long a line, or a pause, may take.
    deadline: Duration,
    /// What has arrived of the next line.
    partial: Vec<u8>,
    /// The next line is too long, and what has arrived of it is thrown away.
    is_too_long: bool,
    /// The next line's place.
    index: u64,
    ready: Vec<Line>,
    ready_bytes: usize,
}

enum Arrival {
    Bytes,
    Pause,
    End,
}

impl Lines {
    /// Of a body, each of whose lines and pauses may take so long.
    pub(super) fn new(payload: Payload, deadline: Duration) -> Self {
        Self {
            payload: Some(payload),
            deadline,
            partial: Vec::new(),
            is_too_long: false,
            index: 0,
            ready: Vec::new(),
            ready_bytes: 0,
        }
    }

    /// The next lines; none when no more come.
    pub(super) async fn next_portion(&mut self) -> Vec<Line> {
        let mut line_began = Instant::now();
        loop {
            if self.ready.len() >= MOST_LINES || self.ready_bytes >= PORTION_BYTES || self.payload.is_none() {
                self.ready_bytes = 0;
                // A chunk may bring more lines than a portion takes.
                let rest = self.ready.split_off(self.ready.len().min(MOST_LINES));
                return std::mem::replace(&mut self.ready, rest);
            }
            let lines_before = self.index;
            let wait_until = match self.ready.is_empty() {
                true => line_began + self.deadline,
                false => (line_began + self.deadline).min(Instant::now() + PAUSE),
            };
            match self.arrive(wait_until).await {
                Arrival::Bytes if self.index > lines_before => line_began = Instant::now(),
                Arrival::Bytes => {}
                Arrival::Pause if !self.ready.is_empty() => {
                    self.ready_bytes = 0;
                    return std::mem::take(&mut self.ready);
                }
                Arrival::Pause => {
                    let detail = format!("no whole line arrived within {} seconds", self.deadline.as_secs());
                    self.end_line(Err(Problem::new(PlainKind::BodyTimeout, detail)));
                    self.payload = None;
                }
                Arrival::End => self.payload = None,
            }
        }
    }

    async fn arrive(&mut self, until: Instant) -> Arrival {
        let Some(payload) = &mut self.payload else { return Arrival::End };
        match timeout_at(until, payload.next()).await {
            Err(_) => Arrival::Pause,
            Ok(Some(Ok(chunk))) => {
                self.split(&chunk);
                Arrival::Bytes
            }
            Ok(None) => {
                // The last line need not end.
                self.end_partial();
                Arrival::End
            }
            // The caller has gone away in the middle of a line, which nobody knows the end of.
            Ok(Some(Err(_))) => Arrival::End,
        }
    }

    fn split(&mut self, chunk: &[u8]) {
        let mut pieces = chunk.split(|byte| *byte == b'\n').peekable();
        while let Some(piece) = pieces.next() {
            if self.partial.len() + piece.len() > MOST_BYTES {
                self.is_too_long = true;
                self.partial.clear();
            }
            if !self.is_too_long {
                self.partial.extend_from_slice(piece);
            }
            if pieces.peek().is_some() {
                self.end_partial();
            }
        }
    }

    fn end_partial(&mut self) {
        let text = std::mem::take(&mut self.partial);
        if std::mem::take(&mut self.is_too_long) {
            let detail = format!("a line has at most {MOST_BYTES} bytes");
            self.end_line(Err(Problem::new(PlainKind::BodyTooLarge, detail)));
            return;
        }
        // Some editors begin a file with a mark that says it is UTF-8.
        let text = match text.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) if self.index == 0 => rest.to_vec(),
            _ => text,
        };
        if text.iter().all(u8::is_ascii_whitespace) {
            self.index += 1;
        } else {
            self.ready_bytes += text.len();
            self.end_line(Ok(text));
        }
    }

    fn end_line(&mut self, text: Result<Vec<u8>, Problem>) {
        self.ready.push(Line { index: self.index, text });
        self.index += 1;
    }
}

#[cfg(test)]
mod tests {
    use actix_web::error::PayloadError;
    use actix_web::web::Bytes;
    use futures_util::stream;

    use super::*;

    fn lines(chunks: Vec<Result<&'static str, PayloadError>>) -> Lines {
        let chunks = chunks.into_iter().map(|chunk| chunk.map(|text| Bytes::from_static(text.as_bytes())));
        let boxed: std::pin::Pin<Box<dyn futures_util::Stream<Item = Result<Bytes, PayloadError>>>> =
            Box::pin(stream::iter(chunks.collect::<Vec<_>>()));
        Lines::new(Payload::from(boxed), Duration::from_secs(5))
    }

    async fn all(mut lines: Lines) -> Vec<(u64, Result<String, u16>)> {
        let mut all = Vec::new();
        loop {
            let portion = lines.next_portion().await;
            assert!(portion.len() <= MOST_LINES);
            if portion.is_empty() {
                return all;
            }
            all.extend(portion.into_iter().map(|line| {
                let text = line.text.map(|text| String::from_utf8(text).unwrap());
                (line.index, text.map_err(|problem| problem.status().as_u16()))
            }));
        }
    }

    #[actix_web::test]
    async fn lines_are_found_however_the_body_is_cut() {
        let cut = vec![Ok("\u{feff}{\"a\""), Ok(":1}\n\n  \r\n{\"b\""), Ok(":2}\r"), Ok("\n{\"c\":3}")];
        let found = all(lines(cut)).await;
        let told: Vec<(u64, &str)> =
            found.iter().map(|(index, text)| (*index, text.as_ref().unwrap().trim_end())).collect();
        assert_eq!(told, [(0, "{\"a\":1}"), (3, "{\"b\":2}"), (4, "{\"c\":3}")]);
    }

    #[actix_web::test]
    async fn a_line_that_is_too_long_is_told_and_the_next_one_read() {
        let long: &'static str = Box::leak("x".repeat(MOST_BYTES / 2 + 1).into_boxed_str());
        let found = all(lines(vec![Ok("1\n"), Ok(long), Ok(long), Ok("\n2\n")])).await;
        assert_eq!(found, [(0, Ok("1".to_owned())), (1, Err(413)), (2, Ok("2".to_owned()))]);
    }

    #[actix_web::test]
    async fn many_lines_come_in_portions_and_half_a_line_of_who_went_away_is_nobodys() {
        let many: &'static str = Box::leak("1\n".repeat(MOST_LINES * 2 + 7).into_boxed_str());
        let found = all(lines(vec![Ok(many), Ok("{\"half\":"), Err(PayloadError::Incomplete(None))])).await;
        assert_eq!(found.len(), MOST_LINES * 2 + 7);
        assert!(found.iter().map(|(index, _)| *index).eq(0..(MOST_LINES * 2 + 7) as u64));
    }
}
