//! Work over words of bits with the widest registers of the machine it runs on.
//!
//! The binary is built for any machine of its kind; what a newer one adds is looked up once and used from here.
//! Functions called inside have to be `#[inline(always)]` to share in it, and so cannot be closures. The results are
//! the same everywhere.

pub(crate) use pulp::NullaryFnOnce as Work;

/// Does the work with what the machine has.
pub(crate) fn wide<W: Work>(work: W) -> W::Output {
    pulp::Arch::new().dispatch(work)
}
