//! What authors paste into their articles.

use interleave::exchange::{EmbedCode, EmbedForm};
use interleave::experiment::{Parts, Theme};
use proptest::prelude::*;

fn snippet(form: EmbedForm) -> EmbedCode {
    EmbedCode {
        form,
        title: "Count primes, 2 tasks".into(),
        ways: 2,
        ..EmbedCode::new("https://example.org/lab/", "workload=primes&tasks=4&executors=sequential,processes")
    }
}

#[test]
fn an_element_finds_the_app_and_falls_back_to_a_link() {
    assert_eq!(
        snippet(EmbedForm::Element).html(),
        "<script async src=\"https://example.org/lab/embed.js\"></script>\n\
         <interleave-lab experiment=\"workload=primes&amp;tasks=4&amp;executors=sequential,processes\">\n\
         <a href=\"https://example.org/lab/?workload=primes&amp;tasks=4&amp;executors=sequential,processes\">\
         Count primes, 2 tasks</a>\n</interleave-lab>"
    );
}

#[test]
fn what_is_chosen_is_in_it() {
    let chosen = EmbedCode {
        theme: Theme::Dark,
        parts: Parts { figures: false, code: true, ..Parts::default() },
        width: Some(480),
        picture: "primes.png".into(),
        caption: Some(("Two tasks.".into(), "Interleave".into())),
        ..snippet(EmbedForm::Element)
    };
    let html = chosen.html();
    for part in [
        "theme=\"dark\"",
        "parts=\"timeline,code\"",
        "width=\"480\"",
        "<img src=\"primes.png\" alt=\"Count primes, 2 tasks\" />",
        "<figcaption>Two tasks. <a href=",
        ">Interleave</a></figcaption>",
    ] {
        assert!(html.contains(part), "{part} is not in {html}");
    }
    let frame = EmbedCode { form: EmbedForm::Frame, ..chosen }.html();
    for part in [
        "&amp;embed=1&amp;theme=dark\"",
        " width=\"480\"",
        " allow=\"cross-origin-isolated\"",
        "<noscript><a href=",
    ] {
        assert!(frame.contains(part), "{part} is not in {frame}");
    }
}

/// Pages of others load it: it has to be small, just as it is.
#[test]
fn the_script_is_small() {
    let script = include_bytes!("../www/embed.js");
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut script.as_slice(), &mut packed, &parameters).unwrap();
    assert!(packed.len() <= 2048, "{} bytes", packed.len());
}

proptest! {
    /// Whatever an author types, it stays text: no tag, attribute, line or JSX expression comes of it.
    #[test]
    fn nothing_typed_is_markup(picture in ".{0,40}", text in ".{0,40}", is_frame: bool) {
        let form = if is_frame { EmbedForm::Frame } else { EmbedForm::Element };
        let with = |picture: &str, text: &str| EmbedCode {
            picture: picture.to_owned(),
            caption: Some((text.to_owned(), text.to_owned())),
            ..snippet(form)
        }.html();
        let (plain, typed) = (with("x", "x"), with(&format!("x{picture}"), &text));
        for mark in ['<', '>', '"', '\n', '{', '}'] {
            prop_assert_eq!(plain.matches(mark).count(), typed.matches(mark).count(), "{} in {}", mark, typed);
        }
        let safe: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
        prop_assert!(text.len() != safe.len() || typed.contains(&safe));
    }
}
