//! The generated table of APIs in README.md.

use anyhow::Context;
use generator::model::Model;

/// The lines around the table.
const START: &str = "<!-- The table is written by `cargo xtask codegen`. -->\n";
const END: &str = "<!-- End of the table. -->\n";

/// Returns the README with a row for each API.
pub(super) fn with_table(current: &str, model: &Model) -> anyhow::Result<String> {
    let place = current.split_once(START).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = place.with_context(|| {
        format!("missing lines in README.md, around the table of APIs:\n{}\n{}", START.trim_end(), END.trim_end())
    })?;
    Ok(format!("{before}{START}\n{}\n{END}{after}", table(model)))
}

fn table(model: &Model) -> String {
    let header = "| API | branch | feature | accessor | operations |\n|---|---|---|---|---:|\n".to_owned();
    model.apis.iter().fold(header, |table, api| {
        let (path, branch, accessor) = (api.branched_root(), api.branch.folder(), api.accessor());
        let feature = &api.feature;
        table + &format!("| `{path}` | {branch} | `{feature}` | `client.{accessor}` | {} |\n", api.operations.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_around_the_table_is_kept() {
        let model = generator::resolve(&[]);
        let written = with_table(&format!("# APIs\n\n{START}old\n{END}\nMore.\n"), &model).unwrap();
        assert!(written.starts_with(&format!("# APIs\n\n{START}\n| API |")), "{written}");
        assert!(written.ends_with(&format!("|\n\n{END}\nMore.\n")), "{written}");
        assert_eq!(with_table(&written, &model).unwrap(), written);
    }

    #[test]
    fn missing_place_of_the_table_is_an_error() {
        for text in ["", START, END, &format!("{END}{START}")] {
            let error = with_table(text, &generator::resolve(&[])).unwrap_err();
            assert!(error.to_string().contains("README.md"), "{error}");
        }
    }
}
