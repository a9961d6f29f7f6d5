//! The files that say the headers, each in its own words: for hosts, for the service worker, for the
//! development server, for the page itself and for readers.

use interleave_pages::headers::{FOR_EVER, Header, POLICY, headers, policy_in_page};

/// A file, or a section of one, that is written here.
pub struct Target {
    /// The file, seen from the root of the repository.
    pub path: &'static str,
    /// The section between its marks; the whole file without.
    section: Option<&'static str>,
    text: fn() -> String,
}

/// All of them.
pub const TARGETS: [Target; 10] = [
    Target { path: "www/_headers", section: None, text: for_netlify },
    Target { path: "www/vercel.json", section: None, text: for_vercel },
    Target { path: "www/.htaccess", section: Some("headers"), text: for_apache },
    Target { path: "docs/hosting/nginx.conf", section: Some("headers"), text: for_nginx },
    Target { path: "docs/hosting/interleave.caddyfile", section: Some("headers"), text: for_caddy },
    Target { path: "Trunk.toml", section: Some("headers"), text: for_trunk },
    Target { path: "www/sw.js", section: Some("headers"), text: for_service_worker },
    Target { path: "www/index.html", section: Some("policy"), text: for_page },
    Target { path: "docs/hosting.md", section: Some("headers"), text: headers_for_readers },
    Target { path: "docs/hosting.md", section: Some("policy"), text: policy_for_readers },
];

impl Target {
    /// The file as it should be, made from the file as it is.
    ///
    /// # Errors
    /// The file has lost its marks.
    pub fn renewed(&self, file: &str) -> Result<String, String> {
        let text = (self.text)();
        let Some(section) = self.section else { return Ok(text) };
        let (begin, end) = (format!("{section}, as ./dev headers writes "), format!("end of {section}"));
        let lost = |mark: &str| format!("{} has no line with “{mark}” any more", self.path);
        let (head, rest) = file.split_once(&begin).ok_or_else(|| lost(&begin))?;
        let (mark, rest) = rest.split_once('\n').ok_or_else(|| lost(&end))?;
        let (old, tail) = rest.split_once(&end).ok_or_else(|| lost(&end))?;
        // What opens the comment of the second mark.
        let opening = &old[old.rfind('\n').map_or(0, |newline| newline + 1)..];
        Ok(format!("{head}{begin}{mark}\n{text}{opening}{end}{tail}"))
    }
}

fn lines(line: impl Fn(&Header) -> String) -> String {
    headers().iter().map(|header| line(header) + "\n").collect()
}

/// Netlify and Cloudflare Pages: `Name: value`, indented under a path.
fn for_netlify() -> String {
    format!(
        "# For Netlify, Cloudflare Pages and the like, as ./dev headers writes it.\n/*\n{}/release-*\n  \
         Cache-Control: {FOR_EVER}\n",
        lines(|header| format!("  {}: {}", header.name, header.value))
    )
}

/// Vercel: rules for paths. JSON has no comments, so there are no marks in it either.
fn for_vercel() -> String {
    let pair = |name: &str, value: &str| format!("        {{ \"key\": \"{name}\", \"value\": \"{value}\" }}");
    let rule = |path: &str, pairs: &[String]| {
        format!(
            "    {{\n      \"source\": \"{path}\",\n      \"headers\": [\n{}\n      ]\n    }}",
            pairs.join(",\n")
        )
    };
    let all = headers().map(|header| pair(header.name, &header.value));
    format!(
        "{{\n  \"headers\": [\n{},\n{}\n  ]\n}}\n",
        rule("/(.*)", &all),
        rule("/release-(.*)", &[pair("Cache-Control", FOR_EVER)])
    )
}

fn for_apache() -> String {
    lines(|header| format!("  Header always set {} \"{}\"", header.name, header.value))
}

fn for_nginx() -> String {
    lines(|header| format!("add_header {} \"{}\" always;", header.name, header.value))
}

