//! What of A's records B is told all the same, each with its reason. One that nothing needs any more fails the test.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::questions::Place;
use super::world::Kind;

/// Operation, place, kind of the record that stands there, and why it is answered otherwise than for nothing.
const EXCEPTIONS: &[(&str, &str, Kind, &str)] = &[
    ("get_posting", "id", Kind::Posting, PUBLISHED),
    ("list_postings", "organization_id", Kind::Organization, PUBLISHED),
    ("count_postings", "organization_id", Kind::Organization, PUBLISHED),
    ("rank_candidates", "id", Kind::Posting, FOR_B_S_PEOPLE),
    ("rank_candidates_with_weights", "id", Kind::Posting, FOR_B_S_PEOPLE),
    ("assess_feasibility", "id", Kind::Posting, FOR_B_S_PEOPLE),
    ("explain_match", "posting_id", Kind::Posting, FOR_B_S_PEOPLE),
    ("create_match_run", "/scope/posting_ids/0", Kind::Posting, FOR_B_S_PEOPLE),
    ("create_application", "/posting_id", Kind::Posting, APPLYING),
    ("bulk_submit_applications", "/posting_id", Kind::Posting, APPLYING),
    ("report_outcome", "/posting_id", Kind::Posting, B_S_OUTCOMES),
    ("bulk_report_outcomes", "/posting_id", Kind::Posting, B_S_OUTCOMES),
    ("get_organization", "id", Kind::Organization, DIRECTORY),
    ("get_directory_entry", "id", Kind::Organization, SAID_TO_ALL),
    ("invite_to_alliance", "/organization_id", Kind::Organization, NAMED),
    ("create_referral", "/to_organization_id", Kind::Organization, NAMED),
    ("create_promise", "/posting_id", Kind::Posting, PUBLISHED),
    ("create_promise", "/to_candidate_id", Kind::Candidate, CONSENTED),
    ("create_proposal", "/posting_id", Kind::Posting, APPLYING),
    ("create_proposal", "/people/0/candidate_id", Kind::Candidate, CONSENTED),
    ("create_consent", "/recipient", Kind::Organization, NAMED),
    ("create_agreement", "/coordinator_id", Kind::Organization, NAMED),
    ("get_candidate", "id", Kind::Candidate, CONSENTED),
    ("rank_postings", "id", Kind::Candidate, CONSENTED),
    ("explain_match", "candidate_id", Kind::Candidate, CONSENTED),
    ("report_outcome", "/candidate_id", Kind::Candidate, CONSENTED),
    ("put_mark", "candidate_id", Kind::Candidate, CONSENTED),
    ("delete_mark", "candidate_id", Kind::Candidate, CONSENTED),
    ("create_note", "/candidate_id", Kind::Candidate, CONSENTED),
    ("get_region_group", "id", Kind::RegionGroup, PUBLIC_WORDS),
    ("report_on_fiscal_year", "region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("report_on_period", "region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("list_audit_events", "resource_id", Kind::Candidate, CONSENTED),
    ("delete_attendance", "candidate_id", Kind::Candidate, CONSENTED),
    ("list_postings", "region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("count_postings", "region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("create_round", "/areas/0/region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("replace_round", "/areas/0/region_group_id", Kind::RegionGroup, PUBLIC_WORDS),
    ("create_program", "/partner_ids/0", Kind::Organization, NAMED),
    ("replace_program", "/partner_ids/0", Kind::Organization, NAMED),
    ("create_round", "/areas/0/partner_ids/0", Kind::Organization, NAMED),
    ("replace_round", "/areas/0/partner_ids/0", Kind::Organization, NAMED),
    ("get_event", "id", Kind::Event, FOR_ALL),
    ("list_events", "organization_id", Kind::Organization, FOR_ALL),
    ("create_event", "/posting_ids/0", Kind::Posting, PUBLISHED),
    ("replace_event", "/posting_ids/0", Kind::Posting, PUBLISHED),
    ("put_attendance", "candidate_id", Kind::Candidate, CONSENTED),
    ("list_touch_points", "id", Kind::Candidate, CONSENTED),
    ("create_reveal", "/candidate_id", Kind::Candidate, CONSENTED),
    ("bulk_report_outcomes", "/candidate_id", Kind::Candidate, CONSENTED),
];

const PUBLISHED: &str = "a published posting may be read by everybody, but for its external id";
const FOR_B_S_PEOPLE: &str = "B ranks the people it may see for any published posting";
const APPLYING: &str = "B applies with its own people to any published posting";
const B_S_OUTCOMES: &str = "B tells what became of its own people; it reads its own reports only";
const DIRECTORY: &str = "name, kind and place of every body, because consents and agreements name bodies";
const SAID_TO_ALL: &str = "what a body says of itself in the directory is for every key";
const NAMED: &str = "B opens something of its own to a body of the directory";
const PUBLIC_WORDS: &str = "a named group of regions is a public word that searches and areas may name";
const FOR_ALL: &str =
    "an event for everyone is announced to everybody, but for its external id and its attendances";
const CONSENTED: &str = "a consent opens the profile to B, without name, contact and the person's own words";

/// The exceptions that were needed.
#[derive(Default)]
pub(super) struct Exceptions {
    needed: RefCell<BTreeSet<usize>>,
}

impl Exceptions {
    /// Whether an operation may tell of a record of this kind in this place.
    pub(super) fn allow(&self, operation: &str, place: &Place, kind: Kind) -> bool {
        let is_it = |exception: &(&str, &str, Kind, &str)| {
            (exception.0, exception.1, exception.2) == (operation, place.name.as_str(), kind)
        };
        let found = EXCEPTIONS.iter().position(is_it);
        self.needed.borrow_mut().extend(found);
        found.is_some()
    }

    /// Those that nothing needed.
    pub(super) fn not_needed(&self) -> Vec<String> {
        let needed = self.needed.borrow();
        let idle = EXCEPTIONS.iter().enumerate().filter(|(number, _)| !needed.contains(number));
        idle.map(|(_, (operation, place, kind, _))| format!("{operation} {place} {kind:?}")).collect()
    }
}
