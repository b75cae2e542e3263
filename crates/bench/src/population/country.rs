//! Where people live: the 47 prefectures with as many people as they have, and made-up municipalities in them.

use domain::{
    Municipality, MunicipalityCode, MunicipalityKind, Prefecture, Reference, RegionTable,
    region::MunicipalityCodeError,
};

use super::dice::{Dice, Purpose, Shares, zipf};

/// Made-up municipalities in a prefecture.
const IN_A_PREFECTURE: u64 = 40;

/// Their numbers within the prefecture come after this one; no municipality of Japan has a number above 800.
const FIRST_NUMBER: u64 = 800;

/// How far they lie from their prefecture's point at most, in thousandths of a degree.
const SPREAD: u64 = 450;

/// The same in Hokkaido, which is as large as some ten others.
const SPREAD_IN_HOKKAIDO: u64 = 1_300;

/// People of each prefecture, in the order of the codes, in ten thousands: census of 1 October 2020
/// (総務省統計局「令和2年国勢調査」), rounded.
const PEOPLE: [u64; 47] = [
    522, 124, 121, 230, 96, 107, 183, 287, 193, 194, 734, 628, 1405, 924, 220, 103, 113, 77, 81, 205, 198,
    363, 754, 177, 141, 258, 884, 547, 132, 92, 55, 67, 189, 280, 134, 72, 95, 133, 69, 514, 81, 131, 174,
    112, 107, 159, 147,
];

/// The places of the country, and how many live in each.
#[derive(Debug)]
pub(super) struct Country {
    /// All made-up municipalities, prefecture by prefecture, the largest of each first.
    pub(super) homes: Vec<MunicipalityCode>,
    shares: Shares,
}

impl Country {
    /// The homes, and the built-in tables with them laid over.
    pub(super) fn new(seed: u64) -> (Self, Reference) {
        let reference = Reference::built_in();
        let municipalities = made_up(seed, &reference.regions);
        let homes = municipalities.iter().map(|municipality| municipality.code).collect();
        let weights =
            PEOPLE.iter().flat_map(|people| (1..=IN_A_PREFECTURE).map(move |rank| people * zipf(rank)));
        (Self { homes, shares: Shares::new(weights) }, reference.with_municipalities(municipalities))
    }

    /// Where somebody lives: prefectures by their people, within them a few large places and many small ones.
    pub(super) fn home(&self, dice: &mut Dice) -> MunicipalityCode {
        self.homes[self.shares.draw(dice)]
    }
}

fn made_up(seed: u64, regions: &RegionTable) -> Vec<Municipality> {
    let mut dice = Dice::of(seed, Purpose::Municipality, 0);
    let mut municipalities = Vec::new();
    for prefecture in regions.prefectures() {
        for rank in 1..=IN_A_PREFECTURE {
            municipalities.push(Municipality {
                code: code(prefecture, FIRST_NUMBER + rank),
                name: format!("架空{rank}町"),
                name_en: format!("Kaku-{rank}"),
                name_kana: format!("かくう{rank}ちょう"),
                kind: MunicipalityKind::Town,
                parent: None,
                point: Some(point(prefecture, &mut dice)),
                aliases: Vec::new(),
            });
        }
    }
    municipalities
}

fn code(prefecture: &Prefecture, number: u64) -> MunicipalityCode {
    let body = format!("{}{number:03}", prefecture.code);
    match MunicipalityCode::parse(&format!("{body}0")) {
        Ok(code) => Some(code),
        Err(MunicipalityCodeError::CheckDigit(digit)) => {
            MunicipalityCode::parse(&format!("{body}{digit}")).ok()
        }
        Err(_) => None,
    }
    .expect("two digits of a prefecture, three of a number above 0 and their check digit are a code")
}

/// Nearer places are likelier: the mean of two draws.
fn point(prefecture: &Prefecture, dice: &mut Dice) -> (f64, f64) {
    let spread = if prefecture.code.number() == 1 { SPREAD_IN_HOKKAIDO } else { SPREAD };
    let mut off = || {
        let drawn = dice.within(0, 2 * spread) + dice.within(0, 2 * spread);
        (drawn as f64 / 2.0 - spread as f64) / 1_000.0
    };
    (prefecture.point.0 + off(), prefecture.point.1 + off())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_home_is_in_the_table_and_none_is_a_real_place() {
        let (country, reference) = Country::new(1);
        assert_eq!(country.homes.len(), 47 * 40);
        assert_eq!(reference.regions.municipalities().count(), 47 * 40 + 92);
        let mut distinct = country.homes.clone();
        distinct.dedup();
        assert_eq!(distinct.len(), country.homes.len());
        assert!(country.homes.iter().all(|home| (800..=840).contains(&(home.number() / 10 % 1000))));
    }

    #[test]
    fn the_census_counts_126_million() {
        assert_eq!(PEOPLE.iter().sum::<u64>(), 12_612);
    }
}
