//! Frames: a head that says how long the body is, and the body.

use std::io::{self, BufRead, ErrorKind, Read, Write};

/// Longer lines are no head.
const LONGEST_LINE: u64 = 8 << 10;

/// Longer bodies are not read.
const LONGEST_BODY: u64 = 1 << 30;

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// A body.
    Body(Vec<u8>),
    /// A head that says nothing of a body; the next one may be sound.
    Unclear(&'static str),
}

/// Reads the next frame; none at the end.
pub fn read(from: &mut impl BufRead) -> io::Result<Option<Frame>> {
    let mut length = None;
    let mut is_first = true;
    loop {
        let Some(line) = read_line(from)? else {
            return Ok(None);
        };
        let line = line.trim_ascii();
        if line.is_empty() {
            // Blank lines between frames do no harm.
            if is_first {
                continue;
            }
            break;
        }
        is_first = false;
        if let Some(value) = content_length(line) {
            length = Some(value);
        }
    }
    let length = match length {
        Some(Some(length)) => length,
        Some(None) => return Ok(Some(Frame::Unclear("Content-Length is not a number"))),
        None => return Ok(Some(Frame::Unclear("there is no Content-Length"))),
    };
    if length > LONGEST_BODY {
        return Err(io::Error::new(
            ErrorKind::InvalidData,
            "the body is too long",
        ));
    }
    let mut body = Vec::new();
    from.take(length).read_to_end(&mut body)?;
    let is_whole = body.len() as u64 == length;
    Ok(is_whole.then_some(Frame::Body(body)))
}

/// A line; none at the end. Of one that is too long, only the beginning is kept.
fn read_line(from: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    if from
        .by_ref()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut line)?
        == 0
    {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') {
        skip_line(from)?;
    }
    Ok(Some(line))
}

fn skip_line(from: &mut impl BufRead) -> io::Result<()> {
    loop {
        let (used, is_end) = {
            let bytes = from.fill_buf()?;
            match bytes.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (bytes.len(), bytes.is_empty()),
            }
        };
        from.consume(used);
        if is_end {
            return Ok(());
        }
    }
}

/// The length in a line of the head, if it is the one that says it.
fn content_length(line: &[u8]) -> Option<Option<u64>> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = line.split_at_checked(colon)?;
    if !name.trim_ascii().eq_ignore_ascii_case(b"content-length") {
        return None;
    }
    let value = value.get(1..)?.trim_ascii();
    let value = std::str::from_utf8(value).ok();
    Some(value.and_then(|value| value.parse().ok()))
}

/// Writes a frame.
pub fn write(to: &mut impl Write, body: &[u8]) -> io::Result<()> {
    write!(to, "Content-Length: {}\r\n\r\n", body.len())?;
    to.write_all(body)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8]) -> Vec<Frame> {
        let mut from = bytes;
        std::iter::from_fn(|| read(&mut from).ok().flatten()).collect()
    }

    fn body(text: &str) -> Frame {
        Frame::Body(text.as_bytes().to_vec())
    }

    #[test]
    fn heads_are_read_as_people_write_them() {
        for head in [
            "Content-Length: 2\r\n",
            "content-length:2\r\n",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n",
            "Content-Length: 2\r\nX-Client: test\r\n",
            "Content-Length: 2\n",
        ] {
            let text = format!("{head}\r\n{{}}{head}\r\n[]");
            assert_eq!(frames(text.as_bytes()), [body("{}"), body("[]")], "{head}");
        }
    }

    #[test]
    fn after_a_head_that_says_nothing_the_next_one_counts() {
        let long = format!("X: {}\r\n\r\n", "a".repeat(1_000_000));
        for bad in [
            "X-Other: 5\r\n\r\n",
            "Content-Length: abc\r\n\r\n",
            "Content-Length: -5\r\n\r\n",
            "hello world\r\n\r\n",
            &long,
        ] {
            let text = format!("{bad}Content-Length: 2\r\n\r\n{{}}");
            let read = frames(text.as_bytes());
            assert!(matches!(read.first(), Some(Frame::Unclear(_))), "{bad}");
            assert_eq!(read.get(1), Some(&body("{}")), "{bad}");
        }
    }

    #[test]
    fn a_body_that_is_too_long_is_not_waited_for() {
        let mut from = &b"Content-Length: 8000000000000000000\r\n\r\n{"[..];
        assert!(read(&mut from).is_err());
    }

    #[test]
    fn what_is_cut_off_is_the_end() {
        assert_eq!(frames(b""), []);
        assert_eq!(frames(b"Content-Length: 5\r\n\r\n{}"), []);
        assert_eq!(frames(b"Content-Le"), []);
    }
}
