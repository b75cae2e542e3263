//! How the work is done: contract form, work style, time slots.

use crate::words;

words! {
    /// 契約の形. Decides which rules and compulsory fields apply.
    pub enum ContractForm {
        /// 雇用
        Employment = "employment",
        /// 準委任
        QuasiMandate = "quasi_mandate",
        /// 請負
        WorkContract = "work_contract",
        /// 会計年度任用
        FiscalYearStaff = "fiscal_year_staff",
        /// 委嘱・謝金
        Commission = "commission",
        /// プロボノ
        ProBono = "pro_bono",
    }
}

words! {
    /// 働き方.
    pub enum WorkStyle {
        /// 現地
        OnSite = "on_site",
        /// 現地と遠隔
        Hybrid = "hybrid",
        /// 遠隔
        Remote = "remote",
    }
}

impl WorkStyle {
    /// One step freer: `on_site → hybrid → remote`.
    pub fn freer(self) -> Option<Self> {
        match self {
            Self::OnSite => Some(Self::Hybrid),
            Self::Hybrid => Some(Self::Remote),
            Self::Remote => None,
        }
    }
}

words! {
    /// 時間帯: 7 days × morning, afternoon, evening.
    pub enum Slot {
        /// 月・午前
        MonMorning = "mon_morning",
        /// 月・午後
        MonAfternoon = "mon_afternoon",
        /// 月・夜
        MonEvening = "mon_evening",
        /// 火・午前
        TueMorning = "tue_morning",
        /// 火・午後
        TueAfternoon = "tue_afternoon",
        /// 火・夜
        TueEvening = "tue_evening",
        /// 水・午前
        WedMorning = "wed_morning",
        /// 水・午後
        WedAfternoon = "wed_afternoon",
        /// 水・夜
        WedEvening = "wed_evening",
        /// 木・午前
        ThuMorning = "thu_morning",
        /// 木・午後
        ThuAfternoon = "thu_afternoon",
        /// 木・夜
        ThuEvening = "thu_evening",
        /// 金・午前
        FriMorning = "fri_morning",
        /// 金・午後
        FriAfternoon = "fri_afternoon",
        /// 金・夜
        FriEvening = "fri_evening",
        /// 土・午前
        SatMorning = "sat_morning",
        /// 土・午後
        SatAfternoon = "sat_afternoon",
        /// 土・夜
        SatEvening = "sat_evening",
        /// 日・午前
        SunMorning = "sun_morning",
        /// 日・午後
        SunAfternoon = "sun_afternoon",
        /// 日・夜
        SunEvening = "sun_evening",
    }
}
