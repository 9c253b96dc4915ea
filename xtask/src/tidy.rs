//! Rules of the repository that no compiler checks.

use std::path::Path;

use crate::{Outcome, root};

/// A text that may not stand in certain files, and why.
struct Rule {
    folder: &'static str,
    extension: &'static str,
    /// In two parts, so that this file does not break its own rules.
    text: (&'static str, &'static str),
    except: &'static [&'static str],
    why: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        folder: "crates/yaml/src",
        extension: "rs",
        text: ("std::", "fs"),
        except: &[],
        why: "only crates/lsp touches disks",
    },
    Rule {
        folder: "crates/syntax/src",
        extension: "rs",
        text: ("std::", "fs"),
        except: &[],
        why: "only crates/lsp touches disks",
    },
    Rule {
        folder: "crates/analysis/src",
        extension: "rs",
        text: ("std::", "fs"),
        // A test that reads the folder beside the repository.
        except: &["crates/analysis/src/spec/tests.rs"],
        why: "only crates/lsp touches disks",
    },
    Rule {
        folder: "crates/sql/src",
        extension: "rs",
        text: ("std::", "fs"),
        except: &[],
        why: "only crates/lsp touches disks",
    },
    Rule {
        folder: "crates/generate/src",
        extension: "rs",
        text: ("std::", "fs"),
        except: &[],
        why: "only crates/lsp touches disks",
    },
    Rule {
        folder: "crates/lsp/src/server",
        extension: "rs",
        text: (".aw", "ait"),
        except: &[],
        why: "the loop waits for nothing but its next event",
    },
    Rule {
        folder: "crates",
        extension: "rs",
        text: ("uns", "afe "),
        except: &[],
        why: "unsafe stands only where C is called",
    },
    Rule {
        folder: "",
        extension: "rs",
        text: ("/wor", "k/"),
        except: &[],
        why: "no file names one machine",
    },
    Rule {
        folder: "",
        extension: "md",
        text: ("/wor", "k/"),
        except: &[],
        why: "no file names one machine",
    },
    Rule {
        folder: "",
        extension: "sh",
        text: ("/wor", "k/"),
        except: &[],
        why: "no file names one machine",
    },
    Rule {
        folder: "",
        extension: "rs",
        text: ("todo", "!("),
        except: &[],
        why: "what is begun is finished",
    },
];

/// Sources that no longer fit on a desk.
const MOST_LINES: usize = 700;
const MAY_BE_LONG: &[&str] = &[
    "tree-sitter-specql/src/scanner.c",
    "tree-sitter-specql/src/parser.c",
];

pub fn run(_: &[String]) -> Outcome {
    let mut faults = Vec::new();
    for rule in RULES {
        visit(&root().join(rule.folder), &mut |path, content| {
            let name = shown(path);
            let concerned = name.ends_with(&format!(".{}", rule.extension))
                && !rule.except.contains(&name.as_str());
            let text = format!("{}{}", rule.text.0, rule.text.1);
            if concerned
                && content
                    .lines()
                    .any(|line| !line.trim_start().starts_with("//") && line.contains(&text))
            {
                faults.push(format!("{name}: {}", rule.why));
            }
        });
    }
    visit(&root(), &mut |path, content| {
        let name = shown(path);
        let is_source = [".rs", ".c", ".h", ".ts", ".lua"]
            .iter()
            .any(|end| name.ends_with(end));
        if is_source
            && content.lines().count() > MOST_LINES
            && !MAY_BE_LONG.contains(&name.as_str())
        {
            faults.push(format!("{name}: more than {MOST_LINES} lines"));
        }
        if content.lines().any(|line| line.ends_with([' ', '\t']))
            && !name.contains("test/corpus")
            && !name.contains("fixtures")
        {
            faults.push(format!("{name}: a blank at a line's end"));
        }
    });
    let mut pages = Vec::new();
    visit(&root(), &mut |path, _| {
        if path.extension().is_some_and(|end| end == "md") {
            pages.push(path.to_owned());
        }
    });
    let images = root().join("docs/images");
    faults.extend(crate::pictures::faults(&pages, &images));
    faults.dedup();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("\n{}", faults.join("\n")))
    }
}

fn shown(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .to_string_lossy()
        .replace('\\', "/")
}

/// Visits the text files below a folder, but for what is built or generated.
fn visit(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path.is_dir() {
            if !matches!(
                name,
                "target" | ".git" | "node_modules" | "dist" | "tree_sitter"
            ) {
                visit(&path, see);
            }
        } else if name != "parser.c"
            && name != "LICENSE-APACHE"
            && let Ok(content) = std::fs::read_to_string(&path)
        {
            see(&path, &content);
        }
    }
}
