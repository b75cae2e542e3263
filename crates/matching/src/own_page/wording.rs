//! The sentences of a person's own page, in both languages: one sentence a point, and what happens next.

use domain::{Application, ApplicationStatus, DeclineReason};

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// A sentence of texts or of names put into them.
    pub(super) fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ja: ja.into(), en: en.into() }
    }
}

/// The stage in a few words.
pub(super) fn stage(status: ApplicationStatus) -> Sentence {
    use ApplicationStatus as S;
    let (ja, en) = match status {
        S::Submitted => ("応募を受け付けました", "Your application has arrived"),
        S::Screening => ("応募の内容を確認しています", "Your application is being read"),
        S::Encounter => ("フィールドワーク・対話の段階です", "You are invited to a site visit or a dialogue"),
        S::Interview => ("面談の段階です", "You are invited to a meeting"),
        S::Offered => ("参画をお願いしたいと考えています", "You have been offered a place"),
        S::Accepted => ("参画を承諾いただきました", "You have accepted the place"),
        S::Engaged => ("参画中です", "You are taking part"),
        S::Declined => ("今回は見送りとなりました", "It did not come to a match this time"),
        S::Withdrawn => ("応募を取り下げました", "You have withdrawn your application"),
        S::Expired => ("返事の期限が過ぎました", "The time to answer has passed"),
        S::Redirected => ("別の案件をご案内しています", "You have been pointed to another posting"),
    };
    Sentence::new(ja, en)
}

/// What happens next.
pub(super) fn next(application: &Application) -> Sentence {
    use ApplicationStatus as S;
    let (ja, en) = match application.status {
        S::Submitted => ("受入先が応募の内容を確認します。", "The host will read your application."),
        S::Screening => (
            "確認が終わると、面談などの案内か結果の連絡が届きます。",
            "When it has been read, you will be invited to meet or told the result.",
        ),
        S::Encounter => (
            "日程に合わせて、フィールドワークや対話に参加してください。",
            "Please take part in the site visit or dialogue on its date.",
        ),
        S::Interview => {
            ("日程に合わせて、面談に参加してください。", "Please come to the meeting on its date.")
        }
        S::Offered => (
            "期限までに、承諾するか辞退するかを答えてください。",
            "Please accept or decline before the date shown.",
        ),
        S::Accepted => (
            "受入先と条件を確かめて、参画を始めます。",
            "You and the host will confirm the terms, and the work begins.",
        ),
        S::Engaged => ("参画の記録は受入先と続けます。", "The work goes on with the host."),
        S::Declined => (
            "ほかの案件に応募できます。登録の内容はいつでも直せます。",
            "You can apply to other postings, and correct your data at any time.",
        ),
        S::Withdrawn => (
            "受入先には氏名と連絡先が見えなくなりました。",
            "The host does not see your name and contact any more.",
        ),
        S::Expired => (
            "ほかの案件に応募できます。事情があるときは登録元に連絡してください。",
            "You can apply to other postings; tell the body that registered you if something came up.",
        ),
        S::Redirected => (
            "案内した案件を見て、よければ応募してください。",
            "Please look at the other posting, and apply if you like it.",
        ),
    };
    Sentence::new(ja, en)
}

/// Why it did not come to a match, without a word on anybody else.
pub(super) fn reason(reason: DeclineReason) -> Sentence {
    use DeclineReason as R;
    let (ja, en) = match reason {
        R::SeatsFilled => ("枠が埋まりました", "All places are taken"),
        R::SkillsElsewhere => {
            ("今回お願いしたい仕事と得意な分野が異なりました", "Your strengths lie elsewhere than this work")
        }
        R::Hours => ("稼働できる時間が合いませんでした", "The hours did not fit"),
        R::Period => ("参画できる期間が合いませんでした", "The period did not fit"),
        R::Place => ("場所や働き方が合いませんでした", "The place or the way of working did not fit"),
        R::Timing => ("時期が合いませんでした", "The timing did not fit"),
        R::Terms => ("条件が合いませんでした", "The terms did not fit"),
        R::PostingEnded => ("募集を取りやめました", "The posting was taken back"),
        R::OtherFit => ("今回の進め方に合う方を選びました", "Another combination fitted this time"),
        R::PersonDeclined => ("ご本人が辞退しました", "You declined"),
    };
    Sentence::new(ja, en)
}
