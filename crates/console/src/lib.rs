//! The console: the pages that people look at, over the same use cases as the REST API.
//!
//! Every page is HTML made on the server and works without its script. Nothing is fetched from another host, no
//! style or script stands inside a page, and nothing here reads a clock or a database: the engine does.

mod assets;
mod chart;
mod facts;
mod lang;
mod names;
mod pages;
mod parts;
mod points;
pub mod text;
pub mod view;

pub use lang::Lang;
