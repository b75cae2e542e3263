//! 広域圏: a named group of regions, such as 旭川都市圏, that other records may name instead of listing its members.
//!
//! Its name and regions are public words; what is in the group is decided by the body that wrote it down.

use crate::fault::{FaultCode, Faults};
use crate::id::{OrganizationId, RegionGroupId};
use crate::limits::{self, Text};
use crate::region::RegionCode;
use crate::timestamp::Timestamp;

/// What a caller writes of a group of regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionGroupContent {
    /// Name.
    pub name: String,
    /// By what it hangs together.
    pub description: Option<String>,
    /// Prefectures and municipalities, each once; never empty.
    pub regions: Vec<RegionCode>,
}

/// 広域圏.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionGroup {
    /// Id.
    pub id: RegionGroupId,
    /// The body that wrote it down.
    pub organization_id: OrganizationId,
    /// Grows by one with each change.
    pub version: i64,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// What the caller wrote.
    pub content: RegionGroupContent,
}

impl RegionGroupContent {
    /// The content, within its limits.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/name", limits::NAME).required(&self.name, &mut faults);
        Text::new("/description", limits::PROSE).optional(self.description.as_deref(), &mut faults);
        limits::count("/regions", self.regions.len(), limits::REGIONS, &mut faults);
        if self.regions.is_empty() {
            faults.add("/regions", FaultCode::TooShort, "name at least one region");
        }
        faults.extend(each_once("/regions", &self.regions));
        faults.guard(self)
    }
}

/// A fault for each entry of a list that stood there before.
pub(crate) fn each_once<T: PartialEq>(pointer: &str, list: &[T]) -> Faults {
    let mut faults = Faults::default();
    for (index, entry) in list.iter().enumerate() {
        if list[..index].contains(entry) {
            faults.add(format!("{pointer}/{index}"), FaultCode::Duplicate, "is named twice");
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_names_each_region_once_and_at_least_one() {
        let region = |code| RegionCode::parse(code).unwrap();
        let group =
            |regions| RegionGroupContent { name: "旭川都市圏".to_owned(), description: None, regions };
        assert!(group(vec![region("012041"), region("014583")]).checked().is_ok());
        let pointers = |content: RegionGroupContent| {
            let faults = content.checked().unwrap_err();
            faults.as_slice().iter().map(|fault| fault.pointer.clone()).collect::<Vec<_>>()
        };
        assert_eq!(pointers(group(Vec::new())), ["/regions"]);
        assert_eq!(pointers(group(vec![region("01"), region("20"), region("01")])), ["/regions/2"]);
    }
}
