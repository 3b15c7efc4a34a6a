//! Groups of an API's methods, each with a heading: one for each first word below the API's services.
//!
//! The API itself, its items and words with a single operation come first, without a heading.

use std::collections::BTreeMap;

use super::docs;
use crate::model::{Api, Operation};
use crate::names;
use crate::summaries::{capitalized, phrase};

/// An API with fewer operations has no groups.
const FEWEST_OPERATIONS: usize = 12;

/// A larger group is divided by the next word.
const LARGEST_GROUP: usize = 60;

/// Methods in one `impl` block, sorted by path and method.
#[derive(Debug)]
pub struct Group<'m> {
    /// The words that the paths share.
    words: Vec<&'m str>,
    pub operations: Vec<&'m Operation>,
}

impl Group<'_> {
    /// Returns the heading: `Automated backup` or `Database: Kafka`.
    pub fn title(&self) -> String {
        let title = self.words.iter().map(|word| phrase(&names::words(word))).collect::<Vec<_>>().join(": ");
        let first_word = title.split(' ').next().unwrap_or_default();
        // A brand such as `vRack` has its own capital letters.
        if first_word.contains(char::is_uppercase) {
            return docs::one_line(&title);
        }
        docs::one_line(&capitalized(&title))
    }
}

/// An API's methods in the order of its page.
#[derive(Debug)]
pub struct Groups<'m> {
    /// The methods without a heading.
    pub plain: Vec<&'m Operation>,
    /// Sorted by their words.
    pub titled: Vec<Group<'m>>,
}

impl<'m> Groups<'m> {
    /// Groups the methods of an API.
    pub fn of(api: &'m Api) -> Self {
        let mut groups = Self { plain: Vec::new(), titled: Vec::new() };
        if api.operations.len() < FEWEST_OPERATIONS {
            groups.plain.extend(&api.operations);
        } else {
            let operations = api.operations.iter();
            groups.divide(
                &[],
                operations.map(|it| (it, names::words_of_group(api.branch, &api.root, &it.path))).collect(),
            );
        }
        groups.plain.sort_by_key(|operation| (&operation.path, operation.method));
        groups
    }

    /// Adds the operations with the words of a group, divided by their next word.
    fn divide(&mut self, words: &[&'m str], operations: Vec<(&'m Operation, Vec<&'m str>)>) {
        let mut alone = Vec::new();
        let mut by_word: BTreeMap<&str, Vec<(&Operation, Vec<&str>)>> = BTreeMap::new();
        for (operation, all) in operations {
            match all.get(words.len()).copied() {
                Some(word) => by_word.entry(word).or_default().push((operation, all)),
                None => alone.push(operation),
            }
        }
        let mut groups = Vec::new();
        for (word, operations) in by_word {
            match operations.as_slice() {
                [(operation, _)] => alone.push(operation),
                _ => groups.push(([words, &[word]].concat(), operations)),
            }
        }
        if words.is_empty() {
            self.plain = alone;
        } else if !alone.is_empty() {
            self.add(words.to_vec(), alone);
        }
        for (words, operations) in groups {
            if operations.len() > LARGEST_GROUP && words.len() == 1 {
                self.divide(&words, operations);
            } else {
                self.add(words, operations.into_iter().map(|(operation, _)| operation).collect());
            }
        }
    }

    fn add(&mut self, words: Vec<&'m str>, mut operations: Vec<&'m Operation>) {
        operations.sort_by_key(|operation| (&operation.path, operation.method));
        self.titled.push(Group { words, operations });
    }

    /// Returns the index of the groups, each with a link to its first method and the number of methods.
    pub fn index(&self) -> Vec<String> {
        let entry = |group: &Group<'_>| {
            let first = group.operations.first()?;
            Some(format!("[{}](Self::{}) ({})", group.title(), first.name, group.operations.len()))
        };
        let mut entries: Vec<String> = self.titled.iter().filter_map(entry).collect();
        if let Some((last, others)) = entries.split_last_mut() {
            others.iter_mut().for_each(|entry| entry.push(','));
            last.push('.');
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Branch, Schema};

    /// Returns the API of a schema with a GET on each path.
    fn api(root: &str, paths: &[String]) -> Api {
        let operation = serde_json::json!({ "httpMethod": "GET", "responseType": "string" });
        let paths: Vec<_> =
            paths.iter().map(|path| serde_json::json!({ "path": path, "operations": [operation] })).collect();
        let schema = serde_json::json!({ "resourcePath": root, "apis": paths }).to_string();
        let schema = Schema::read("v1/api.json", schema.as_bytes()).unwrap();
        crate::resolve(&[(Branch::V1, schema)]).apis.remove(0)
    }

    /// Returns the names of the methods without a heading, then each heading with the names of its methods.
    fn listed(root: &str, paths: &[String]) -> Vec<String> {
        let api = api(root, paths);
        let groups = Groups::of(&api);
        let names = |operations: &[&Operation]| {
            operations.iter().map(|operation| operation.name.as_str()).collect::<Vec<_>>().join(", ")
        };
        let titled = groups.titled.iter().map(|group| format!("{}: {}", group.title(), names(&group.operations)));
        std::iter::once(names(&groups.plain)).chain(titled).collect()
    }

    fn paths(root: &str, below: &[&str]) -> Vec<String> {
        below.iter().map(|path| format!("{root}{path}")).collect()
    }

    #[test]
    fn methods_are_grouped_by_the_first_word() {
        let below = [
            "",
            "/{s}",
            "/{s}/usage",
            "/{s}/backupJob",
            "/{s}/backupJob/{id}",
            "/{s}/backupJob/{id}/log",
            "/{s}/disk",
            "/{s}/disk/{id}",
            "/image",
            "/{s}/image",
            "/{s}/ip",
            "/{s}/ip/{ip}",
            "/{s}/ip/{ip}/reverse",
        ];
        let expected = [
            "get_all, get, usage",
            "Backup job: backup_job, backup_job_get, backup_job_log",
            "Disk: disk, disk_get",
            "Image: vps_image, image",
            "IP: ip, ip_get, ip_reverse",
        ];
        assert_eq!(listed("/vps", &paths("/vps", &below)), expected);
        let few = below.get(..11).unwrap_or_default();
        assert_eq!(listed("/vps", &paths("/vps", few)).len(), 1);
    }

    #[test]
    fn words_up_to_the_service_make_no_group() {
        let items: Vec<String> = (0..12).map(|at| format!("/project/{{s}}/item{at}/{{id}}/part")).collect();
        let listed = listed("/cloud", &paths("/cloud", &items.iter().map(String::as_str).collect::<Vec<_>>()));
        assert_eq!(listed.len(), 1, "{listed:?}");
    }

    #[test]
    fn large_group_is_divided_by_the_next_word() {
        let of = |word: &str| (0..40).map(|at| format!("/x/db/{word}/part{at}")).collect::<Vec<_>>();
        let listed =
            listed("/x", &[of("kafka"), of("mysql"), vec!["/x/db".to_owned(), "/x/db/flavor".to_owned()]].concat());
        let headings: Vec<&str> = listed.iter().map(|line| line.split(": x_db").next().unwrap_or_default()).collect();
        assert_eq!(headings, ["", "Db", "Db: Kafka", "Db: MySQL"]);
        assert_eq!(listed.get(1).map(String::as_str), Some("Db: x_db, x_db_flavor"));
    }
}
