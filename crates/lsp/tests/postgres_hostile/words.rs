//! Names and texts that end what they stand in, where nothing keeps them from it.

/// A xorshift generator: the same numbers everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        // Seeds that lie close together must not start alike.
        let mut random = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Less than `limit`, which is not zero.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn one_of<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }

    /// A few pieces, one after the other.
    pub fn text(&mut self) -> String {
        if self.one_in(12) {
            return self.long();
        }
        let pieces = 1 + self.below(3);
        (0..pieces).map(|_| self.one_of(PIECES)).collect()
    }

    /// The same without what no literal of an expression holds: quotes are doubled there.
    pub fn literal(&mut self) -> String {
        self.text().replace('\0', "")
    }

    /// A text about as long as a name may be, with something in the way where it is cut.
    fn long(&mut self) -> String {
        let mut text = self.one_of(&["a", "Long_", "\u{65e5}", "\u{1f600}", "e\u{301}", "x'y\""]);
        let unit = text;
        let length = 55 + self.below(30);
        let mut long = String::new();
        while long.len() < length {
            long.push_str(text);
            if self.one_in(20) {
                text = self.one_of(PIECES);
            } else {
                text = unit;
            }
        }
        long
    }

    /// A name that no other position of the same spec has: names that differ in nothing but the case
    /// of their letters, or behind the place where they are cut, are wanted.
    pub fn name(&mut self, taken: &mut Vec<String>) -> String {
        loop {
            let name = match self.below(6) {
                0 if !taken.is_empty() => self.near(taken),
                _ => self.text(),
            };
            let key = name.replace('\0', "");
            if !key.is_empty() && !taken.contains(&key) {
                taken.push(key);
                return name;
            }
        }
    }

    fn near(&mut self, taken: &[String]) -> String {
        let known = &taken[self.below(taken.len())];
        match self.below(4) {
            0 => known.to_uppercase(),
            1 => known.to_lowercase(),
            2 => format!("{known}\u{200b}"),
            _ => format!("{known}{}", self.one_of(&["_", " ", "2", "'", "\""])),
        }
    }
}

#[rustfmt::skip]
const PIECES: &[&str] = &[
    // What ends a literal, a name, a body, a comment.
    "'", "''", "it's", "\"", "\"\"", "say \"so\"", "\\", "\\'", "back\\slash", "\\n", "E'", "U&'", "$$", "$body1$", "$body2$", "$1",
    "$", "--", "-- c", "/*", "*/", "*/ d /*", ";", "; DROP SCHEMA app CASCADE; --", "'); SELECT pg_sleep(9); --", ")", "(", ",",
    // What clients, formats and templates read.
    ":name", ":'name'", ":\"name\"", "::", "\\q", "\\! ls", "%", "%s", "%L", "%%", "{a}", "{{ a }}", "@fraiseql:field", "#", "&a", "*a",
    "!", "@", "`", "|", ".", "..", "-", "=", "?", "[x]", "\u{2028}@fraiseql:type\nname: x",
    // Blanks, line breaks and what is not seen.
    " ", "  ", "\n", "\n\n", "\r", "\r\n", "\t", "\0", "\u{1}", "\u{8}", "\u{1b}[0m", "\u{1f}", "\u{7f}", "\u{85}", "\u{a0}",
    "\u{2028}", "\u{200b}", "\u{200d}", "\u{200f}", "\u{202e}", "\u{feff}", "\u{fffd}",
    // Letters.
    "\u{e9}", "e\u{301}", "\u{130}", "\u{131}", "\u{df}", "\u{1e9e}", "\u{149}", "\u{fb01}", "\u{5d0}\u{5d1}", "\u{65e5}\u{672c}",
    "\u{1f600}", "\u{1d4b3}", "\u{10fffd}", "\u{2167}", "\u{661}", "\u{b2}",
    // Words.
    "a", "A", "x1", "1", "1e5", "-0", "user", "User", "USER", "select", "table", "order", "all", "null", "NULL", "true", "now()",
    "by", "if", "loop", "begin", "declare", "strict", "default", "new", "old", "t", "data", "id", "v_row", "p_row", "fk_a", "pk_a", "tb_a", "ctid", "oid", "excluded", "tenant_id",
    "input_data", "deleted_at", "refreshed_at", "PUBLIC", "pg_a",
];
