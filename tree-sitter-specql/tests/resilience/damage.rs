//! Kinds of damage: states that a file passes through while a person works on it.
//!
//! Each kind is a function that tells every place of a page where it can happen.

use crate::page::{Damage, Page, Pair, Place};

/// Not above dashes that would be the new key's value: nothing would be wrong there.
fn new_keys(page: &Page<'_>, damages: Vec<Damage>) -> Vec<Damage> {
    let is_new = |damage: &Damage| !page.is_above_dashes(damage.place.line());
    damages.into_iter().filter(is_new).collect()
}

fn new_key_at_next_indentation(page: &Page<'_>) -> Vec<Damage> {
    new_keys(page, page.at_next_indentation("newkey:"))
}

fn new_key_at_previous_indentation(page: &Page<'_>) -> Vec<Damage> {
    new_keys(page, page.at_previous_indentation("newkey:"))
}

fn value_deleted(page: &Page<'_>) -> Vec<Damage> {
    let values = page
        .pairs
        .iter()
        .filter_map(|pair| Some((pair, pair.value.as_ref()?)));
    values
        .map(|(pair, value)| page.change(pair.line, pair.colon + 1..value.end, ""))
        .collect()
}

fn colon_deleted(page: &Page<'_>) -> Vec<Damage> {
    page.pairs
        .iter()
        .map(|pair| page.change(pair.line, pair.colon..pair.colon + 1, ""))
        .collect()
}

fn blank_behind_colon_deleted(page: &Page<'_>) -> Vec<Damage> {
    let values = page
        .pairs
        .iter()
        .filter_map(|pair| Some((pair, pair.value.as_ref()?)));
    values
        .map(|(pair, value)| page.change(pair.line, pair.colon + 1..value.start, ""))
        .collect()
}

fn blank_behind_dash_deleted(page: &Page<'_>) -> Vec<Damage> {
    let dashes = page
        .contents()
        .filter(|(_, at)| page.text[*at..].starts_with("- "));
    dashes
        .map(|(line, at)| page.change(line, at + 1..at + 2, ""))
        .collect()
}

fn one_space_too_many(page: &Page<'_>) -> Vec<Damage> {
    page.insert_before_lines(" ")
}

fn one_space_too_few(page: &Page<'_>) -> Vec<Damage> {
    let indented = page
        .contents()
        .filter(|(line, at)| *at > page.start_of(*line));
    indented
        .map(|(line, at)| page.change(line, at - 1..at, ""))
        .collect()
}

fn tab_instead_of_indentation(page: &Page<'_>) -> Vec<Damage> {
    let indented = page
        .contents()
        .filter(|(line, at)| *at > page.start_of(*line));
    indented
        .map(|(line, at)| page.change(line, page.start_of(line)..at, "\t"))
        .collect()
}

fn tab_before_indentation(page: &Page<'_>) -> Vec<Damage> {
    page.contents()
        .map(|(line, _)| page.change(line, page.start_of(line)..page.start_of(line), "\t"))
        .collect()
}

fn trailing_space(page: &Page<'_>) -> Vec<Damage> {
    page.contents()
        .map(|(line, _)| page.change(line, page.lines[line].end..page.lines[line].end, " "))
        .collect()
}

fn merge_conflict(page: &Page<'_>) -> Vec<Damage> {
    let conflict = |(line, _): (usize, usize)| {
        let bytes = page.lines[line].clone();
        let words = &page.text[bytes.clone()];
        let text = format!("<<<<<<< ours\n{words}\n=======\n{words}\n>>>>>>> theirs");
        Damage {
            bytes,
            text,
            place: Place::Conflict(line),
            cuts_key: false,
        }
    };
    page.contents().map(conflict).collect()
}

