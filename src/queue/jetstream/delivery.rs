//! What the server says of a message that it hands out, in the subject where its acknowledgement goes.

/// A message that was handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// For which time, from 1.
    pub delivered: u64,
    /// Its number in its stream.
    pub stream_seq: u64,
    /// Which of all that were handed out it is.
    pub consumer_seq: u64,
    /// How many wait behind it.
    pub pending: u64,
}

impl Delivery {
    /// Reads the subject: `$JS.ACK.` and then stream, consumer, deliveries, two numbers, the time and what waits; some
    /// servers say a domain and an account before that, and something of their own after it.
    pub fn read(subject: &str) -> Option<Self> {
        let tokens: Vec<&str> = subject.strip_prefix("$JS.ACK.")?.split('.').collect();
        let numbers = match tokens.len() {
            7 => &tokens[2..],
            9 | 10 => &tokens[4..9],
            _ => return None,
        };
        let number = |place: usize| numbers.get(place).and_then(|token: &&str| token.parse().ok());
        Some(Self {
            delivered: number(0)?,
            stream_seq: number(1)?,
            consumer_seq: number(2)?,
            pending: number(4)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read() {
        let expected = Delivery { delivered: 2, stream_seq: 40, consumer_seq: 57, pending: 160 };
        for subject in [
            "$JS.ACK.JOBS.takers.2.40.57.1795800951734679809.160",
            "$JS.ACK.hub.ACCHASH.JOBS.takers.2.40.57.1795800951734679809.160",
            "$JS.ACK._.ACCHASH.JOBS.takers.2.40.57.1795800951734679809.160.a1b2",
        ] {
            assert_eq!(Delivery::read(subject), Some(expected), "{subject}");
        }
    }

    #[test]
    fn anything_else_is_none() {
        for subject in
            ["", "_INBOX.a", "$JS.ACK.", "$JS.ACK.JOBS.takers.x.40.57.1.0", "$JS.ACK.a.b.1.2.3.4.5.6"]
        {
            assert_eq!(Delivery::read(subject), None, "{subject}");
        }
    }
}
