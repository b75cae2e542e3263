//! The known name nearest to a misspelt one.

/// The candidate that needs the fewest single-letter changes, when these are few enough to be a slip of the finger.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: Vec<char> = name.chars().take(100).collect();
    let most = 1 + name.len() / 4;
    known
        .map(|candidate| (changes(&name, candidate), candidate))
        .filter(|(changes, _)| *changes <= most)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Insertions, deletions and replacements that turn one into the other (Levenshtein).
fn changes(name: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (line, letter) in candidate.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (place, own) in name.iter().enumerate() {
            let above = row[place + 1];
            row[place + 1] = (above + 1).min(row[place] + 1).min(diagonal + usize::from(*own != letter));
            diagonal = above;
        }
    }
    row[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_names_the_field_and_a_stranger_none() {
        let known = ["hours_per_week", "home_municipality", "slots"];
        assert_eq!(nearest("hour_per_week", known.into_iter()), Some("hours_per_week"));
        assert_eq!(nearest("slot", known.into_iter()), Some("slots"));
        assert_eq!(nearest("birthplace", known.into_iter()), None);
    }
}
