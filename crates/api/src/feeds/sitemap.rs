//! The sitemap (sitemaps.org 0.9) of the pages that carry a `JobPosting`; beyond what one file may hold, an index of
//! several.

use std::ops::Range;

use matching::feeds::PublicPosting;

use super::page_path;
use super::public_url::PublicUrl;
use super::xml::{DECLARATION, Xml};

/// Where it is.
pub(super) const PATH: &str = "/sitemap.xml";
/// Addresses in one file, by the protocol.
pub(super) const MOST: usize = 50_000;

/// What stands before the addresses of a file.
pub(super) fn head() -> String {
    let mut xml = Xml::default();
    xml.markup(DECLARATION);
    xml.markup("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    xml.into_text()
}

/// What stands after them.
pub(super) const TAIL: &str = "</urlset>\n";

/// One address.
pub(super) fn url(xml: &mut Xml, posting: &PublicPosting<'_>, address: &PublicUrl) {
    xml.markup("<url>");
    xml.element("loc", &address.join(&page_path(posting.id)));
    xml.element("lastmod", &posting.changed_at.to_string());
    xml.markup("</url>\n");
}

/// Which of so many postings stand in a file: part 1, 2… of the index, or the only file; `None` when there is none such.
pub(super) fn range(part: Option<usize>, count: usize, most: usize) -> Option<Range<usize>> {
    let first = match part {
        None if count <= most => 0,
        Some(part) if count > most && part >= 1 => (part - 1).checked_mul(most)?,
        None | Some(_) => return None,
    };
    (first < count || count == 0).then(|| first..count.min(first.saturating_add(most)))
}

/// The index of the files. It gives no `lastmod`: a posting that leaves moves those behind it into other files.
pub(super) fn index((count, most): (usize, usize), address: &PublicUrl) -> String {
    let mut xml = Xml::default();
    xml.markup(DECLARATION);
    xml.markup("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for part in 1..=count.div_ceil(most) {
        xml.markup("<sitemap>");
        xml.element("loc", &address.join(&format!("{PATH}?part={part}")));
        xml.markup("</sitemap>\n");
    }
    xml.markup("</sitemapindex>\n");
    xml.into_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_holds_all_until_it_is_full() {
        assert_eq!(range(None, 0, 3), Some(0..0));
        assert_eq!(range(None, 3, 3), Some(0..3));
        assert_eq!(range(None, 4, 3), None, "an index is due");
        assert_eq!(range(Some(1), 3, 3), None, "there is no index");
    }

    #[test]
    fn the_parts_of_the_index_hold_each_posting_once() {
        let address = PublicUrl::parse("https://example.jp").unwrap();
        let parts: Vec<_> = (1..=3).map(|part| range(Some(part), 7, 3).unwrap()).collect();
        assert_eq!(parts, [0..3, 3..6, 6..7]);
        for missing in [0, 4, usize::MAX] {
            assert_eq!(range(Some(missing), 7, 3), None);
        }
        let index = index((7, 3), &address);
        assert_eq!(index.matches("<sitemap>").count(), 3);
        assert!(index.contains("<loc>https://example.jp/sitemap.xml?part=3</loc>"), "{index}");
    }
}