fn for_caddy() -> String {
    lines(|header| format!("\t{} \"{}\"", header.name, header.value))
}

fn for_trunk() -> String {
    lines(|header| format!("\"{}\" = \"{}\"", header.name, header.value))
}

/// The entries of an object, with long values on a line of their own, where the formatter puts them.
fn for_service_worker() -> String {
    lines(|header| {
        let line = format!("  \"{}\": \"{}\",", header.name, header.value);
        if line.len() > 110 { line.replacen(": ", ":\n    ", 1) } else { line }
    })
}

fn for_page() -> String {
    format!("  <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n", policy_in_page())
}

fn headers_for_readers() -> String {
    let row = |header: &Header| match header.name {
        // Too long for a cell, and a table of its own.
        "Content-Security-Policy" => format!("| `{}` | | {} |", header.name, header.reason),
        name => format!("| `{name}` | `{}` | {} |", header.value, header.reason),
    };
    format!("\n| header | value | what for |\n|---|---|---|\n{}\n", lines(row))
}

fn policy_for_readers() -> String {
    let rows: String = POLICY
        .iter()
        .map(|directive| {
            format!("| `{}` | `{}` | {} |\n", directive.name, directive.allowed, directive.reason)
        })
        .collect();
    format!("\n| directive | allows | what for |\n|---|---|---|\n{rows}\n")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use serde_json::{Value, json};

    use super::*;
    use crate::root;

    fn read(path: &str) -> String {
        fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[test]
    fn every_file_is_up_to_date() {
        for target in &TARGETS {
            let file = read(target.path);
            let renewed = target.renewed(&file).unwrap();
            assert!(
                renewed == file,
                "{} differs from what www/pages/src/headers.rs generates; run ./dev headers",
                target.path
            );
        }
    }

    #[test]
    fn only_what_is_between_the_marks_is_written() {
        let target = Target { path: "x", section: Some("headers"), text: || "new\n".into() };
        let file = "a\n  # headers, as ./dev headers writes them\nold\n  # end of headers\nb\n";
        assert_eq!(target.renewed(file).unwrap(), file.replace("old", "new"));
        assert_eq!(target.renewed(&file.replace("old\n", "")).unwrap(), file.replace("old", "new"));
        for mark in ["headers, as ./dev headers writes ", "end of headers"] {
            assert!(target.renewed(&file.replace(mark, "")).unwrap_err().contains(mark), "{mark}");
        }
    }

    /// A host that finds no JSON in its file would send no headers at all.
    #[test]
    fn what_is_for_vercel_is_json() {
        let read: Value = serde_json::from_str(&for_vercel()).unwrap();
        let rules = read["headers"].as_array().unwrap();
        assert_eq!(rules.iter().map(|rule| &rule["source"]).collect::<Vec<_>>(), ["/(.*)", "/release-(.*)"]);
        let pair = |header: &Header| json!({ "key": header.name, "value": header.value });
        assert_eq!(rules[0]["headers"], headers().iter().map(pair).collect::<Value>());
        assert_eq!(rules[1]["headers"], json!([{ "key": "Cache-Control", "value": FOR_EVER }]));
    }

    /// Their caching is written by hand, since each has its own way to say it.
    #[test]
    fn files_of_a_release_are_kept_for_ever() {
        for path in ["www/.htaccess", "docs/hosting/interleave.caddyfile"] {
            let file = read(path);
            let kept = format!("Cache-Control \"{FOR_EVER}\"");
            assert!(file.contains(&kept) && file.contains("Cache-Control \"no-cache\""), "{path}");
        }
    }

    /// No value has to be quoted in any of these files.
    #[test]
    fn values_are_plain() {
        for Header { name, value, .. } in headers() {
            assert!(!value.contains(['"', '\\', '\n', '|', '{', '$', '%']), "{name}: {value}");
        }
    }
}
