//! What is asked.

use serde_json::{Value, json};

use super::{ACK_WAIT_MS, JOBS, MOST_JOB_BYTES, MOST_RESULT_BYTES, NEXT_EXPIRES_MS, RESULTS, TAKERS};
use crate::queue::MOST_DELIVERIES;
use crate::queue::codec::Headers;

/// Nanoseconds, in which the server counts, in a millisecond.
const NS: u64 = 1_000_000;
/// A consumer of results whose host is gone is forgotten after so long, ms.
const FORGOTTEN_MS: u64 = 60_000;

/// Something to be asked of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where.
    pub subject: String,
    /// What to say.
    pub body: Vec<u8>,
}

impl Request {
    fn new(what: &str, body: &Value) -> Self {
        Self { subject: format!("$JS.API.{what}"), body: body.to_string().into_bytes() }
    }

    fn bare(what: &str) -> Self {
        Self { subject: format!("$JS.API.{what}"), body: Vec::new() }
    }
}

/// Makes the stream of jobs; one that is there already, and the same, is as good.
pub fn create_jobs() -> Request {
    let config = json!({
        "name": JOBS, "subjects": ["jobs.*"], "retention": "workqueue", "storage": "file", "discard": "new",
        "max_bytes": MOST_JOB_BYTES, "num_replicas": 1, "duplicate_window": 120_000 * NS,
    });
    Request::new(&format!("STREAM.CREATE.{JOBS}"), &config)
}

/// Makes the stream of results.
pub fn create_results() -> Request {
    let config = json!({
        "name": RESULTS, "subjects": ["results.*.*"], "retention": "limits", "storage": "file",
        "max_msgs_per_subject": 1, "discard": "new", "discard_new_per_subject": true,
        "max_bytes": MOST_RESULT_BYTES, "num_replicas": 1,
    });
    Request::new(&format!("STREAM.CREATE.{RESULTS}"), &config)
}

/// Makes the consumer from which takers pull, one job at a time.
pub fn create_consumer() -> Request {
    let config = json!({
        "durable_name": TAKERS, "ack_policy": "explicit", "deliver_policy": "all",
        "ack_wait": ACK_WAIT_MS * NS, "max_deliver": MOST_DELIVERIES, "max_batch": 1, "max_waiting": 4096,
    });
    let body = json!({ "stream_name": JOBS, "config": config });
    Request::new(&format!("CONSUMER.DURABLE.CREATE.{JOBS}.{TAKERS}"), &body)
}

/// Has all results of a run sent to an inbox, from this number in the stream on.
pub fn follow_results(run: &str, inbox: &str, from_seq: u64) -> Request {
    let config = json!({
        "deliver_subject": inbox, "ack_policy": "none", "filter_subject": format!("results.{run}.*"),
        "deliver_policy": "by_start_sequence", "opt_start_seq": from_seq.max(1),
        "inactive_threshold": FORGOTTEN_MS * NS, "mem_storage": true, "num_replicas": 1,
    });
    Request::new(&format!("CONSUMER.CREATE.{RESULTS}"), &json!({ "stream_name": RESULTS, "config": config }))
}

/// Asks how a stream stands.
pub fn stream(name: &str) -> Request {
    Request::bare(&format!("STREAM.INFO.{name}"))
}

/// Asks how the takers' consumer stands.
pub fn consumer() -> Request {
    Request::bare(&format!("CONSUMER.INFO.{JOBS}.{TAKERS}"))
}

/// Empties a stream: what is on these subjects, and came before this number where one is given.
pub fn purge(name: &str, subjects: &str, before_seq: Option<u64>) -> Request {
    let body = match before_seq {
        Some(seq) => json!({ "filter": subjects, "seq": seq }),
        None => json!({ "filter": subjects }),
    };
    Request::new(&format!("STREAM.PURGE.{name}"), &body)
}

/// Asks for the next job.
pub fn next() -> Request {
    Request::new(&format!("CONSUMER.MSG.NEXT.{JOBS}.{TAKERS}"), &one())
}

fn one() -> Value {
    json!({ "batch": 1, "expires": NEXT_EXPIRES_MS * NS })
}

