//! Who can be reached, in Japanese.

use domain::RelaxationCode;

use super::{grouped, people};
use crate::text::{Reach, signed};

pub(super) const REACH: Reach = Reach {
    title: "届きそうな人",
    lead: "登録している人のうち、いまの条件のままで、この案件に応募できそうな人の数です。",
    of: |reached, of| format!("{}人のうち{}人", grouped(of), grouped(reached)),
    unit: |of| format!("人／{}", people(of)),
    empty: "見ることのできる登録者が、まだいません。人材の登録や、連携先からの同意が進むと、ここに数が出ます。",
    eligible: "届きそうな人",
    excluded: "条件に合わない人",
    barriers: "どの条件で届かないか",
    barriers_note: "濃い部分は、その条件だけで届かない人です。1人が複数の条件に当たることがあります。",
    barriers_none: "条件に合わない人はいません。全員に届きそうです。",
    alone: "この条件だけ",
    together: "ほかの条件とも重なる",
    steps: "条件を1つ変えると",
    steps_note: "ほかの条件はそのままにして、1つだけ変えたときの人数です。多い順に並べています。",
    steps_none: "1つ変えるだけで届く人が増える条件は、見つかりませんでした。",
    steps_idle: |number| format!("変えても人数が増えない条件 {number}件"),
    gained: |number| format!("{}人", signed(number)),
    total_then: |number| format!("合わせて{}", people(number)),
    step: |code, skill, from, to| match code {
        RelaxationCode::HoursMin => format!("「{from}以上」を「{to}以上」にすると"),
        RelaxationCode::MinProficiency => {
            format!("「{skill}」の必要な習熟度を{from}から{to}に下げると")
        }
        RelaxationCode::SkillPreferred => format!("「{skill}」を必須から「あるとよい」にすると"),
        RelaxationCode::MinSharedSlots => format!("合う時間帯を{from}でなく{to}でよいとすると"),
        RelaxationCode::MinDays => format!("参画できる日数を{from}以上でなく{to}以上にすると"),
        RelaxationCode::WorkStyle => format!("働き方を「{from}」から「{to}」にすると"),
        RelaxationCode::VisitsPerMonth => format!("現地訪問を{from}から{to}にすると"),
        RelaxationCode::Residency => format!("居住の条件（{from}）をなくすと"),
        RelaxationCode::ContractForm => format!("契約の形を「{from}」から「{to}」にすると"),
    },
    table: "表で見る",
    column_constraint: "条件",
    column_step: "変えること",
    column_excluded: "合わない人",
    column_alone: "この条件だけ",
    column_gained: "増える人",
    column_eligible: "届きそうな人",
    caution: "応募の見込みではありません。未記入の条件は「合わない」と数えず、面談で確かめることにしています。",
};
