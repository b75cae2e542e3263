//! Searching: what a list and its facets have is what each record says by itself, in every order and page size.

use std::collections::BTreeMap;

use domain::*;
use store::{CandidateFilter, PostingFilter, StoreError, Viewer};

use crate::ground::{Ground, open};
use crate::samples::*;

on_both! {
    people_are_found_as_they_say,
    postings_are_found_as_they_say,
    what_looks_like_a_pattern_is_a_text,
    rows_of_an_older_program_are_found_too,
}

const RECORDS: u64 = 60;
const SEARCHES: u64 = 150;
const PLACES: [&str; 4] = ["202151", "202011", "131016", "011002"];
const SKILLS: [&str; 4] = ["instagram", "seo", "rakuten", "mall-operation"];
const TEXTS: [&str; 4] = ["みそ蔵の新商品", "ＩＮＳＴＡＧＲＡＭを運用", "ﾈｯﾄｼｮｯﾌﾟ 100%", "50_yen\\"];
const ASKED: [&str; 7] = ["ミソ", "instagram", "ねっとしょっぷ", "100%", "0_Y", "みそ 商品", "ここにない"];

/// A sequence of numbers that is the same each time (xorshift, Marsaglia 2003).
struct Draws(u64);

impl Draws {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    /// One in three draws nothing.
    fn some<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) > 0).then(|| draw(self))
    }

    /// A filter of a search: most are not there.
    fn asked<T>(&mut self, draw: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(4) == 0).then(|| draw(self))
    }

    fn up_to_two<T>(&mut self, mut draw: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(3)).map(|_| draw(self)).collect()
    }

    fn day(&mut self) -> chrono::NaiveDate {
        format!("2026-{:02}-01", 1 + self.below(12)).parse().unwrap()
    }
}

fn category(draws: &mut Draws) -> CategoryId {
    let table = Reference::built_in().categories;
    let place = draws.below(4);
    table.categories()[place].id.clone()
}

fn drawn_candidate(number: u64, draws: &mut Draws) -> Candidate {
    let mut person = candidate(number, number % 2);
    person.updated_at = at(draws.below(7) as i64);
    let content = &mut person.content;
    content.external_id = external_id(&format!("c-{number}"));
    content.statement = draws.some(|draws| draws.one(&TEXTS).to_owned());
    content.readiness = draws.some(|draws| draws.one(Readiness::ALL));
    let profile = &mut content.profile;
    profile.home_municipality = draws.some(|draws| municipality(draws.one(&PLACES)));
    profile.region_interests =
        draws.up_to_two(|draws| Interest::parse(draws.one(&["20", "202151", "13", "anywhere"])).unwrap());
    profile.region_interests.dedup();
    let mut skills = draws.up_to_two(|draws| (draws.one(&SKILLS), 1 + draws.below(5)));
    skills.dedup_by_key(|(skill, _)| *skill);
    profile.skills = skills
        .into_iter()
        .map(|(id, level)| HeldSkill {
            skill: skill(id),
            proficiency: Proficiency::new(level as i64).unwrap(),
            evidence: None,
        })
        .collect();
    profile.work_styles = draws.up_to_two(|draws| draws.one(WorkStyle::ALL)).into_iter().collect();
    profile.contract_forms = draws.up_to_two(|draws| draws.one(ContractForm::ALL)).into_iter().collect();
    profile.categories = draws.up_to_two(category);
    profile.categories.sort();
    profile.categories.dedup();
    profile.hours_per_week = draws.some(|draws| 4 * draws.below(5) as u8);
    profile.available_from = draws.some(Draws::day);
    profile.available_until = draws.some(Draws::day);
    profile.min_reward_yen_per_hour = draws.some(|draws| 1000 * draws.below(4) as u32);
    person
}

