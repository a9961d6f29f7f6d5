//! The header files for the hosts that read them say the same as the development server.

use std::collections::BTreeMap;

type Headers = BTreeMap<String, String>;

/// `"Name" = "value"`, under `[serve.headers]`.
fn of_trunk(file: &str) -> Headers {
    let section = file.split("[serve.headers]").nth(1).expect("Trunk.toml has headers");
    pairs(section, |line| line.strip_prefix('"')?.strip_suffix('"')?.split_once("\" = \""))
}

/// `Name: value`, indented under a path, for Netlify and Cloudflare Pages.
fn of_pages(file: &str) -> Headers {
    pairs(file, |line| line.strip_prefix("  ")?.split_once(": "))
}

/// `Header always set Name "value"`, for Apache.
fn of_apache(file: &str) -> Headers {
    pairs(file, |line| line.trim().strip_prefix("Header always set ")?.strip_suffix('"')?.split_once(" \""))
}

fn pairs<'a>(file: &'a str, pair: impl Fn(&'a str) -> Option<(&'a str, &'a str)>) -> Headers {
    file.lines().filter_map(pair).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

#[test]
fn all_hosts_send_the_same_headers() {
    let trunk = of_trunk(include_str!("../Trunk.toml"));
    assert_eq!(trunk, of_pages(include_str!("../www/_headers")));
    assert_eq!(trunk, of_apache(include_str!("../www/.htaccess")));
}

#[test]
fn they_isolate_the_page_and_allow_no_script_but_its_own() {
    let headers = of_trunk(include_str!("../Trunk.toml"));
    for (name, value) in [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Document-Isolation-Policy", "isolate-and-require-corp"),
    ] {
        assert_eq!(headers.get(name).map(String::as_str), Some(value), "{name}");
    }
    let policy = &headers["Content-Security-Policy"];
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
}
