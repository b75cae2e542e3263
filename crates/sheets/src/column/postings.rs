//! Columns of postings.

use domain::limits;

use super::{Column, Need};
use crate::cell::{Cell, Unit};
use crate::vocabulary;

const PROSE: Cell = Cell::Text { most: limits::PROSE };
const WEIGHT: Cell = Cell::number(Unit::Plain, limits::WEIGHT);

pub(super) static COLUMNS: &[Column] = &[
    Column::named("external_id", "管理番号", "External ID")
        .at("/external_id", Cell::Key)
        .also(&["案件の管理番号", "案件番号"])
        .such_as("miso-2026-1", "miso-2026-1"),
    Column::named("organization_id", "団体ID", "Organization ID").at("/organization_id", Cell::Id),
    Column::named("title", "案件名", "Title")
        .at("/title", Cell::Text { most: limits::TITLE })
        .also(&["題", "題名", "タイトル"])
        .needed(Need::Compulsory)
        .such_as("みそ蔵の新商品を首都圏に届ける", "Bring the brewery's new miso to Tokyo"),
    Column::named("issue", "困りごと", "Issue").at("/issue", PROSE).also(&["課題"]).such_as(
        "蔵の直売所のほかに売り先がなく、若い世代に届いていない。",
        "The miso is sold at the brewery only and does not reach younger people.",
    ),
    Column::named("description", "やること", "Description")
        .at("/description", PROSE)
        .also(&["業務内容", "仕事の内容"])
        .such_as(
            "首都圏の小売店と通販モールでの売り方を考え、最初の3件の取引まで一緒に進める。",
            "Find shops and online malls in Tokyo, and go as far as the first three orders together.",
        ),
    Column::named("deliverable", "成果物", "Deliverable")
        .at("/deliverable", PROSE)
        .such_as("販路の計画と、最初の3件の商談記録", "A sales plan and notes of the first three talks"),
    Column::named("support_type", "実行か助言か", "Support type")
        .at("/support_type", Cell::Word { vocabulary: &vocabulary::SUPPORT_TYPES })
        .also(&["支援の形", "支援の種類"])
        .such_as("実行", "execution"),
    Column::named("contract_form", "契約の形", "Contract form")
        .at("/contract_form", Cell::Word { vocabulary: &vocabulary::CONTRACT_FORMS })
        .also(&["契約形態"])
        .needed(Need::Compulsory)
        .such_as("準委任", "quasi-mandate"),
    Column::named("required_skills", "必須のスキル", "Required skills")
        .at("/required_skills", Cell::RequiredSkills)
        .also(&["必須スキル"])
        .such_as("EC:3", "e-commerce:3"),
    Column::named("preferred_skills", "あるとよいスキル", "Preferred skills")
        .at("/preferred_skills", Cell::PreferredSkills)
        .also(&["歓迎スキル", "歓迎するスキル"])
        .such_as("Instagram:2、動画編集", "Instagram:2; video editing"),
    Column::named("municipality", "場所（市区町村コード）", "Municipality (code)")
        .at("/municipality", Cell::Municipality)
        .also(&["場所", "市区町村コード", "市区町村"])
        .needed(Need::Compulsory)
        .such_as("202151", "202151"),
    Column::named("work_style", "働き方", "Way of working")
        .at("/work_style", Cell::Word { vocabulary: &vocabulary::WORK_STYLES })
        .needed(Need::Compulsory)
        .such_as("現地と遠隔", "partly remote"),
    Column::named("visits_per_month", "現地訪問（回/月）", "Visits per month")
        .at("/visits_per_month", Cell::number(Unit::Times, limits::VISITS_PER_MONTH))
        .also(&["現地訪問", "現地訪問の回数"])
        .such_as("1", "1"),
    Column::named("travel_cost_paid_by", "交通費の負担", "Travel cost paid by")
        .at("/travel_cost_paid_by", Cell::Word { vocabulary: &vocabulary::TRAVEL_COST_PAYERS })
        .also(&["交通費", "交通費の負担者"])
        .such_as("団体", "organization"),
    Column::named("hours_per_week.min", "希望稼働（最低・時間/週）", "Hours per week (least)")
        .at("/hours_per_week/min", Cell::number(Unit::Hours, limits::ASKED_HOURS))
        .also(&["希望稼働（最低）", "稼働時間（最低）"])
        .such_as("4", "4"),
    Column::named("hours_per_week.desired", "希望稼働（希望・時間/週）", "Hours per week (desired)")
        .at("/hours_per_week/desired", Cell::number(Unit::Hours, limits::ASKED_HOURS))
        .also(&["希望稼働（希望）", "希望稼働", "稼働時間（希望）"])
        .such_as("8", "8"),
    Column::named("slots", "曜日・時間帯", "Days and times")
        .at("/slots", Cell::Words { vocabulary: &vocabulary::SLOTS })
        .also(&["時間帯", "曜日と時間帯"])
        .such_as("土・午前、火・夜", "sat morning; tue evening"),
    Column::named("min_shared_slots", "合うべき時間帯の数", "Least shared times")
        .at("/min_shared_slots", Cell::number(Unit::Slots, limits::SLOTS))
        .such_as("1", "1"),
    Column::named("starts_on", "開始日", "Starts on")
        .at("/starts_on", Cell::Day)
        .such_as("2026-09-01", "2026-09-01"),
    Column::named("ends_on", "終了日", "Ends on")
        .at("/ends_on", Cell::Day)
        .such_as("2026-11-30", "2026-11-30"),
    Column::named("min_days", "参画の最低日数", "Least days")
        .at("/min_days", Cell::number(Unit::Days, limits::MIN_DAYS))
        .also(&["最低日数"])
        .such_as("30", "30"),
    Column::named("residency.within", "居住の条件（この地域に住む人）", "Residency (within)")
        .at("/residency/within", Cell::Regions)
        .also(&["居住の条件"]),
    Column::named("residency.outside", "居住の条件（この地域の外に住む人）", "Residency (outside)")
        .at("/residency/outside", Cell::Regions),
    Column::named("reward.kind", "報酬の種類", "Reward kind")
        .at("/reward/kind", Cell::Word { vocabulary: &vocabulary::REWARD_KINDS })
        .also(&["報酬の形"])
        .such_as("月額", "monthly"),
    Column::named("reward.min_yen", "報酬（最低・円）", "Reward (least, yen)")
        .at("/reward/min_yen", Cell::number(Unit::Yen, limits::YEN))
        .also(&["報酬（下限）", "報酬（最低）"])
        .such_as("30000", "30000"),
    Column::named("reward.max_yen", "報酬（最高・円）", "Reward (most, yen)")
        .at("/reward/max_yen", Cell::number(Unit::Yen, limits::YEN))
        .also(&["報酬（上限）", "報酬（最高）"])
        .such_as("50000", "50000"),
    Column::named("categories", "テーマ", "Themes")
        .at("/categories", Cell::Categories)
        .also(&["カテゴリ", "カテゴリー", "分野", "theme"])
        .such_as("営業企画・販路開拓", "Sales and market development"),
    Column::named("seats", "募集人数", "Seats")
        .at("/seats", Cell::number(Unit::People, limits::SEATS))
        .also(&["枠", "人数", "定員"])
        .such_as("2", "2"),
    Column::named("round_id", "募集回ID", "Round ID").at("/round_id", Cell::Id),
    Column::named("members_of", "公開先の団体ID", "Members of (IDs)")
        .at("/members_of", Cell::Ids { most: limits::MEMBER_BODIES }),
    Column::named("application_opens_at", "応募の開始", "Applications open")
        .at("/application_opens_at", Cell::WindowEnd)
        .also(&["応募開始", "応募開始日", "募集開始日"])
        .such_as("2026-07-08", "2026-07-08"),
    Column::named("application_closes_at", "応募の締切", "Applications close")
        .at("/application_closes_at", Cell::WindowEnd)
        .also(&["応募締切", "応募締切日", "募集締切日", "締切"])
        .such_as("2026-08-04", "2026-08-04"),
    Column::named("weights.skill", "重み（スキル）", "Weight (skills)").at("/weights/skill", WEIGHT),
    Column::named("weights.commitment", "重み（稼働）", "Weight (hours)").at("/weights/commitment", WEIGHT),
    Column::named("weights.place", "重み（通いやすさ）", "Weight (access)").at("/weights/place", WEIGHT),
    Column::named("weights.tie", "重み（地域との縁）", "Weight (ties)").at("/weights/tie", WEIGHT),
    Column::named("weights.theme", "重み（テーマ）", "Weight (themes)").at("/weights/theme", WEIGHT),
    Column::named("weights.reward", "重み（報酬）", "Weight (pay)").at("/weights/reward", WEIGHT),
];
