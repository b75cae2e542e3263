//! Whole numbers of a body, narrowed to the type that the domain keeps them in.

/// The number, when it fits. One that does not fit is beyond the limits of its schema: the contract has noted that
/// fault and taken the number out, so nothing is lost here in silence.
pub(super) fn narrow<T: TryFrom<i64>>(number: Option<i64>) -> Option<T> {
    number.and_then(|number| T::try_from(number).ok())
}
