//! The body of an answer to `HEAD`: its size and nothing else.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::web::Bytes;

/// A body that says how long it would be.
pub(super) struct Headless {
    size: BodySize,
}

impl Headless {
    /// The size of another body; a stream has none, and is never waited for.
    pub(super) fn of(body: &BoxBody) -> Self {
        let size = match body.size() {
            BodySize::Stream => BodySize::None,
            size => size,
        };
        Self { size }
    }
}

impl MessageBody for Headless {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_size_is_kept_and_the_bytes_are_not() {
        assert_eq!(Headless::of(&BoxBody::new("12345")).size(), BodySize::Sized(5));
    }
}
