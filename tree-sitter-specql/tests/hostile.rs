//! Hostile texts: whatever is typed, pasted or opened, parsing ends, takes a time in
//! proportion to the text, a bounded memory per byte, and a small stack.
//!
//! Time is counted, not measured: how often the parser asks for a chunk of text (so that
//! text which is read again and again shows), and how many steps it takes.
//!
//! `cargo test --release -p tree-sitter-specql --test hostile -- --nocapture` prints all
//! figures; `HOSTILE=word` picks the texts whose names hold that word, `HOSTILE_SIZE=n`
//! is the size of the largest text in bytes.

use std::cell::Cell;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};
use std::thread;
use std::time::Instant;

use tree_sitter::{ParseOptions, Parser, Tree, TreeCursor};

/// The largest text, in bytes. It is also parsed at a quarter of this, and so on.
const SIZE: usize = if cfg!(debug_assertions) {
    1 << 20
} else {
    10 << 20
};

const SIZES: u32 = 5;

/// Four times the text may cost so many times as much; in a linear parser it is four.
const MAX_RATIO: usize = 6;

/// The same for texts that get deeper with every line: until the limit of depth is reached,
/// each line may be looked at once from every level around it, and beyond the limit so many
/// (long) lines are read ahead as layout.h says.
const MAX_RATIO_DEEPER: usize = 40;

/// What small numbers may differ by.
const SLACK: usize = 480;

/// Bytes of memory at the peak for one byte of text. Tokens of one byte take the most, 330
/// bytes each: a node, its place in its parent, and the parents of long lists. Where they
/// belong to nothing, they wait on the parser's stack for their parent, at 230 bytes more.
const MAX_MEMORY: usize = 600;

/// What open collections take, however short the text is: with each token, up to 1,024
/// bytes that tell what is open.
const MEMORY_SLACK: usize = 2 << 20;

const CHUNK: usize = 256;

const STACK: usize = 512 << 10;

// --- memory ---------------------------------------------------------------------

/// An allocator that counts for each thread what is in use.
mod memory {
    use super::{Cell, Once};
    use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
    use std::ffi::c_void;
    use std::ptr::null_mut;
    use tree_sitter::{Allocator, set_allocator};

    thread_local! {
        static USED: Cell<isize> = const { Cell::new(0) };
        static PEAK: Cell<isize> = const { Cell::new(0) };
    }

    /// Stands before each block and holds its size.
    const HEADER: usize = 16;

    fn count(bytes: isize) {
        USED.set(USED.get() + bytes);
        PEAK.set(PEAK.get().max(USED.get()));
    }

    fn layout(size: usize) -> Option<Layout> {
        Layout::from_size_align(size.checked_add(HEADER)?, HEADER).ok()
    }

    /// Writes the header; the caller's block starts behind it.
    unsafe fn hand_out(block: *mut u8, size: usize) -> *mut c_void {
        if block.is_null() {
            return null_mut();
        }
        count(size.cast_signed());
        // SAFETY: the block holds the header and `size` bytes more.
        unsafe {
            block.cast::<usize>().write(size);
            block.add(HEADER).cast()
        }
    }

    /// The block as it was allocated, and its size without the header.
    unsafe fn take_back(pointer: *mut c_void) -> (*mut u8, usize) {
        // SAFETY: the pointer came from `hand_out`.
        unsafe {
            let block = pointer.cast::<u8>().sub(HEADER);
            (block, block.cast::<usize>().read())
        }
    }

    unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
        // SAFETY: the layout is not empty.
        layout(size).map_or(null_mut(), |l| unsafe { hand_out(alloc(l), size) })
    }

    unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
        let Some(size) = count.checked_mul(size) else {
            return null_mut();
        };
        // SAFETY: the layout is not empty.
        layout(size).map_or(null_mut(), |l| unsafe { hand_out(alloc_zeroed(l), size) })
    }

    unsafe extern "C" fn resize(pointer: *mut c_void, size: usize) -> *mut c_void {
        if pointer.is_null() {
            // SAFETY: as `malloc`.
            return unsafe { malloc(size) };
        }
        // SAFETY: the pointer came from `hand_out`, with the layout of its size.
        unsafe {
            let (block, old) = take_back(pointer);
            let (Some(was), Some(will)) = (layout(old), layout(size)) else {
                return null_mut();
            };
            count(-old.cast_signed());
            hand_out(realloc(block, was, will.size()), size)
        }
    }

    unsafe extern "C" fn free(pointer: *mut c_void) {
        if pointer.is_null() {
            return;
        }
        // SAFETY: the pointer came from `hand_out`, with the layout of its size.
        unsafe {
            let (block, size) = take_back(pointer);
            count(-size.cast_signed());
            if let Some(layout) = layout(size) {
                dealloc(block, layout);
            }
        }
    }

    /// To be called before anything else of tree-sitter.
    pub(crate) fn watch() {
        static ONCE: Once = Once::new();
        // SAFETY: the four functions belong together, and `Once` keeps other threads
        // waiting until they are in place.
        ONCE.call_once(|| unsafe {
            set_allocator(Some(Allocator {
                malloc,
                calloc,
                realloc: resize,
                free,
            }));
        });
    }

    /// What this thread has in use.
    pub(crate) fn used() -> usize {
        USED.get().max(0).cast_unsigned()
    }

    /// The most that this thread had in use since it was last asked.
    pub(crate) fn take_peak() -> usize {
        PEAK.replace(USED.get()).max(0).cast_unsigned()
    }
}

// --- texts ----------------------------------------------------------------------

type Make = Box<dyn Fn(usize) -> Vec<u8> + Sync>;

struct Hostile {
    name: String,
    /// Makes the text, of about so many bytes.
    make: Make,
    /// The size is divided by this.
    divisor: usize,
}

impl Hostile {
    fn new(name: &str, divisor: usize, make: impl Fn(usize) -> Vec<u8> + Sync + 'static) -> Self {
        Self {
            name: name.to_owned(),
            make: Box::new(make),
            divisor,
        }
    }
}

/// Reads `"a\n" "b"`.
fn quoted_fields(line: &str) -> Vec<Vec<u8>> {
    let mut fields = Vec::new();
    let mut bytes = line.bytes();
    while bytes.any(|b| b == b'"') {
        let mut field = Vec::new();
        loop {
            match bytes.next().expect("a closing quote") {
                b'"' => break,
                b'\\' => field.push(match bytes.next() {
                    Some(b'n') => b'\n',
                    Some(b'r') => b'\r',
                    Some(b't') => b'\t',
                    Some(b'x') => {
                        let digits = [bytes.next(), bytes.next()].map(|d| char::from(d.unwrap()));
                        u8::from_str_radix(&String::from_iter(digits), 16).unwrap()
                    }
                    Some(other) => other,
                    None => panic!("an escape is cut off in {line}"),
                }),
                other => field.push(other),
            }
        }
        fields.push(field);
    }
    fields
}

fn written() -> impl Iterator<Item = Hostile> {
    let mut divisor = 1;
    include_str!("sanitize/hostile.txt")
        .lines()
        .filter_map(move |line| {
            if line == "# At a tenth of the size:" {
                divisor = 10;
            }
            if line.is_empty() || line.starts_with('#') {
                return None;
            }
            let name = line.split(' ').next()?;
            let [head, unit, tail] = quoted_fields(line).try_into().expect("three fields");
            Some(Hostile::new(name, divisor, move |size| {
                let times = size.saturating_sub(head.len() + tail.len()) / unit.len();
                [head.clone(), unit.repeat(times), tail.clone()].concat()
            }))
        })
}

/// Numbers that look random, the same ones each time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next()).unwrap() % bound
    }
}

/// Lines, made one by one until the text is long enough.
fn lines(size: usize, mut line: impl FnMut(usize, &mut Vec<u8>)) -> Vec<u8> {
    let mut text = Vec::with_capacity(size + CHUNK);
    for row in 0.. {
        if text.len() >= size {
            break;
        }
        line(row, &mut text);
    }
    text
}

fn indent(text: &mut Vec<u8>, columns: usize) {
    text.resize(text.len() + columns, b' ');
}

