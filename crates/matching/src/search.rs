//! What a search means by a region or a skill: a city with its wards, a skill with all that is narrower.

use domain::{CandidateSearch, Interest, PostingSearch, Reference, RegionCode, RegionTable, SkillId};

/// A city together with its wards; any other region alone.
pub(crate) fn with_wards(regions: &RegionTable, region: RegionCode) -> Vec<RegionCode> {
    let wards = regions
        .municipalities()
        .filter(|place| place.parent.is_some_and(|city| RegionCode::Municipality(city) == region));
    std::iter::once(region).chain(wards.map(|ward| RegionCode::Municipality(ward.code))).collect()
}

/// The search with everything that its regions and skills stand for.
pub(crate) fn widened_postings(reference: &Reference, search: PostingSearch) -> PostingSearch {
    PostingSearch {
        regions: widened_regions(reference, &search.regions),
        group_regions: widened_regions(reference, &search.group_regions),
        skills: widened_skills(reference, &search.skills),
        ..search
    }
}

/// The search with everything that its regions, interests and skills stand for.
pub(crate) fn widened_candidates(reference: &Reference, search: CandidateSearch) -> CandidateSearch {
    let interests = search.interests.iter().flat_map(|interest| match interest {
        Interest::Anywhere => vec![Interest::Anywhere],
        Interest::Region(region) => {
            with_wards(&reference.regions, *region).into_iter().map(Interest::Region).collect()
        }
    });
    CandidateSearch {
        interests: interests.collect(),
        regions: widened_regions(reference, &search.regions),
        skills: widened_skills(reference, &search.skills),
        ..search
    }
}

fn widened_regions(reference: &Reference, regions: &[RegionCode]) -> Vec<RegionCode> {
    regions.iter().flat_map(|region| with_wards(&reference.regions, *region)).collect()
}

fn widened_skills(reference: &Reference, skills: &[SkillId]) -> Vec<SkillId> {
    let named = skills.iter().filter_map(|id| reference.skills.get(id));
    let mut all: Vec<SkillId> =
        named.flat_map(|skill| reference.skills.narrower(skill)).map(|skill| skill.id.clone()).collect();
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_is_meant_with_its_wards() {
        let mut reference = Reference::built_in();
        let ward = "code6,name,name_kana,name_romaji,kind,parent_code6,lat,lon\n011011,札幌市中央区,,,ward,011002,43.05,141.34\n";
        reference.regions.lay_over(RegionTable::read_municipalities(ward.as_bytes()).unwrap());
        let region = |code| RegionCode::parse(code).unwrap();
        let search =
            PostingSearch { regions: vec![region("011002"), region("20")], ..PostingSearch::default() };
        let widened = widened_postings(&reference, search);
        assert_eq!(widened.regions, [region("011002"), region("011011"), region("20")]);
    }

    #[test]
    fn a_family_stands_for_all_below_it_and_a_leaf_for_itself() {
        let reference = Reference::built_in();
        let id = |text: &str| reference.skills.find(text).unwrap().id.clone();
        let leaf = widened_skills(&reference, &[id("instagram")]);
        assert_eq!(leaf, [id("instagram")]);
        let parent = reference.skills.at(reference.skills.find("instagram").unwrap().parent.unwrap());
        let group = widened_skills(&reference, &[parent.id.clone(), id("instagram")]);
        assert!(group.contains(&id("instagram")) && group.contains(&parent.id) && group.len() > 2);
        assert!(group.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
