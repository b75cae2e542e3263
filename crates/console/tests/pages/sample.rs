//! An engine with a small region in it: a posting with 104 applicants, one with three, one with none, a draft.
//!
//! Everything is derived from a counter, so every run gives the same people and the same order.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use domain::{
    Actor, AskedHours, CandidateContent, CandidateProfile, CategoryId, ContractForm, HeldSkill, Interest,
    MainJob, MainJobPermission, MunicipalityCode, OrganizationKind, PartialWeights, Posting, PostingContent,
    PostingStatus, PostingTerms, PreferredSkill, Proficiency, Reference, RegionCode, RegionTie,
    RequiredSkill, Reward, RewardKind, Scope, SkillId, TieKind, Timestamp, WordSet, WorkStyle,
};
use matching::applications::{Named, NewApplication, create_application};
use matching::candidates::{NewCandidate, create_candidates};
use matching::once::Once;
use matching::operator::{OperatorKey, issue_operator_key, operator};
use matching::postings::{NewPosting, Transition, create_posting, transition_posting};
use matching::{Clock, Engine, EngineOptions, Entropy};

/// 6 August 2026, 10:00 in Japan, and a millisecond more at each look.
struct Ticking(AtomicU64);

impl Clock for Ticking {
    fn now(&self) -> Timestamp {
        let start = Timestamp::parse("2026-08-06T10:00:00+09:00").unwrap();
        let ticks = self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_micros(start.micros() + ticks as i64 * 1000).unwrap()
    }
}

/// Different bytes at each call, the same at each run.
struct Counted(AtomicU64);

impl Entropy for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.fetch_add(1, Ordering::Relaxed);
        for byte in bytes {
            state = mixed(state);
            *byte = state as u8;
        }
    }
}

fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 27)
}

/// What the tests refer to.
pub(crate) struct Sample {
    /// The engine.
    pub(crate) engine: Arc<Engine>,
    /// An admin key of the municipality.
    pub(crate) key: String,
    /// 104 applicants.
    pub(crate) full: Posting,
    /// Three applicants.
    pub(crate) few: Posting,
    /// None.
    pub(crate) empty: Posting,
}

/// Makes the region in a database of its own.
pub(crate) fn sample(folder: &std::path::Path) -> Sample {
    let options = EngineOptions {
        database_url: format!("sqlite://{}", folder.join("sample.db").display()),
        ranking_threads: 1,
    };
    let clock = Arc::new(Ticking(AtomicU64::new(0)));
    let engine = Engine::open(&options, clock, Arc::new(Counted(AtomicU64::new(1)))).unwrap();
    engine.load_pool(&mut |_, _| {}).unwrap();
    let wanted = OperatorKey {
        organization: "七浦市 産業振興課".to_owned(),
        kind: OrganizationKind::Municipality,
        scopes: [Scope::Admin].into_iter().collect(),
    };
    let issued = issue_operator_key(&engine, &wanted).unwrap();
    let actor = operator(issued.key.organization_id);
    let town = Town { engine: &engine, actor: &actor, reference: engine.reference().clone() };
    let full = town.posting("みそ蔵の新商品を首都圏に届ける", "202151", PostingStatus::Published);
    let few = town.posting("古い蔵書の目録をつくり直す", "212024", PostingStatus::Published);
    let empty = town.posting("朝市の会計を見える形にする", "034410", PostingStatus::Published);
    town.posting("空き家の使い道を一緒に考える", "402231", PostingStatus::Draft);
    town.apply(&full, 104);
    town.apply(&few, 3);
    Sample { key: issued.secret, engine: Arc::new(engine), full, few, empty }
}

struct Town<'a> {
    engine: &'a Engine,
    actor: &'a Actor,
    reference: Arc<Reference>,
}

