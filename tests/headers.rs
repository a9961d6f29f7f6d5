//! The files for hosts, the service worker and the page itself say the same as the development server.

use std::collections::BTreeMap;

use serde_json::Value;

type Headers = BTreeMap<String, String>;

/// What keeps a file of a release for a year, without asking again.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Header lines: what `pair` makes of them.
fn pairs<'a>(file: &'a str, pair: impl Fn(&'a str) -> Option<(&'a str, &'a str)>) -> Headers {
    file.lines().filter_map(pair).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// What stands between two pieces of a file.
fn between<'a>(file: &'a str, from: &str, to: &str) -> &'a str {
    let rest = file.split_once(from).unwrap_or_else(|| panic!("{from} is there")).1;
    rest.split_once(to).map_or(rest, |(inside, _)| inside)
}

/// `"Name" = "value"`, under `[serve.headers]`.
fn of_trunk() -> Headers {
    let section = between(include_str!("../Trunk.toml"), "[serve.headers]", "\n[");
    pairs(section, |line| line.strip_prefix('"')?.strip_suffix('"')?.split_once("\" = \""))
}

/// `Name: value`, indented under a path, for Netlify and Cloudflare Pages.
fn of_pages(path: &str) -> Headers {
    let section = between(include_str!("../www/_headers"), &format!("\n{path}\n"), "\n/");
    pairs(section, |line| line.strip_prefix("  ")?.split_once(": "))
}

/// `Header always set Name "value"`, for Apache.
fn of_apache() -> Headers {
    let file = include_str!("../www/.htaccess");
    pairs(file, |line| line.trim().strip_prefix("Header always set ")?.strip_suffix('"')?.split_once(" \""))
}

/// A rule for a path, for Vercel.
fn of_vercel(path: &str) -> Headers {
    let file: Value = serde_json::from_str(include_str!("../www/vercel.json")).unwrap();
    let rules = file["headers"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["source"] == path).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    rule["headers"].as_array().unwrap().iter().map(|row| (text(&row["key"]), text(&row["value"]))).collect()
}

/// `add_header Name "value" always;`
fn of_nginx() -> Headers {
    let file = include_str!("../docs/hosting/nginx.conf");
    pairs(file, |line| line.strip_prefix("add_header ")?.strip_suffix("\" always;")?.split_once(" \""))
}

/// `Name "value"`, in a block.
fn of_caddy() -> Headers {
    let block = between(include_str!("../docs/hosting/interleave.caddyfile"), "\nheader {", "}");
    pairs(block, |line| line.trim().strip_suffix('"')?.split_once(" \""))
}

/// `"Name": "value",` in a constant.
fn of_service_worker() -> Headers {
    let constant = between(include_str!("../www/sw.js"), "const HEADERS = {", "};");
    pairs(constant, |line| line.trim().strip_prefix('"')?.strip_suffix("\",")?.split_once("\": \""))
}

#[test]
fn all_hosts_send_the_same_headers() {
    let trunk = of_trunk();
    assert!(trunk.contains_key("Content-Security-Policy"));
    for (host, headers) in [
        ("_headers", of_pages("/*")),
        (".htaccess", of_apache()),
        ("vercel.json", of_vercel("/(.*)")),
        ("nginx.conf", of_nginx()),
        ("interleave.caddyfile", of_caddy()),
        ("sw.js", of_service_worker()),
    ] {
        assert_eq!(headers, trunk, "{host}");
    }
}

/// In the page itself the policy holds before the service worker does. Who may frame it can't be said there.
#[test]
fn the_page_brings_the_policy_along() {
    let page = include_str!("../www/index.html");
    let own = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\">");
    assert_eq!(format!("{own}; frame-ancestors *"), of_trunk()["Content-Security-Policy"]);
}

#[test]
fn files_of_a_release_are_kept_for_ever() {
    let rule = Headers::from([("Cache-Control".to_owned(), FOR_EVER.to_owned())]);
    assert_eq!(of_pages("/release-*"), rule);
    assert_eq!(of_vercel("/release-(.*)"), rule);
    for file in [include_str!("../www/.htaccess"), include_str!("../docs/hosting/interleave.caddyfile")] {
        assert!(
            file.contains(&format!("Cache-Control \"{FOR_EVER}\"")) && file.contains("\"no-cache\""),
            "{file}"
        );
    }
}

#[test]
fn they_isolate_the_page_and_allow_no_script_but_its_own() {
    let headers = of_trunk();
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
