//! The frame of every page: head, top bar, main part, strip of keys.

use maud::{DOCTYPE, Markup, html};

use crate::assets::{CSS, ICON, JS};
use crate::lang::Lang;
use crate::text::Text;

/// Who is logged in, as far as the frame shows it.
#[derive(Debug, Clone)]
pub(crate) struct Visitor {
    /// The organization in whose name it happens.
    pub organization: String,
    /// When the page was made, in words.
    pub at: String,
}

/// How the main part uses the window.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// One column of the width of reading.
    Narrow,
    /// The width of the window.
    Wide,
    /// Two panels that scroll on their own where the window is large enough, with the strip of keys.
    Panels,
}

/// What a page tells its frame.
pub(crate) struct Frame<'a> {
    /// Language.
    pub lang: Lang,
    /// Title of the window, before the product's name.
    pub title: &'a str,
    /// The address of this page without `lang`, beginning with `/`.
    pub address: &'a str,
    /// `None` before logging in.
    pub visitor: Option<&'a Visitor>,
    /// How it uses the window.
    pub shape: Shape,
}

impl Frame<'_> {
    /// Puts the main part into the frame.
    pub(crate) fn around(&self, main: &Markup) -> Markup {
        let text = self.lang.text();
        let shape = match self.shape {
            Shape::Narrow => "narrow",
            Shape::Wide => "wide",
            Shape::Panels => "panels",
        };
        html! {
            (DOCTYPE)
            html lang=(text.code) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.title) " | " (text.site.name) }
                    link rel="icon" type="image/svg+xml" href=(ICON.url());
                    link rel="stylesheet" href=(CSS.url());
                    script src=(JS.url()) defer {}
                }
                body.(shape) data-loading=(text.site.loading) data-unreachable=(text.site.unreachable) {
                    a.skip href="#main" { (text.site.skip) }
                    (self.top_bar(text))
                    @if let Some(visitor) = self.visitor { (paper_head(text, visitor)) }
                    main #main tabindex="-1" { (main) }
                    @if self.shape == Shape::Panels { (key_strip(text)) }
                    div #say.unseen role="status" {}
                }
            }
        }
    }

    fn top_bar(&self, text: &Text) -> Markup {
        let joint = if self.address.contains('?') { '&' } else { '?' };
        html! {
            header.top {
                a.brand href="/console/postings" { img src=(ICON.url()) alt="" width="28" height="28"; (text.site.name) }
                @if self.visitor.is_some() {
                    nav aria-label=(text.site.navigation) {
                        ul { li { a href="/console/postings" aria-current="page" { (text.site.postings) } } }
                    }
                }
                div.top-end {
                    a.button.small href={ (self.address) (joint) "lang=" (text.site.other_code) }
                        lang=(text.site.other_code) hreflang=(text.site.other_code) { (text.site.other_language) }
                    @if let Some(visitor) = self.visitor {
                        span.who lang="ja" {
                            span.avatar aria-hidden="true" { (visitor.organization.chars().next().unwrap_or('＊')) }
                            span { (visitor.organization) }
                        }
                        form method="post" action="/logout" { button.small.quiet { (text.site.log_out) } }
                    }
                }
            }
        }
    }
}

/// Stands on paper only: who printed it, when, and how to treat it.
fn paper_head(text: &Text, visitor: &Visitor) -> Markup {
    html! {
        p.on-paper {
            strong { (text.site.handle_with_care) }
            span { (text.site.printed) (visitor.at) " " span lang="ja" { (visitor.organization) } }
        }
    }
}

/// The keys that act on the page; without the script there are none, so the strip stays hidden.
fn key_strip(text: &Text) -> Markup {
    let site = &text.site;
    html! {
        footer.keys hidden {
            ul aria-label=(site.keys) {
                li { kbd { "J" } kbd { "K" } " " (site.key_next_previous) }
                li { kbd { "Esc" } " " (site.key_back) }
                li { button type="button" data-act="keys" aria-keyshortcuts="?" { kbd { "?" } " " (site.key_list) } }
            }
            button type="button" data-act="switch" data-on=(site.keys_on) data-off=(site.keys_off) { (site.keys_off) }
        }
        dialog #keys aria-labelledby="keys-title" {
            h2 #keys-title { (site.key_list) }
            dl {
                div { dt { kbd { "J" } kbd { "↓" } " / " kbd { "K" } kbd { "↑" } } dd { (site.key_next_previous) } }
                div { dt { kbd { "Esc" } } dd { (site.key_back) } }
                div { dt { kbd { "?" } } dd { (site.key_list) } }
            }
            p { (site.keys_note) }
            form method="dialog" { button.button { (site.close) } }
        }
    }
}
