//! 47 tiles: a map without outlines, every prefecture a link, in the order of the codes so that it reads as a list.
//!
//! Where a tile stands is a class of the style sheet; on a narrow screen it is simply a list.

use maud::{Markup, html};

use super::{Filter, PostingsView};
use crate::names::Names;

/// The map with the number of postings in each tile.
pub(super) fn tiles(names: Names<'_>, view: &PostingsView) -> Markup {
    let text = names.text();
    let filter = Filter { page: 1, ..view.filter };
    html! {
        section.map aria-label=(text.postings.map) {
            p.aside { (text.postings.map_note) }
            ul.tiles {
                @for (prefecture, number) in names.reference.regions.prefectures().iter().zip(&view.by_prefecture) {
                    @let here = filter.prefecture == Some(prefecture.code);
                    @let chosen = (!here).then_some(prefecture.code);
                    li.{ "t" (prefecture.code.number()) } {
                        a.tile.filled[*number > 0] href=(Filter { prefecture: chosen, ..filter }.address())
                            aria-current=[here.then_some("true")] {
                            span { (names.short_prefecture(prefecture.code)) } " " b { (number) }
                        }
                    }
                }
            }
        }
    }
}
