//! The heading that a misspelt one is meant to be.

use domain::skills::label_key;

use crate::Column;

/// The name that takes the fewest changes of single letters, when these are few enough to be a slip.
pub(super) fn nearest(key: &str, columns: &'static [Column]) -> Option<&'static str> {
    let key: String = key.chars().take(100).collect();
    let most = 1 + key.chars().count() / 4;
    let names = columns.iter().flat_map(|column| column.names());
    names
        .map(|name| (strsim::osa_distance(&key, &label_key(name)), name))
        .filter(|(changes, _)| *changes <= most)
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SheetKind, columns};

    #[test]
    fn the_nearest_is_named_and_a_stranger_none() {
        let nearest = |heading: &str| nearest(&label_key(heading), columns(SheetKind::Postings));
        assert_eq!(nearest("報酬（最抵・円）"), Some("報酬（最低・円）"));
        assert_eq!(nearest("報酬（最高・円円）"), Some("報酬（最高・円）"));
        assert_eq!(nearest("starts_no"), Some("Starts on"));
        assert_eq!(nearest("application_close_at"), Some("application_closes_at"));
        assert_eq!(nearest("宇宙旅行の経験"), None);
        assert_eq!(nearest(&"長".repeat(10_000)), None);
    }
}
