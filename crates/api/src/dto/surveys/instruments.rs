//! What a survey asks: concepts → items → elements, in versions.

use domain::survey::{Choice, Concept, Element, ElementKind, Instrument, Item, Label, check_concepts};
use domain::{Faults, SurveyId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::narrow::narrow;
use crate::dto::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading};

macro_rules! asked {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $kind:ty,)* })+) => { $(
        $(#[$meta])*
        #[derive(Debug, Default, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Key: a-z, 0-9, - and _.
            #[schema(value_type = String, required, min_length = 1, max_length = 40, pattern = "^[a-z0-9_-]{1,40}$", examples("choice"))]
            pub key: Option<String>,
            /// Label in Japanese.
            #[schema(value_type = String, required, min_length = 1, max_length = 500, examples("自分で選んでいる"))]
            pub label_ja: Option<String>,
            /// Label in English.
            #[schema(max_length = 500)]
            pub label_en: Option<String>,
            $($(#[$field_meta])* pub $field: $kind,)*
        }
    )+ };
}

asked! {
    /// A concept: what a group of items is about.
    ConceptRequest {
        /// Its items.
        #[schema(value_type = Vec<ItemRequest>, required, min_items = 1, max_items = 30)]
        items: List<ItemRequest>,
    }
    /// An item: elements that belong together.
    ItemRequest {
        /// Its elements.
        #[schema(value_type = Vec<ElementRequest>, required, min_items = 1, max_items = 30)]
        elements: List<ElementRequest>,
    }
    /// An element: what is answered. Its key is unique in the instrument; by it waves are compared.
    ElementRequest {
        /// How it is answered.
        #[schema(value_type = vocabulary::ElementKind, required)]
        kind: Option<ElementKind>,
        /// Steps of a scale, the highest being the best.
        #[schema(value_type = Option<i32>, minimum = 2, maximum = 11)]
        steps: Option<i64>,
        /// The lowest step that counts as a top answer; the upper two of four or more steps when absent.
        #[schema(value_type = Option<i32>, minimum = 1, maximum = 11)]
        top_from: Option<i64>,
        /// What can be chosen.
        #[schema(value_type = Option<Vec<ChoiceRequest>>, max_items = 30)]
        choices: List<ChoiceRequest>,
    }
    /// Something that can be chosen.
    ChoiceRequest {}
}

/// A version of what a survey asks, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"concepts": [{"key": "ownership", "label_ja": "キャリアオーナーシップ", "label_en": "Career ownership",
    "items": [{"key": "choice", "label_ja": "選択", "label_en": null, "elements": [
        {"key": "choice-1", "label_ja": "仕事を自分で選んでいる", "label_en": null, "kind": "scale", "steps": 5, "top_from": 4, "choices": []}
    ]}]}]})))]
pub struct InstrumentRequest {
    /// What is asked.
    #[schema(value_type = Vec<ConceptRequest>, required, min_items = 1, max_items = 20)]
    pub concepts: List<ConceptRequest>,
}

fn label(ja: Option<String>, en: Option<String>) -> Label {
    Label { ja: ja.unwrap_or_default(), en }
}

/// Entries that the contract has refused stand as blank ones, so that the pointers of the others stay right.
fn all<T: Default, U>(list: List<T>, turn: impl FnMut(T) -> U) -> Vec<U> {
    list.unwrap_or_default().into_iter().map(Option::unwrap_or_default).map(turn).collect()
}

impl From<ChoiceRequest> for Choice {
    fn from(choice: ChoiceRequest) -> Self {
        Self { key: choice.key.unwrap_or_default(), label: label(choice.label_ja, choice.label_en) }
    }
}

impl From<ElementRequest> for Element {
    fn from(element: ElementRequest) -> Self {
        Self {
            key: element.key.unwrap_or_default(),
            label: label(element.label_ja, element.label_en),
            kind: element.kind.unwrap_or(ElementKind::Text),
            steps: narrow(element.steps),
            top_from: narrow(element.top_from),
            choices: all(element.choices, Choice::from),
        }
    }
}

