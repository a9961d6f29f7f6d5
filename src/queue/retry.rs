//! When a connection that broke is tried again.

use super::connection::Broken;

/// The next is tried so much later at least, and at most, ms.
const PAUSES_MS: [u32; 2] = [100, 2_000];

/// When to try the next connection: each time a little later, until one has held.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    next_ms: u32,
    opened_ms: Option<f64>,
}

impl Default for Retry {
    fn default() -> Self {
        Self { next_ms: PAUSES_MS[0], opened_ms: None }
    }
}

impl Retry {
    /// A connection is open, at this moment, ms.
    pub fn opened(&mut self, now_ms: f64) {
        self.opened_ms = Some(now_ms);
    }

    /// A connection is over, or none came about; how long to wait before the next, ms.
    pub fn pause_ms(&mut self, now_ms: f64) -> u32 {
        let [least, most] = PAUSES_MS;
        if self.opened_ms.take().is_some_and(|opened_ms| now_ms - opened_ms >= f64::from(most)) {
            self.next_ms = least;
        }
        let pause_ms = self.next_ms;
        self.next_ms = (pause_ms * 2).min(most);
        pause_ms
    }

    /// The same after the broker has said why it is over.
    ///
    /// # Errors
    /// Another try is of no use.
    pub fn after(&mut self, broken: Broken, now_ms: f64) -> Result<u32, Broken> {
        if broken.may_pass() { Ok(self.pause_ms(now_ms)) } else { Err(broken) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_try_is_later_until_a_connection_has_held() {
        let mut retry = Retry::default();
        let pauses: Vec<u32> = (0..7).map(|_| retry.pause_ms(0.0)).collect();
        assert_eq!(pauses, [100, 200, 400, 800, 1600, 2000, 2000]);
        retry.opened(10_000.0);
        assert_eq!(retry.pause_ms(10_500.0), 2000, "it didn't hold");
        retry.opened(20_000.0);
        assert_eq!(retry.pause_ms(22_000.0), 100);
        assert_eq!(retry.after(Broken::Silent, 22_000.0), Ok(200));
        assert_eq!(retry.after(Broken::Refused, 22_000.0), Err(Broken::Refused));
    }
}
