//! The console: the pages that people look at, over the same use cases as the REST API.
//!
//! Every page is HTML made on the server and works without its script. Nothing is fetched from another host, no
//! style or script stands inside a page, and nothing here reads a clock or a database: the engine does.

mod assets;
mod chart;
mod cookies;
mod facts;
mod gathering;
mod lang;
mod names;
mod origin;
mod pages;
mod parts;
mod permits;
mod points;
mod query;
mod refusal;
mod routes;
pub mod text;
mod view;
mod visit;

pub use lang::Lang;
pub use pages::public_posting::{PublicNotice, PublicPage};
pub use permits::{Full, Permits, Place};
pub use routes::configure;
pub use text::{EN, JA, Text};
pub use visit::RequestId;