fn drawn_candidate_search(draws: &mut Draws) -> CandidateSearch {
    CandidateSearch {
        external_id: (draws.below(12) == 0).then(|| external_id(&format!("c-{}", draws.below(60)))).flatten(),
        readiness: draws.asked(|draws| draws.one(Readiness::ALL)).into_iter().collect(),
        regions: draws.asked(|draws| region(draws.one(&["20", "202151", "13"]))).into_iter().collect(),
        interests: draws
            .asked(|draws| Interest::parse(draws.one(&["20", "202151", "anywhere"])).unwrap())
            .into_iter()
            .collect(),
        categories: draws.asked(category).into_iter().collect(),
        skills: draws
            .asked(|draws| skill(draws.one(&SKILLS)))
            .into_iter()
            .chain([skill("seo")])
            .take(2)
            .filter(|_| draws.below(2) == 0)
            .collect(),
        min_proficiency: draws.asked(|draws| Proficiency::new(1 + draws.below(5) as i64).unwrap()),
        contract_forms: draws.asked(|draws| draws.one(ContractForm::ALL)).into_iter().collect(),
        work_styles: draws.asked(|draws| draws.one(WorkStyle::ALL)).into_iter().collect(),
        min_hours_per_week: draws.asked(|draws| 4 * draws.below(5) as u8),
        from: draws.asked(Draws::day),
        until: draws.asked(Draws::day),
        max_reward_yen_per_hour: draws.asked(|draws| 1000 * draws.below(4) as u32),
        words: draws.asked(|draws| Words::of(draws.one(&ASKED))).unwrap_or_default(),
    }
}

/// Whether any of them is so, or nothing is asked.
fn any<T>(asked: &[T], is_so: impl Fn(&T) -> bool) -> bool {
    asked.is_empty() || asked.iter().any(is_so)
}

fn lies_in(place: MunicipalityCode, region: RegionCode) -> bool {
    match region {
        RegionCode::Prefecture(prefecture) => place.prefecture() == prefecture,
        RegionCode::Municipality(other) => place == other,
    }
}

fn is_interested(stated: &Interest, asked: &Interest) -> bool {
    match (stated, asked) {
        (Interest::Anywhere, Interest::Anywhere) => true,
        (Interest::Region(stated), Interest::Region(asked)) => match (*stated, *asked) {
            (RegionCode::Municipality(place), around) => lies_in(place, around),
            (RegionCode::Prefecture(one), other) => one == other.prefecture(),
        },
        _ => false,
    }
}

