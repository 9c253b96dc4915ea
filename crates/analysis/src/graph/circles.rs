//! Circles of references, with a way round for each entity that is found at once.

use std::collections::{HashMap, VecDeque};

use crate::db::File;

/// Which entities are in which circle.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Circles {
    /// The circle that an entity is in, by a number.
    pub(super) numbers: HashMap<File, usize>,
    /// From each entity the step that leads nearer to the middle of its circle: one of its entities.
    inwards: HashMap<File, (String, File)>,
    /// To each entity the last step on the way from the middle: from where, and by which field.
    outwards: HashMap<File, (File, String)>,
}

impl Circles {
    /// The circles of these numbers. `links` are those of a file that stay in its circle.
    pub(super) fn of<'g>(
        files: &[File],
        numbers: HashMap<File, usize>,
        links: impl Fn(File, &HashMap<File, usize>) -> Vec<(&'g str, File)>,
    ) -> Self {
        let mut back: HashMap<File, Vec<(&str, File)>> = HashMap::new();
        let mut middles: HashMap<usize, File> = HashMap::new();
        for file in files {
            if let Some(number) = numbers.get(file) {
                middles.entry(*number).or_insert(*file);
            }
            for (field, to) in links(*file, &numbers) {
                back.entry(to).or_default().push((field, *file));
            }
        }
        let mut circles = Self::default();
        for middle in middles.into_values() {
            let mut open = VecDeque::from([middle]);
            while let Some(at) = open.pop_front() {
                for (field, to) in links(at, &numbers) {
                    if to != middle && !circles.outwards.contains_key(&to) {
                        circles.outwards.insert(to, (at, field.to_owned()));
                        open.push_back(to);
                    }
                }
            }
            let mut open = VecDeque::from([middle]);
            while let Some(at) = open.pop_front() {
                for (field, from) in back.get(&at).into_iter().flatten() {
                    if *from != middle && !circles.inwards.contains_key(from) {
                        circles.inwards.insert(*from, ((*field).to_owned(), at));
                        open.push_back(*from);
                    }
                }
            }
        }
        circles.numbers = numbers;
        circles
    }

    /// A way from an entity to the middle of its circle and back. `first` is a step from it, for the
    /// middle itself.
    pub(super) fn way_by_middle(&self, start: File, first: (&str, File)) -> Vec<(String, File)> {
        let mut way = Vec::new();
        let mut at = start;
        if !self.inwards.contains_key(&start) {
            way.push((first.0.to_owned(), first.1));
            at = first.1;
        }
        while let Some((field, next)) = self.inwards.get(&at) {
            way.push((field.clone(), *next));
            at = *next;
        }
        let behind_middle = way.len();
        let mut at = start;
        while let Some((before, field)) = self.outwards.get(&at) {
            way.insert(behind_middle, (field.clone(), at));
            at = *before;
        }
        without_detours(start, way)
    }
}

/// A way that comes by each entity once.
fn without_detours(start: File, way: Vec<(String, File)>) -> Vec<(String, File)> {
    let mut short: Vec<(String, File)> = Vec::new();
    for step in way {
        if let Some(known) = short.iter().position(|(_, file)| *file == step.1) {
            short.truncate(known + 1);
            continue;
        }
        let is_round = step.1 == start;
        short.push(step);
        if is_round {
            break;
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use crate::Host;
    use crate::db::File;
    use crate::graph::circle;
    use crate::index;

    const MANY: usize = 400;

    /// Entities that each refer to two others, and all of them to each other in the end.
    fn entangled() -> Host {
        let mut host = Host::new();
        let specs = (0..MANY).map(|number| {
            let (one, other) = ((number * 7 + 1) % MANY, (number * 13 + 5) % MANY);
            let fields = format!("  to_{one}: ref(Item{one})\n  to_{other}: ref(Item{other})\n");
            (
                format!("item{number}.yaml"),
                format!("entity: Item{number}\nfields:\n{fields}"),
            )
        });
        for (path, text) in specs {
            host.set_file(&path, &text);
        }
        host
    }

    fn name(host: &Host, file: File) -> String {
        index::entity(host.db(), file).unwrap().name.clone()
    }

    #[test]
    fn in_a_circle_of_many_each_way_leads_from_one_to_the_next_and_back() {
        let host = entangled();
        let mut in_circles = 0;
        for (path, file) in host.files() {
            let Some(circle) = circle(host.db(), file) else {
                continue;
            };
            in_circles += 1;
            let mut at = file;
            let mut seen = HashSet::new();
            for (field, to) in &circle.way {
                let entity = index::entity(host.db(), at).unwrap();
                assert!(entity.field(field).is_some(), "{path}: {field}");
                assert_eq!(format!("Item{}", &field["to_".len()..]), name(&host, *to));
                assert!(seen.insert(*to), "{path}: twice by {field}");
                at = *to;
            }
            assert_eq!(at, file, "{path}");
        }
        assert!(in_circles > MANY / 2, "{in_circles}");
    }
}
