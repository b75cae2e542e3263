//! The ranked list, in Japanese.

use domain::SortKey;

use super::{grouped, people};
use crate::text::Matches;

pub(super) const MATCHES: Matches = Matches {
    title: "おすすめ順",
    pools: "だれを並べるか",
    applicants: "応募した人",
    everybody: "登録している人",
    sorts: "並べ方",
    sort: |key| match key {
        SortKey::Score => "点の順",
        SortKey::Mutual => "双方の合い方の順",
    },
    column_rank: "順位",
    column_person: "応募者",
    column_candidate: "候補者",
    column_confirm: "面談で確認",
    groups: ["スキル", "稼働", "通いやすさ", "地域との縁", "希望の一致"],
    rank: |rank| format!("{}位", grouped(rank)),
    rank_range: |best, worst| {
        if best == worst { format!("{best}位") } else { format!("{best}–{worst}位") }
    },
    rank_range_label: "順位の幅",
    points: |points| format!("{points}点"),
    mutual: |points| format!("双方 {points}"),
    band_end: "ここまで3点以内の差です。順番だけで決めず、内容で比べてください",
    band_end_again: "ここまで3点以内の差です",
    tie_chip: |place| format!("{place}と関わりあり"),
    interest_chip: |place| format!("{place}に関心"),
    hours_blank_chip: "時間 未記入",
    confirm: |number| format!("{number}件"),
    confirm_none: "なし",
    blanks_note: |blank, of| {
        format!(
            "{}人のうち{}人が、稼働できる時間を書いていません。その分、順位はゆれます。",
            grouped(of),
            grouped(blank)
        )
    },
    few: "人数が少ないため順位はつけません。一人ずつ内容を読んでください。",
    nobody_applied: "まだ応募がありません。条件を見直すと届く人が増えるかもしれません。",
    nobody_registered: "見ることのできる登録者が、まだいません。",
    nobody_eligible: "条件に合う人がいません。どの条件で届かないかを、下で確かめられます。",
    first_only: |shown, of| format!("{}人のうち、上位{}人を表示しています。", grouped(of), grouped(shown)),
    excluded: |number| format!("条件に合わなかった人 {}", people(number)),
    excluded_note: "1人が複数の条件に当たることがあるため、合計は人数と一致しないことがあります。",
    excluded_by: people,
    excluded_alone: |number| format!("うち、この条件だけ {}", people(number)),
    excluded_people: |number| format!("{}の名前と理由を見る", people(number)),
    made_with: |version, at| format!("計算方式 第{version}版・{at} 現在"),
    list: "おすすめ順の一覧",
};