fn has_words(texts: &[Option<&str>], words: &Words) -> bool {
    let texts: Vec<String> = texts.iter().flatten().map(|text| folded(text)).collect();
    words.as_slice().iter().all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

fn is_found(search: &CandidateSearch, person: &Candidate) -> bool {
    let (content, profile) = (&person.content, &person.content.profile);
    let least = search.min_proficiency.map_or(1, Proficiency::level);
    search.external_id.as_ref().is_none_or(|key| content.external_id.as_ref() == Some(key))
        && any(&search.readiness, |stage| content.readiness == Some(*stage))
        && any(&search.regions, |region| profile.home_municipality.is_some_and(|home| lies_in(home, *region)))
        && any(&search.interests, |asked| {
            profile.region_interests.iter().any(|own| is_interested(own, asked))
        })
        && any(&search.categories, |category| profile.categories.contains(category))
        && any(&search.skills, |skill| {
            profile.skills.iter().any(|held| held.skill == *skill && held.proficiency.level() >= least)
        })
        && any(&search.contract_forms, |form| profile.contract_forms.contains(*form))
        && any(&search.work_styles, |style| profile.work_styles.contains(*style))
        && search.min_hours_per_week.is_none_or(|least| profile.hours_per_week >= Some(least))
        && search.from.is_none_or(|from| profile.available_until.is_none_or(|until| until >= from))
        && search.until.is_none_or(|until| profile.available_from.is_none_or(|from| from <= until))
        && search
            .max_reward_yen_per_hour
            .is_none_or(|most| profile.min_reward_yen_per_hour.is_none_or(|wish| wish <= most))
        && has_words(&[Some(&content.display_name), content.statement.as_deref()], &search.words)
}

fn people_are_found_as_they_say(ground: &Ground) {
    let mut draws = Draws(0x7A11);
    let people: Vec<Candidate> = (0..RECORDS).map(|number| drawn_candidate(number, &mut draws)).collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(0))?;
            tx.insert_organization(&organization(1))?;
            tx.insert_candidates(&people)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let (mut found_some, mut narrowed) = (0, 0);
    for _ in 0..SEARCHES {
        let search = drawn_candidate_search(&mut draws);
        let own: Vec<&Candidate> =
            people.iter().filter(|person| person.organization_id == organization_id(0)).collect();
        let mut expected: Vec<&Candidate> =
            own.iter().copied().filter(|person| is_found(&search, person)).collect();
        found_some += usize::from(!expected.is_empty());
        narrowed += usize::from(expected.len() < own.len());
        let filter = CandidateFilter {
            organization_id: organization_id(0),
            search: search.clone(),
            without: Vec::new(),
        };
        for order in CandidateOrder::ALL.iter().copied() {
            expected.sort_by_key(|person| {
                let value = order.place(person).value;
                (if order == CandidateOrder::Oldest { value } else { -value }, person.id)
            });
            if order == CandidateOrder::Newest {
                expected.reverse();
            }
            let mut found = Vec::new();
            let mut page = PageRequest { limit: 1 + draws.below(9), after: None };
            loop {
                let part = ground.store.read(|tx| tx.list_candidates(&filter, order, &page)).unwrap();
                page.after = part.items.last().map(|last| order.place(last));
                found.extend(part.items);
                if !part.has_more {
                    break;
                }
            }
            assert!(found.iter().eq(expected.iter().copied()), "{search:?} by {order}");
        }
        let facets = ground.store.read(|tx| tx.count_candidates_by_facet(&filter)).unwrap();
        check_facets(&facets, &search, &expected);
    }
    println!("people: {found_some} of {SEARCHES} searches found somebody, {narrowed} left somebody out");
    assert!(found_some > 50 && narrowed > 100);
}

/// Whether each facet counts what the people found say.
fn check_facets(facets: &Facets, search: &CandidateSearch, expected: &[&Candidate]) {
    let values = |of: fn(&CandidateContent) -> Vec<String>| counted(expected.iter().map(|p| of(&p.content)));
    assert_eq!(facets.total, expected.len() as u64);
    let found: BTreeMap<_, _> =
        facets.facets.iter().map(|facet| (facet.name, facet.values.clone())).collect();
    assert_eq!(
        found["readiness"],
        values(|c| c.readiness.map(|word| word.to_string()).into_iter().collect())
    );
    assert_eq!(
        found["region"],
        values(|c| c
            .profile
            .home_municipality
            .map(|home| home.prefecture().to_string())
            .into_iter()
            .collect())
    );
    assert_eq!(found["category"], values(|c| c.profile.categories.iter().map(ToString::to_string).collect()));
    // Added to the search, a skill is asked with the same proficiency.
    let least = search.min_proficiency.map_or(1, Proficiency::level);
    let able = |held: &&HeldSkill| held.proficiency.level() >= least;
    let skills = expected.iter().map(|person| {
        let held = person.content.profile.skills.iter().filter(able);
        held.map(|held| held.skill.to_string()).collect()
    });
    assert_eq!(found["skill"], counted(skills));
    assert_eq!(
        found["work_style"],
        values(|c| c.profile.work_styles.iter().map(|word| word.to_string()).collect())
    );
    assert_eq!(
        found["contract_form"],
        values(|c| c.profile.contract_forms.iter().map(|word| word.to_string()).collect())
    );
}

