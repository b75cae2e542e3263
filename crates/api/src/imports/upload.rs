//! Reading a file that is sent: its type, its size, and how long it may take.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::http::header;
use domain::TextEncoding;
use futures_util::StreamExt;

use super::charset;
use crate::problem::{PlainKind, Problem};

/// Bytes of a file at most, as it is sent.
pub const MOST_BYTES: usize = 32 * 1024 * 1024;
/// A file may take so many times as long as a small body.
const PATIENCE: u32 = 10;

/// What a request says of the file it sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileType {
    /// How its bytes spell text, where that is said.
    pub encoding: Option<TextEncoding>,
    /// Whether it is packed with gzip.
    pub is_packed: bool,
}

/// What the headers say.
///
/// # Errors
/// 415 for what is neither CSV nor gzip.
pub fn file_type(request: &HttpRequest) -> Result<FileType, Problem> {
    let refused = |detail: &str| {
        Problem::new(PlainKind::UnsupportedMediaType, detail)
            .with_header(header::ACCEPT, "text/csv, application/gzip")
    };
    let text = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = text(header::CONTENT_TYPE).split(';').map(str::trim);
    let is_gzip = match parts.next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "text/csv" => false,
        "application/gzip" | "application/x-gzip" => true,
        _ => return Err(refused("send Content-Type: text/csv, or application/gzip for a packed sheet")),
    };
    let mut encoding = None;
    for parameter in parts {
        if let Some(name) = parameter.to_ascii_lowercase().strip_prefix("charset=") {
            let known = charset(name.trim_matches('"'));
            encoding =
                Some(known.ok_or_else(|| refused("the charset must be utf-8 or windows-31j (cp932)"))?);
        }
    }
    let is_packed = match text(header::CONTENT_ENCODING) {
        "" | "identity" => is_gzip,
        "gzip" if !is_gzip => true,
        _ => return Err(refused("send the sheet as it is, or packed once with gzip")),
    };
    Ok(FileType { encoding, is_packed })
}

/// Reads the whole file.
///
/// # Errors
/// 400, 408 and 413, as a problem.
pub async fn read(mut payload: Payload, deadline: Duration) -> Result<Vec<u8>, Problem> {
    let reading = async {
        let mut bytes = Vec::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|error| {
                Problem::new(PlainKind::MalformedRequest, format!("the body could not be read: {error}"))
            })?;
            if bytes.len() + chunk.len() > MOST_BYTES {
                let detail =
                    format!("a sheet has at most {MOST_BYTES} bytes; pack it with gzip, or send it in parts");
                return Err(
                    Problem::new(PlainKind::BodyTooLarge, detail).with_header(header::CONNECTION, "close")
                );
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    let patience = deadline * PATIENCE;
    tokio::time::timeout(patience, reading).await.map_err(|_| {
        let detail = format!("the body did not arrive within {} seconds", patience.as_secs());
        Problem::new(PlainKind::BodyTimeout, detail).with_header(header::CONNECTION, "close")
    })?
}