/// Cut behind the first character, the fourth, the seventh and so on.
fn line_cut(page: &Page<'_>) -> Vec<Damage> {
    let cuts = page.contents().flat_map(|(line, start)| {
        let content = &page.text[start..page.ends[line].max(start)];
        let places = content.char_indices().skip(1).step_by(3);
        places.map(move |(at, _)| (line, start + at))
    });
    let cut = |(line, at): (usize, usize)| Damage {
        cuts_key: page
            .pairs
            .iter()
            .any(|pair| pair.line == line && at < pair.colon),
        ..page.change(line, at..page.lines[line].end, "")
    };
    cuts.map(cut).collect()
}

fn colon_inside_value(page: &Page<'_>) -> Vec<Damage> {
    let middle = |pair: &Pair| {
        let value = pair.value.clone()?;
        let middle = (value.start + value.end) / 2;
        let at = (middle..value.end).find(|at| page.text.is_char_boundary(*at))?;
        Some(page.change(pair.line, at..at, ": "))
    };
    page.pairs.iter().filter_map(middle).collect()
}

/// A kind of damage: its name, and all the places of a page where it can happen.
pub type Kind = (&'static str, fn(&Page<'_>) -> Vec<Damage>);

pub const KINDS: &[Kind] = &[
    ("bare word, indented like the next line", |page| {
        page.at_next_indentation("newword")
    }),
    ("bare word, indented like the line above", |page| {
        page.at_previous_indentation("newword")
    }),
    ("bare word between key and children", |page| {
        page.above_children("newword")
    }),
    (
        "new key, indented like the next line",
        new_key_at_next_indentation,
    ),
    (
        "new key, indented like the line above",
        new_key_at_previous_indentation,
    ),
    ("new dash, indented like the next line", |page| {
        page.at_next_indentation("- ")
    }),
    ("new dash, indented like the line above", |page| {
        page.at_previous_indentation("- ")
    }),
    ("value deleted", value_deleted),
    ("colon deleted", colon_deleted),
    ("blank behind colon deleted", blank_behind_colon_deleted),
    ("blank behind dash deleted", blank_behind_dash_deleted),
    ("[ before value", |page| page.insert_before_values("[")),
    ("{ before value", |page| page.insert_before_values("{")),
    ("( before value", |page| page.insert_before_values("(")),
    ("\" before value", |page| page.insert_before_values("\"")),
    ("' before value", |page| page.insert_before_values("'")),
    ("[ behind value", |page| page.insert_behind_values("[")),
    ("{ behind value", |page| page.insert_behind_values("{")),
    ("( behind value", |page| page.insert_behind_values("(")),
    ("\" behind value", |page| page.insert_behind_values("\"")),
    ("' behind value", |page| page.insert_behind_values("'")),
    ("[ before line", |page| page.insert_before_lines("[")),
    ("{ before line", |page| page.insert_before_lines("{")),
    ("( before line", |page| page.insert_before_lines("(")),
    ("\" before line", |page| page.insert_before_lines("\"")),
    ("' before line", |page| page.insert_before_lines("'")),
    ("one space too many", one_space_too_many),
    ("one space too few", one_space_too_few),
    ("tab instead of indentation", tab_instead_of_indentation),
    ("tab before indentation", tab_before_indentation),
    ("trailing space", trailing_space),
    ("step `- `", |page| page.insert_step("- ")),
    ("step `- val`", |page| page.insert_step("- val")),
    ("step `- validate`", |page| page.insert_step("- validate")),
    ("step `- validate:`", |page| page.insert_step("- validate:")),
    ("step `- validate: status =`", |page| {
        page.insert_step("- validate: status =")
    }),
    ("step `- update: Contact SE`", |page| {
        page.insert_step("- update: Contact SE")
    }),
    ("step `- call: f(`", |page| page.insert_step("- call: f(")),
    ("merge conflict", merge_conflict),
    ("line cut", line_cut),
    ("colon inside value", colon_inside_value),
    ("colon behind value", |page| page.insert_behind_values(":")),
];
