//! The pages, one a file: each gathers its values in one blocking call and draws them.

pub mod matches;
pub mod postings;
pub mod reach;
pub mod login;
pub mod failure;
