//! From floats to whole numbers, for display and previews only.

/// The nearest whole number; what does not fit becomes the nearest that does,
/// and what is no number becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, which is what the caller is promised")]
pub(super) fn nearest(value: f64) -> i128 {
    value.round() as i128
}

/// As [`nearest`], for a count of thousandths: never below 0.
pub(super) fn permille(part: f64) -> u32 {
    u32::try_from(nearest(part * 1000.0).max(0)).unwrap_or(u32::MAX)
}

/// A float without its decimals, as a small whole number; the largest there is
/// for what does not fit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, which is what the caller is promised")]
pub(super) fn small(value: f64) -> u16 {
    value as u16
}
