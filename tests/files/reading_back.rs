//! What was saved is read again, and what nobody should have saved is refused.

use interleave::exchange::{FileFormat, ImportError, read_document};
use interleave::trace::{ResultDocument, SCHEMA};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{any_document, example, file};
use crate::pictures::drawn;

fn read(bytes: &[u8]) -> Result<ResultDocument, ImportError> {
    read_document(bytes)
}

fn changed(change: impl FnOnce(&mut Value)) -> Result<ResultDocument, ImportError> {
    let mut value = serde_json::to_value(example()).expect("it can be written as JSON");
    change(&mut value);
    read(value.to_string().as_bytes())
}

#[test]
fn what_was_saved_is_read() {
    let mut document = example();
    // What is like the names of the document's own lists.
    document.runs[0].outputs[0] = "\"spans\":[],\"runs\":[]".into();
    let saved = file(&document, FileFormat::Json, "");
    assert_eq!(saved, serde_json::to_vec(&document).unwrap(), "as hosts get it");
    assert_eq!(read(&saved), Ok(document));
    // A later version may add fields, and executors.
    let more = changed(|value| {
        value["weather"] = json!({ "sky": ["blue"] });
        value["runs"][2]["executor"] = "gpu".into();
        value["runs"][2]["mood"] = "good".into();
    });
    assert_eq!(more.unwrap().runs[2].executor.as_str(), "gpu");
}

#[test]
fn what_is_wrong_is_named() {
    type Change = fn(&mut Value);
    let wrong: [(&str, Change); 22] = [
        ("runs", |value| value["runs"] = json!([])),
        ("environment.clockResolutionMs", |value| value["environment"]["clockResolutionMs"] = json!(-1)),
        ("environment.userAgent", |value| value["environment"]["userAgent"] = json!("\u{202e}")),
        ("summary[1].executor", |value| value["summary"][1]["executor"] = json!("<b>")),
        ("summary[0].medianWallMs", |value| value["summary"][0]["minWallMs"] = json!(1e6)),
        ("summary[2].speedup", |value| value["summary"][2]["speedup"] = json!(-2)),
        ("runs[0].executor", |value| value["runs"][0]["executor"] = json!("Threads")),
        ("runs[0].executor", |value| value["runs"][0]["executor"] = json!("x".repeat(41))),
        ("runs[0].workers", |value| value["runs"][0]["workers"] = json!(65)),
        ("runs[0].repeat", |value| value["runs"][0]["repeat"] = json!(50)),
        ("runs[0].wallMs", |value| value["runs"][0]["wallMs"] = json!(-0.1)),
        ("runs[0].startupMs", |value| value["runs"][0]["startupMs"] = json!(1e10)),
        ("runs[0].outputs[3]", |value| value["runs"][0]["outputs"][3] = json!("x".repeat(1001))),
        ("runs[1].lanes[0].id", |value| value["runs"][1]["lanes"][0]["id"] = json!(4_000_000_000u32)),
        ("runs[1].lanes", |value| {
            value["runs"][1]["lanes"] =
                (0..1001).map(|id| json!({ "id": id, "name": "", "kind": "loop" })).collect();
        }),
        ("runs[2].spans[3].lane", |value| value["runs"][2]["spans"][3]["lane"] = json!(2)),
        ("runs[2].spans[3].task", |value| value["runs"][2]["spans"][3]["task"] = json!(10_001)),
        ("runs[2].spans[3].endMs", |value| value["runs"][2]["spans"][3]["endMs"] = json!(3.9)),
        ("runs[2].spans[3]", |value| value["runs"][2]["spans"][3]["endMs"] = json!(1e300)),
        ("runs[2].metrics.busyMs", |value| value["runs"][2]["metrics"]["busyMs"] = json!(-1)),
        ("runs[0].step.key", |value| value["runs"][0]["step"] = json!({ "key": "", "value": "" })),
        ("runs[0].error.message", |value| {
            value["runs"][0]["error"] = json!({ "code": "trap", "message": "\u{7}", "task": null });
        }),
    ];
    for (expected, change) in wrong {
        match changed(change) {
            Err(ImportError::Wrong { field, allowed }) => {
                assert_eq!(field, expected, "{allowed:?}");
            }
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn what_is_no_result_is_told_so() {
    for text in ["", "{", "[]", "null", "7", "\"interleave/result/1\"", "{\"schema\":5}", "<svg/>", "\u{0}"] {
        assert!(matches!(read(text.as_bytes()), Err(ImportError::Unreadable(_))), "{text}");
    }
    let of_schema = |schema: &str| read(json!({ "schema": schema }).to_string().as_bytes()).unwrap_err();
    assert_eq!(of_schema("interleave/result/2"), ImportError::Newer);
    assert_eq!(of_schema("otio/1"), ImportError::OtherSchema("otio/1".into()));
    assert!(matches!(of_schema(SCHEMA), ImportError::Unreadable(_)), "a field is missing");
    let missing = changed(|value| drop(value["runs"][0].as_object_mut().unwrap().remove("wallMs")));
    let Err(ImportError::Unreadable(why)) = missing else { panic!("{missing:?}") };
    assert!(why.contains("wallMs"), "{why}");
    let newer = changed(|value| value["schema"] = "interleave/result/12".into());
    assert_eq!(newer, Err(ImportError::Newer));
}

/// Small in a file, large in memory: refused before it is read to its end.
#[test]
fn lists_without_end_are_not_read_to_it() {
    let outputs = changed(|value| value["runs"][0]["outputs"] = vec![""; 10_002].into());
    let Err(ImportError::Unreadable(why)) = outputs else { panic!("{outputs:?}") };
    assert!(why.contains("10001"), "{why}");
    let nested = "[".repeat(1_000_000);
    assert!(matches!(read(nested.as_bytes()), Err(ImportError::Unreadable(_))));
    let ignored = format!("{{\"schema\":\"interleave/result/1\",\"x\":{nested}");
    assert!(matches!(read(ignored.as_bytes()), Err(ImportError::Unreadable(_))));
}

proptest! {
    #[test]
    fn everything_that_is_saved_is_read(document in any_document()) {
        let saved = file(&document, FileFormat::Json, "");
        prop_assert_eq!(&saved, &serde_json::to_vec(&document).unwrap());
        prop_assert_eq!(read(&saved), Ok(document));
    }

    /// A document in which one byte was changed is refused, or is another document that can be drawn.
    #[test]
    fn nothing_that_is_read_panics(place: proptest::sample::Index, byte: u8, cut: bool) {
        let mut saved = serde_json::to_vec(&example()).unwrap();
        let place = place.index(saved.len());
        if cut { saved.truncate(place) } else { saved[place] = byte }
        if let Ok(document) = read(&saved) {
            let experiment = interleave::experiment::parse(&document.experiment).experiment;
            prop_assume!(interleave::experiment::format(&experiment) == example().experiment);
            drawn(&document, "");
        }
    }
}
