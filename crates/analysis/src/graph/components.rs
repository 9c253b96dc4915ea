//! Strongly connected components, by Tarjan's algorithm, without recursion: chains of references
//! may be long.

use std::collections::HashMap;
use std::hash::Hash;

/// The number of the component of each node that can come back to itself by way of others.
/// Components of a single node are left out.
pub(super) fn components<N: Copy + Eq + Hash>(
    nodes: &[N],
    targets: impl Fn(N) -> Vec<N>,
) -> HashMap<N, usize> {
    let mut search = Search {
        places: HashMap::new(),
        low: HashMap::new(),
        stack: Vec::new(),
        components: HashMap::new(),
        count: 0,
    };
    for node in nodes {
        if !search.places.contains_key(node) {
            search.run(*node, &targets);
        }
    }
    search.components
}

struct Search<N> {
    /// When each node was met.
    places: HashMap<N, usize>,
    /// The earliest node that each can get to, among those that are still open.
    low: HashMap<N, usize>,
    /// Nodes whose component is not complete yet.
    stack: Vec<N>,
    components: HashMap<N, usize>,
    count: usize,
}

impl<N: Copy + Eq + Hash> Search<N> {
    fn run(&mut self, start: N, targets: &impl Fn(N) -> Vec<N>) {
        let mut open = vec![(start, self.meet(start, targets))];
        while let Some((node, left)) = open.last_mut() {
            let node = *node;
            let Some(target) = left.pop() else {
                open.pop();
                self.leave(node);
                if let Some((before, _)) = open.last() {
                    self.lower(*before, self.low.get(&node).copied());
                }
                continue;
            };
            if !self.places.contains_key(&target) {
                open.push((target, self.meet(target, targets)));
            } else if self.low.contains_key(&target) {
                self.lower(node, self.places.get(&target).copied());
            }
        }
    }

    fn meet(&mut self, node: N, targets: &impl Fn(N) -> Vec<N>) -> Vec<N> {
        let place = self.places.len();
        self.places.insert(node, place);
        self.low.insert(node, place);
        self.stack.push(node);
        targets(node)
    }

    fn lower(&mut self, node: N, to: Option<usize>) {
        if let (Some(low), Some(to)) = (self.low.get_mut(&node), to) {
            *low = (*low).min(to);
        }
    }

    /// If the node cannot get to an earlier one, it and all that was met since are a component.
    fn leave(&mut self, node: N) {
        if self.low.get(&node) != self.places.get(&node) {
            return;
        }
        let start = self.stack.iter().rposition(|other| *other == node);
        let members = self.stack.split_off(start.unwrap_or(self.stack.len()));
        for member in &members {
            self.low.remove(member);
        }
        if members.len() > 1 {
            let number = self.count;
            let numbered = members.iter().map(|member| (*member, number));
            self.components.extend(numbered);
            self.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
        let mut nodes: Vec<u32> = edges.iter().flat_map(|(a, b)| [*a, *b]).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let found = components(&nodes, |node| {
            let from = edges.iter().filter(|(from, _)| *from == node);
            from.map(|(_, to)| *to).collect()
        });
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for number in found.values() {
            let of_it = nodes.iter().filter(|node| found.get(node) == Some(number));
            groups.push(of_it.copied().collect());
        }
        groups.sort();
        groups.dedup();
        groups
    }

    #[test]
    fn circles_are_found_and_nothing_else() {
        assert_eq!(of(&[(1, 2), (2, 3)]), Vec::<Vec<u32>>::new());
        assert_eq!(of(&[(1, 1)]), Vec::<Vec<u32>>::new());
        assert_eq!(of(&[(1, 2), (2, 3), (3, 1), (3, 4)]), [[1, 2, 3]]);
        let two = of(&[(1, 2), (2, 1), (2, 3), (3, 4), (4, 3)]);
        assert_eq!(two, [[1, 2], [3, 4]]);
        let crossed = of(&[(1, 2), (2, 3), (3, 1), (1, 3), (4, 1)]);
        assert_eq!(crossed, [[1, 2, 3]]);
    }

    #[test]
    fn long_chains_need_no_deep_stack() {
        let mut edges: Vec<(u32, u32)> = (0..50_000).map(|n| (n, n + 1)).collect();
        edges.push((50_000, 0));
        let nodes: Vec<u32> = (0..=50_000).collect();
        let found = components(&nodes, |node| vec![edges[node as usize].1]);
        assert_eq!(found.len(), 50_001);
    }
}
