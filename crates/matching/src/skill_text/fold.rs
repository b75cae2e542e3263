//! Folding a text for look-up while keeping, for every folded byte, the place in the text it came from.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One folded character and the characters of the text it stands for.
struct Piece {
    letter: char,
    /// First character of the text.
    first: usize,
    /// One past the last.
    last: usize,
    /// Where it begins in the folded text, in bytes.
    byte: usize,
    /// The character of the text right before, and right after.
    around: (Option<char>, Option<char>),
}

/// A folded text.
pub(super) struct Folded {
    pieces: Vec<Piece>,
}

/// NFKC, lower case, spaces beside a non-ASCII letter removed, runs of spaces made one.
pub(super) fn fold(text: &str) -> Folded {
    let letters: Vec<char> = text.chars().collect();
    let mut pieces: Vec<Piece> = Vec::with_capacity(letters.len());
    let mut first = 0;
    while first < letters.len() {
        let last = first + 1 + letters[first + 1..].iter().take_while(|letter| joins(**letter)).count();
        let around = (first.checked_sub(1).map(|before| letters[before]), letters.get(last).copied());
        let cluster: String = letters[first..last].iter().collect();
        let lower = cluster.nfkc().collect::<String>().to_lowercase();
        for letter in lower.nfkc() {
            let letter = if letter.is_whitespace() { ' ' } else { letter };
            pieces.push(Piece { letter, first, last, byte: 0, around });
        }
        first = last;
    }
    Folded { pieces: place(drop_spaces(pieces)) }
}

/// Hiragana turned to katakana; every character keeps its length in bytes.
pub(super) fn fold_kana(text: &str) -> String {
    let turn = |letter: char| match letter {
        'ぁ'..='ゖ' => char::from_u32(u32::from(letter) + 0x60).unwrap_or(letter),
        other => other,
    };
    text.chars().map(turn).collect()
}

/// Marks that belong to the letter before them: combining marks and half-width voicing.
fn joins(letter: char) -> bool {
    is_combining_mark(letter) || matches!(letter, '\u{FF9E}' | '\u{FF9F}')
}

fn drop_spaces(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if piece.letter == ' '
            && kept.last().is_none_or(|before| before.letter == ' ' || !before.letter.is_ascii())
        {
            continue;
        }
        if !piece.letter.is_ascii() && kept.last().is_some_and(|before| before.letter == ' ') {
            kept.pop();
        }
        kept.push(piece);
    }
    kept
}

fn place(mut pieces: Vec<Piece>) -> Vec<Piece> {
    let mut byte = 0;
    for piece in &mut pieces {
        piece.byte = byte;
        byte += piece.letter.len_utf8();
    }
    pieces
}

impl Folded {
    /// The folded text.
    pub(super) fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.letter).collect()
    }

    /// The characters of the text that the folded bytes stand for: first, one past the last.
    pub(super) fn origin(&self, start: usize, end: usize) -> (usize, usize) {
        (self.at(start).map_or(0, |piece| piece.first), self.ending(end).map_or(0, |piece| piece.last))
    }

    /// The character of the text right before a folded byte, folded too.
    pub(super) fn before(&self, start: usize) -> Option<char> {
        self.at(start)?.around.0.and_then(narrow)
    }

    /// The character of the text right after.
    pub(super) fn after(&self, end: usize) -> Option<char> {
        self.ending(end)?.around.1.and_then(narrow)
    }

    fn at(&self, byte: usize) -> Option<&Piece> {
        let place = self.pieces.binary_search_by_key(&byte, |piece| piece.byte).ok()?;
        self.pieces.get(place)
    }

    fn ending(&self, end: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|piece| piece.byte < end);
        self.pieces.get(after.checked_sub(1)?)
    }
}

fn narrow(letter: char) -> Option<char> {
    std::iter::once(letter).nfkc().next()
}
