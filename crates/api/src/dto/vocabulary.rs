//! How ids, instants, codes and closed vocabularies look in JSON: one named schema each.
//!
//! The types here are only names for the document; the values themselves are the domain's.

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::Word;
use serde_json::json;
use utoipa::openapi::schema::{AnyOfBuilder, KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{Object, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::openapi::patterns;

/// A component schema and its name.
pub type NamedSchema = (String, RefOr<Schema>);

/// Every schema of this file: parameters refer to them, and are not followed when the document is gathered.
pub fn schemas() -> Vec<NamedSchema> {
    let others = [("WindowEnd", WindowEnd::schema()), ("CategoryId", CategoryId::schema())];
    let others = others.map(|(name, schema)| (name.to_owned(), schema));
    let words = words().into_iter().chain(selection::words()).chain(people::words()).chain(marks::words());
    let words = words.chain(preparation::words()).chain(calls::words());
    let words = words.chain(alliance::words()).chain(engagements::words());
    texts().into_iter().chain(engagements::texts()).chain(words).chain(others).collect()
}

/// What a text schema consists of.
struct TextShape {
    description: &'static str,
    format: Option<&'static str>,
    pattern: Option<&'static str>,
    lengths: (Option<usize>, usize),
    /// None where an invented value would not be valid.
    examples: &'static [&'static str],
}

impl TextShape {
    fn schema(self) -> RefOr<Schema> {
        let format = self.format.map(|format| match format {
            "date-time" => SchemaFormat::KnownFormat(KnownFormat::DateTime),
            "date" => SchemaFormat::KnownFormat(KnownFormat::Date),
            other => SchemaFormat::Custom(other.to_owned()),
        });
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(self.description))
            .format(format)
            .pattern(self.pattern)
            .min_length(self.lengths.0)
            .max_length(Some(self.lengths.1))
            .examples(self.examples.iter().map(|example| json!(example)))
            .into()
    }
}

