//! Numbers that nobody else has.

use js_sys::Math;

use super::features::window;

/// A number unlike any other's, for names.
pub fn number() -> u64 {
    let half = || (Math::random() * f64::from(u32::MAX)) as u64;
    half() << 32 | half()
}

/// 32 bytes that nobody can guess. On a page only.
pub fn secret() -> [u8; 32] {
    let mut bytes = [0; 32];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    filled.expect("every browser that runs Wasm has random bytes, with https and without");
    bytes
}
