//! Pages of a list: newest last, by id, so that a cursor never skips or repeats.

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest<Id> {
    /// At most this many, 1…200.
    pub limit: usize,
    /// Only what comes after this one.
    pub after: Option<Id>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// In ascending order of id.
    pub items: Vec<T>,
    /// Whether more follow.
    pub has_more: bool,
}

impl<T> Page<T> {
    /// A page of `rows`, read with one more than `limit` to see whether more follow.
    pub fn of_rows(mut rows: Vec<T>, limit: usize) -> Self {
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        Self { items: rows, has_more }
    }

    /// The same page with its items turned into another type.
    pub fn map<U>(self, turn: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(turn).collect(), has_more: self.has_more }
    }
}
