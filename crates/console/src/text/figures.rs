//! Whole numbers as people write them: digits in threes, a sign where a change is meant.

/// `1500` as `1,500`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// `12` as `+12`, `-3` as `−3`, `0` as `±0`.
pub fn signed(number: i64) -> String {
    let size = grouped(number.unsigned_abs());
    match number {
        0 => "±0".to_owned(),
        1.. => format!("+{size}"),
        _ => format!("−{size}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        let written: Vec<String> = [0, 7, 999, 1000, 12_345, 1_234_567].into_iter().map(grouped).collect();
        assert_eq!(written, ["0", "7", "999", "1,000", "12,345", "1,234,567"]);
    }

    #[test]
    fn a_change_has_its_sign() {
        assert_eq!([signed(0), signed(1200), signed(-3)], ["±0", "+1,200", "−3"]);
    }
}
