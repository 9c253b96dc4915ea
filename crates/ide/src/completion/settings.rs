//! `specql.toml`: its keys, and what they may be set to.

use specql_analysis::db::Db;
use specql_analysis::rules::rules;
use specql_analysis::settings::{Level, SETTINGS, Setting};
use specql_yaml::Span;

use super::offer::{Fit, Offer, Offers};
use super::{Completion, ItemKind, Subject};
use crate::context::line_start;

pub(super) fn completion(db: &dyn Db, text: &str, offset: u32) -> Completion {
    let at = (offset as usize).min(text.len());
    let Some((before, behind)) = text.split_at_checked(at) else {
        return Completion::default();
    };
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = before.trim_end_matches(belongs).len();
    let end = at + behind.len() - behind.trim_start_matches(belongs).len();
    let word = Span::new(start, end);
    let mut offers = Offers::new(db, text, word, u32::try_from(at).unwrap_or(u32::MAX));
    let table = table_above(text.get(..line_start(text, at)).unwrap_or_default());
    let line = text.get(line_start(text, at)..start).unwrap_or_default();
    let has_equals = behind.lines().next().unwrap_or_default().contains('=');
    match line.split_once('=') {
        _ if line.contains('#') => {}
        Some((key, value)) => values(table, key.trim(), value, &mut offers),
        None if line.trim_start().starts_with('[') => tables(line, behind, &mut offers),
        None if line.trim().is_empty() => keys(text, table, has_equals, &mut offers),
        None => {}
    }
    offers.finish()
}

/// The table that a line belongs to.
fn table_above(before: &str) -> &str {
    let mut heads = before.lines().rev().filter_map(|line| {
        let line = line.trim_start();
        let head = line.strip_prefix('[')?.split(']').next()?;
        // A list that goes over several lines has brackets, too.
        (!head.contains(['"', '\'', ','])).then(|| head.trim())
    });
    heads.next().unwrap_or_default()
}

fn tables(line: &str, behind: &str, offers: &mut Offers<'_>) {
    if line.trim() != "[" {
        return;
    }
    let close = if behind.trim_start().starts_with(']') {
        ""
    } else {
        "]"
    };
    let mut last = "";
    for setting in SETTINGS.iter().filter(|setting| !setting.table.is_empty()) {
        if setting.table != last {
            last = setting.table;
            let offer = Offer::new(ItemKind::Setting, last).text(format!("{last}{close}"));
            offers.add(offer.fit(Fit::Near));
        }
    }
}

fn keys(text: &str, table: &str, has_equals: bool, offers: &mut Offers<'_>) {
    let equals = if has_equals { "" } else { " = " };
    let is_there = |key: &str| {
        text.lines().any(|line| {
            let name = line.split('=').next().unwrap_or_default();
            line.contains('=') && name.trim() == key
        })
    };
    if table == "rules" {
        for rule in rules().filter(|rule| !is_there(rule.code)) {
            let offer = Offer::new(ItemKind::Rule, rule.code)
                .text(format!("{}{equals}", rule.code))
                .detail(rule.group.name())
                .about(Subject::Rule(rule.code));
            offers.add(offer.asks_again());
        }
        return;
    }
    for setting in SETTINGS.iter().filter(|setting| setting.table == table) {
        if !setting.key.is_empty() && !is_there(setting.key) {
            let offer = Offer::new(ItemKind::Setting, setting.key)
                .text(format!("{}{equals}", setting.key))
                .about(Subject::Text(setting.doc));
            offers.add(offer.fit(Fit::Near).asks_again());
        }
    }
    if table.is_empty() {
        let mut last = "";
        for setting in SETTINGS.iter().filter(|setting| !setting.table.is_empty()) {
            if setting.table != last {
                last = setting.table;
                let offer = Offer::new(ItemKind::Setting, format!("[{last}]")).filter(last);
                offers.add(offer.fit(Fit::Usual));
            }
        }
    }
}

fn values(table: &str, key: &str, before: &str, offers: &mut Offers<'_>) {
    let quotes = before.matches('"').count();
    let setting = SETTINGS
        .iter()
        .find(|setting| is_called(setting, table, key));
    let levels = Level::NAMES.as_slice();
    let words = match setting {
        Some(setting) => setting.values,
        None if table == "rules" => levels,
        None => return,
    };
    for word in words {
        let is_open = quotes % 2 == 1;
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        let text = match is_open || is_number {
            true => (*word).to_owned(),
            false => format!("\"{word}\""),
        };
        offers.add(Offer::new(ItemKind::Value, *word).text(text).fit(Fit::Near));
    }
}

fn is_called(setting: &Setting, table: &str, key: &str) -> bool {
    setting.table == table && setting.key == key
}
