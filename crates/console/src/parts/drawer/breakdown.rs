//! 点数の内訳: what each feature brought, of what it could bring, beside the mean of the first ten.

use domain::{BreakdownLine, Feature};
use maud::{Markup, html};

use super::{Card, notes};
use crate::chart::meter::Meter;
use crate::points::{self, TENTH};

/// How many the tick is the mean of.
const FIRST: usize = 10;

/// The lines, their sum, and the same as a table.
pub(super) fn breakdown(card: &Card<'_>) -> Markup {
    let text = card.text();
    let lines = &card.selected.explanation.pair.breakdown;
    let parts: Vec<u32> = lines.iter().map(|line| line.contribution).collect();
    let printed = points::print(&parts, TENTH);
    let first = card.view.ranking.items.len().min(FIRST);
    let with_tick = card.view.has_ranks();
    let rows: Vec<Row<'_>> = lines
        .iter()
        .zip(&printed.parts)
        .map(|(line, tenths)| Row {
            line,
            own: points::tenths(*tenths),
            most: points::most(lines, line.feature),
            mean: with_tick.then(|| mean(card, line.feature, first)),
        })
        .collect();
    html! {
        section.breakdown {
            div.section-head {
                h3 { (text.drawer.breakdown) }
                @if with_tick { span.aside { ((text.drawer.tick)(first as u64)) } }
            }
            @for row in &rows { (row.draw(card)) }
            p.sum { span { (text.drawer.sum) } b { (points::tenths(printed.total)) } span.most { "／100" } }
            details {
                summary { (text.drawer.table) }
                table {
                    thead { tr {
                        th scope="col" { (text.drawer.table_feature) }
                        th.number scope="col" { (text.drawer.table_points) }
                        th.number scope="col" { (text.drawer.table_most) }
                        @if with_tick { th.number scope="col" { (text.drawer.table_mean) } }
                    } }
                    tbody {
                        @for row in &rows {
                            tr {
                                th scope="row" { ((text.words.feature)(row.line.feature)) }
                                td.number { (row.own) }
                                td.number { (whole_or_tenths(row.most)) }
                                @if let Some(mean) = row.mean { td.number { (points::points(mean)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

struct Row<'a> {
    line: &'a BreakdownLine,
    own: String,
    most: u32,
    mean: Option<u32>,
}

impl Row<'_> {
    fn draw(&self, card: &Card<'_>) -> Markup {
        let text = card.text();
        let label = (text.words.feature)(self.line.feature);
        let most = whole_or_tenths(self.most);
        html! {
            div.feature {
                span.feature-label { (label) }
                (Meter {
                    group: points::group(self.line.feature),
                    value: self.line.contribution,
                    most: self.most,
                    tick: self.mean,
                    label: &format!("{label} {} / {most}", self.own),
                }.draw())
                span.feature-points { b { (self.own) } span.most { "／" (most) } }
                ul.feature-notes {
                    @for note in notes::notes(card, self.line) { li { (note) } }
                    @if self.line.assumed { li.assumed { (text.drawer.assumed) } }
                }
            }
        }
    }
}

/// `40`, or `41.2` where it is no whole number.
fn whole_or_tenths(ppm: u32) -> String {
    let tenths = (ppm + TENTH / 2) / TENTH;
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { points::tenths(tenths) }
}

/// The mean of what a feature brought to the first of the ranking, parts per million.
fn mean(card: &Card<'_>, feature: Feature, first: usize) -> u32 {
    let items = card.view.ranking.items.iter().take(first);
    let brought = items.flat_map(|item| &item.pair.breakdown).filter(|line| line.feature == feature);
    let sum: u64 = brought.map(|line| u64::from(line.contribution)).sum();
    u32::try_from(sum.checked_div(first as u64).unwrap_or(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_is_whole_where_it_can_be() {
        assert_eq!(whole_or_tenths(400_000), "40");
        assert_eq!(whole_or_tenths(411_764), "41.2");
    }
}
