//! What came of a survey.

use domain::survey::{
    Cell, Change, ConceptChange, ConceptResult, ElementKind, ElementResult, Figures, ItemResult, TopShare,
    WaveKind,
};
use domain::{SurveyId, WaveId};
use matching::surveys::{SurveyResults, WaveChange, WaveResults, YearResults};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::aggregate::CountResponse;
use crate::dto::vocabulary;

/// How many gave a top answer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = TopShare)]
pub struct TopShareResponse {
    /// So many.
    pub answers: u64,
    /// Of a thousand, rounded half up.
    #[schema(maximum = 1000)]
    pub share_permille: u64,
    /// 割: of ten, rounded down.
    #[schema(maximum = 10)]
    pub tenths: u64,
}

/// Figures of an element, an item or a concept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Figures)]
pub struct FiguresResponse {
    /// Answers that the figures are made of.
    pub answers: CountResponse,
    /// The mean of scales × 100, rounded half up; `null` where nothing is told, or scales differ in length.
    #[schema(maximum = 1100)]
    pub mean_hundredths: Option<u64>,
    /// Top answers of scales; `null` where one of the two parts would be too small to be told.
    pub top: Option<TopShareResponse>,
}

/// How often one answer was given.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AnswerCell)]
pub struct CellResponse {
    /// The step, or the key of the choice.
    #[schema(max_length = 40)]
    pub value: String,
    /// So often.
    pub answers: u64,
    /// Of a thousand, rounded half up.
    #[schema(maximum = 1000)]
    pub share_permille: u64,
}

/// What came of an element.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ElementResult)]
pub struct ElementResultResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// How it is answered.
    #[schema(value_type = vocabulary::ElementKind)]
    pub kind: ElementKind,
    /// Figures.
    pub figures: FiguresResponse,
    /// Every step or choice; `null` where a cell would be too small to be told.
    #[schema(max_items = 30)]
    pub distribution: Option<Vec<CellResponse>>,
}

/// What came of an item.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ItemResult)]
pub struct ItemResultResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Figures.
    pub figures: FiguresResponse,
    /// Its elements.
    #[schema(max_items = 30)]
    pub elements: Vec<ElementResultResponse>,
}

/// What came of a concept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConceptResult)]
pub struct ConceptResultResponse {
    /// Key.
    #[schema(max_length = 40)]
    pub key: String,
    /// Label in Japanese.
    #[schema(max_length = 500)]
    pub label_ja: String,
    /// Figures.
    pub figures: FiguresResponse,
    /// Its items.
    #[schema(max_items = 30)]
    pub items: Vec<ItemResultResponse>,
}

/// What came of a wave.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaveResults)]
pub struct WaveResultsResponse {
    /// The wave.
    #[schema(value_type = vocabulary::Uuid)]
    pub wave_id: WaveId,
    /// Its name.
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// When it is asked.
    #[schema(value_type = vocabulary::WaveKind)]
    pub kind: WaveKind,
    /// People invited.
    pub invited: CountResponse,
    /// People who answered.
    pub respondents: CountResponse,
    /// Figures.
    #[schema(max_items = 20)]
    pub concepts: Vec<ConceptResultResponse>,
}

/// What came of the waves of a fiscal year that asked the same version. Of each wave counts what it tells by itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = YearResults)]
pub struct YearResultsResponse {
    /// 年度: April to March, by its first year.
    #[schema(value_type = i32, minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// The version that they asked.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub instrument: u16,
    /// The waves.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 200)]
    pub wave_ids: Vec<WaveId>,
    /// Figures.
    #[schema(max_items = 20)]
    pub concepts: Vec<ConceptResultResponse>,
}

/// A change of the mean, of those who answered both waves.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MeanChange)]
pub struct ChangeResponse {
    /// Concept, item or element.
    #[schema(max_length = 40)]
    pub key: String,
    /// Answers that were given both before and after.
    pub pairs: CountResponse,
    /// Change of the mean × 100, rounded half away from zero; `null` where it is not told.
    #[schema(minimum = -1100, maximum = 1100)]
    pub change_hundredths: Option<i64>,
}

/// The change from one wave to another.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaveChange)]
pub struct WaveChangeResponse {
    /// From which wave.
    #[schema(value_type = vocabulary::Uuid)]
    pub before_wave_id: WaveId,
    /// To which.
    #[schema(value_type = vocabulary::Uuid)]
    pub after_wave_id: WaveId,
    /// By concept.
    #[schema(max_items = 20)]
    pub concepts: Vec<ChangeResponse>,
    /// By item.
    #[schema(max_items = 600)]
    pub items: Vec<ChangeResponse>,
    /// By scale.
    #[schema(max_items = 300)]
    pub elements: Vec<ChangeResponse>,
}