fn made() -> Vec<Hostile> {
    let deeper = |step: usize, unit: &'static str, depth: usize| {
        move |size| {
            lines(size, |row, text| {
                indent(text, row % depth * step);
                text.extend_from_slice(unit.as_bytes());
            })
        }
    };
    vec![
        Hostile::new("deeper_by_one", 1, deeper(1, "k\n", usize::MAX)),
        Hostile::new("deeper_keys_by_one", 10, deeper(1, "k:\n", usize::MAX)),
        Hostile::new("deeper_keys_by_two", 1, deeper(2, "k:\n", usize::MAX)),
        Hostile::new("deeper_dashes_by_two", 10, deeper(2, "-\n", usize::MAX)),
        Hostile::new("deeper_quotes", 10, deeper(1, "k: \"\n", usize::MAX)),
        Hostile::new("deeper_brackets", 10, deeper(1, "k: [\n", usize::MAX)),
        Hostile::new("deeper_literals", 10, deeper(1, "k: |\n", usize::MAX)),
        Hostile::new("deep_again_and_again", 10, deeper(1, "k:\n", 300)),
        Hostile::new("deep_dashes_again_and_again", 10, deeper(2, "- k:\n", 100)),
        Hostile::new("deep_comments", 10, deeper(1, "#\n", 300)),
        Hostile::new("shallower_by_one", 10, |size| {
            let rows = (size * 2).isqrt();
            lines(size, |row, text| {
                indent(text, rows.saturating_sub(row));
                text.extend_from_slice(b"k:\n");
            })
        }),
        Hostile::new("deep_then_words_left_of_it", 10, |size| {
            lines(size, |row, text| {
                indent(text, if row < 200 { row * 2 } else { row * 7 % 400 });
                text.extend_from_slice(if row < 200 { b"k:\n" } else { b"x\n" });
            })
        }),
        Hostile::new("deep_then_keys_askew", 10, |size| {
            lines(size, |row, text| {
                indent(
                    text,
                    if row < 200 {
                        row * 2
                    } else {
                        399 - row % 2 * 398
                    },
                );
                text.extend_from_slice(b"k: v\n");
            })
        }),
        Hostile::new("random_bytes", 1, |size| {
            let mut random = Random(1);
            let bytes: Vec<u8> = (0..size).map(|_| random.next().to_le_bytes()[0]).collect();
            let mut text = String::from_utf8_lossy(&bytes).into_owned().into_bytes();
            text.truncate(size);
            text
        }),
        Hostile::new("random_invalid_bytes", 10, |size| {
            let mut random = Random(2);
            (0..size).map(|_| random.next().to_le_bytes()[0]).collect()
        }),
        Hostile::new("random_indicators", 10, |size| {
            let mut random = Random(3);
            let indicators = b"-?:,[]{}#&*!|>'\"%@`=. \n\n\n\t\r  ab";
            (0..size)
                .map(|_| indicators[random.below(indicators.len())])
                .collect()
        }),
        Hostile::new("random_lines", 10, |size| {
            let mut random = Random(4);
            let units = [
                "k: v",
                "k:",
                "- a",
                "-",
                "x",
                "# c",
                "k: \"a",
                "k: [a,",
                "]",
                "}",
                "k: |",
                "&a",
                "*a",
                "? q",
                "validate: a = (",
                "steps:",
                "fields:",
                "actions:",
                "- validate: 'a",
                "a: enum(b, c) = b!",
                "",
                "\t",
                "<<<<<<< x",
                "---",
                "...",
                "%",
                "k: {a: b",
                "'",
                "\"",
            ];
            lines(size, |_, text| {
                indent(text, random.below(12));
                text.extend_from_slice(units[random.below(units.len())].as_bytes());
                text.push(b'\n');
            })
        }),
    ]
}

// --- parsing --------------------------------------------------------------------

#[derive(Clone, Copy, Default)]
struct Cost {
    /// How often the parser asked for text.
    reads: usize,
    /// How often it reported progress.
    steps: usize,
    /// Bytes in use.
    memory: usize,
}

const UNBOUNDED: Cost = Cost {
    reads: usize::MAX,
    steps: usize::MAX,
    memory: usize::MAX,
};