/// The facet of records that have these values each.
fn counted(values: impl Iterator<Item = Vec<String>>) -> Vec<FacetValue> {
    let mut counts = BTreeMap::new();
    for value in values.flatten() {
        *counts.entry(value).or_insert(0) += 1;
    }
    let mut counts: Vec<FacetValue> =
        counts.into_iter().map(|(value, count)| FacetValue { value, count }).collect();
    counts.sort_by_key(|value| std::cmp::Reverse(value.count));
    counts
}

fn drawn_posting(number: u64, draws: &mut Draws) -> Posting {
    let mut drawn = posting(number, number % 2);
    drawn.status = draws.one(PostingStatus::ALL);
    drawn.updated_at = at(draws.below(7) as i64);
    drawn.round_window.closes_at = draws.some(|draws| at(draws.below(5) as i64));
    let content = &mut drawn.content;
    content.members_of = draws.asked(|draws| organization_id(draws.below(3) as u64)).into_iter().collect();
    content.external_id = (number < 8).then(|| external_id(&format!("p-{}", number / 2))).flatten();
    content.description = draws.some(|draws| draws.one(&TEXTS).to_owned());
    content.application_closes_at = draws.some(|draws| at(draws.below(5) as i64));
    let terms = &mut content.terms;
    terms.municipality = municipality(draws.one(&PLACES));
    terms.contract_form = draws.one(ContractForm::ALL);
    terms.work_style = draws.one(WorkStyle::ALL);
    terms.required_skills = draws
        .some(|draws| RequiredSkill {
            skill: skill(draws.one(&SKILLS[..2])),
            min_proficiency: Proficiency::new(2).unwrap(),
        })
        .into_iter()
        .collect();
    terms.preferred_skills = draws
        .some(|draws| PreferredSkill { skill: skill(draws.one(&SKILLS[2..])), weight: 1 })
        .into_iter()
        .collect();
    terms.hours_per_week = draws
        .some(|draws| AskedHours { min: draws.some(|draws| 4 + draws.below(8) as u8), desired: Some(12) });
    terms.starts_on = draws.some(Draws::day);
    terms.ends_on = draws.some(Draws::day);
    terms.reward = draws.some(|draws| Reward {
        kind: draws.one(RewardKind::ALL),
        min_yen: draws.some(|draws| 1000 * draws.below(90) as u32),
        max_yen: None,
    });
    terms.categories = draws.up_to_two(category);
    terms.categories.sort();
    terms.categories.dedup();
    drawn
}

fn drawn_posting_search(draws: &mut Draws) -> PostingSearch {
    PostingSearch {
        external_id: (draws.below(12) == 0).then(|| external_id(&format!("p-{}", draws.below(4)))).flatten(),
        statuses: draws.asked(|draws| draws.one(PostingStatus::ALL)).into_iter().collect(),
        organization_id: draws.asked(|draws| organization_id(draws.below(2) as u64)),
        regions: draws.asked(|draws| region(draws.one(&["20", "202151", "13"]))).into_iter().collect(),
        round_id: None,
        region_group_id: None,
        group_regions: draws.asked(|draws| region(draws.one(&["20", "202151"]))).into_iter().collect(),
        categories: draws.asked(category).into_iter().collect(),
        skills: draws.asked(|draws| skill(draws.one(&SKILLS))).into_iter().collect(),
        contract_forms: draws.asked(|draws| draws.one(ContractForm::ALL)).into_iter().collect(),
        work_styles: draws.asked(|draws| draws.one(WorkStyle::ALL)).into_iter().collect(),
        hours_per_week: draws.asked(|draws| draws.below(12) as u8),
        from: draws.asked(Draws::day),
        until: draws.asked(Draws::day),
        min_reward_yen_per_hour: draws.asked(|draws| 500 * draws.below(6) as u32),
        words: draws.asked(|draws| Words::of(draws.one(&ASKED))).unwrap_or_default(),
    }
}

