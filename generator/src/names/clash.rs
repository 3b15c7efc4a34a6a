//! Resolves clashes between identifiers.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::bare;

/// The names that items of one owner got earlier: the variants of an enum by value, the operations of an API by method
/// and path. Names of items that no longer exist are included, so that no other item gets them.
pub type HeldNames = BTreeMap<String, String>;

/// What an item asks for.
#[derive(Debug)]
pub struct Claim<P> {
    /// Identifies the item among those of its owner.
    pub key: String,
    /// Whether no other such item of the owner has the same first candidate. These names are not in the lock, so an
    /// item gets its own before others get a second choice.
    pub is_usual: bool,
    /// Among the others, items with a lower priority value choose first.
    pub priority: P,
    /// The names that suit the item, from the plainest to the most explicit.
    pub candidates: Vec<String>,
}

/// Returns a unique identifier for each item, in the order of the items.
///
/// An item keeps the name that it held before. Usual items get their first candidate. The others choose, in the order
/// of their priority, the first of their candidates that no other item has. If all candidates are in use, the last one
/// gets the word `alternate`. Identifiers in `taken` are not used.
pub fn assign<T, P: Ord>(items: &[T], held: &HeldNames, taken: &[&str], claim: impl Fn(&T) -> Claim<P>) -> Vec<String> {
    let mut used: BTreeSet<String> = taken.iter().map(|&name| name.to_owned()).collect();
    let mut claims: Vec<(usize, Claim<P>)> = items.iter().map(claim).enumerate().collect();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    claims.retain(|(index, claim)| {
        // Two items hold the same name if they were one item before.
        let kept = held.get(&claim.key).filter(|name| used.insert((*name).clone()));
        names.extend(kept.map(|name| (*index, name.clone())));
        kept.is_none()
    });
    used.extend(held.values().cloned());
    claims.retain(|(index, claim)| {
        let first = claim.candidates.first().filter(|name| claim.is_usual && used.insert((*name).clone()));
        names.extend(first.map(|name| (*index, name.clone())));
        first.is_none()
    });
    claims.sort_by(|(_, one), (_, other)| one.priority.cmp(&other.priority));
    for (index, claim) in claims {
        let name = free(&claim.candidates, &used);
        used.insert(name.clone());
        names.insert(index, name);
    }
    names.into_values().collect()
}

/// Returns a unique identifier for each item. Earlier items choose first.
pub fn distinct<T>(items: &[T], taken: &[&str], candidates: impl Fn(&T) -> Vec<String>) -> Vec<String> {
    assign(items, &HeldNames::new(), taken, |item: &T| Claim {
        key: String::new(),
        is_usual: false,
        priority: (),
        candidates: candidates(item),
    })
}

fn free(candidates: &[String], used: &BTreeSet<String>) -> String {
    if let Some(name) = candidates.iter().find(|name| !used.contains(*name)) {
        return name.clone();
    }
    let last = candidates.last().map_or("unnamed", |last| bare(last));
    let word = match last {
        _ if last.starts_with(|c: char| c.is_ascii_uppercase()) => "Alternate",
        _ if last.contains('-') => "-alternate",
        _ => "_alternate",
    };
    let mut name = format!("{last}{word}");
    while used.contains(&name) {
        name.push_str(word);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Claim, HeldNames, assign, distinct};
    use crate::names::field;

    fn names(items: &[&str], held: &[(&str, &str)]) -> Vec<String> {
        let held: HeldNames = held.iter().map(|(item, name)| ((*item).to_owned(), (*name).to_owned())).collect();
        assign(items, &held, &[], |item| Claim {
            key: (*item).to_owned(),
            is_usual: false,
            priority: (*item).to_owned(),
            candidates: vec![item.to_lowercase(), format!("{}_x", item.to_lowercase())],
        })
    }

    #[test]
    fn first_of_clashing_items_gets_the_plain_name() {
        let names = distinct(&["a", "A", "a", "b"], &["b"], |item| vec![item.to_lowercase(), (*item).to_owned()]);
        assert_eq!(names, ["a", "A", "a_alternate", "b_alternate"]);
    }

    #[test]
    fn keyword_and_its_underscore_form_stay_distinct() {
        let names = distinct(&["type", "type_", "Type", "type2"], &[], |item| vec![field(item)]);
        assert_eq!(names, ["type_", "type_alternate", "type_alternate_alternate", "type2"]);
    }

    #[test]
    fn item_keeps_the_name_it_held() {
        assert_eq!(names(&["a", "A"], &[]), ["a_x", "a"]);
        assert_eq!(names(&["a", "A"], &[("a", "a")]), ["a", "a_x"]);
        assert_eq!(names(&["a", "A"], &[("a", "b"), ("A", "c")]), ["b", "c"]);
    }

    #[test]
    fn name_of_a_removed_item_stays_unused() {
        assert_eq!(names(&["A"], &[("a", "a")]), ["a_x"]);
    }

    #[test]
    fn name_held_twice_goes_to_the_first() {
        assert_eq!(names(&["a", "A"], &[("a", "b"), ("A", "b")]), ["b", "a"]);
    }
}
