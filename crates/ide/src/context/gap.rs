//! The gap in a text that the cursor stands in, and the word that fills it.

use specql_yaml::Span;

use super::{brackets, is_word, line_start, word_around};

/// The word that stands for what is still to be typed.
const FILLER: &str = "zz";

/// What makes a text whole where the cursor stands.
pub(super) struct Gap {
    /// Where the cursor stands.
    pub(super) offset: u32,
    /// The word that it touches, empty where there is none yet.
    pub(super) word: Span,
    /// A blank that is missing before the word.
    pub(super) lead: &'static str,
    /// Blanks to be put in place of Tabs.
    pub(super) untabbed: Option<(Span, String)>,
    /// The stretch of the text that is replaced.
    pub(super) replaced: Span,
    /// With what.
    pub(super) with: String,
    /// The word in the text that comes of it.
    pub(super) filled: Span,
}

impl Gap {
    pub(super) fn new(text: &str, offset: usize) -> Self {
        let offset = floor(text, offset);
        let word = word_around(text, offset, is_word);
        let start = word.start as usize;
        let line = line_start(text, offset);
        let before = text.get(line..start).unwrap_or_default();
        let behind = rest_of_line(text, word.end as usize);
        let lead = missing_blank(before, word.is_empty());
        let untabbed = untabbed(before).map(|blanks| (Span::new(line, start), blanks));
        let (from, blanks) = match &untabbed {
            Some((_, blanks)) => (line, blanks.as_str()),
            None => (start, lead),
        };
        let typed = text.get(word.range()).unwrap_or_default();
        let filler = if typed.is_empty() { FILLER } else { typed };
        let closing = brackets::missing(before, behind);
        let filled = from + blanks.len();
        Self {
            offset: u32::try_from(offset).unwrap_or(u32::MAX),
            word,
            lead,
            replaced: Span::new(from, word.end as usize + behind.len()),
            with: format!("{blanks}{filler}{behind}{closing}"),
            filled: Span::new(filled, filled + filler.len()),
            untabbed,
        }
    }
}

fn floor(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    let back = (0..4).find(|back| {
        let at = offset.checked_sub(*back);
        at.is_some_and(|at| text.is_char_boundary(at))
    });
    offset - back.unwrap_or(0)
}

/// What stands behind a place on its line, but for a comment.
fn rest_of_line(text: &str, offset: usize) -> &str {
    let behind = text.get(offset..).unwrap_or_default();
    let behind = behind.split(['\n', '\r']).next().unwrap_or_default();
    let behind = behind.split(" #").next().unwrap_or_default();
    behind.trim_end()
}

/// Behind `key:` and `-` there has to be a blank.
fn missing_blank(before: &str, is_empty: bool) -> &'static str {
    let line = before.trim_start();
    let key = line.strip_prefix("- ").unwrap_or(line).strip_suffix(':');
    let is_key = key.is_some_and(|key| !key.is_empty() && key.chars().all(is_word));
    if is_empty && (is_key || line == "-") {
        " "
    } else {
        ""
    }
}

/// Tabs in front of a line are no indentation in YAML; what they were meant for are two blanks
/// each.
fn untabbed(before: &str) -> Option<String> {
    let is_blank = before.chars().all(|c| c == ' ' || c == '\t');
    (is_blank && before.contains('\t')).then(|| before.replace('\t', "  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its gap filled.
    fn filled(text: &str) -> String {
        let offset = text.find("$0").unwrap();
        let mut text = text.replacen("$0", "", 1);
        let gap = Gap::new(&text, offset);
        text.replace_range(gap.replaced.range(), &gap.with);
        assert!(
            text.get(gap.filled.range())
                .is_some_and(|word| !word.is_empty())
        );
        text
    }

    #[test]
    fn a_word_is_put_where_there_is_none() {
        assert_eq!(filled("a: $0\nb: c"), "a: zz\nb: c");
        assert_eq!(filled("a: wo$0rd\n"), "a: word\n");
    }

    #[test]
    fn what_is_missing_around_it_is_put_there_too() {
        assert_eq!(filled("a:$0\n"), "a: zz\n");
        assert_eq!(filled("-$0"), "- zz");
        assert_eq!(
            filled("a: {b: [c, $0 # so far\n"),
            "a: {b: [c, zz]} # so far\n"
        );
    }

    #[test]
    fn tabs_become_blanks() {
        assert_eq!(filled("a:\n\t$0\n"), "a:\n  zz\n");
        assert_eq!(filled("a:\n \tb$0c: d\n"), "a:\n   bc: d\n");
    }
}