macro_rules! text_schemas {
    ($($(#[doc = $description:literal])+ $name:ident = ($format:expr, $pattern:expr, $lengths:expr $(, $example:expr)?);)+) => { $(
        $(#[doc = $description])+
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let description = concat!($($description),+).trim_start();
                let examples: &[&str] = &[$($example)?];
                TextShape { description, format: $format, pattern: $pattern, lengths: $lengths, examples }.schema()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+

        pub(super) fn texts() -> Vec<NamedSchema> {
            vec![$((stringify!($name).to_owned(), $name::schema())),+]
        }
    };
}

text_schemas! {
    /// An id made by the server: a UUID (version 7) in its 36-character form.
    Uuid = (Some("uuid"), None, (None, 36), "01980f3e-9c00-7000-8000-5f3a6f0b1c2d");
    /// The caller's own key of the record, unique per organization and kind; compared byte for byte.
    ExternalId = (None, Some(patterns::LINE), (Some(1), 128), "jb-123");
    /// An instant: RFC 3339. Any offset is taken; answers are in UTC (`Z`), cut to the microsecond.
    Instant = (Some("date-time"), None, (None, 40), "2026-08-12T03:00:00.000000Z");
    /// A day, `YYYY-MM-DD`.
    Date = (Some("date"), None, (None, 10), "2026-09-01");
    /// Six digits of a municipality (団体コード, JIS X 0401/0402) with a right check digit.
    MunicipalityCode = (Some("municipality-code"), Some("^[0-9]{6}$"), (None, 6), "202151");
    /// Two digits of a prefecture or six of a municipality.
    RegionCode = (Some("region-code"), Some("^([0-9]{2}|[0-9]{6})$"), (None, 6), "20");
    /// Two digits of a prefecture (JIS X 0401), 01 to 47.
    PrefectureCode = (Some("prefecture-code"), Some("^[0-9]{2}$"), (None, 2), "20");
    /// A region of interest: two or six digits, or the word `anywhere`.
    Interest = (Some("region-interest"), Some("^(anywhere|[0-9]{2}|[0-9]{6})$"), (None, 8), "anywhere");
    /// The id of an entry of the skills table.
    SkillId = (Some("skill-id"), Some("^[a-z0-9][a-z0-9-]*$"), (None, 100), "instagram");
    /// A skill by its id or by any of its labels and aliases, in Japanese or English; answers give the id.
    SkillName = (Some("skill-name"), Some(patterns::FILLED_TEXT), (Some(1), 100), "instagram");
    /// A mail address.
    MailAddress = (None, Some(patterns::EMAIL), (None, 254), "risa@example.jp");
    /// Where a webhook is sent to: https, in the public internet.
    WebhookUrl = (None, Some(patterns::LINE), (Some(1), 2000), "https://example.jp/hooks/tsumugi");
    /// An address on the web: http or https.
    WebAddress = (None, Some(patterns::LINE), (Some(1), 2000), "https://example.jp/archive");
    /// A short remark.
    Remark = (None, Some(patterns::TEXT), (None, 500), "求人サイトとの同期");
    /// The key of a person's own page: `tsp_` and 52 characters.
    PageToken = (None, Some("^tsp_[a-z2-7]{52}$"), (None, 56));
    /// The name or role of somebody who comes to a meeting.
    AttendeeName = (None, Some(patterns::FILLED_TEXT), (Some(1), 100), "商品開発の担当");
    /// What is looked for.
    SearchText = (None, Some(patterns::TEXT), (None, 100), "インスタ");
    /// Any text, as others write it.
    AnyText = (None, Some(r"^[\s\S]*$"), (None, 1_048_576));
    /// Where the next page begins. Opaque: pass it back as it is.
    Cursor = (Some("cursor"), Some("^[0-9a-f]{2,200}$"), (None, 200));
    /// Where the feed of changes goes on: a cursor that it gave, or `latest`. Opaque: pass it back as it is.
    FeedCursor = (Some("cursor"), Some("^([0-9a-f]{2,200}|latest)$"), (None, 200), "latest");
    /// SHA-256 in lower-case hexadecimal digits.
    Digest = (None, Some("^[0-9a-f]{64}$"), (Some(64), 64), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    /// A person's short reference for reading aloud, where the name is not open. Not unique, no key.
    Reference = (Some("reference"), Some("^C-[2-9A-HJ-NP-Z]{4}$"), (None, 6), "C-7F3K");
    /// A status of a record, one of the words of its own vocabulary.
    StatusWord = (None, Some("^[a-z_]+$"), (Some(1), 40), "published");
    /// The version of the reference tables (skills, regions, categories).
    ReferenceVersion = (Some("date"), None, (None, 10), "2026-11-21");
}

/// An end of the application window: an instant, or a day, which means the whole day in Japan (`Asia/Tokyo`).
pub struct WindowEnd;

impl PartialSchema for WindowEnd {
    fn schema() -> RefOr<Schema> {
        let part = |format, most| {
            ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(format)))
                .max_length(Some(most))
                .build()
        };
        AnyOfBuilder::new()
            .item(part(KnownFormat::DateTime, 40))
            .item(part(KnownFormat::Date, 10))
            .description(Some(
                "An end of the application window: an instant, or a day, which means the whole day in Japan (`Asia/Tokyo`). Both ends are included.",
            ))
            .examples([json!("2026-07-08"), json!("2026-07-08T00:00:00+09:00")])
            .into()
    }
}

impl ToSchema for WindowEnd {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("WindowEnd")
    }
}

fn words_schema<W: Word>(description: &'static str) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description.trim_start()))
        .enum_values(Some(W::ALL.iter().map(|word| word.as_str())))
        .build()
}

macro_rules! word_schemas {
    ($($(#[doc = $description:literal])+ $name:ident = $words:ty;)+) => { $(
        $(#[doc = $description])+
        pub struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                words_schema::<$words>(concat!($($description),+)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    )+

        pub(super) fn words() -> Vec<NamedSchema> {
            vec![$((stringify!($name).to_owned(), $name::schema())),+]
        }
    };
}

word_schemas! {
    /// What a body is: 市町村, 企業, NPO, 地域人事部・中間支援, 人材のコミュニティ, 商工会議所・商工会, 金融機関, 求人サイト.
    OrganizationKind = domain::OrganizationKind;
    /// What a key may do, within its organization; `admin` may everything.
    Scope = domain::Scope;
    /// `coordination`: the coordinator acts on the other body's postings and sees their applicants. `cooperation` opens nothing by itself.
    AgreementKind = domain::AgreementKind;
    /// The status of a posting: `draft → in_review → published ⇄ paused → closed → filled | unfilled`, and `withdrawn` from any open one.
    PostingStatus = domain::PostingStatus;
    /// 実行か助言か.
    SupportType = domain::SupportType;
    /// 契約の形.
    ContractForm = domain::ContractForm;
    /// 働き方: 現地, 現地と遠隔, 遠隔.
    WorkStyle = domain::WorkStyle;
    /// Who pays the travel: 団体, 本人, 分担.
    TravelCostPayer = domain::TravelCostPayer;
    /// What the reward counts: 時給, 日当, 月額, 総額, 無報酬.
    RewardKind = domain::RewardKind;
    /// 時間帯: a day of the week and a part of it.
    Slot = domain::Slot;
    /// 地域との縁: what the person says of the place. Birthplace is not asked.
    TieKind = domain::TieKind;
    /// Whether the main job allows a side-job.
    MainJobPermission = domain::MainJobPermission;
    /// 準備の段階; a state, never a filter.
    Readiness = domain::Readiness;
    /// What a consent opens: `profile` is all that scoring uses, without name and contact; `identity` adds these.
    ConsentItem = domain::ConsentItem;
    /// Which postings come first: the earliest or latest made, the latest changed, whose window ends first, the highest reward an hour.
    PostingOrder = domain::PostingOrder;
    /// Who comes first: the earliest or latest registered, the latest changed, who has the most hours.
    CandidateOrder = domain::CandidateOrder;
    /// What a ranking is sorted by: the score, or the harmonic mean of both sides.
    SortKey = domain::SortKey;
    /// Who is ranked: the people who applied, or everybody visible to the organization.
    PoolKind = matching::rankings::PoolKind;
    /// 項目: a soft signal of the score.
    Feature = domain::Feature;
    /// 条件: a hard rule.
    ConstraintCode = domain::ConstraintCode;
    /// What became of a constraint; `unknown` is to be confirmed with the person and excludes nobody.
    Outcome = domain::Outcome;
    /// How a held skill stands to a wanted one, best first.
    Relation = domain::Relation;
    /// One step that a posting could take.
    RelaxationCode = domain::RelaxationCode;
    /// What a person could change.
    CounterfactualCode = domain::CounterfactualCode;
    /// Why a person is not shown in the ranking.
    HiddenBecause = matching::rankings::HiddenBecause;
    /// What happened to a record.
    ChangeKind = domain::ChangeKind;
    /// What a webhook can be told: a kind of record and what happened to it.
    EventType = domain::EventType;
    /// Whether a webhook is sent to.
    WebhookState = domain::WebhookState;
    /// Why a webhook is not sent to: its receiver has answered 410.
    DisabledReason = domain::DisabledReason;
    /// The state of a delivery; `dead` when every attempt has failed, `cancelled` when its webhook was disabled before.
    DeliveryState = domain::DeliveryState;
    /// What a delivery tells of.
    DeliveryKind = domain::DeliveryKind;
    /// Why an attempt got no answer.
    AttemptError = domain::AttemptError;
    /// What a job does.
    JobKind = domain::JobKind;
    /// The state of a job; `succeeded`, `failed` and `cancelled` are final.
    JobState = domain::JobState;
    /// What a match run ranks for what: the best people for each posting, or the best postings for each person.
    RunDirection = domain::RunDirection;
    /// What the rows of a sheet are.
    SheetKind = domain::SheetKind;
    /// What becomes of records that a sheet does not have.
    ImportMode = domain::ImportMode;
    /// What became of a row, or would; `closed` is a record that the sheet does not have.
    RowOutcome = domain::RowOutcome;
    /// How the bytes of a file spell its text; `cp932` is Windows-31J, what Excel saves as plain CSV in Japan.
    TextEncoding = domain::TextEncoding;
    /// Why a part of a résumé was left out; of `unknown_level` the skill was taken with 3.
    LeftOutReason = sheets::json_resume::LeftOutReason;
    /// The language of headings.
    Language = sheets::Language;
    /// What kind of entry of the skills table.
    SkillKind = domain::SkillKind;
    /// What a region is.
    RegionKind = crate::dto::regions::RegionWord;
    /// Who reads published postings: Google's search for jobs, aggregators that read Indeed's XML, news readers, the sitemap.
    Feed = matching::feeds::Feed;
    /// Whether a posting is in a feed; `incomplete` where only blank fields keep it out.
    FeedState = matching::feeds::FeedState;
    /// The stable code of what is missing or keeps a posting out of a feed.
    FeedProblemCode = matching::feeds::FeedProblemCode;
    /// The stable code of a fault.
    FaultCode = domain::FaultCode;
}

pub mod alliance;
pub mod calls;
pub mod engagements;
pub mod marks;
pub mod people;
pub mod preparation;
pub mod selection;

pub use alliance::*;
pub use calls::*;
pub use engagements::*;
pub use marks::*;
pub use people::*;
pub use preparation::*;
pub use selection::*;

/// Read once: the schema is asked for again and again while the document is gathered.
static CATEGORY_IDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let table = domain::Reference::built_in().categories;
    table.categories().iter().map(|category| category.id.to_string()).collect()
});

/// テーマ: the id of a category.
pub struct CategoryId;

impl PartialSchema for CategoryId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("テーマ: the id of a category (`GET /categories`)."))
            .enum_values(Some(CATEGORY_IDS.iter().cloned()))
            .extensions(Some([("x-fault-code", json!("unknown_category"))].into_iter().collect()))
            .into()
    }
}

impl ToSchema for CategoryId {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("CategoryId")
    }
}
