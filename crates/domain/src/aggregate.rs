//! Counts of people in aggregates: small ones are not told to those who may not look at the people themselves.
//!
//! Knows nothing of what is counted, nor of who looks.

mod together;

pub use together::Withheld;

/// A count of people below this is small enough to point at somebody.
pub const SMALLEST_SHOWN: u64 = 5;

/// Who a count is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Those who may see the people who are counted: every count is told.
    Insiders,
    /// Those who may see aggregates only: small counts are not told.
    Outsiders,
}

/// A count of people, or that it is too small to be told. Nobody at all points at nobody, so 0 is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Count {
    /// So many.
    Shown(u64),
    /// Not told: from 1 to 4, or a number by which such a one could be computed.
    Suppressed,
}

impl Count {
    /// The count as an audience is told of it.
    pub fn of(people: u64, audience: Audience) -> Self {
        match audience {
            Audience::Insiders => Self::Shown(people),
            Audience::Outsiders if people == 0 || people >= SMALLEST_SHOWN => Self::Shown(people),
            Audience::Outsiders => Self::Suppressed,
        }
    }

    /// The number, where it is told.
    pub fn value(self) -> Option<u64> {
        match self {
            Self::Shown(people) => Some(people),
            Self::Suppressed => None,
        }
    }

    /// Whether it is not told.
    pub fn is_suppressed(self) -> bool {
        self == Self::Suppressed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outsiders_are_not_told_from_one_to_four() {
        let told = |people| Count::of(people, Audience::Outsiders).value();
        assert_eq!([0, 1, 4, 5, 51].map(told), [Some(0), None, None, Some(5), Some(51)]);
        assert!(Count::of(4, Audience::Outsiders).is_suppressed());
        assert_eq!(Count::of(1, Audience::Insiders), Count::Shown(1));
    }
}
