//! How a held skill stands to a wanted one (scoring version 1, §1).
//!
//! Knows the tree and its links; not who holds or wants anything.

use domain::{Relation, SkillTable};

/// What a proficiency of 1…5 is worth, in percent.
const CREDIT: [u16; 6] = [0, 40, 60, 80, 92, 100];

/// The `sim` of `same` and `narrower`, and of nothing else: whoever has it does the wanted thing itself.
pub(crate) const SATISFIES: u8 = 100;

/// What a proficiency is worth, in percent.
pub(crate) const fn credit(level: u8) -> u16 {
    if (level as usize) < CREDIT.len() { CREDIT[level as usize] } else { 0 }
}

/// The `sim` of a relation, 0…100.
pub(crate) fn sim(relation: Relation) -> u8 {
    match relation {
        Relation::Same | Relation::Narrower => SATISFIES,
        Relation::Parent => 60,
        Relation::Related => 50,
        Relation::Sibling => 40,
        Relation::Grandparent => 30,
        Relation::Family => 20,
        Relation::None => 0,
    }
}

/// How the held entry stands to the wanted one; both are places in the table.
pub(crate) fn relation(table: &SkillTable, wanted: u16, held: u16) -> Relation {
    let parent = |index: u16| table.at(index).parent;
    let wanted_parent = parent(wanted);
    if held == wanted {
        Relation::Same
    } else if std::iter::successors(parent(held), |index| parent(*index)).any(|above| above == wanted) {
        Relation::Narrower
    } else if wanted_parent == Some(held) {
        Relation::Parent
    } else if table.at(wanted).related.binary_search(&held).is_ok() {
        Relation::Related
    } else if wanted_parent.is_some() && wanted_parent == parent(held) {
        Relation::Sibling
    } else if wanted_parent.and_then(parent) == Some(held) {
        Relation::Grandparent
    } else if table.at(wanted).family == table.at(held).family {
        Relation::Family
    } else {
        Relation::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Reference;

    #[test]
    fn the_first_line_that_holds_counts() {
        let table = Reference::built_in().skills;
        let place = |id: &str| table.find(id).unwrap().index;
        for (wanted, held, expected) in [
            ("seo", "seo", Relation::Same),
            ("education", "curriculum-development", Relation::Narrower),
            ("banner-design", "graphic-design", Relation::Parent),
            ("writing", "content-marketing", Relation::Related),
            ("childcare-support", "environment", Relation::Sibling),
            ("amazon-marketplace", "ec", Relation::Grandparent),
            ("selection-interview", "labor-management", Relation::Family),
            ("cultivation", "web-accessibility", Relation::None),
        ] {
            assert_eq!(relation(&table, place(wanted), place(held)), expected, "{held} for {wanted}");
        }
    }

    #[test]
    fn links_hold_in_both_directions_and_families_are_no_siblings() {
        let table = Reference::built_in().skills;
        for skill in table.skills() {
            for other in &skill.related {
                let there = sim(relation(&table, skill.index, *other));
                assert!(there >= sim(Relation::Related), "{} and {}", skill.id, table.at(*other).id);
            }
        }
        let families: Vec<u16> =
            table.skills().iter().filter(|skill| skill.parent.is_none()).map(|skill| skill.index).collect();
        for (left, right) in families.iter().zip(&families[1..]) {
            assert!(matches!(relation(&table, *left, *right), Relation::Related | Relation::None));
        }
    }
}
