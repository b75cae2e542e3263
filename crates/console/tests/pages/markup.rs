//! Reads HTML as far as the tests need it: texts with the language they are marked as.

/// Elements that have no end.
const VOID: [&str; 5] = ["meta", "link", "img", "input", "br"];

/// A piece of text, and whether it is marked as Japanese by an element below the root.
pub(crate) struct Piece {
    pub(crate) words: String,
    pub(crate) japanese: bool,
}

/// The texts of a page's body.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let body = html.split_once("<body").map_or(html, |(_, body)| body);
    let mut open: Vec<bool> = Vec::new();
    let mut pieces = Vec::new();
    for chunk in body.split('<').skip(1) {
        let (tag, words) = chunk.split_once('>').unwrap();
        if tag.starts_with('/') {
            open.pop();
        } else if !VOID.contains(&tag.split_whitespace().next().unwrap()) {
            open.push(tag.contains("lang=\"ja\""));
        }
        if !words.trim().is_empty() {
            pieces.push(Piece { words: words.trim().to_owned(), japanese: open.contains(&true) });
        }
    }
    pieces
}

/// What stands between two marks.
pub(crate) fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    let (_, after) = html.split_once(from).unwrap_or_else(|| panic!("{from} is missing"));
    after.split_once(to).unwrap_or_else(|| panic!("{to} is missing")).0
}

/// Whether a text has kana or kanji.
pub(crate) fn is_japanese(words: &str) -> bool {
    words.chars().any(|letter| {
        ('\u{3040}'..='\u{30ff}').contains(&letter) || ('\u{4e00}'..='\u{9fff}').contains(&letter)
    })
}