fn is_matched(search: &PostingSearch, posting: &Posting) -> bool {
    let (content, terms) = (&posting.content, &posting.content.terms);
    let wanted = wanted(content);
    search.external_id.as_ref().is_none_or(|key| {
        content.external_id.as_ref() == Some(key) && posting.organization_id == organization_id(0)
    }) && any(&search.statuses, |status| posting.status == *status)
        && search.organization_id.is_none_or(|body| posting.organization_id == body)
        && any(&search.regions, |region| lies_in(terms.municipality, *region))
        && any(&search.group_regions, |region| lies_in(terms.municipality, *region))
        && any(&search.categories, |category| terms.categories.contains(category))
        && any(&search.skills, |skill| wanted.contains(&skill.to_string()))
        && any(&search.contract_forms, |form| terms.contract_form == *form)
        && any(&search.work_styles, |style| terms.work_style == *style)
        && search.hours_per_week.is_none_or(|most| {
            terms.hours_per_week.and_then(|hours| hours.min).is_none_or(|least| least <= most)
        })
        && search.from.is_none_or(|from| terms.ends_on.is_none_or(|end| end >= from))
        && search.until.is_none_or(|until| terms.starts_on.is_none_or(|start| start <= until))
        && search
            .min_reward_yen_per_hour
            .is_none_or(|least| terms.reward_yen_per_hour() >= Some(u64::from(least)))
        && has_words(&[Some(&content.title), content.description.as_deref()], &search.words)
}

fn wanted(content: &PostingContent) -> Vec<String> {
    let required = content.terms.required_skills.iter().map(|wanted| wanted.skill.to_string());
    required.chain(content.terms.preferred_skills.iter().map(|wanted| wanted.skill.to_string())).collect()
}

fn postings_are_found_as_they_say(ground: &Ground) {
    let mut draws = Draws(0x90571);
    let postings: Vec<Posting> = (0..RECORDS).map(|number| drawn_posting(number, &mut draws)).collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(0))?;
            tx.insert_organization(&organization(1))?;
            for posting in &postings {
                tx.insert_posting(posting)?;
            }
            Ok::<_, StoreError>(())
        })
        .unwrap();
    let others = [PostingStatus::Published, PostingStatus::Closed];
    let seen: Vec<&Posting> = postings
        .iter()
        .filter(|posting| {
            let is_public = others.contains(&posting.status);
            posting.organization_id == organization_id(0)
                || (is_public && posting.is_for_people_of(organization_id(0)))
        })
        .collect();
    let viewer =
        Viewer { organization_id: organization_id(0), coordinated: Vec::new(), referred: Vec::new() };
    let mut found_some = 0;
    for _ in 0..SEARCHES {
        let search = drawn_posting_search(&mut draws);
        let mut expected: Vec<&Posting> =
            seen.iter().copied().filter(|posting| is_matched(&search, posting)).collect();
        found_some += usize::from(!expected.is_empty());
        let filter =
            PostingFilter { viewer: viewer.clone(), others: others.to_vec(), search: search.clone() };
        for order in PostingOrder::ALL.iter().copied() {
            expected.sort_by_key(|posting| {
                let value = order.place(posting).value;
                (if order == PostingOrder::Closing { value } else { -value }, posting.id)
            });
            if order == PostingOrder::Newest {
                expected.reverse();
            }
            let mut found = Vec::new();
            let mut page = PageRequest { limit: 1 + draws.below(9), after: None };
            loop {
                let part = ground.store.read(|tx| tx.list_postings(&filter, order, &page)).unwrap();
                page.after = part.items.last().map(|last| order.place(last));
                found.extend(part.items);
                if !part.has_more {
                    break;
                }
            }
            assert!(found.iter().eq(expected.iter().copied()), "{search:?} by {order}");
        }
        let facets = ground.store.read(|tx| tx.count_postings_by_facet(&filter)).unwrap();
        assert_eq!(facets.total, expected.len() as u64);
        let values = |of: fn(&Posting) -> Vec<String>| counted(expected.iter().map(|posting| of(posting)));
        let found: BTreeMap<_, _> =
            facets.facets.iter().map(|facet| (facet.name, facet.values.clone())).collect();
        assert_eq!(found["status"], values(|p| vec![p.status.to_string()]));
        assert_eq!(found["region"], values(|p| vec![p.content.terms.municipality.prefecture().to_string()]));
        assert_eq!(
            found["category"],
            values(|p| p.content.terms.categories.iter().map(ToString::to_string).collect())
        );
        assert_eq!(found["skill"], values(|p| wanted(&p.content)));
        assert_eq!(found["contract_form"], values(|p| vec![p.content.terms.contract_form.to_string()]));
        assert_eq!(found["work_style"], values(|p| vec![p.content.terms.work_style.to_string()]));
    }
    println!("postings: {found_some} of {SEARCHES} searches found something");
    assert!(found_some > 50);
}