impl From<ItemRequest> for Item {
    fn from(item: ItemRequest) -> Self {
        Self {
            key: item.key.unwrap_or_default(),
            label: label(item.label_ja, item.label_en),
            elements: all(item.elements, Element::from),
        }
    }
}

impl From<ConceptRequest> for Concept {
    fn from(concept: ConceptRequest) -> Self {
        Self {
            key: concept.key.unwrap_or_default(),
            label: label(concept.label_ja, concept.label_en),
            items: all(concept.items, Item::from),
        }
    }
}

impl RequestBody for InstrumentRequest {
    type Content = Vec<Concept>;

    fn into_content(self, reading: Reading<'_>) -> Result<Vec<Concept>, Faults> {
        reading.finish(check_concepts(all(self.concepts, Concept::from)))
    }
}

/// Something that can be chosen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Choice)]
pub struct ChoiceResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Label in English.
    #[schema(max_length = 500)]
    pub label_en: Option<String>,
}

/// An element: what is answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Element)]
pub struct ElementResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Label in English.
    #[schema(max_length = 500)]
    pub label_en: Option<String>,
    /// How it is answered.
    #[schema(value_type = vocabulary::ElementKind)]
    pub kind: ElementKind,
    /// Steps of a scale.
    #[schema(value_type = Option<i32>, minimum = 2, maximum = 11)]
    pub steps: Option<u8>,
    /// The lowest step that counts as a top answer, where it was stated.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 11)]
    pub top_from: Option<u8>,
    /// What can be chosen.
    #[schema(max_items = 30)]
    pub choices: Vec<ChoiceResponse>,
}

/// An item: elements that belong together.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Item)]
pub struct ItemResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Label in English.
    #[schema(max_length = 500)]
    pub label_en: Option<String>,
    /// Its elements.
    #[schema(max_items = 30)]
    pub elements: Vec<ElementResponse>,
}

/// A concept: what a group of items is about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Concept)]
pub struct ConceptResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Label in English.
    #[schema(max_length = 500)]
    pub label_en: Option<String>,
    /// Its items.
    #[schema(max_items = 30)]
    pub items: Vec<ItemResponse>,
}

/// A version of what a survey asks; once a wave uses it, it is never changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Instrument)]
pub struct InstrumentResponse {
    /// Of which survey.
    #[schema(value_type = vocabulary::Uuid)]
    pub survey_id: SurveyId,
    /// 1, 2, 3….
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub number: u16,
    /// What is asked.
    #[schema(max_items = 20)]
    pub concepts: Vec<ConceptResponse>,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<Choice> for ChoiceResponse {
    fn from(choice: Choice) -> Self {
        Self { key: choice.key, label_ja: choice.label.ja, label_en: choice.label.en }
    }
}

impl From<Element> for ElementResponse {
    fn from(element: Element) -> Self {
        Self {
            key: element.key,
            label_ja: element.label.ja,
            label_en: element.label.en,
            kind: element.kind,
            steps: element.steps,
            top_from: element.top_from,
            choices: element.choices.into_iter().map(ChoiceResponse::from).collect(),
        }
    }
}

impl From<Item> for ItemResponse {
    fn from(item: Item) -> Self {
        let elements = item.elements.into_iter().map(ElementResponse::from).collect();
        Self { key: item.key, label_ja: item.label.ja, label_en: item.label.en, elements }
    }
}

impl From<Concept> for ConceptResponse {
    fn from(concept: Concept) -> Self {
        let items = concept.items.into_iter().map(ItemResponse::from).collect();
        Self { key: concept.key, label_ja: concept.label.ja, label_en: concept.label.en, items }
    }
}

impl From<Instrument> for InstrumentResponse {
    fn from(instrument: Instrument) -> Self {
        Self {
            survey_id: instrument.survey_id,
            number: instrument.number,
            concepts: instrument.concepts.into_iter().map(ConceptResponse::from).collect(),
            version: instrument.version,
            created_at: instrument.created_at,
            updated_at: instrument.updated_at,
        }
    }
}
