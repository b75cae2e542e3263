//! The list of postings and the head of a posting's pages, in English.

use super::{counted, people};
use crate::text::{Head, Postings};

pub(super) const POSTINGS: Postings = Postings {
    title: "Postings",
    column_title: "Title",
    column_place: "Place",
    column_host: "Host",
    column_deadline: "Apply by",
    column_applications: "Applied",
    column_status: "Stage",
    column_seats: "Places",
    all: "All",
    by_status: "Filter by stage",
    show_map: "Choose on a map",
    hide_map: "Close the map",
    map: "Postings by prefecture",
    map_note: "The number is the count of postings. Choose a prefecture to see only those.",
    in_place: |place| format!("Postings in {place}"),
    clear_place: "Show every place",
    clear_status: "Show every stage",
    count: |number| counted(number, "posting", "postings"),
    empty: "There is no posting yet. One need is enough to start.",
    empty_next: "For now postings are registered through the API (POST /api/v1/postings). They then appear here.",
    empty_filtered: |filter| format!("No posting fits “{filter}”."),
    reach: "Who can be reached",
    no_deadline: "No deadline",
    capped: |number| {
        format!(
            "There are many postings: these are among the first {} registered.",
            counted(number, "posting", "postings")
        )
    },
    pages: "Pages",
    previous: "Previous page",
    next: "Next page",
    page: |at, of| format!("Page {at} of {of}"),
};

pub(super) const HEAD: Head = Head {
    crumbs: "You are here",
    host: "Host",
    place: "Place",
    period: "Period",
    seats: "Places",
    hours: "Hours asked",
    deadline: "Apply by",
    people,
    hours_per_week: |hours| format!("{hours} h a week"),
    hours_between: |least, desired| format!("{least}–{desired} h a week"),
    views: "Pages of this posting",
    ranking: "Ranking",
    reach: "Who can be reached",
    applied: "Applied",
    registered: "Registered",
    eligible: "Meet the conditions",
    private_note: "Looking here sends nothing to the people who applied",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!((POSTINGS.count)(1), "1 posting");
        assert_eq!(people(1), "1 person");
        assert_eq!(people(1500), "1,500 people");
    }
}
