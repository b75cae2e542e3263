//! Components: what several pages are put together from.

pub mod chips;
pub mod drawer;
pub mod exclusions;
pub mod layout;
pub mod people;
pub mod posting_head;
pub mod ranked_list;
