//! The words that stand ready: a letter for each outcome, and each reason in a sentence that is safe to show.
//!
//! They say what was decided, why, and what else there is; they compare nobody with anybody.

use super::{Alternative, NoAlternative, NoticeLanguage, TemplateContent};
use crate::application::DeclineReason;
use crate::decision::DecisionOutcome;

/// The template that is used where a body has none of its own.
pub fn built_in(outcome: DecisionOutcome, language: NoticeLanguage) -> TemplateContent {
    use DecisionOutcome as O;
    use NoticeLanguage as L;
    let (subject, body) = match (outcome, language) {
        (O::Selected, L::Ja) => ("「{posting}」選考の結果のご連絡", SELECTED_JA),
        (O::Waiting, L::Ja) => ("「{posting}」選考の結果のご連絡", WAITING_JA),
        (O::NotSelected, L::Ja) => ("「{posting}」選考の結果のご連絡", NOT_SELECTED_JA),
        (O::Selected, L::En) => ("Your application to “{posting}”", SELECTED_EN),
        (O::Waiting, L::En) => ("Your application to “{posting}”", WAITING_EN),
        (O::NotSelected, L::En) => ("Your application to “{posting}”", NOT_SELECTED_EN),
    };
    TemplateContent { outcome, language, subject: subject.to_owned(), body: body.to_owned() }
}

const SELECTED_JA: &str = "{name} 様

このたびは「{posting}」にご応募いただき、ありがとうございました。
選考の結果、ぜひご一緒したいと考え、ご連絡しました。

今後の進め方について、担当からあらためてご連絡します。お引き受けいただけるかどうかを、お知らせください。
ご不明な点がありましたら、担当までお問い合わせください。

{organization}
";

const WAITING_JA: &str = "{name} 様

このたびは「{posting}」にご応募いただき、ありがとうございました。
選考の結果、補欠としてお待ちいただくことになりました。

枠に空きが出たときは、順にご連絡します。お待ちいただけない場合は、お手数ですがお知らせください。
ご不明な点がありましたら、担当までお問い合わせください。

{organization}
";

const NOT_SELECTED_JA: &str = "{name} 様

このたびは「{posting}」にご応募いただき、ありがとうございました。
限られた枠のなかで検討を重ねた結果、今回は見送りとさせていただきました。

理由：{reason}

{alternatives}

いただいた思いと経験に、心からお礼を申し上げます。またの機会にお目にかかれることを願っています。
ご不明な点がありましたら、担当までお問い合わせください。

{organization}
";

const SELECTED_EN: &str = "Dear {name},

Thank you for applying to “{posting}”. We would like to work with you.

We will write to you about the next steps. Please let us know whether you accept.
If anything is unclear, please ask us.

{organization}
";

const WAITING_EN: &str = "Dear {name},

Thank you for applying to “{posting}”. We have put you on the waiting list.

If a place becomes free, we will write to those who wait, in order. If you cannot wait, please let us know.
If anything is unclear, please ask us.

{organization}
";

const NOT_SELECTED_EN: &str = "Dear {name},

Thank you for applying to “{posting}”. The places are few, and we cannot offer you one this time.

Why: {reason}

{alternatives}

Thank you for what you wrote and for the time you gave. We hope that our paths cross again.
If anything is unclear, please ask us.

{organization}
";

