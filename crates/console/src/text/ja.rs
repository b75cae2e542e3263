//! Japanese, as a municipal writer would write it: です・ます, one sentence one point.

use super::{Failures, Login, Site, Text};

mod dates;
mod drawer;
mod matches;
mod postings;
mod reach;
mod words;

use super::figures::grouped;

/// Japanese.
pub const JA: Text = Text {
    code: "ja",
    site: SITE,
    login: LOGIN,
    postings: postings::POSTINGS,
    head: postings::HEAD,
    matches: matches::MATCHES,
    drawer: drawer::DRAWER,
    reach: reach::REACH,
    failures: FAILURES,
    words: words::WORDS,
    dates: dates::DATES,
};

const SITE: Site = Site {
    name: "つむぎ 地域副業マッチング",
    skip: "本文へ移る",
    navigation: "おもなページ",
    postings: "案件",
    other_language: "English",
    other_code: "en",
    log_out: "ログアウト",
    print: "印刷",
    printed: "印刷した日時と団体：",
    handle_with_care: "取扱注意：個人情報を含みます",
    loading: "読み込んでいます",
    unreachable: "つながりません。もう一度選んでください",
    keys: "キー操作",
    key_next_previous: "次・前の人",
    key_back: "一覧に戻る",
    key_list: "キーの一覧",
    keys_off: "キー操作を切る",
    keys_on: "キー操作を使う",
    close: "閉じる",
    keys_note: "文字を入力しているあいだは働きません。",
};

const LOGIN: Login = Login {
    title: "ログイン",
    lead: "地域の副業の案件と、応募した人のおすすめ順を確かめる画面です。",
    key: "キー",
    key_hint: "管理者から受け取った「tsk_」で始まる文字列を、そのまま貼り付けてください。",
    enter: "ログイン",
    error_heading: "ログインできませんでした",
    error_prefix: "エラー：",
    wrong_key: "このキーでは入れません。文字の抜けや期限切れがないかを確かめてください",
    no_key: "キーを入力してください",
    expired: "安全のため、もう一度ログインしてください。ログインすると、先ほどのページに戻ります。",
    left: "ログアウトしました。",
    trouble: "お困りのとき",
    trouble_words: "キーが分からないとき、または使えなくなったときは、管理者に新しいキーの発行を頼んでください。\
                    前のキーを調べることは、管理者にもできません。",
};

const FAILURES: Failures = Failures {
    not_found: "ページが見つかりません",
    not_found_words: "アドレスが変わったか、あなたの団体からは見られない案件です。\
                      見られるはずのときは、案件の担当者に確かめてください。",
    forbidden: "このページは見られません",
    forbidden_words: "お使いのキーには、このページを見る権限がありません。必要なときは、管理者に権限の追加を頼んでください。",
    foreign: "この操作は受け付けられません",
    foreign_words: "ほかのサイトから送られた操作のため、止めました。この画面からもう一度操作してください。",
    method: "この操作はできません",
    busy: "ただいま準備しています",
    busy_words: "人材の一覧を読み込んでいるか、混み合っています。少し待ってから、もう一度開いてください。",
    broken: "処理できませんでした",
    broken_words: |number| format!("番号 {number} を管理者に伝えてください。"),
    unclear: "アドレスの一部が分かりません",
    unclear_words: "アドレスを途中で書き換えたか、コピーしたときに欠けたようです。案件の一覧から開き直してください。",
    to_postings: "案件の一覧へ",
};

/// 「n人」.
fn people(number: u64) -> String {
    format!("{}人", grouped(number))
}
