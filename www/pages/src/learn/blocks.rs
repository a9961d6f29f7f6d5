//! The blocks that a chapter's file is made of: Markdown, and directives, each from a line `:::name …` to a line `:::`.

use super::fault::Fault;

/// What opens and ends a directive.
const MARK: &str = ":::";
/// What opens and ends code, in which nothing else counts.
const CODE: &str = "```";

/// Markdown, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The line of the file that it begins in, from 1 on.
    pub line: usize,
    /// The Markdown.
    pub markdown: String,
}

/// A block.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    /// What stands outside of directives.
    Markdown(Text),
    /// A directive.
    Directive {
        /// The line that opens it.
        line: usize,
        /// Its name.
        name: String,
        /// What stands after its name.
        arguments: String,
        /// What it holds.
        body: Text,
    },
}

impl Text {
    fn beginning_at(line: usize) -> Self {
        Self { line, markdown: String::new() }
    }

    fn push(&mut self, line: &str) {
        self.markdown += line;
        self.markdown += "\n";
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.markdown.trim().is_empty()
    }

    /// The two parts that a line `---` divides it into.
    pub fn divided(&self) -> Option<(Self, Self)> {
        let lines: Vec<&str> = self.markdown.lines().collect();
        let divide = lines.iter().position(|line| *line == "---")?;
        let part = |lines: &[&str], line| Self { line, markdown: lines.join("\n") + "\n" };
        Some((part(&lines[..divide], self.line), part(&lines[divide + 1..], self.line + divide + 1)))
    }
}

/// The blocks of a text that begins in this line of its file.
///
/// # Errors
/// A directive isn't ended, or ends where none began.
pub fn blocks(text: &str, first_line: usize) -> Result<Vec<Block>, Fault> {
    let mut found = Vec::new();
    let mut free = Text::beginning_at(first_line);
    // The directive that isn't ended yet, and whether its lines are code.
    let mut open: Option<(usize, &str, Text)> = None;
    let mut in_code = false;
    for (n, line) in (first_line..).zip(text.lines()) {
        let is_mark = !in_code && line.starts_with(MARK);
        in_code ^= line.starts_with(CODE);
        match (&mut open, line.strip_prefix(MARK).filter(|_| is_mark).map(str::trim)) {
            (None, None) => free.push(line),
            (Some((.., body)), None) => body.push(line),
            (None, Some("")) => return Err(Fault::new(n, "“:::” ends a directive where none began")),
            (None, Some(head)) => {
                let before = std::mem::take(&mut free);
                if !before.is_empty() {
                    found.push(Block::Markdown(before));
                }
                open = Some((n, head, Text::beginning_at(n + 1)));
            }
            (Some((line, head, _)), Some(inner)) if !inner.is_empty() => {
                return Err(Fault::new(
                    n,
                    format!("“:::{head}” of line {line} isn't ended before another begins"),
                ));
            }
            (opened, Some(_)) => {
                if let Some((line, head, body)) = opened.take() {
                    let (name, arguments) = head.split_once(' ').unwrap_or((head, ""));
                    let (name, arguments) = (name.to_owned(), arguments.trim().to_owned());
                    found.push(Block::Directive { line, name, arguments, body });
                }
                free = Text::beginning_at(n + 1);
            }
        }
    }
    if let Some((line, head, _)) = open {
        return Err(Fault::new(line, format!("“:::{head}” isn't ended by a line “:::”")));
    }
    if !free.is_empty() {
        found.push(Block::Markdown(free));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: usize, markdown: &str) -> Text {
        Text { line, markdown: markdown.into() }
    }

    #[test]
    fn directives_stand_between_markdown() {
        let found = blocks("One.\n\n:::lab a=1&b=2\nInstead.\n:::\nTwo.\n", 7).unwrap();
        let lab = Block::Directive {
            line: 9,
            name: "lab".into(),
            arguments: "a=1&b=2".into(),
            body: text(10, "Instead.\n"),
        };
        let expected = [Block::Markdown(text(7, "One.\n\n")), lab, Block::Markdown(text(12, "Two.\n"))];
        assert_eq!(found, expected);
    }

    #[test]
    fn code_is_no_directive() {
        let code = "```text\n:::lab\n```\n";
        assert_eq!(blocks(code, 1).unwrap(), [Block::Markdown(text(1, code))]);
        assert!(matches!(
            &blocks(&format!(":::code\n{code}:::\n"), 1).unwrap()[..],
            [Block::Directive { .. }]
        ));
    }

    #[test]
    fn what_is_not_ended_is_found_by_its_line() {
        for (wrong, line) in [("\n:::lab\n", 2), (":::lab\n\n:::seen\n:::\n", 3), ("a\n:::\n", 2)] {
            assert_eq!(blocks(wrong, 1).unwrap_err().line, line, "{wrong}");
        }
    }

    #[test]
    fn a_line_divides() {
        let (question, answer) = text(4, "a\n\n---\nb\n").divided().unwrap();
        assert_eq!((question, answer), (text(4, "a\n\n"), text(7, "b\n")));
        assert_eq!(text(4, "a --- b\n").divided(), None);
    }
}
