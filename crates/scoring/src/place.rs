//! Regions made ready for comparing: where somebody lives, what they declared, what a posting's residency names.
//!
//! Asks the table of regions once; afterwards everything is a bit or a code.

use domain::{MunicipalityCode, PrefectureCode, RegionCode, RegionTable};

use crate::distance::Point;

/// A municipality with what scoring asks of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    code: MunicipalityCode,
    city: MunicipalityCode,
    point: Point,
}

impl Place {
    /// Looks the municipality up; one that is not loaded stands where its prefecture stands.
    pub(crate) fn new(regions: &RegionTable, code: MunicipalityCode) -> Self {
        Self { code, city: regions.city(code), point: Point::from_degrees(regions.point(code)) }
    }

    /// The code as stated.
    pub(crate) fn code(&self) -> MunicipalityCode {
        self.code
    }

    /// Whole kilometres between the representative points.
    pub(crate) fn km(&self, other: &Self) -> u16 {
        self.point.km(&other.point)
    }

    /// The municipality, or the city of a ward.
    pub(crate) fn city(&self) -> MunicipalityCode {
        self.city
    }

    /// The bit of its prefecture in a set of them.
    pub(crate) fn prefecture_bit(&self) -> u64 {
        1 << self.code.prefecture().number()
    }

    /// Whether both lie in one prefecture.
    pub(crate) fn shares_prefecture(&self, other: &Self) -> bool {
        self.code.prefecture() == other.code.prefecture()
    }
}

/// A set of prefectures, one bit each.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Prefectures(u64);

impl Prefectures {
    /// The prefectures of the same block (関東, 中部 …) as this one, itself included.
    pub(crate) fn of_block(regions: &RegionTable, prefecture: PrefectureCode) -> Self {
        let block = &regions.prefecture(prefecture).block;
        let mut set = Self::default();
        let neighbours = regions.prefectures().iter().filter(|other| other.block == *block);
        neighbours.for_each(|other| set.insert(other.code));
        set
    }

    /// One bit a prefecture, by its number.
    pub(crate) fn bits(self) -> u64 {
        self.0
    }

    fn insert(&mut self, prefecture: PrefectureCode) {
        self.0 |= 1 << prefecture.number();
    }

    fn contains(self, prefecture: PrefectureCode) -> bool {
        self.0 & (1 << prefecture.number()) != 0
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Regions that a person declared: each counts at the nearest level it shares with a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    cities: Box<[MunicipalityCode]>,
    prefectures: Prefectures,
}

impl Declared {
    /// Compiles the declared regions; a ward stands for its city.
    pub(crate) fn new(regions: &RegionTable, declared: impl Iterator<Item = RegionCode>) -> Self {
        let (mut cities, mut prefectures) = (Vec::new(), Prefectures::default());
        for region in declared {
            prefectures.insert(region.prefecture());
            if let RegionCode::Municipality(code) = region {
                cities.push(regions.city(code));
            }
        }
        Self { cities: cities.into(), prefectures }
    }

    /// From what [`Self::cities`] and [`Self::prefectures`] tell.
    pub(crate) fn of_parts(cities: &[MunicipalityCode], prefectures: u64) -> Self {
        Self { cities: cities.into(), prefectures: Prefectures(prefectures) }
    }

    /// The declared municipalities; a ward's city in its stead.
    pub(crate) fn cities(&self) -> &[MunicipalityCode] {
        &self.cities
    }

    /// The prefectures that are declared, or in which something declared lies.
    pub(crate) fn prefectures(&self) -> Prefectures {
        self.prefectures
    }

    /// Whether one is the place's municipality.
    pub(crate) fn names_municipality_of(&self, place: &Place) -> bool {
        self.cities.contains(&place.city)
    }

    /// Whether one is the place's prefecture or lies in it.
    pub(crate) fn names_prefecture_of(&self, place: &Place) -> bool {
        self.prefectures.contains(place.code.prefecture())
    }

    /// Whether one lies in one of these prefectures.
    pub(crate) fn names_any_of(&self, prefectures: Prefectures) -> bool {
        self.prefectures.meets(prefectures)
    }
}

/// The regions of a residency: a home lies in them or not.
#[derive(Debug, Clone)]
pub(crate) struct Bounds {
    municipalities: Box<[MunicipalityCode]>,
    prefectures: Prefectures,
}

impl Bounds {
    /// Compiles the regions as they are named; a city covers its wards, a ward does not cover its city.
    pub(crate) fn new(named: &[RegionCode]) -> Self {
        let (mut municipalities, mut prefectures) = (Vec::new(), Prefectures::default());
        for region in named {
            match region {
                RegionCode::Prefecture(code) => prefectures.insert(*code),
                RegionCode::Municipality(code) => municipalities.push(*code),
            }
        }
        Self { municipalities: municipalities.into(), prefectures }
    }

    /// Whether the place is one of the regions or lies below one.
    pub(crate) fn contain(&self, place: &Place) -> bool {
        self.prefectures.contains(place.code.prefecture())
            || self.municipalities.contains(&place.code)
            || self.municipalities.contains(&place.city)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Reference;

    const WARD: &str = "code6,name,name_kana,name_romaji,kind,parent_code6,lat,lon\n011011,札幌市中央区,,,ward,011002,43.05,141.34\n";

    fn regions() -> RegionTable {
        let wards = RegionTable::read_municipalities(WARD.as_bytes()).unwrap();
        Reference::built_in().with_municipalities(wards).regions
    }

    fn region(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    fn place(text: &str) -> Place {
        Place::new(&regions(), MunicipalityCode::parse(text).unwrap())
    }

    #[test]
    fn a_home_in_a_ward_is_in_its_city_and_not_the_other_way_round() {
        let bounds = |text: &str| Bounds::new(&[region(text)]);
        for (named, home, inside) in [
            ("011002", "011011", true),
            ("011011", "011002", false),
            ("011011", "011011", true),
            ("01", "011011", true),
            ("13", "011011", false),
        ] {
            assert_eq!(bounds(named).contain(&place(home)), inside, "{home} in {named}");
        }
    }

    #[test]
    fn a_declared_ward_stands_for_its_city_both_ways() {
        let declared = |text: &str| Declared::new(&regions(), std::iter::once(region(text)));
        assert!(declared("011011").names_municipality_of(&place("011002")));
        assert!(declared("011002").names_municipality_of(&place("011011")));
        assert!(!declared("01").names_municipality_of(&place("011002")));
        assert!(declared("01").names_prefecture_of(&place("011011")));
    }

    #[test]
    fn a_block_is_shared_by_its_prefectures_only() {
        let nagano = Prefectures::of_block(&regions(), PrefectureCode::parse("20").unwrap());
        let declared = |text: &str| Declared::new(&regions(), std::iter::once(region(text)));
        assert!(declared("15").names_any_of(nagano));
        assert!(!declared("13").names_any_of(nagano));
    }
}