impl Town<'_> {
    fn skill(&self, id: &str) -> SkillId {
        self.reference.skills.find(id).unwrap_or_else(|| panic!("{id}")).id.clone()
    }

    fn category(&self, id: &str) -> CategoryId {
        self.reference.categories.find(id).unwrap_or_else(|| panic!("{id}")).id.clone()
    }

    fn posting(&self, title: &str, place: &str, status: PostingStatus) -> Posting {
        let content = PostingContent {
            external_id: None,
            title: title.to_owned(),
            issue: None,
            description: None,
            deliverable: None,
            support_type: None,
            travel_cost_paid_by: None,
            seats: 2,
            round_id: None,
            members_of: Vec::new(),
            application_opens_at: Timestamp::parse("2026-07-08T00:00:00+09:00"),
            application_closes_at: Timestamp::parse("2026-08-12T23:59:59+09:00"),
            terms: self.terms(place),
        };
        let new = NewPosting { organization_id: None, content };
        let posting = create_posting(self.engine, self.actor, new, &Once::unanswered()).unwrap();
        if status == PostingStatus::Draft {
            return posting;
        }
        let transition = Transition { to: status, reason: None, expected: None };
        transition_posting(self.engine, self.actor, posting.id, transition).unwrap()
    }

    fn terms(&self, place: &str) -> PostingTerms {
        let preferred = |id: &str, weight| PreferredSkill { skill: self.skill(id), weight };
        PostingTerms {
            contract_form: ContractForm::QuasiMandate,
            municipality: MunicipalityCode::parse(place).unwrap(),
            work_style: WorkStyle::Hybrid,
            required_skills: vec![RequiredSkill {
                skill: self.skill("channel-development"),
                min_proficiency: Proficiency::new(2).unwrap(),
            }],
            preferred_skills: vec![
                preferred("sns", 2),
                preferred("ec-strategy", 2),
                preferred("branding", 1),
            ],
            visits_per_month: Some(1),
            hours_per_week: Some(AskedHours { min: Some(4), desired: Some(8) }),
            slots: WordSet::default(),
            min_shared_slots: 1,
            starts_on: NaiveDate::from_ymd_opt(2026, 9, 1),
            ends_on: NaiveDate::from_ymd_opt(2026, 11, 30),
            min_days: 30,
            residency: None,
            reward: Some(Reward { kind: RewardKind::Monthly, min_yen: Some(80_000), max_yen: Some(100_000) }),
            categories: vec![self.category("sales"), self.category("ec")],
            weights: PartialWeights::default(),
        }
    }

    fn apply(&self, posting: &Posting, number: u64) {
        let people =
            (0..number).map(|place| NewCandidate { content: self.person(place), consents: Vec::new() });
        let people = create_candidates(self.engine, self.actor, people.collect()).unwrap();
        for (person, place) in people.iter().zip(0u64..) {
            let message = (place % 3 == 0).then(|| {
                "蔵の見学会で社長の話を聞き、この味を都内の売り場に並べたいと思いました。".to_owned()
            });
            let new =
                NewApplication { posting: Named::Id(posting.id), candidate: Named::Id(person.id), message };
            create_application(self.engine, self.actor, new, &Once::unanswered()).unwrap();
        }
    }

    fn person(&self, place: u64) -> CandidateContent {
        let lot = Lot(place);
        let family = [
            "佐々木",
            "大野",
            "山口",
            "中村",
            "藤井",
            "石田",
            "岡本",
            "渡辺",
            "木村",
            "青木",
            "森",
            "久保田",
        ];
        let given =
            ["美帆", "拓也", "理沙", "健", "さくら", "亮", "真由", "隆", "由佳", "慎一", "直子", "翔太郎"];
        let statement = "作り手の顔が見える商品を、遠くの食卓まで届けたいです。";
        CandidateContent {
            external_id: None,
            display_name: format!("{} {}", lot.pick(41, &family), given[(place % 12) as usize]),
            email: None,
            phone: None,
            readiness: None,
            statement: (lot.draw(43, 2) == 0).then(|| statement.to_owned()),
            profile: self.profile(lot),
        }
    }

    fn profile(&self, lot: Lot) -> CandidateProfile {
        let homes = ["131041", "271004", "231002", "202011", "172014"];
        let styles = [WorkStyle::Hybrid, WorkStyle::Remote];
        let themes = [("ec", 31), ("sales", 33)].into_iter().filter(|(_, salt)| lot.draw(*salt, 2) == 0);
        CandidateProfile {
            skills: self.skills(lot),
            home_municipality: MunicipalityCode::parse(lot.pick(13, &homes)).ok(),
            region_ties: ties(lot),
            region_interests: match lot.draw(17, 4) {
                0 => vec![Interest::Region(region("202151"))],
                1 => vec![Interest::Anywhere],
                2 => vec![Interest::Region(region("20"))],
                _ => Vec::new(),
            },
            work_styles: styles.into_iter().take(1 + lot.draw(19, 2) as usize).collect(),
            max_travel_km: (lot.draw(21, 3) == 0).then_some(300),
            max_visits_per_month: (lot.draw(23, 4) > 0).then(|| lot.draw(24, 3) as u8),
            hours_per_week: (lot.draw(25, 5) > 0).then(|| 3 + lot.draw(26, 8) as u8),
            available_from: NaiveDate::from_ymd_opt(2026, 8, 1),
            min_reward_yen_per_hour: (lot.draw(27, 2) == 0).then(|| 1500 + 250 * lot.draw(28, 8) as u32),
            contract_forms: [ContractForm::QuasiMandate, ContractForm::Commission].into_iter().collect(),
            categories: themes.map(|(id, _)| self.category(id)).collect(),
            main_job: MainJob {
                permission: match lot.draw(35, 6) {
                    0 => None,
                    1 => Some(MainJobPermission::Unconfirmed),
                    _ => Some(MainJobPermission::Permitted),
                },
                public_employee: false,
            },
            ..CandidateProfile::default()
        }
    }

    fn skills(&self, lot: Lot) -> Vec<HeldSkill> {
        let main = ["channel-development", "channel-development", "retail-negotiation", "b2b-sales"];
        let trades = [
            "食品メーカーで EC・通販の責任者を10年",
            "百貨店の食品売場でバイヤーを8年",
            "地域商社で販路開拓と展示会出展を担当",
            "酒類専門商社で首都圏の営業を6年",
            "スーパー本部で加工食品の仕入れを5年",
        ];
        let held = |id: &str, level: u64, evidence: Option<&str>| HeldSkill {
            skill: self.skill(id),
            proficiency: Proficiency::new(level as i64).unwrap(),
            evidence: evidence.map(str::to_owned),
        };
        let trade = (lot.draw(3, 5) > 0).then(|| lot.pick(4, &trades));
        let more = [(5, "sns"), (7, "ec-strategy"), (9, "branding"), (11, "instagram")];
        let more = more.into_iter().filter(|(salt, _)| lot.draw(*salt, 2) == 0);
        std::iter::once(held(lot.pick(1, &main), 2 + lot.draw(2, 4), trade))
            .chain(more.map(|(salt, id)| held(id, 1 + lot.draw(salt + 1, 5), None)))
            .collect()
    }
}

/// One person's dice: the same number for the same question at each run.
#[derive(Clone, Copy)]
struct Lot(u64);

impl Lot {
    fn draw(self, salt: u64, of: u64) -> u64 {
        mixed(mixed(self.0 * 31 + salt)) % of
    }

    fn pick(self, salt: u64, of: &[&'static str]) -> &'static str {
        of[self.draw(salt, of.len() as u64) as usize]
    }
}

fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

fn ties(lot: Lot) -> Vec<RegionTie> {
    let tie =
        |code: &str, kind, note: &str| RegionTie { region: region(code), kind, note: Some(note.to_owned()) };
    match lot.draw(15, 6) {
        0 => vec![tie("202151", TieKind::Supports, "朝市の売り子を3年手伝っています")],
        1 => vec![tie("20", TieKind::Worked, "長野市の支店に2年いました")],
        _ => Vec::new(),
    }
}
