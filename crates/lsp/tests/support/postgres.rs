//! A PostgreSQL server of its own for a test, with nothing in it.
//!
//! It is started from the PostgreSQL on this machine, as `tests/all.sh` installs it, in a folder
//! that goes when the test ends. Nothing listens on a network.
#![allow(clippy::print_stderr, reason = "a skipped test has to say so")]

use std::io::{BufRead, BufReader, PipeReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct Server {
    programs: PathBuf,
    folder: PathBuf,
}

impl Server {
    /// A server; none where there is no PostgreSQL, which fails where `CI` is set.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            let missing = "PostgreSQL with plpgsql_check is missing: see CONTRIBUTING.md";
            assert!(std::env::var_os("CI").is_none(), "{missing}");
            eprintln!("SKIPPED: {missing}");
            return None;
        };
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let name = format!("specql-pg-{}-{number}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        if is_root() {
            succeed(Command::new("chown").arg("postgres").arg(&folder));
        }
        let server = Self { programs, folder };
        let data = server.folder.join("data");
        succeed(
            server
                .as_user("initdb")
                .arg("--pgdata")
                .arg(&data)
                .args(["--auth=trust", "--username=postgres", "--no-sync"])
                .args(["--encoding=UTF8", "--locale=C.UTF-8"]),
        );
        let options = format!(
            "-k {} -c listen_addresses= -c fsync=off",
            server.folder.display()
        );
        succeed(
            server
                .as_user("pg_ctl")
                .arg("--pgdata")
                .arg(&data)
                .arg("--log")
                .arg(server.folder.join("log"))
                .args(["--wait", "--options", &options, "start"]),
        );
        Some(server)
    }

    /// A new database in which a script ran to its end without an error.
    pub fn load(&self, name: &str, script: &str) -> Database<'_> {
        self.try_load(name, script)
            .unwrap_or_else(|told| panic!("{told}"))
    }

    /// The same, or what is said against the script.
    pub fn try_load(&self, name: &str, script: &str) -> Result<Database<'_>, String> {
        succeed(self.client("createdb").arg(name));
        let database = Database {
            server: self,
            name: name.to_owned(),
        };
        let ran = database.run(script);
        if ran.status.success() {
            Ok(database)
        } else {
            Err(String::from_utf8_lossy(&ran.stderr).into_owned())
        }
    }

    /// A program that may not run as root.
    fn as_user(&self, program: &str) -> Command {
        let program = self.programs.join(program);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        // Where the test runs may be closed to that user.
        command.current_dir("/");
        command
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .env("PGHOST", &self.folder)
            .env("PGUSER", "postgres");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.folder.join("data");
        let mut stop = self.as_user("pg_ctl");
        stop.arg("--pgdata")
            .arg(data)
            .args(["--mode=immediate", "stop"]);
        let _ = stop.stdout(Stdio::null()).status();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A database of a server.
pub struct Database<'s> {
    server: &'s Server,
    name: String,
}

impl Database<'_> {
    fn client(&self) -> Command {
        let mut psql = self.server.client("psql");
        psql.args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"]);
        psql.args(["--dbname", &self.name]);
        psql
    }

    fn run(&self, script: &str) -> Output {
        let pipe = Stdio::piped;
        let mut child = self
            .client()
            .arg("--set=ON_ERROR_STOP=1")
            .stdin(pipe())
            .stdout(pipe())
            .stderr(pipe())
            .spawn()
            .unwrap();
        // It ends with the first error, and may have read no further.
        let mut asked = child.stdin.take().unwrap();
        let _ = asked.write_all(script.as_bytes());
        drop(asked);
        child.wait_with_output().unwrap()
    }

    /// What a question answers, a line for each row.
    pub fn ask(&self, question: &str) -> String {
        let ran = self.run(question);
        let told = String::from_utf8_lossy(&ran.stderr);
        assert!(ran.status.success(), "{question}: {told}");
        String::from_utf8_lossy(&ran.stdout).trim_end().to_owned()
    }

    /// What is said against a statement that has to fail.
    pub fn refuse(&self, statement: &str) -> String {
        let ran = self.run(statement);
        assert!(!ran.status.success(), "not refused: {statement}");
        let told = String::from_utf8_lossy(&ran.stderr);
        told.lines().next().unwrap_or_default().to_owned()
    }

    /// A client that stays: many questions cost less than with one for each.
    pub fn session(&self) -> Session {
        let (told, out) = std::io::pipe().unwrap();
        let errors = out.try_clone().unwrap();
        let mut child = self
            .client()
            .stdin(Stdio::piped())
            .stdout(out)
            .stderr(errors)
            .spawn()
            .unwrap();
        Session {
            asked: child.stdin.take().unwrap(),
            told: BufReader::new(told),
            child,
        }
    }

    /// What plpgsql_check finds wrong in the functions, a line each.
    pub fn check(&self) -> String {
        self.ask(
            "\
CREATE EXTENSION IF NOT EXISTS plpgsql_check;
SELECT p.oid::regprocedure || ': ' || c.message
FROM pg_proc AS p
JOIN pg_language AS l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
LEFT JOIN pg_trigger AS t ON t.tgfoid = p.oid
CROSS JOIN LATERAL plpgsql_check_function_tb(
    p.oid, coalesce(t.tgrelid, 0), fatal_errors := false
) AS c
WHERE c.level = 'error' AND NOT EXISTS (
    SELECT FROM pg_depend AS d WHERE d.objid = p.oid AND d.deptype = 'e'
);",
        )
    }
}

/// A client of a database that stays until it is dropped.
pub struct Session {
    child: Child,
    asked: ChildStdin,
    told: BufReader<PipeReader>,
}

impl Session {
    /// What statements answer, a line for each row; or the first error.
    pub fn try_ask(&mut self, statements: &str) -> Result<String, String> {
        const END: &str = "that was all";
        writeln!(self.asked, "{statements};\nSELECT '{END}';").unwrap();
        let mut answer = Vec::new();
        for line in self.told.by_ref().lines() {
            let line = line.unwrap();
            if line == END {
                let error = answer
                    .iter()
                    .find(|line: &&String| line.starts_with("ERROR:"));
                return error.cloned().map_or(Ok(answer.join("\n")), Err);
            }
            answer.push(line);
        }
        panic!("the client has ended: {answer:?}");
    }

    /// The same where no error is expected.
    pub fn ask(&mut self, statements: &str) -> String {
        self.try_ask(statements)
            .unwrap_or_else(|error| panic!("{statements}: {error}"))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder with the programs of a PostgreSQL that can be used: of several versions 15, else the
/// newest.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let versions = versions.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let usable = versions.filter(|version| {
        let checker = format!("/usr/share/postgresql/{version}/extension/plpgsql_check.control");
        Path::new(&checker).exists()
    });
    let best = usable.max_by_key(|version| (version == "15", version.parse::<u32>().ok()))?;
    let programs = Path::new("/usr/lib/postgresql").join(best).join("bin");
    programs.join("initdb").exists().then_some(programs)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn succeed(command: &mut Command) {
    let status = command.stdout(Stdio::null()).status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?}");
}