fn what_looks_like_a_pattern_is_a_text(ground: &Ground) {
    let with = |number, statement: &str| {
        let mut person = candidate(number, 1);
        person.content.statement = Some(statement.to_owned());
        person
    };
    let people =
        [with(1, "100% remote"), with(2, "1000 remote"), with(3, "a_b"), with(4, "axb"), with(5, "c\\d")];
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidates(&people)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    for (text, expected) in
        [("100%", vec![1]), ("a_b", vec![3]), ("c\\d", vec![5]), ("\\", vec![5]), ("%", vec![1])]
    {
        assert_eq!(found_by(ground, text), expected, "{text}");
    }
}

fn found_by(ground: &Ground, text: &str) -> Vec<u64> {
    let filter = CandidateFilter {
        search: CandidateSearch { words: Words::of(text), ..CandidateSearch::default() },
        ..registered_by(1)
    };
    let everything = PageRequest { limit: 2000, after: None };
    let page =
        ground.store.read(|tx| tx.list_candidates(&filter, CandidateOrder::Oldest, &everything)).unwrap();
    let number = |id| (0..=RECORDS * 20).find(|number| candidate_id(*number) == id).unwrap();
    page.items.iter().map(|person| number(person.id)).collect()
}

/// More than are folded at once.
const OLD: u64 = 1100;

fn rows_of_an_older_program_are_found_too(ground: &Ground) {
    let mut paid = whole_posting(1, 1);
    // What the older program knew nothing of.
    paid.round_window = ApplicationWindow::default();
    paid.content.members_of.clear();
    paid.content.terms.contract_form = ContractForm::Employment;
    paid.content.terms.reward = Some(Reward { kind: RewardKind::Hourly, min_yen: Some(1500), max_yen: None });
    let people: Vec<Candidate> = (1..=OLD).map(|number| whole_candidate(number, 1)).collect();
    ground
        .store
        .write(|tx| {
            tx.insert_organization(&organization(1))?;
            tx.insert_candidates(&people)?;
            tx.insert_posting(&paid)
        })
        .unwrap_or_else(|error: StoreError| panic!("{error}"));
    let search = crate::schema::ALL.iter().position(|name| name.ends_with("_search")).unwrap();
    let since = &crate::schema::ALL[search..];
    let back: Vec<&str> = since.iter().rev().copied().collect();
    assert_eq!(ground.store.revert(since.len()).unwrap(), back);
    assert_eq!(open(&ground.url).migrate().unwrap(), since);
    assert_eq!(found_by(ground, "RISA@EXAMPLE").len() as u64, OLD);
    let dear = PostingFilter {
        viewer: Viewer { organization_id: organization_id(1), coordinated: Vec::new(), referred: Vec::new() },
        others: Vec::new(),
        search: PostingSearch {
            min_reward_yen_per_hour: Some(1500),
            words: Words::of("みそ蔵"),
            ..PostingSearch::default()
        },
    };
    let everything = PageRequest { limit: 9, after: None };
    let page = ground.store.read(|tx| tx.list_postings(&dear, PostingOrder::Reward, &everything)).unwrap();
    // Making what was missing is no change: the version stays.
    assert_eq!(page.items, [paid]);
}
