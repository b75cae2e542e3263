//! 公開案件: the page of a published posting, for anybody; and the notice where there is none. Japanese only.
//!
//! Draws what it is given: the words, the addresses and the JSON-LD are the caller's. Needs no script.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::assets::{CSS, ICON};
use crate::text::JA;

/// The page of a published posting.
pub struct PublicPage<'a> {
    /// What stands before every path on the public host.
    pub base_path: &'a str,
    /// Title of the posting.
    pub title: &'a str,
    /// The body that posts it.
    pub organization: &'a str,
    /// Whether nothing is paid.
    pub is_unpaid: bool,
    /// Headings with the text below them.
    pub sections: &'a [(&'static str, &'a str)],
    /// Conditions: a term and its value.
    pub conditions: &'a [(&'static str, String)],
    /// The description for machines, JSON text.
    pub json_ld: &'a str,
    /// Where the same description is alone.
    pub json_ld_address: &'a str,
    /// Where the Atom feed is.
    pub feed_address: &'a str,
    /// Where this page is.
    pub address: &'a str,
}

impl PublicPage<'_> {
    /// The page as HTML.
    pub fn html(&self) -> String {
        let head = html! {
            link rel="canonical" href=(self.address);
            link rel="alternate" type="application/ld+json" href=(self.json_ld_address);
            link rel="alternate" type="application/atom+xml" title="案件の新着" href=(self.feed_address);
            script type="application/ld+json" { (PreEscaped(inside_script(self.json_ld))) }
        };
        let main = html! {
            p.aside { (self.organization) }
            h1 { (self.title) }
            @if self.is_unpaid {
                p { span.pill.pill-waiting { "無報酬（プロボノ）" } }
            }
            @for (heading, text) in self.sections {
                section {
                    h2 { (heading) }
                    @for line in text.lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
                }
            }
            h2 #conditions { "条件" }
            table aria-labelledby="conditions" {
                tbody { @for (term, value) in self.conditions { tr { th scope="row" { (term) } td { (value) } } } }
            }
            h2 { "応募するには" }
            p { "この案件を見つけたサイトか、掲載している団体（" (self.organization) "）に、案件の題を伝えてください。" }
            p.aside { a href=(self.json_ld_address) { "この案件のデータ（JSON-LD）" } }
        };
        frame(self.base_path, self.title, (&head, &main)).into_string()
    }
}

/// What is shown where there is no posting to show.
pub struct PublicNotice<'a> {
    /// What stands before every path on the public host.
    pub base_path: &'a str,
    /// What happened.
    pub title: &'a str,
    /// What to do.
    pub words: &'a str,
}

impl PublicNotice<'_> {
    /// The notice as HTML.
    pub fn html(&self) -> String {
        let head = html! { meta name="robots" content="noindex"; };
        let main = html! { h1 { (self.title) } p { (self.words) } };
        frame(self.base_path, self.title, (&head, &main)).into_string()
    }
}

fn frame(base_path: &str, title: &str, (head, main): (&Markup, &Markup)) -> Markup {
    html! {
        (DOCTYPE)
        html lang="ja" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " | " (JA.site.name) }
                link rel="icon" type="image/svg+xml" href={ (base_path) (ICON.url()) };
                link rel="stylesheet" href={ (base_path) (CSS.url()) };
                (head)
            }
            body.narrow {
                a.skip href="#main" { (JA.site.skip) }
                header.top {
                    span.brand {
                        img src={ (base_path) (ICON.url()) } alt="" width="28" height="28";
                        (JA.site.name)
                    }
                }
                main #main tabindex="-1" { (main) }
            }
        }
    }
}

/// JSON text as it may stand in a `script`: the characters that could end it are written as JSON's own escapes, which
/// they can only be within a string.
fn inside_script(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_was_written_becomes_markup() {
        let attack = "</script><script>alert(1)</script><!--\"'&";
        let html = PublicPage {
            base_path: "/site",
            title: attack,
            organization: attack,
            is_unpaid: true,
            sections: &[("やること", attack)],
            conditions: &[("報酬", attack.to_owned())],
            json_ld: "{\"title\":\"</script><script>alert(1)</script><!--&\"}",
            json_ld_address: "https://example.jp/site/postings/x.jsonld",
            feed_address: "https://example.jp/site/feeds/postings.atom",
            address: "https://example.jp/site/postings/x",
        }
        .html();
        assert_eq!(html.matches("<script").count(), 1, "{html}");
        assert_eq!(html.matches("</script>").count(), 1, "{html}");
        assert!(!html.contains("<!--") && !html.contains("alert(1)</script>"), "{html}");
        assert!(html.contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)"), "{html}");
        assert!(html.contains("無報酬（プロボノ）") && html.contains("href=\"/site/static/"), "{html}");
    }
}
