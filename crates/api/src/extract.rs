//! From a request to something a use case takes: who calls, the body, the query, the preconditions.
//!
//! Authentication stands before everything else: nothing of a body is read for somebody unknown.

pub mod body;
pub mod caller;
pub mod guest;
pub mod json;
pub mod path;
pub mod query;
pub mod reading;
pub mod visitor;
