//! Joining many things two by two, so that the tree of them stays shallow: SQLite refuses expressions that are deep.

/// All of them joined, in their order; nothing of nothing.
pub(crate) fn balanced<T>(mut all: Vec<T>, join: impl Fn(T, T) -> T) -> Option<T> {
    while all.len() > 1 {
        let mut rest = all.into_iter();
        let mut paired = Vec::with_capacity(rest.len().div_ceil(2));
        while let Some(one) = rest.next() {
            paired.push(match rest.next() {
                Some(other) => join(one, other),
                None => one,
            });
        }
        all = paired;
    }
    all.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays_and_the_depth_is_logarithmic() {
        let join = |one: (String, u32), other: (String, u32)| (one.0 + &other.0, 1 + one.1.max(other.1));
        for (count, depth) in [(1, 0), (2, 1), (3, 2), (1000, 10)] {
            let all: Vec<(String, u32)> = (0..count).map(|number| (format!("{number} "), 0)).collect();
            let text: String = all.iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(balanced(all, join), Some((text, depth)));
        }
        assert_eq!(balanced(Vec::new(), join), None);
    }
}
