//! Code in a chapter: it scrolls where it is too wide, by keyboard too, and says which language it is in.

use super::words::{Words, filled};
use crate::html::escaped;

/// The languages that chapters have code in, by what stands after ```, with what people call them.
const LANGUAGES: [(&str, &str); 3] = [("python", "Python"), ("rust", "Rust"), ("text", "Text")];

/// A block of code.
///
/// # Errors
/// The language isn't known.
pub fn block(language: &str, source: &str, words: &Words) -> Result<String, String> {
    let known = LANGUAGES.into_iter().find(|(id, _)| *id == language);
    let (id, name) =
        known.ok_or_else(|| format!("code in “{language}” is unknown; there is python, rust and text"))?;
    let shown: String = source
        .lines()
        .filter(|line| !is_hidden(id, line))
        .fold(String::new(), |shown, line| shown + line + "\n");
    let label = filled(&words.code, &[("language", name)]);
    Ok(format!(
        "<figure class=\"listing\">\n<figcaption>{name}</figcaption>\n\
         <pre tabindex=\"0\" role=\"group\" aria-label=\"{}\"><code>{}</code></pre>\n</figure>\n",
        escaped(&label),
        escaped(&shown)
    ))
}

/// Whether a line is only there to be compiled, as rustdoc has it.
fn is_hidden(language: &str, line: &str) -> bool {
    let line = line.trim_start();
    language == "rust" && (line == "#" || line.starts_with("# "))
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    #[test]
    fn what_is_only_compiled_is_not_shown() {
        let words = words().unwrap();
        let show = |language, source| block(language, source, &words["en"]).unwrap();
        let rust = show("rust", "# fn main() {\n#[derive(Debug)]\nlet a = 1 < 2;\n#\n# }\n");
        assert!(rust.contains("<code>#[derive(Debug)]\nlet a = 1 &lt; 2;\n</code>"), "{rust}");
        let python = show("python", "# A comment.\n");
        assert!(python.contains("<code># A comment.\n</code>") && python.contains("Python code"), "{python}");
    }
}
