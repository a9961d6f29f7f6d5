//! Numbers that nobody else has.

use js_sys::Math;

/// A number unlike any other's, for names.
pub fn number() -> u64 {
    let half = || (Math::random() * f64::from(u32::MAX)) as u64;
    half() << 32 | half()
}
