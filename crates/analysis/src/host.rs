//! The one who owns a database: files come and go, are opened, changed and closed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ropey::{Rope, RopeSlice};
use salsa::{Durability, Setter};
use specql_language::Target;
use specql_syntax::{InputEdit, Point, Tree};
use specql_yaml::Span;

use crate::db::{Content, Db, File, Folder, LeftOut, SqlMaker, Workspace};
use crate::summary::Summary;

/// The database of the program.
#[salsa::db]
#[derive(Clone)]
pub struct Database {
    trees: Arc<Mutex<HashMap<File, (u64, Tree)>>>,
    /// Stays what it is from the first question on.
    sql_maker: Option<SqlMaker>,
    at_hand: RefCell<Option<(File, Summary)>>,
    // Has to be the last one: it is dropped last.
    storage: salsa::Storage<Self>,
}

#[salsa::db]
impl salsa::Database for Database {}

#[salsa::db]
impl Db for Database {
    fn note_tree(&self, file: File, revision: u64, tree: &Tree) {
        if file.is_open(self) {
            let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
            trees.insert(file, (revision, tree.clone()));
        }
    }

    fn at_hand(&self, file: File) -> Option<Summary> {
        let (of, summary) = self.at_hand.take()?;
        (of == file).then_some(summary)
    }

    fn left_out(&self, file: File) -> Vec<LeftOut> {
        let make = self.sql_maker.as_ref();
        make.map_or_else(Vec::new, |left_out| left_out(self, file))
    }
}

impl Database {
    fn new(storage: salsa::Storage<Self>) -> Self {
        Self {
            trees: Arc::default(),
            sql_maker: None,
            at_hand: RefCell::default(),
            storage,
        }
    }

    /// Does something while the summary of a file is at hand.
    pub(crate) fn with_at_hand(&self, file: File, summary: Summary, run: impl FnOnce()) {
        self.at_hand.replace(Some((file, summary)));
        run();
        self.at_hand.take();
    }

    fn take_tree(&self, file: File) -> Option<(u64, Tree)> {
        let mut trees = self.trees.lock().unwrap_or_else(PoisonError::into_inner);
        trees.remove(&file)
    }
}

/// A change of a text: what stands in a stretch is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, in bytes of the text before this change.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// Owns the database and changes it. There is one; readers work on copies of its [`Database`].
pub struct Host {
    db: Database,
    files: HashMap<Arc<str>, File>,
    folders: BTreeMap<u32, (Folder, BTreeMap<Arc<str>, File>)>,
    /// Files that are no more. salsa keeps their numbers for ever, so those that come take them.
    spare: Vec<File>,
    workspace: Workspace,
}

impl Default for Host {
    fn default() -> Self {
        Self::new()
    }
}

impl Host {
    /// A workspace without files.
    #[must_use]
    pub fn new() -> Self {
        Self::with_database(Database::new(salsa::Storage::default()))
    }

    /// A workspace whose queries are told to an observer when they run, for tests.
    #[must_use]
    pub fn observed(observer: impl Fn(salsa::Event) + Send + Sync + 'static) -> Self {
        Self::with_database(Database::new(salsa::Storage::new(Some(Box::new(observer)))))
    }

    fn with_database(db: Database) -> Self {
        let workspace = Workspace::builder(
            Arc::default(),
            None,
            Target::default(),
            HashSet::new(),
            false,
        )
        .durability(Durability::MEDIUM)
        .new(&db);
        Self {
            db,
            files: HashMap::new(),
            folders: BTreeMap::new(),
            spare: Vec::new(),
            workspace,
        }
    }

    /// Lets the diagnostics tell what is left out of the SQL. This crate makes none.
    #[must_use]
    pub fn with_sql(mut self, maker: SqlMaker) -> Self {
        self.db.sql_maker = Some(maker);
        self
    }

    /// The database, to ask it.
    #[must_use]
    pub fn db(&self) -> &Database {
        &self.db
    }

    /// The file at a path.
    #[must_use]
    pub fn file(&self, path: &str) -> Option<File> {
        self.files.get(path).copied()
    }

    /// All files with their paths.
    pub fn files(&self) -> impl Iterator<Item = (&str, File)> {
        self.files.iter().map(|(path, file)| (path.as_ref(), *file))
    }

    /// Says for which SpecQL the specs are written.
    pub fn set_target(&mut self, target: Target) {
        if self.workspace.target(&self.db) != target {
            self.workspace.set_target(&mut self.db).to(target);
        }
    }

    /// Forgets what can be made again, but for the files that were used last.
    pub fn trim(&mut self) {
        salsa::Database::trigger_lru_eviction(&mut self.db);
    }

