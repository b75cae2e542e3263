//! Drawings as inline SVG: widths are attributes, colours are classes, so no page needs an inline style.
//!
//! Knows numbers and labels, not where they come from.

pub(crate) mod meter;
pub(crate) mod share;
pub(crate) mod stacked;

/// A length in tenths of a unit as an attribute: `123` is `12.3`.
fn length(tenths: u64) -> String {
    match tenths % 10 {
        0 => (tenths / 10).to_string(),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

/// `part` of `whole` on a line of `width` units, in tenths, never longer than the line.
fn scaled(part: u64, whole: u64, width: u64) -> u64 {
    (part.min(whole) * width * 10).checked_div(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_stay_on_their_line() {
        assert_eq!(length(scaled(1, 3, 300)), "100");
        assert_eq!(length(scaled(1, 7, 300)), "42.8");
        assert_eq!(scaled(9, 3, 300), 3000);
        assert_eq!(scaled(0, 0, 300), 0);
    }
}