/// A reason in a sentence that is safe to show: it is about the posting and what it needed, not about other people.
pub fn reason_in_words(reason: DeclineReason, language: NoticeLanguage) -> &'static str {
    use DeclineReason as R;
    let (ja, en) = match reason {
        R::SeatsFilled => ("募集の枠が埋まりました。", "All the places are taken."),
        R::SkillsElsewhere => (
            "今回の業務で必要とするスキルと、ご経験の中心が異なっていました。",
            "The skills that this work needs are not the ones at the centre of your experience.",
        ),
        R::Hours => (
            "稼働していただける時間と、業務に必要な時間が合いませんでした。",
            "The hours that you have and those that the work needs did not match.",
        ),
        R::Period => (
            "ご参加いただける期間と、業務の期間が合いませんでした。",
            "The period in which you are available and that of the work did not match.",
        ),
        R::Place => (
            "働く場所や働き方のご希望と、業務の条件が合いませんでした。",
            "The place or way of working that you wish for and that of the work did not match.",
        ),
        R::Timing => (
            "業務を始める時期と、ご都合が合いませんでした。",
            "The time at which the work begins did not suit yours.",
        ),
        R::Terms => (
            "契約や報酬の条件について、ご希望に沿うことができませんでした。",
            "We could not meet what you wish for in contract or pay.",
        ),
        R::PostingEnded => {
            ("この案件の募集を取りやめることになりました。", "The posting has been taken back.")
        }
        R::OtherFit => (
            "今回の課題に取り組む体制を検討し、別の組み合わせで進めることにしました。",
            "We looked at how to staff this work as a whole and chose another combination.",
        ),
        R::PersonDeclined => {
            ("ご本人からのお申し出により、選考を終えました。", "The selection has ended at your own request.")
        }
    };
    match language {
        NoticeLanguage::Ja => ja,
        NoticeLanguage::En => en,
    }
}

/// What else somebody could try, or why there is nothing, as a paragraph.
pub fn alternatives_in_words(
    alternatives: &[Alternative],
    none: Option<NoAlternative>,
    language: NoticeLanguage,
) -> String {
    if !alternatives.is_empty() {
        let head = match language {
            NoticeLanguage::Ja => "いま募集している、次の案件もご覧ください。",
            NoticeLanguage::En => "These postings are open now and may suit you:",
        };
        let line = |other: &Alternative| match language {
            NoticeLanguage::Ja => format!("・「{}」（{}）", other.title, other.organization),
            NoticeLanguage::En => format!("- “{}” ({})", other.title, other.organization),
        };
        let lines: Vec<String> = alternatives.iter().map(line).collect();
        return format!("{head}\n{}", lines.join("\n"));
    }
    let (ja, en) = match none {
        Some(NoAlternative::NoneFits) => (
            "いま募集している案件のなかには、ご登録の条件に合うものがありませんでした。新しい案件が出ましたら、あらためてご覧ください。",
            "None of the postings that are open now meets the conditions you have stated. Please look again when new ones appear.",
        ),
        Some(NoAlternative::AppliedToAll) => (
            "いま募集している案件のうち、ご登録の条件に合うものには、すでにご応募いただいています。",
            "You have already applied to every open posting that meets the conditions you have stated.",
        ),
        Some(NoAlternative::NoOpenPosting) | None => (
            "いま、ほかに募集している案件はありません。新しい案件が出ましたら、あらためてご覧ください。",
            "No other posting is open at the moment. Please look again when new ones appear.",
        ),
    };
    match language {
        NoticeLanguage::Ja => ja.to_owned(),
        NoticeLanguage::En => en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::unkind_word;
    use super::*;
    use crate::word::Word;

    #[test]
    fn no_ready_word_is_unkind_or_compares_people() {
        let mut all = Vec::new();
        for language in NoticeLanguage::ALL {
            for reason in DeclineReason::ALL {
                all.push(reason_in_words(*reason, *language).to_owned());
            }
            for outcome in DecisionOutcome::ALL {
                all.push(built_in(*outcome, *language).body);
            }
            for none in NoAlternative::ALL {
                all.push(alternatives_in_words(&[], Some(*none), *language));
            }
        }
        for text in all {
            assert_eq!(unkind_word(&text), None, "{text}");
            for word in ["他の応募者", "順位", "点数", "other applicants", "better"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    #[test]
    fn alternatives_are_named_with_their_body() {
        let other = Alternative {
            posting_id: crate::id::PostingId::from_parts(1, [1; 10]),
            title: "みそ蔵の新商品を届ける".to_owned(),
            organization: "塩尻市".to_owned(),
            score: 1,
        };
        let ja = alternatives_in_words(std::slice::from_ref(&other), None, NoticeLanguage::Ja);
        assert!(ja.ends_with("・「みそ蔵の新商品を届ける」（塩尻市）"), "{ja}");
        assert!(
            alternatives_in_words(&[other], None, NoticeLanguage::En)
                .contains("“みそ蔵の新商品を届ける” (塩尻市)")
        );
    }
}
