//! A text as a code to be scanned.

use fast_qr::{ECL, QRBuilder};

/// Squares of light around the dark ones, as scanners need them.
const RIM: usize = 4;

/// A code, to be drawn in a picture of squares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanCode {
    /// Squares along each side, the light rim included.
    pub side: usize,
    /// The dark squares, as a path of SVG.
    pub path: String,
}

impl ScanCode {
    /// Of a text; `None` for one that is too long, beyond 2,900 bytes.
    pub fn of(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::L).build().ok()?;
        let mut path = String::new();
        for row in 0..code.size {
            let mut column = 0;
            while column < code.size {
                let run = (column..code.size).take_while(|place| code[row][*place].value()).count();
                if run > 0 {
                    path += &format!("M{} {}h{run}v1h-{run}z", column + RIM, row + RIM);
                }
                column += run.max(1);
            }
        }
        Some(Self { side: code.size + 2 * RIM, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_a_rim() {
        let code = ScanCode::of("http://192.168.100.200:8080/?join=1#room=1abc").unwrap();
        // The eyes of a code are seven squares wide.
        let right = code.side - RIM - 7;
        assert!(code.path.starts_with(&format!("M{RIM} {RIM}h7v1h-7z")), "{}", code.path);
        assert!(code.path.contains(&format!("M{right} {RIM}h7v1h-7z")), "{}", code.path);
        assert!(code.path.contains(&format!("M{RIM} {right}h7v1h-7z")), "{}", code.path);
        assert_eq!(ScanCode::of(&"x".repeat(3000)), None);
    }
}
