//! The pages, one a file: each gathers its values in one blocking call and draws them.

pub(crate) mod failure;
pub(crate) mod login;
pub(crate) mod matches;
pub(crate) mod postings;
pub(crate) mod public_posting;
pub(crate) mod reach;
