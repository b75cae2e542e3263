//! For whom a list is made. Which agreements are in force is the caller's to say.

use domain::{OrganizationId, PostingId, RegionCode};

/// An organization whose postings another one coordinates, where it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// The body whose postings are meant.
    pub organization_id: OrganizationId,
    /// Where; empty = everywhere. A city with wards is named together with its wards.
    pub regions: Vec<RegionCode>,
}

/// The organization that looks, with the coordination agreements in force that let it see more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who looks.
    pub organization_id: OrganizationId,
    /// Whose postings it coordinates.
    pub coordinated: Vec<Coverage>,
    /// Postings that were referred to it and that it acts on.
    pub referred: Vec<PostingId>,
}

/// A viewer as queries take it.
pub(crate) struct Eyes {
    pub(crate) organization: String,
    pub(crate) coordinated: Vec<Covered>,
    pub(crate) referred: Vec<String>,
}

/// A coverage as queries take it.
pub(crate) struct Covered {
    pub(crate) organization: String,
    /// Beginnings of municipality codes, one of which a posting's has.
    pub(crate) beginnings: Vec<String>,
}

impl From<&Viewer> for Eyes {
    fn from(viewer: &Viewer) -> Self {
        let cover = |coverage: &Coverage| Covered {
            organization: coverage.organization_id.to_string(),
            beginnings: match coverage.regions.as_slice() {
                [] => vec!["%".to_owned()],
                regions => regions.iter().map(|region| format!("{region}%")).collect(),
            },
        };
        Self {
            organization: viewer.organization_id.to_string(),
            coordinated: viewer.coordinated.iter().map(cover).collect(),
            referred: viewer.referred.iter().map(ToString::to_string).collect(),
        }
    }
}
