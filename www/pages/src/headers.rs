//! What the app asks of whoever hands it out, and why: the one place to change a header or the policy.

/// What keeps a file of a release for a year, without asking again.
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A header, of every file of the app.
pub struct Header {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
    /// What it is for.
    pub reason: &'static str,
}

/// All headers, in the order in which files name them.
pub fn headers() -> [Header; 8] {
    let header = |name, value: &str, reason| Header { name, value: value.to_owned(), reason };
    [
        header(
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "isolates the page, together with the next: only isolated pages may share memory among threads",
        ),
        header(
            "Cross-Origin-Embedder-Policy",
            "require-corp",
            "loads nothing from elsewhere that doesn't allow it",
        ),
        header("Cross-Origin-Resource-Policy", "cross-origin", "lets isolated pages elsewhere embed the app"),
        header("Access-Control-Allow-Origin", "*", "lets pages elsewhere load `embed.js` as a module"),
        header(
            "Document-Isolation-Policy",
            "isolate-and-require-corp",
            "isolates frames on pages that send no headers (Chromium)",
        ),
        header("Content-Security-Policy", &policy(), "the directives below"),
        header("X-Content-Type-Options", "nosniff", "takes files for what their type says, and nothing else"),
        header(
            "Referrer-Policy",
            "strict-origin-when-cross-origin",
            "tells no other host which experiment a reader looks at",
        ),
    ]
}

/// A directive of the content security policy.
pub struct Directive {
    /// What it is about.
    pub name: &'static str,
    /// What is allowed.
    pub allowed: &'static str,
    /// What that is for.
    pub reason: &'static str,
    /// Whether the page can say it in its head; what can't be said there counts in headers only.
    pub in_page: bool,
}

const fn directive(name: &'static str, allowed: &'static str, reason: &'static str) -> Directive {
    Directive { name, allowed, reason, in_page: true }
}

/// The content security policy.
pub const POLICY: [Directive; 11] = [
    directive("default-src", "'none'", "what isn't listed is refused: fonts, media, plugins"),
    directive(
        "script-src",
        "'self' 'wasm-unsafe-eval'",
        "no script but the app's own, none inline, and no `eval`; `wasm-unsafe-eval` allows to compile \
         WebAssembly, and nothing else",
    ),
    directive("style-src", "'self'", "no style but the app's own, none inline"),
    directive("img-src", "'self' data: blob:", "`blob:` is for pictures to save"),
    directive("worker-src", "'self' blob:", "`blob:` is for the threads of a pool"),
    directive("frame-src", "'self'", "the preview of what is embedded"),
    directive(
        "connect-src",
        "'self' blob: https: http:",
        "`blob:` is for downloads where there is no service worker; `https:` and `http:` are for the `url` of a \
         download, which a reader has to agree to: without them only that is lost",
    ),
    directive("manifest-src", "'self'", "the app's own manifest, once it has one"),
    directive("base-uri", "'none'", "nothing changes what relative addresses mean"),
    directive("form-action", "'none'", "no form is sent anywhere"),
    Directive {
        name: "frame-ancestors",
        allowed: "*",
        reason: "any page may embed the app; name pages here to allow only those",
        in_page: false,
    },
];

/// The policy as a header's value.
pub fn policy() -> String {
    joined(POLICY.iter())
}

/// As much of the policy as the page's own head can say.
pub fn policy_in_page() -> String {
    joined(POLICY.iter().filter(|directive| directive.in_page))
}

fn joined<'a>(directives: impl Iterator<Item = &'a Directive>) -> String {
    directives
        .map(|directive| format!("{} {}", directive.name, directive.allowed))
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_isolate_the_page_and_let_others_embed_it() {
        for (name, value) in [
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Cross-Origin-Resource-Policy", "cross-origin"),
            ("Document-Isolation-Policy", "isolate-and-require-corp"),
        ] {
            assert!(headers().iter().any(|header| header.name == name && header.value == value), "{name}");
        }
    }

    #[test]
    fn they_allow_no_script_but_the_app_s_own() {
        let policy = policy();
        assert!(
            headers().iter().any(|header| header.name == "Content-Security-Policy" && header.value == policy)
        );
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        assert_eq!(format!("{}; frame-ancestors *", policy_in_page()), policy);
    }
}
