//! The list of postings and the head of a posting's pages, in Japanese.

use super::grouped;
use crate::text::{Head, Postings};

pub(super) const POSTINGS: Postings = Postings {
    title: "案件",
    column_title: "題",
    column_place: "地域",
    column_host: "受入先",
    column_deadline: "締切",
    column_applications: "応募",
    column_status: "段階",
    column_seats: "枠",
    all: "すべて",
    by_status: "段階でしぼる",
    show_map: "地図で選ぶ",
    hide_map: "地図を閉じる",
    map: "都道府県ごとの案件の数",
    map_note: "数字は案件の数です。選ぶと、その都道府県の案件だけを表示します。",
    in_place: |place| format!("{place}の案件"),
    clear_place: "地域の条件を外す",
    clear_status: "段階の条件を外す",
    count: |number| format!("{}件", grouped(number)),
    empty: "まだ案件がありません。困りごと1つから作れます。",
    empty_next: "案件は、いまは API（POST /api/v1/postings）から登録します。登録すると、ここに並びます。",
    empty_filtered: |filter| format!("「{filter}」に合う案件はありません。"),
    reach: "届きそうな人",
    no_deadline: "締切なし",
    capped: |number| {
        format!("案件が多いため、登録の古いほうから{}件までの中から表示しています。", grouped(number))
    },
    pages: "ページ",
    previous: "前のページ",
    next: "次のページ",
    page: |at, of| format!("{at}／{of}ページ"),
};

pub(super) const HEAD: Head = Head {
    crumbs: "いまの場所",
    host: "受入",
    place: "場所",
    period: "期間",
    seats: "定員",
    hours: "希望稼働",
    deadline: "応募締切",
    people: |number| format!("{}名", grouped(number)),
    hours_per_week: |hours| format!("週{hours}時間"),
    hours_between: |least, desired| format!("週{least}〜{desired}時間"),
    views: "この案件のページ",
    ranking: "おすすめ順",
    reach: "届きそうな人",
    applied: "応募",
    registered: "登録",
    eligible: "条件に合う",
    private_note: "ここで見ても、応募した人には何も届きません",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_written_with_their_counter() {
        assert_eq!((POSTINGS.count)(1500), "1,500件");
        assert_eq!(super::super::people(103), "103人");
    }
}
