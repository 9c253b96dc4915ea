//! Whatever lies in a folder: each file has a clear answer, and all others are checked.

mod support;

use support::{BROKEN, Folder, ONLY, SOUND};

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<(String, String)> {
    let ran = folder.run(&[&["--check", ONLY, "--format", "json"], arguments].concat());
    assert_eq!(ran.status, 1, "{}", ran.err);
    ran.codes()
}

#[test]
fn what_is_not_utf_8_is_told() {
    let folder = Folder::with(&[("sound.yaml", SOUND)]);
    folder.write("latin.yaml", b"entity: Caf\xE9\n");
    let utf_16: Vec<u8> = "\u{feff}entity: A\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    folder.write("utf16.yaml", &utf_16);
    folder.write("image.yaml", b"\x89PNG\r\n\x1A\n\0\0\0");
    let found = codes(&folder, &[]);
    let paths: Vec<_> = found.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(paths, ["latin.yaml", "utf16.yaml"]);
    assert!(found.iter().all(|(_, code)| code == "not-utf-8"));
    assert_eq!(codes(&folder, &["image.yaml"])[0].1, "not-utf-8");
    let ran = folder.run(&["--check", ONLY, "latin.yaml", "--format", "concise"]);
    assert!(
        ran.out
            .starts_with("latin.yaml:1:12: error[not-utf-8]: the byte E9 ")
    );
}

#[test]
fn what_is_too_large_is_told() {
    let folder = Folder::with(&[("b.yaml", BROKEN)]);
    let mut large = b"entity: A\n".to_vec();
    large.resize(21_000_000, b'#');
    folder.write("large.yaml", &large);
    let found = codes(&folder, &[]);
    let codes: Vec<_> = found.iter().map(|(_, code)| code.as_str()).collect();
    assert_eq!(codes, ["missing-colon", "too-large"]);
}

#[test]
fn short_texts_that_grow_come_to_an_end() {
    let mut bomb = "entity: A\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let alias = format!("*a{}", level - 1);
        let list = [alias.as_str(); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{list}]\n"));
    }
    let deep = format!("entity: A\nx: {}\n", "[".repeat(50_000));
    let long = format!("entity: A\n{} y\n", "x ".repeat(50_000));
    let terms: Vec<_> = (0..100_000).map(|n| format!("x > {n}")).collect();
    let terms = terms.join(" AND ");
    let many = format!(
        "entity: A\nfields:\n  x: integer\nactions:\n  - name: a\n    steps:\n      - validate: {terms}\n"
    );
    let folder = Folder::with(&[
        ("bomb.yaml", &bomb),
        ("broken.yaml", BROKEN),
        ("deep.yaml", &deep),
        ("empty.yaml", ""),
        ("long.yaml", &long),
        ("many.yaml", &many),
    ]);
    for format in ["human", "json", "sarif", "junit"] {
        let ran = folder.run(&["--check", "--format", format]);
        assert_eq!((ran.err.as_str(), ran.status), ("", 1), "{format}");
        assert!(ran.out.contains("broken.yaml"));
        assert!(ran.out.len() < 10_000_000, "{format}");
    }
}

#[test]
fn an_empty_file_is_checked_when_it_is_named() {
    let folder = Folder::with(&[("empty.yaml", "")]);
    let json = |path| folder.run(&["--check", "--format", "json", path]).json();
    assert_eq!(json("empty.yaml")["files"], 1);
    assert_eq!(json(".")["files"], 0);
}

#[cfg(unix)]
mod on_unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn links_that_lead_nowhere_are_no_trouble() {
        let folder = Folder::with(&[("b.yaml", BROKEN)]);
        symlink("loop.yaml", folder.path().join("loop.yaml")).unwrap();
        symlink(".", folder.path().join("self")).unwrap();
        symlink("gone", folder.path().join("gone.yaml")).unwrap();
        assert_eq!(codes(&folder, &["."]).len(), 1);
        let ran = folder.run(&["--check", "--format", "json", "loop.yaml", "b.yaml"]);
        assert!(ran.err.contains("loop.yaml"));
        assert_eq!((ran.codes().len(), ran.status), (1, 2));
    }

    #[test]
    fn odd_names_break_no_format() {
        let folder = Folder::with(&[("new\nline, \"quote\": <&%.yaml", BROKEN)]);
        folder.write(OsStr::from_bytes(b"bad\xFF.yaml"), BROKEN.as_bytes());
        folder.write(OsStr::from_bytes(b"bad\xFE.yaml"), BROKEN.as_bytes());
        let paths: Vec<_> = codes(&folder, &[])
            .into_iter()
            .map(|(path, _)| path)
            .collect();
        assert_eq!(
            paths,
            [
                "bad\u{fffd}.yaml",
                "bad\u{fffd}.yaml",
                "new\nline, \"quote\": <&%.yaml"
            ]
        );
        let print = |format| folder.run(&["--check", ONLY, "-q", "--format", format]).out;
        assert_eq!(print("concise").lines().count(), 3);
        let github = print("github");
        assert_eq!(github.lines().count(), 3);
        assert!(github.contains("file=new%0Aline%2C \"quote\"%3A <&%25.yaml,"));
        assert!(
            print("junit").contains("name=\"new&#10;line, &quot;quote&quot;: &lt;&amp;%.yaml\"")
        );
        assert!(print("sarif").contains("\"new%0Aline%2C%20%22quote%22%3A%20%3C%26%25.yaml\""));
        assert!(print("human").contains(" --> new\\nline, "));
    }

    #[test]
    fn what_has_no_end_is_not_read_to_it() {
        let folder = Folder::with(&[]);
        let ran = folder.run(&["--check", "/dev/zero", "--format", "json"]);
        assert_eq!(ran.codes()[0].1, "too-large");
    }
}
