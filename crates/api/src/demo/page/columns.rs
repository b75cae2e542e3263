//! Columns of a terminal, in which kanji and kana are two cells wide.

/// The text, filled with spaces on the right to so many cells.
pub(super) fn left(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The text, filled with spaces on the left to so many cells.
pub(super) fn right(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

fn width(text: &str) -> usize {
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

/// Whether a letter takes two cells (UAX #11, wide and fullwidth; the blocks that Japanese text has).
fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{303E}'
        | '\u{3041}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_and_kana_take_two_cells() {
        assert_eq!(["山口 理沙", "C-7F3K", "ｶﾅ", "、。", "1–5"].map(width), [9, 6, 2, 4, 3]);
        assert_eq!(left("塩尻", 6), "塩尻  ");
        assert_eq!(right("12", 4), "  12");
        assert_eq!(left("長すぎる", 2), "長すぎる");
    }
}
