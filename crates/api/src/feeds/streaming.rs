//! A long document in pieces, made while it is sent: however many postings there are, a piece is in memory.

use std::ops::Range;

use actix_web::Error;
use actix_web::web::Bytes;
use futures_util::{Stream, stream};
use matching::feeds::{PublicPosting, PublicPostings};

use super::xml::Xml;

/// Postings in one piece.
const PIECE: usize = 64;

/// What stands around the postings.
pub(super) struct Frame {
    /// Before them.
    pub(super) head: String,
    /// After them.
    pub(super) tail: &'static str,
}

/// The frame with the postings of a range in it, each as `item` writes it.
pub(super) fn pieces(
    frame: Frame,
    (postings, range): (PublicPostings, Range<usize>),
    item: impl Fn(&mut Xml, &PublicPosting<'_>) + 'static,
) -> impl Stream<Item = Result<Bytes, Error>> + 'static {
    let Frame { head, tail } = frame;
    let end = range.end;
    let middle = range.step_by(PIECE).map(move |first| {
        let mut xml = Xml::default();
        for posting in (first..end.min(first + PIECE)).filter_map(|index| postings.get(index)) {
            item(&mut xml, &posting);
        }
        xml.into_text()
    });
    let texts = std::iter::once(head).chain(middle).chain(std::iter::once(tail.to_owned()));
    stream::iter(texts.map(|text| Ok(Bytes::from(text))))
}
