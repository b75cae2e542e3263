//! Components: what several pages are put together from.

pub(crate) mod chips;
pub(crate) mod drawer;
pub(crate) mod exclusions;
pub(crate) mod layout;
pub(crate) mod people;
pub(crate) mod posting_head;
pub(crate) mod ranked_list;
