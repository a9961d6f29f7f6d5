//! What stands at the head of a chapter's file, between two lines `---`: its title, and what is said of it elsewhere.

use super::fault::Fault;

/// Search engines and previews show no more of a description, characters.
const LONGEST_DESCRIPTION: usize = 160;

/// The head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matter {
    /// What the chapter is called.
    pub title: String,
    /// It in one sentence, for search engines and previews.
    pub description: String,
    /// What it answers.
    pub question: String,
}

/// The head of a file, what comes after it, and the line that this begins in.
///
/// # Errors
/// There is no head, or a field is missing, unknown or too long.
pub fn split(file: &str) -> Result<(Matter, &str, usize), Fault> {
    let no_head = || Fault::new(1, "a chapter begins with a head between two lines “---”");
    let rest = file.strip_prefix("---\n").ok_or_else(no_head)?;
    let (head, body) = rest.split_once("\n---\n").ok_or_else(no_head)?;
    let mut matter = Matter::default();
    for (line, text) in (2..).zip(head.lines()) {
        let (name, value) = text.split_once(':').unwrap_or((text, ""));
        let field = match name {
            "title" => &mut matter.title,
            "description" => &mut matter.description,
            "question" => &mut matter.question,
            _ => return Err(Fault::new(line, format!("the head has no field “{name}”"))),
        };
        if !field.is_empty() {
            return Err(Fault::new(line, format!("“{name}” is given twice")));
        }
        value.trim().clone_into(field);
        let length = matter.description.chars().count();
        if length > LONGEST_DESCRIPTION {
            let what =
                format!("a description has {LONGEST_DESCRIPTION} characters at most, this one {length}");
            return Err(Fault::new(line, what));
        }
    }
    let fields =
        [("title", &matter.title), ("description", &matter.description), ("question", &matter.question)];
    if let Some((name, _)) = fields.into_iter().find(|(_, value)| value.is_empty()) {
        return Err(Fault::new(1, format!("the head lacks “{name}”")));
    }
    // The lines of the head, and its two fences.
    Ok((matter, body, head.lines().count() + 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_has_three_fields() {
        let file = "---\ntitle: Loops: two\ndescription: D.\nquestion: Why?\n---\nBody\n";
        let (matter, body, line) = split(file).unwrap();
        assert_eq!((matter.title.as_str(), matter.question.as_str()), ("Loops: two", "Why?"));
        assert_eq!((body, line), ("Body\n", 6));
        assert_eq!(file.lines().nth(line - 1), Some("Body"));
    }

    #[test]
    fn whatever_else_stands_there_is_told() {
        let long = format!("description: {}", "x".repeat(161));
        for (head, line, part) in [
            ("title: A\ndescription: B", 1, "question"),
            ("title: A\nauthor: B", 3, "author"),
            ("title: A\ntitle: B", 3, "twice"),
            (&format!("title: A\n{long}"), 3, "161"),
        ] {
            let fault = split(&format!("---\n{head}\n---\n")).unwrap_err();
            assert_eq!(fault.line, line, "{head}");
            assert!(fault.in_file("x").contains(part), "{head}: {}", fault.in_file("x"));
        }
        assert!(split("title: A\n").is_err());
    }
}
