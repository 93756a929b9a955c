//! The colours of all pictures.
//!
//! Okabe and Ito's eight colours keep apart for all common kinds of colour blindness; values as in R's
//! `palette.colors("Okabe-Ito")`. Contrast on white is noted beside each: below 3 a fill needs an outline, and
//! text is never set in them (WCAG 2.2, 1.4.3 and 1.4.11). Colour never carries a meaning alone: shape, hatching or a
//! word stands beside it, so that a grey print says the same.

/// Bluish green, 3.4.
pub const GREEN: &str = "#009E73";
/// Blue, 5.2.
pub const BLUE: &str = "#0072B2";
/// Vermilion, 3.9.
pub const VERMILION: &str = "#D55E00";
/// Text and walls, 16.5.
pub const INK: &str = "#1F1F1F";
/// Secondary text, 7.0.
pub const GREY_TEXT: &str = "#595959";
/// Hairlines, 2.8.
pub const GREY: &str = "#999999";
/// Paper.
pub const WHITE: &str = "#FFFFFF";
/// Green for text, 6.5.
pub const GREEN_TEXT: &str = "#006B4F";
/// Vermilion for text, 6.4.
pub const VERMILION_TEXT: &str = "#B32D00";

/// Sky blue #56B4E9 at 22 % on white: a fill under dark text.
pub const SKY_TINT: &str = "#DAEEFA";
/// Blue #0072B2 at 34 % on white.
pub const BLUE_TINT: &str = "#A9CBE6";
/// Orange #E69F00 at 28 % on white.
pub const ORANGE_TINT: &str = "#F8E4B8";
/// Purple #CC79A7 at 30 % on white.
pub const PURPLE_TINT: &str = "#F0D7E5";
/// Yellow #F0E442 at 40 % on white.
pub const YELLOW_TINT: &str = "#F9F4B3";
/// Green #009E73 at 12 % on white.
pub const GREEN_TINT: &str = "#E0F3EE";
/// A grey that recedes behind walls.
pub const GREY_TINT: &str = "#F0F0F0";
