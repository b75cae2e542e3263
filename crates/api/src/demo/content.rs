//! The demo's bodies, agreements and postings, as they stand in its files.
//!
//! A posting is read through the very request type of the API, so the files are examples of it too.

use chrono::NaiveDate;
use domain::{
    AgreementKind, Faults, MunicipalityCode, OrganizationKind, PostingContent, PostingStatus, Reference,
    RegionCode,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::error::{DemoError, in_words};
use super::ingredients::Code;
use crate::dto::RequestBody;
use crate::dto::postings::PostingRequest;
use crate::extract::reading::Reading;

const ORGANIZATIONS: &str = include_str!("../../demo/organizations.json");
const AGREEMENTS: &str = include_str!("../../demo/agreements.json");
const POSTINGS: &str = include_str!("../../demo/postings.json");
/// The ingredients of people.
pub(super) const PEOPLE: &str = include_str!("../../demo/people.json");

/// The coordinating body whose key the demo gives out.
pub(super) const COORDINATOR: &str = "kurumiza";
/// The posting that the demo shows first.
pub(super) const SHOWN_POSTING: &str = "shiojiri-cmo";

/// A body of the demo.
#[derive(Deserialize)]
pub(super) struct DemoOrganization {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) kind: OrganizationKind,
    pub(super) municipality: Code<MunicipalityCode>,
}

/// An agreement of the demo; bodies by their keys.
#[derive(Deserialize)]
pub(super) struct DemoAgreement {
    /// The coordinator.
    pub(super) from: String,
    /// The body whose postings are meant.
    pub(super) with: String,
    pub(super) kind: AgreementKind,
    pub(super) items: Vec<String>,
    pub(super) regions: Vec<Code<RegionCode>>,
    pub(super) valid_from: NaiveDate,
    pub(super) valid_until: Option<NaiveDate>,
}

/// A posting of the demo.
pub(super) struct DemoPosting {
    pub(super) key: String,
    /// The key of the body that posts it.
    pub(super) organization: String,
    /// The status it is to reach.
    pub(super) status: PostingStatus,
    /// How many people apply.
    pub(super) applicants: usize,
    pub(super) content: PostingContent,
}

/// What the demo adds to a posting's request.
#[derive(Deserialize)]
struct PostingFrame {
    key: String,
    organization: String,
    status: PostingStatus,
    applicants: usize,
}

/// The fields of [`PostingFrame`], and the round: the demo has none.
const FRAME: [&str; 5] = ["key", "organization", "status", "applicants", "round_id"];

/// Bodies, agreements and postings.
pub(super) struct Content {
    pub(super) organizations: Vec<DemoOrganization>,
    pub(super) agreements: Vec<DemoAgreement>,
    pub(super) postings: Vec<DemoPosting>,
}

impl Content {
    /// The built-in files.
    ///
    /// # Errors
    /// [`DemoError::Content`]; the tests keep that from happening.
    pub(super) fn built_in(reference: &Reference) -> Result<Self, DemoError> {
        let wrong = |file: &'static str| move |error| DemoError::Content(format!("{file}: {error}"));
        let postings: Vec<Map<String, Value>> = serde_json::from_str(POSTINGS).map_err(wrong("postings"))?;
        Ok(Self {
            organizations: serde_json::from_str(ORGANIZATIONS).map_err(wrong("organizations"))?,
            agreements: serde_json::from_str(AGREEMENTS).map_err(wrong("agreements"))?,
            postings: postings
                .into_iter()
                .map(|fields| posting(reference, fields))
                .collect::<Result<_, _>>()?,
        })
    }

    /// The body of a key.
    pub(super) fn organization(&self, key: &str) -> Result<&DemoOrganization, DemoError> {
        let found = self.organizations.iter().find(|body| body.key == key);
        found.ok_or_else(|| DemoError::Content(format!("no body has the key {key}")))
    }
}

/// A number that differs when a file of the demo does.
pub(super) fn fingerprint() -> u64 {
    let bytes = [ORGANIZATIONS, AGREEMENTS, POSTINGS, PEOPLE].into_iter().flat_map(str::bytes);
    // FNV-1a, 64 bit.
    bytes.fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

fn posting(reference: &Reference, fields: Map<String, Value>) -> Result<DemoPosting, DemoError> {
    let (frame, request): (Map<_, _>, Map<_, _>) =
        fields.into_iter().partition(|(name, _)| FRAME.contains(&name.as_str()));
    let wrong = |error| DemoError::Content(format!("postings: {error}"));
    let frame: PostingFrame = serde_json::from_value(Value::Object(frame)).map_err(wrong)?;
    let request: PostingRequest = serde_json::from_value(Value::Object(request)).map_err(wrong)?;
    let read = request.into_content(Reading::new(reference, Faults::default()));
    let read = read.map_err(|faults| DemoError::Content(format!("{}: {}", frame.key, in_words(&faults))))?;
    Ok(DemoPosting {
        key: frame.key,
        organization: frame.organization,
        status: frame.status,
        applicants: frame.applicants,
        content: read.content,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_key_is_known() {
        let reference = Reference::built_in();
        let content = Content::built_in(&reference).unwrap();
        assert!(content.postings.len() >= 40, "{}", content.postings.len());
        for posting in &content.postings {
            content.organization(&posting.organization).unwrap();
        }
        for agreement in &content.agreements {
            content.organization(&agreement.from).unwrap();
            content.organization(&agreement.with).unwrap();
        }
        let shown = content.postings.iter().find(|posting| posting.key == SHOWN_POSTING).unwrap();
        assert_eq!((shown.applicants, shown.content.seats), (103, 2));
        assert_eq!(content.organization(COORDINATOR).unwrap().kind, OrganizationKind::CoordinatorBody);
    }

    #[test]
    fn the_round_of_2021_has_its_window() {
        let content = Content::built_in(&Reference::built_in()).unwrap();
        let round: Vec<_> =
            content.postings.iter().filter(|posting| posting.key.starts_with("doda2021")).collect();
        assert_eq!(round.len(), 8);
        for posting in round {
            assert_eq!(posting.status, PostingStatus::Closed);
            let opens = posting.content.application_opens_at.unwrap();
            assert_eq!(opens.to_string(), "2021-07-07T15:00:00.000000Z");
        }
    }
}
