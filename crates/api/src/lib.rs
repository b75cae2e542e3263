//! The REST API of Tsumugi, its OpenAPI document, and the commands of the executable `tsumugi`.
//!
//! A handler reads the request, takes a permit where it ranks, runs one use case of `matching` and answers. What a
//! caller may see or do is decided there; how an outcome becomes an HTTP status is decided in [`problem`] alone.

pub mod answer;
pub mod bulk;
pub mod carrier;
pub mod cli;
pub mod commands;
pub mod config;
pub mod contract;
pub mod creating;
pub mod demo;
pub mod dto;
pub mod etag;
pub mod extract;
pub mod feeds;
pub mod frame;
pub mod imports;
pub mod kept;
pub mod load;
pub mod mailer;
pub mod methods;
pub mod metrics;
mod notice_sheet;
pub mod openapi;
pub mod operations;
pub mod paging;
pub mod patch;
pub mod patching;
pub mod problem;
pub mod rate;
pub mod routes;
pub mod server;
pub mod startup;
pub mod state;
pub mod upserting;
pub mod workbook;