    /// Says which files are checked by name, and whether they are specs whatever they hold, as
    /// SpecQL's `validate` takes them.
    pub fn set_named(&mut self, files: impl IntoIterator<Item = File>, are_specs: bool) {
        let files = files.into_iter().collect();
        self.workspace.set_named(&mut self.db).to(files);
        self.workspace
            .set_takes_named_for_specs(&mut self.db)
            .to(are_specs);
    }

    /// Takes a file in, or what it says now. What is open in an editor stays as it is there.
    pub fn set_file(&mut self, path: &str, text: &str) -> File {
        self.set_files([(path, text)]);
        self.file(path)
            .unwrap_or_else(|| unreachable!("it was just taken in"))
    }

    /// Takes many files in at once.
    pub fn set_files<'t, T: Into<Arc<str>>>(
        &mut self,
        files: impl IntoIterator<Item = (&'t str, T)>,
    ) {
        let mut changed = Vec::new();
        for (path, text) in files {
            let text = text.into();
            match self.files.get(path) {
                Some(file) if file.is_open(&self.db) => {}
                Some(file) => {
                    let file = *file;
                    if !file.content(&self.db).is(&text) {
                        self.replace(file, Content::Plain(text), Durability::MEDIUM);
                    }
                }
                None => {
                    let path: Arc<str> = path.into();
                    let file = self.new_file(&path, text);
                    self.files.insert(path.clone(), file);
                    changed.push(path);
                }
            }
        }
        self.add_to_folders(&changed);
    }

    /// Forgets a file that is no more.
    pub fn remove_file(&mut self, path: &str) {
        let Some(file) = self.files.remove(path) else {
            return;
        };
        self.db.take_tree(file);
        // Its text is no longer needed.
        self.replace(file, Content::Plain(Arc::default()), Durability::MEDIUM);
        if file.is_open(&self.db) {
            file.set_is_open(&mut self.db)
                .with_durability(Durability::MEDIUM)
                .to(false);
        }
        self.spare.push(file);
        if let Some((folder, files)) = self.folders.get_mut(&folder_of(path)) {
            files.remove(path);
            let left = files.values().copied().collect();
            folder.set_files(&mut self.db).to(left);
        }
        self.find_registry();
    }

    /// Opens a file with the text that the editor has.
    pub fn open(&mut self, path: &str, text: &str) -> File {
        let file = self.set_file(path, text);
        let text = Content::Edited(Rope::from_str(text));
        self.replace(file, text, Durability::LOW);
        file.set_is_open(&mut self.db)
            .with_durability(Durability::LOW)
            .to(true);
        file
    }

    /// Closes a file; from now on it says what stands on the disk.
    pub fn close(&mut self, path: &str, text: &str) {
        let Some(file) = self.file(path) else { return };
        self.db.take_tree(file);
        file.set_is_open(&mut self.db)
            .with_durability(Durability::MEDIUM)
            .to(false);
        self.replace(file, Content::Plain(text.into()), Durability::MEDIUM);
    }

    /// Changes the text of an open file, one change after the other.
    pub fn change(&mut self, path: &str, changes: &[Change]) {
        let Some(file) = self.file(path) else { return };
        let revision = file.revision(&self.db);
        // The tree of the text as it was, if someone asked for it; else the one before that.
        let mut tree = match self.db.take_tree(file) {
            Some((of, tree)) if of == revision => Some(tree),
            _ => file.earlier(&self.db).clone(),
        };
        let mut text = file.content(&self.db).to_rope();
        for change in changes {
            let edit = apply(&mut text, change);
            if let (Some(tree), Some(edit)) = (&mut tree, edit) {
                tree.edit(&edit);
            }
        }
        let db = &mut self.db;
        let low = Durability::LOW;
        file.set_earlier(db).with_durability(low).to(tree);
        file.set_revision(db).with_durability(low).to(revision + 1);
        file.set_content(db)
            .with_durability(low)
            .to(Content::Edited(text));
    }

    fn new_file(&mut self, path: &Arc<str>, text: Arc<str>) -> File {
        let content = Content::Plain(text);
        let Some(file) = self.spare.pop() else {
            return File::builder(path.clone(), content, 0, None, false)
                .durability(Durability::MEDIUM)
                .new(&self.db);
        };
        file.set_path(&mut self.db)
            .with_durability(Durability::MEDIUM)
            .to(path.clone());
        self.replace(file, content, Durability::MEDIUM);
        file
    }

    fn replace(&mut self, file: File, content: Content, durability: Durability) {
        let db = &mut self.db;
        let revision = file.revision(db) + 1;
        file.set_earlier(db).with_durability(durability).to(None);
        file.set_revision(db)
            .with_durability(durability)
            .to(revision);
        file.set_content(db).with_durability(durability).to(content);
    }

