//! Results as a sheet for people: a line for each wave and concept, item and element. What is not told is blank.

use std::io;

use domain::survey::Figures;
use matching::surveys::{SurveyResults, WaveResults};
use sheets::Writer;

/// Wave, its kind, level, key, label: where a line belongs.
struct Line<'a> {
    wave: &'a WaveResults,
    level: &'a str,
    key: &'a str,
    label: &'a str,
}

/// The sheet.
pub(super) fn of(results: &SurveyResults) -> io::Result<Vec<u8>> {
    let mut sheet = Writer::new(Vec::new())?;
    sheet.row([
        "回",
        "種別",
        "段階",
        "キー",
        "項目名",
        "回答数",
        "平均",
        "上位回答数",
        "上位回答の割合（‰）",
        "割",
    ])?;
    for wave in &results.waves {
        for concept in &wave.concepts {
            let line = |level, key, label| Line { wave, level, key, label };
            write(&mut sheet, &line("concept", &concept.key, &concept.label.ja), &concept.figures)?;
            for item in &concept.items {
                write(&mut sheet, &line("item", &item.key, &item.label.ja), &item.figures)?;
                for element in &item.elements {
                    write(&mut sheet, &line("element", &element.key, &element.label.ja), &element.figures)?;
                }
            }
        }
    }
    sheet.finish()
}

fn write(sheet: &mut Writer<Vec<u8>>, line: &Line<'_>, figures: &Figures) -> io::Result<()> {
    let content = &line.wave.wave.content;
    let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    let mean = figures.mean_hundredths.map(|mean| format!("{}.{:02}", mean / 100, mean % 100));
    sheet.row([
        content.name.clone().unwrap_or_default(),
        content.kind.to_string(),
        line.level.to_owned(),
        line.key.to_owned(),
        line.label.to_owned(),
        number(figures.answers.value()),
        mean.unwrap_or_default(),
        number(figures.top.map(|top| top.answers)),
        number(figures.top.map(|top| top.share_permille)),
        number(figures.top.map(|top| top.tenths)),
    ])
}
