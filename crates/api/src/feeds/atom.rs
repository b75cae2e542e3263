//! The Atom feed (RFC 4287): all published postings, pro bono too, the newest first, in pages (RFC 5005).

use domain::{PostingId, Reference, Timestamp};
use matching::feeds::{NewestPostings, Place, PublicPosting};

use super::public_url::PublicUrl;
use super::wording;
use super::xml::{DECLARATION, Xml};
use super::{page_path, product};

/// Where it is.
pub(super) const PATH: &str = "/feeds/postings.atom";
/// Entries of a page.
pub(super) const ENTRIES: usize = 100;

/// The page of these postings; `here` is its own query.
pub(super) fn page(
    newest: &NewestPostings,
    reference: &Reference,
    (address, here): (&PublicUrl, Option<Place>),
) -> String {
    let mut xml = Xml::default();
    let first = address.join(PATH);
    let at = |place: Place| format!("{first}?after={}", written(place));
    xml.markup(DECLARATION);
    xml.markup("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"ja\">\n");
    xml.element("id", &first);
    xml.element("title", "地域副業・複業の案件");
    let updated = newest.postings.iter().map(|posting| posting.changed_at).max();
    // A feed without entries has never changed.
    let never = || Timestamp::since_epoch(std::time::Duration::ZERO);
    xml.element("updated", &updated.unwrap_or_else(never).to_string());
    xml.markup("<author>");
    xml.element("name", product());
    xml.markup("</author>\n");
    link(&mut xml, "self", &here.map_or_else(|| first.clone(), at));
    link(&mut xml, "first", &first);
    if let Some(next) = newest.next {
        link(&mut xml, "next", &at(next));
    }
    xml.markup("\n");
    for posting in newest.postings.iter() {
        entry(&mut xml, &posting, (reference, address));
    }
    xml.markup("</feed>\n");
    xml.into_text()
}

fn link(xml: &mut Xml, rel: &str, href: &str) {
    xml.empty("link", &[("rel", rel), ("type", "application/atom+xml"), ("href", href)]);
}

fn entry(xml: &mut Xml, posting: &PublicPosting<'_>, (reference, address): (&Reference, &PublicUrl)) {
    xml.markup("<entry>");
    xml.element("id", &format!("urn:uuid:{}", posting.id));
    xml.element("title", posting.title);
    xml.element("updated", &posting.changed_at.to_string());
    xml.markup("<author>");
    xml.element("name", posting.organization);
    xml.markup("</author>");
    let page = address.join(&page_path(posting.id));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
    let labels = wording::categories(posting, reference);
    for (category, label) in posting.terms.categories.iter().zip(&labels) {
        xml.empty("category", &[("term", category.as_str()), ("label", label)]);
    }
    xml.element("summary", &wording::plain(posting, reference));
    xml.markup("</entry>\n");
}

/// A place as it stands in an address.
fn written(place: Place) -> String {
    format!("{}_{}", place.updated_at.micros(), place.id)
}

/// The place that an address names.
pub(super) fn place(text: &str) -> Option<Place> {
    let (micros, id) = text.split_once('_')?;
    Some(Place { updated_at: Timestamp::from_micros(micros.parse().ok()?)?, id: PostingId::parse(id).ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let place_of = Place {
            updated_at: Timestamp::parse("2026-11-21T00:00:00.000001Z").unwrap(),
            id: PostingId::from_parts(1, [7; 10]),
        };
        assert_eq!(place(&written(place_of)), Some(place_of));
        assert_eq!(place("1_nonsense"), None);
        assert_eq!(place("x"), None);
    }
}
