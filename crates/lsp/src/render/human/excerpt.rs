//! The lines around places, so that not all of a large file has to be looked through.

use crate::report::{Place, Range, Report};

/// Some lines of a source. Whatever breaks them there, here it is a line feed.
pub struct Excerpt {
    pub text: String,
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// Where each line begins: in the source and in the text.
    starts: Vec<(usize, usize)>,
}

/// Longer excerpts help nobody.
const MOST_BYTES: usize = 1 << 14;
const MOST_LINES: usize = 200;

impl Excerpt {
    /// The lines of some places; none where these lie in several files, too far apart, or in
    /// lines that are too long to be shown.
    pub fn of(report: &Report, places: &[Place]) -> Option<Self> {
        let number = places.first()?.source;
        if places.iter().any(|place| place.source != number) {
            return None;
        }
        let source = report.sources.get(number)?;
        let first = places.iter().map(|place| place.range.start.line).min()? as usize;
        let last = places.iter().map(|place| place.range.end.line).max()? as usize;
        if last - first >= MOST_LINES {
            return None;
        }
        let mut excerpt = Self {
            text: String::new(),
            first_line: first,
            starts: Vec::new(),
        };
        for line in first..=last {
            let (content, start) = source.line(line)?;
            if excerpt.text.len() + content.len() > MOST_BYTES {
                return None;
            }
            excerpt.starts.push((start, excerpt.text.len()));
            excerpt
                .text
                .push_str(content.trim_end_matches(['\r', '\n']));
            excerpt.text.push('\n');
        }
        Some(excerpt)
    }

    /// A stretch of the source as a stretch of the text.
    pub fn span(&self, range: Range) -> std::ops::Range<usize> {
        let start = self.offset(range.start.offset);
        start..self.offset(range.end.offset).max(start)
    }

    fn offset(&self, offset: usize) -> usize {
        let behind = self.starts.partition_point(|(start, _)| *start <= offset);
        let line = behind.checked_sub(1).and_then(|line| self.starts.get(line));
        let (start, own) = line.copied().unwrap_or_default();
        let next = self.starts.get(behind).map(|(_, own)| *own);
        let end = next.unwrap_or(self.text.len()).saturating_sub(1);
        (own + offset.saturating_sub(start)).min(end.max(own))
    }
}