impl Cost {
    /// What a text of so many bytes may cost, four times as long as one that cost this.
    fn budget_of_next(self, length: usize, ratio: usize) -> Self {
        Self {
            reads: self.reads * ratio + SLACK,
            steps: self.steps * ratio + SLACK,
            memory: memory_for(length),
        }
    }

    fn exceeds(self, budget: Self) -> bool {
        self.reads > budget.reads || self.steps > budget.steps || self.memory > budget.memory
    }
}

fn memory_for(length: usize) -> usize {
    length * MAX_MEMORY + MEMORY_SLACK
}

impl fmt::Display for Cost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} reads, {} steps, {} bytes",
            self.reads, self.steps, self.memory
        )
    }
}

#[derive(Clone, Copy, Default)]
struct Figures {
    cost: Cost,
    nodes: usize,
    depth: usize,
    milliseconds: u128,
}

/// Parses; none when it costs more than the budget.
fn parse(text: &[u8], budget: Cost) -> (Option<Tree>, Cost) {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_specql::LANGUAGE.into())
        .unwrap();
    memory::take_peak();
    let reads = Cell::new(0);
    let mut steps = 0;
    let mut read = |at: usize, _| {
        reads.set(reads.get() + 1);
        // At least four bytes: the runtime asks once for the rest of a character.
        let end = text.len().min(((at + 3) / CHUNK + 1) * CHUNK);
        text.get(at..end).unwrap_or_default()
    };
    let mut watch = |_: &_| {
        steps += 1;
        let spent = Cost {
            reads: reads.get(),
            steps,
            memory: memory::used(),
        };
        if spent.exceeds(budget) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = ParseOptions::new().progress_callback(&mut watch);
    let tree = parser.parse_with_options(&mut read, None, Some(options));
    (
        tree,
        Cost {
            reads: reads.get(),
            steps,
            memory: memory::take_peak(),
        },
    )
}

/// Calls for each node, in order, with its depth.
fn walk(cursor: &mut TreeCursor<'_>, mut visit: impl FnMut(&TreeCursor<'_>, usize)) {
    let mut depth = 0;
    loop {
        visit(cursor, depth);
        if cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
            depth -= 1;
        }
    }
}

fn try_size(text: &[u8], budget: Cost) -> Result<Figures, String> {
    let start = Instant::now();
    let used = memory::used();
    let (tree, cost) = parse(text, budget);
    let Some(tree) = tree.filter(|_| !cost.exceeds(budget)) else {
        return Err(format!(
            "{} bytes cost {cost}; they may cost {budget}",
            text.len()
        ));
    };
    let mut figures = Figures {
        cost,
        milliseconds: start.elapsed().as_millis(),
        ..Figures::default()
    };
    let copy = tree.clone();
    drop(tree);
    let has_error = copy.root_node().has_error();
    walk(&mut copy.walk(), |_, depth| {
        figures.nodes += 1;
        figures.depth = figures.depth.max(depth);
    });
    drop(copy);
    if memory::used() != used {
        return Err(format!(
            "{} bytes of text: some memory is not given back",
            text.len()
        ));
    }
    if has_error {
        return Err(format!("{} bytes: the tree has an error node", text.len()));
    }
    Ok(figures)
}

struct Ladder(Vec<(usize, Figures)>);

/// The smallest size is taken for the measure, so it has no budget but a wide one.
fn try_sizes(hostile: &Hostile, largest: usize) -> (Ladder, Result<(), String>) {
    let mut ladder = Ladder(Vec::new());
    let mut budget = None;
    let gets_deeper = hostile.name.starts_with("deeper");
    let ratio = if gets_deeper {
        MAX_RATIO_DEEPER
    } else {
        MAX_RATIO
    };
    for step in (0..SIZES).rev() {
        let text = (hostile.make)(largest >> (2 * step));
        let wide = Cost {
            reads: text.len() * 4,
            steps: text.len() * 4,
            memory: memory_for(text.len()),
        };
        match try_size(&text, budget.unwrap_or(wide)) {
            Ok(figures) => {
                budget = Some(figures.cost.budget_of_next(text.len() * 4, ratio));
                ladder.0.push((text.len(), figures));
            }
            Err(fault) => return (ladder, Err(fault)),
        }
    }
    (ladder, Ok(()))
}