/// The header by which the server knows a message that it has already.
pub fn message_id(id: &str) -> Headers {
    Headers::of("Nats-Msg-Id", id)
}

/// What a taker says of a job that it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acknowledgement {
    /// It is done.
    Done,
    /// It is done, and the next one is welcome.
    DoneAndNext,
    /// It is still at it.
    Working,
    /// Somebody else shall do it, at once or in so many ms.
    GivenBack {
        /// In how long, ms.
        after_ms: u64,
    },
}

impl Acknowledgement {
    /// What to say to where the job's answers go.
    pub fn body(self) -> Vec<u8> {
        match self {
            Self::Done => b"+ACK".to_vec(),
            Self::DoneAndNext => format!("+NXT {}", one()).into_bytes(),
            Self::Working => b"+WPI".to_vec(),
            Self::GivenBack { after_ms: 0 } => b"-NAK".to_vec(),
            Self::GivenBack { after_ms } => format!("-NAK {{\"delay\":{}}}", after_ms * NS).into_bytes(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(request: &Request) -> (&str, Value) {
        (&request.subject, serde_json::from_slice(&request.body).unwrap_or_default())
    }

    #[test]
    fn jobs_are_a_queue_and_results_one_a_subject() {
        let request = create_jobs();
        let (subject, config) = asked(&request);
        assert_eq!(subject, "$JS.API.STREAM.CREATE.JOBS");
        assert_eq!((&config["retention"], &config["discard"]), (&json!("workqueue"), &json!("new")));
        let request = create_results();
        let (subject, config) = asked(&request);
        assert_eq!(subject, "$JS.API.STREAM.CREATE.RESULTS");
        assert_eq!((&config["max_msgs_per_subject"], &config["discard"]), (&json!(1), &json!("new")));
        assert_eq!(config["discard_new_per_subject"], json!(true));
    }

    #[test]
    fn a_job_is_handed_out_again_after_a_while_and_not_for_ever() {
        let request = create_consumer();
        let (subject, body) = asked(&request);
        assert_eq!(subject, "$JS.API.CONSUMER.DURABLE.CREATE.JOBS.takers");
        let config = &body["config"];
        assert_eq!((&config["ack_wait"], &config["max_deliver"]), (&json!(3_000_000_000_u64), &json!(5)));
    }

    #[test]
    fn results_are_followed_from_where_one_was() {
        let request = follow_results("a1", "_INBOX.h.r", 0);
        let (subject, body) = asked(&request);
        assert_eq!(subject, "$JS.API.CONSUMER.CREATE.RESULTS");
        assert_eq!(body["config"]["filter_subject"], json!("results.a1.*"));
        assert_eq!(body["config"]["opt_start_seq"], json!(1), "the first has number 1");
    }

    #[test]
    fn what_is_purged_and_asked() {
        let request = purge(RESULTS, "results.a1.7", Some(9));
        assert_eq!(
            asked(&request),
            ("$JS.API.STREAM.PURGE.RESULTS", json!({ "filter": "results.a1.7", "seq": 9 }))
        );
        assert_eq!(asked(&purge(JOBS, "jobs.a1", None)).1, json!({ "filter": "jobs.a1" }));
        assert_eq!(next().subject, "$JS.API.CONSUMER.MSG.NEXT.JOBS.takers");
        assert_eq!(stream(JOBS), Request { subject: "$JS.API.STREAM.INFO.JOBS".into(), body: Vec::new() });
        assert_eq!(consumer().subject, "$JS.API.CONSUMER.INFO.JOBS.takers");
    }

    #[test]
    fn what_a_taker_says_of_its_job() {
        let said = |acknowledgement: Acknowledgement| String::from_utf8(acknowledgement.body()).unwrap();
        assert_eq!(said(Acknowledgement::Done), "+ACK");
        assert_eq!(said(Acknowledgement::DoneAndNext), "+NXT {\"batch\":1,\"expires\":30000000000}");
        assert_eq!(said(Acknowledgement::Working), "+WPI");
        assert_eq!(said(Acknowledgement::GivenBack { after_ms: 0 }), "-NAK");
        assert_eq!(said(Acknowledgement::GivenBack { after_ms: 1000 }), "-NAK {\"delay\":1000000000}");
    }
}
