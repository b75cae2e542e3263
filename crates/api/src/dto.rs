//! What goes over the wire: requests that become domain types, and domain types that become answers.
//!
//! One resource a file. A request is a set of optional fields: the contract has admitted its shape, and what is
//! compulsory is said by the schema. An answer always has all of its fields, `null` where nothing is stated.

use domain::Faults;
use serde::Serialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use crate::extract::reading::Reading;

pub mod aggregate;
pub mod agreements;
pub mod alliance_dashboards;
pub mod alliances;
pub mod amendments;
pub mod api_keys;
pub mod applications;
pub mod attendances;
pub mod audit_events;
pub mod authors;
pub mod candidates;
pub mod changes;
pub mod cohorts;
pub mod consents;
pub mod courses;
pub mod decisions;
pub mod directory;
pub mod encounters;
pub mod engagements;
pub mod enrollments;
pub mod events;
pub mod explanations;
pub mod export_readiness;
pub mod feasibility;
pub mod frozen_rankings;
pub mod handovers;
pub mod imports;
pub mod jobs;
pub mod json_resume;
pub mod ledger_entries;
pub mod marks;
pub mod match_runs;
mod narrow;
pub mod notes;
pub mod notice_templates;
pub mod notices;
pub mod organizations;
pub mod outcomes;
pub mod own_page;
pub mod posting_templates;
pub mod postings;
pub mod problems;
pub mod profile;
pub mod programs;
pub mod promises;
pub mod proposals;
pub mod ranking_calls;
pub mod rankings;
pub mod readiness;
pub mod referrals;
pub mod region_groups;
pub mod regions;
pub mod reports;
pub mod retention;
pub mod reviews;
pub mod rights;
pub mod rounds;
pub mod scores;
pub mod search;
pub mod second_looks;
pub mod sessions;
pub mod skills;
pub mod stages;
pub mod surveys;
pub mod terms;
pub mod touch_points;
pub mod users;
pub mod vocabulary;
pub mod webhooks;
pub mod weights;

/// A body that a caller writes.
pub trait RequestBody: DeserializeOwned + Default + ToSchema {
    /// What it becomes.
    type Content;

    /// The domain's form of it.
    ///
    /// # Errors
    /// Every fault, those that the contract found before included.
    fn into_content(self, reading: Reading<'_>) -> Result<Self::Content, Faults>;
}

/// A page of a list.
pub trait PageBody<T>: Serialize {
    /// The page of these items; `next_cursor` opens the next one.
    fn of(items: Vec<T>, next_cursor: Option<String>) -> Self;
}

macro_rules! pages {
    ($($(#[$meta:meta])+ $name:ident of $item:ty;)+) => { $(
        $(#[$meta])+
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        pub struct $name {
            /// In ascending order of id, the oldest first.
            #[schema(max_items = 200)]
            pub items: Vec<$item>,
            /// Opens the next page; `null` on the last one.
            #[schema(value_type = Option<$crate::dto::vocabulary::Cursor>)]
            pub next_cursor: Option<String>,
        }

        impl $crate::dto::PageBody<$item> for $name {
            fn of(items: Vec<$item>, next_cursor: Option<String>) -> Self {
                Self { items, next_cursor }
            }
        }
    )+ };
}
pub(crate) use pages;