impl fmt::Display for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((length, last)) = self.0.last() else {
            return Ok(());
        };
        let per_kilobyte = |n: usize| n * 1000 / length;
        write!(
            f,
            "{:>6} {:>6} {:>5} {:>9} {:>9} {:>6}  ",
            per_kilobyte(last.cost.reads),
            per_kilobyte(last.cost.steps),
            last.cost.memory / length,
            last.nodes,
            last.depth,
            last.milliseconds
        )?;
        for pair in self.0.windows(2) {
            let ratio = |of: fn(&Cost) -> usize| {
                let hundredths = of(&pair[1].1.cost) * 100 / of(&pair[0].1.cost).max(1);
                format!("{}.{:02}", hundredths / 100, hundredths % 100)
            };
            write!(f, " {}/{}", ratio(|c| c.reads), ratio(|c| c.steps))?;
        }
        Ok(())
    }
}

/// Runs on a thread with a small stack.
fn on_small_stack<T: Send>(name: &str, run: impl FnOnce() -> T + Send) -> T {
    memory::watch();
    thread::scope(|scope| {
        thread::Builder::new()
            .name(name.to_owned())
            .stack_size(STACK)
            .spawn_scoped(scope, run)
            .unwrap()
            .join()
            .unwrap_or_else(|_| panic!("{name} panicked"))
    })
}

#[test]
fn every_hostile_text_is_parsed_in_proportion_to_its_size() {
    let wanted = std::env::var("HOSTILE").unwrap_or_default();
    let largest = std::env::var("HOSTILE_SIZE").map_or(SIZE, |size| size.parse().unwrap());
    let texts: Vec<_> = written()
        .chain(made())
        .filter(|t| t.name.contains(&wanted))
        .collect();
    println!(
        "{:28} reads  steps   mem     nodes     depth     ms   reads/steps at four times the size",
        "per 1,000 bytes:"
    );
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let (ladder, outcome) =
                        on_small_stack(&text.name, || try_sizes(text, largest / text.divisor));
                    println!(
                        "{:28}{ladder} {}",
                        text.name,
                        outcome.as_ref().err().map_or("", String::as_str)
                    );
                    if let Err(fault) = outcome {
                        faults
                            .lock()
                            .unwrap()
                            .push(format!("{}: {fault}", text.name));
                    }
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(
        faults.is_empty(),
        "{} of {} texts:\n{}",
        faults.len(),
        texts.len(),
        faults.join("\n")
    );
}

/// Rows are counted beyond 16 bits, with a sign or without.
#[test]
fn long_files_have_no_error_and_right_rows() {
    let flat = |row: usize| match row {
        0 => "entity: A\n".to_owned(),
        1 => "fields:\n".to_owned(),
        _ => format!("  field_{row}: enum(a, b) = a!\n"),
    };
    let nested = |row: usize| match row {
        0 => "actions:\n".to_owned(),
        _ => match row % 4 {
            1 => format!("  - name: a_{row}\n"),
            2 => "    steps:\n".to_owned(),
            3 => "      - validate: a = 'b' AND c IS NOT NULL\n".to_owned(),
            _ => "        error: no\n".to_owned(),
        },
    };
    for (name, line) in [
        ("flat", &flat as &(dyn Fn(usize) -> String + Sync)),
        ("nested", &nested),
    ] {
        on_small_stack(name, || {
            for rows in [40_001, 70_001] {
                let lines: Vec<String> = (0..rows).map(line).collect();
                let text = lines.concat();
                let (tree, _) = parse(text.as_bytes(), UNBOUNDED);
                let tree = tree.unwrap();
                let root = tree.root_node();
                assert!(!root.has_error(), "{name}, {rows} rows");
                assert_eq!(root.end_position().row, rows, "{name}");
                let mut keys = 0;
                walk(&mut root.walk(), |cursor, _| {
                    let node = cursor.node();
                    if node.kind() == "key" {
                        let start = node.start_position();
                        let key = &text[node.byte_range()];
                        assert!(
                            lines[start.row][start.column..].starts_with(key),
                            "{name}, {start}: {key}"
                        );
                        keys += 1;
                    }
                });
                assert_eq!(keys, rows, "{name}: each line has one key");
            }
        });
    }
}