/// What came of a survey. Counts from 1 to 4 are not told, nor can they be had by subtraction; words are told nowhere.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SurveyResults)]
pub struct SurveyResultsResponse {
    /// The survey.
    #[schema(value_type = vocabulary::Uuid)]
    pub survey_id: SurveyId,
    /// Its title.
    #[schema(max_length = 200)]
    pub title: String,
    /// By wave, the earliest first.
    #[schema(max_items = 200)]
    pub waves: Vec<WaveResultsResponse>,
    /// By fiscal year, the earliest first.
    #[schema(max_items = 200)]
    pub years: Vec<YearResultsResponse>,
    /// The change, where there are two waves to compare.
    pub change: Option<WaveChangeResponse>,
}

impl From<TopShare> for TopShareResponse {
    fn from(top: TopShare) -> Self {
        Self { answers: top.answers, share_permille: top.share_permille, tenths: top.tenths }
    }
}

impl From<Figures> for FiguresResponse {
    fn from(figures: Figures) -> Self {
        Self {
            answers: figures.answers.into(),
            mean_hundredths: figures.mean_hundredths,
            top: figures.top.map(TopShareResponse::from),
        }
    }
}

impl From<Cell> for CellResponse {
    fn from(cell: Cell) -> Self {
        Self { value: cell.value, answers: cell.answers, share_permille: cell.share_permille }
    }
}

impl From<ElementResult> for ElementResultResponse {
    fn from(element: ElementResult) -> Self {
        let cells = |cells: Vec<Cell>| cells.into_iter().map(CellResponse::from).collect();
        Self {
            key: element.key,
            label_ja: element.label.ja,
            kind: element.kind,
            figures: element.figures.into(),
            distribution: element.distribution.map(cells),
        }
    }
}

impl From<ItemResult> for ItemResultResponse {
    fn from(item: ItemResult) -> Self {
        let elements = item.elements.into_iter().map(ElementResultResponse::from).collect();
        Self { key: item.key, label_ja: item.label.ja, figures: item.figures.into(), elements }
    }
}

impl From<ConceptResult> for ConceptResultResponse {
    fn from(concept: ConceptResult) -> Self {
        let items = concept.items.into_iter().map(ItemResultResponse::from).collect();
        Self { key: concept.key, label_ja: concept.label.ja, figures: concept.figures.into(), items }
    }
}

impl From<WaveResults> for WaveResultsResponse {
    fn from(results: WaveResults) -> Self {
        Self {
            wave_id: results.wave.id,
            name: results.wave.content.name,
            kind: results.wave.content.kind,
            invited: results.invited.into(),
            respondents: results.respondents.into(),
            concepts: results.concepts.into_iter().map(ConceptResultResponse::from).collect(),
        }
    }
}

impl From<YearResults> for YearResultsResponse {
    fn from(results: YearResults) -> Self {
        Self {
            fiscal_year: results.fiscal_year.first_year(),
            instrument: results.instrument,
            wave_ids: results.waves,
            concepts: results.concepts.into_iter().map(ConceptResultResponse::from).collect(),
        }
    }
}

fn told(key: String, change: Change) -> ChangeResponse {
    ChangeResponse { key, pairs: change.pairs.into(), change_hundredths: change.change_hundredths }
}

impl From<WaveChange> for WaveChangeResponse {
    fn from(change: WaveChange) -> Self {
        let (mut concepts, mut items, mut elements) = (Vec::new(), Vec::new(), Vec::new());
        for ConceptChange { key, change, items: parts } in change.concepts {
            concepts.push(told(key, change));
            for item in parts {
                items.push(told(item.key, item.change));
                elements.extend(item.elements.into_iter().map(|element| told(element.key, element.change)));
            }
        }
        Self { before_wave_id: change.before, after_wave_id: change.after, concepts, items, elements }
    }
}

impl From<SurveyResults> for SurveyResultsResponse {
    fn from(results: SurveyResults) -> Self {
        Self {
            survey_id: results.survey.id,
            title: results.survey.content.title,
            waves: results.waves.into_iter().map(WaveResultsResponse::from).collect(),
            years: results.years.into_iter().map(YearResultsResponse::from).collect(),
            change: results.change.map(WaveChangeResponse::from),
        }
    }
}
