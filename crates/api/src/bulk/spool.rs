//! What has been written and not been taken yet: a little in memory, the rest in a file that has no name.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::web::Bytes;
use tempfile::SpooledTempFile;
use tokio::sync::Notify;

/// Bytes in memory; from there on a file is used.
const IN_MEMORY: usize = 1024 * 1024;
/// Bytes taken at once.
const A_PIECE: usize = 64 * 1024;

/// Bytes on their way from one task to another.
pub(super) struct Spool {
    kept: Mutex<Kept>,
    news: Notify,
}

struct Kept {
    file: SpooledTempFile,
    written: u64,
    taken: u64,
    has_ended: bool,
}

impl Default for Spool {
    fn default() -> Self {
        let file = SpooledTempFile::new(IN_MEMORY);
        Self { kept: Mutex::new(Kept { file, written: 0, taken: 0, has_ended: false }), news: Notify::new() }
    }
}

impl Spool {
    /// Adds bytes.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.kept().add(bytes)?;
        self.news.notify_one();
        Ok(())
    }

    /// Nothing follows.
    pub(super) fn end(&self) {
        self.kept().has_ended = true;
        self.news.notify_one();
    }

    /// The next bytes, as soon as there are any; `None` after the last.
    pub(super) async fn take(&self) -> Option<io::Result<Bytes>> {
        loop {
            // A notice given between the look and the wait is kept for the wait.
            let (next, has_ended) = {
                let mut kept = self.kept();
                (kept.next(), kept.has_ended)
            };
            match next {
                Ok(bytes) if bytes.is_empty() && has_ended => return None,
                Ok(bytes) if bytes.is_empty() => self.news.notified().await,
                next => return Some(next.map(Bytes::from)),
            }
        }
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.taken == self.written {
            // Everything has been taken: its room is used again.
            self.file.set_len(0)?;
            (self.taken, self.written) = (0, 0);
        }
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(bytes)?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn next(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(self.written - self.taken).unwrap_or(A_PIECE).min(A_PIECE)];
        self.file.seek(SeekFrom::Start(self.taken))?;
        self.file.read_exact(&mut bytes)?;
        self.taken += bytes.len() as u64;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn what_is_written_is_taken_in_order_however_much_there_is() {
        let spool = Spool::default();
        let (mut sent, mut taken) = (Vec::new(), Vec::new());
        for round in 0..200u32 {
            let piece: Vec<u8> = (0..20_000u32).map(|at| (at * 31 + round * 7) as u8).collect();
            spool.write(&piece).unwrap();
            sent.extend(piece);
            if round % 3 == 0 {
                taken.extend(spool.take().await.unwrap().unwrap());
            }
        }
        spool.end();
        while let Some(piece) = spool.take().await {
            taken.extend(piece.unwrap());
        }
        assert!(sent == taken, "{} and {} bytes", sent.len(), taken.len());
    }

    #[actix_web::test]
    async fn who_waits_is_told() {
        let spool = std::sync::Arc::new(Spool::default());
        let writer = std::sync::Arc::clone(&spool);
        let writing = actix_web::rt::spawn(async move {
            tokio::task::yield_now().await;
            writer.write(b"late").unwrap();
            tokio::task::yield_now().await;
            writer.end();
        });
        assert_eq!(spool.take().await.unwrap().unwrap(), "late");
        assert!(spool.take().await.is_none());
        writing.await.unwrap();
    }
}