    fn add_to_folders(&mut self, paths: &[Arc<str>]) {
        let mut touched = BTreeSet::new();
        let mut is_new = false;
        for path in paths {
            let Some(file) = self.files.get(path).copied() else {
                continue;
            };
            let number = folder_of(path);
            let (_, files) = self.folders.entry(number).or_insert_with(|| {
                is_new = true;
                let folder = Folder::builder(Arc::default()).durability(Durability::MEDIUM);
                (folder.new(&self.db), BTreeMap::new())
            });
            files.insert(path.clone(), file);
            touched.insert(number);
        }
        for number in touched {
            if let Some((folder, files)) = self.folders.get(&number) {
                let files = files.values().copied().collect();
                folder.set_files(&mut self.db).to(files);
            }
        }
        if is_new {
            let folders = self.folders.values().map(|(folder, _)| *folder).collect();
            self.workspace.set_folders(&mut self.db).to(folders);
        }
        self.find_registry();
    }

    /// The registry stands at a fixed path below the root.
    fn find_registry(&mut self) {
        let registry = self.file(REGISTRY);
        if self.workspace.registry(&self.db) != registry {
            self.workspace.set_registry(&mut self.db).to(registry);
        }
    }
}

/// Where SpecQL looks for the domain registry.
const REGISTRY: &str = "registry/domain_registry.yaml";

/// How many folders there are: names are looked up in each, and a change of names in one leaves
/// the others alone.
const FOLDERS: u32 = 100;

/// The number of the folder that a file is counted to. One folder of the disk may hold very many
/// files, so they are spread by their paths.
fn folder_of(path: &str) -> u32 {
    let hash = path.bytes().fold(2_166_136_261_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    });
    hash % FOLDERS
}

/// Changes a text. None where the change does not fit into it.
fn apply(text: &mut Rope, change: &Change) -> Option<InputEdit> {
    let range = change.span.range();
    let start = text.try_byte_to_char(range.start).ok()?;
    let end = text.try_byte_to_char(range.end).ok()?;
    if start > end {
        return None;
    }
    let (start_byte, old_end_byte) = (text.char_to_byte(start), text.char_to_byte(end));
    let start_position = chunks_behind(Point::new(0, 0), text.byte_slice(..start_byte));
    let old_end_position = chunks_behind(start_position, text.byte_slice(start_byte..old_end_byte));
    text.remove(start..end);
    text.insert(start, &change.text);
    let new_end_byte = start_byte + change.text.len();
    Some(InputEdit {
        start_byte,
        old_end_byte,
        new_end_byte,
        start_position,
        old_end_position,
        new_end_position: point_behind(start_position, change.text.as_bytes()),
    })
}

fn chunks_behind(from: Point, text: RopeSlice<'_>) -> Point {
    let chunks = text.chunks();
    chunks.fold(from, |point, chunk| point_behind(point, chunk.as_bytes()))
}

/// Where a text ends that begins at a point. tree-sitter counts rows by line feeds alone, and
/// columns in bytes.
pub(crate) fn point_behind(from: Point, text: &[u8]) -> Point {
    let feeds = text.iter().filter(|byte| **byte == b'\n').count();
    let last = text.iter().rposition(|byte| *byte == b'\n');
    Point {
        row: from.row + feeds,
        column: match last {
            Some(last) => text.len() - last - 1,
            None => from.column + text.len(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::diagnostics;

    const BROKEN: &str = "entity: Invoice\nfields:\n  total: money\n  due date\n";
    const SOUND: &str = "entity: Invoice\nfields:\n  total: money\n  due: date\n";

    fn codes(host: &Host, path: &str) -> Vec<&'static str> {
        let file = host.file(path).unwrap();
        let found = diagnostics(host.db(), file).iter();
        found.map(|found| found.rule.code).collect()
    }

    #[test]
    fn files_that_come_and_go_take_no_more_room() {
        let mut host = Host::new();
        let first = host.open("a.yaml", BROKEN);
        for number in 0..100 {
            host.remove_file("a.yaml");
            host.remove_file(&format!("{number}.yaml"));
            let next = host.open(&format!("{}.yaml", number + 1), BROKEN);
            assert_eq!(next, first);
        }
    }

    #[test]
    fn a_file_in_the_place_of_another_is_as_if_newly_opened() {
        let mut host = Host::new();
        host.open("entities/invoice.yaml", BROKEN);
        assert!(codes(&host, "entities/invoice.yaml").contains(&"missing-colon"));
        host.remove_file("entities/invoice.yaml");
        host.set_file("entities/bill.yaml", SOUND);
        let mut fresh = Host::new();
        fresh.set_file("entities/bill.yaml", SOUND);
        let expected = codes(&fresh, "entities/bill.yaml");
        assert_eq!(codes(&host, "entities/bill.yaml"), expected);
        assert!(expected.contains(&"file-name"), "{expected:?}");
        assert!(host.file("entities/invoice.yaml").is_none());
    }
}
