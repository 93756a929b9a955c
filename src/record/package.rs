//! `datapackage.json`: what every column of a run folder means, for programs (Frictionless Data Package v1).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value as Json, json};

use super::column::{ColumnInfo, Kind, TableInfo};
use super::folder::Written;
use super::manifest::pretty_json;

#[derive(Serialize)]
struct Package<'a> {
    profile: &'static str,
    name: String,
    title: &'a str,
    version: &'static str,
    resources: Vec<Resource>,
}

#[derive(Serialize)]
struct Resource {
    profile: &'static str,
    name: &'static str,
    path: String,
    description: &'static str,
    format: &'static str,
    mediatype: &'static str,
    encoding: &'static str,
    bytes: u64,
    hash: String,
    dialect: Json,
    schema: Schema,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Schema {
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<Json>,
}

#[derive(Serialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    type_: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    description: String,
    constraints: Json,
}

/// The text of `datapackage.json` for the files that were written: of a scenario with this id and title.
pub fn datapackage_json(
    (scenario, title): (&str, &str),
    tables: &[TableInfo],
    written: &BTreeMap<String, Written>,
) -> String {
    let resources = tables.iter().filter_map(|table| {
        let path = format!("{}.csv", table.name);
        let file = written.get(&path)?;
        Some(resource(table, path, file))
    });
    pretty_json(&Package {
        profile: "tabular-data-package",
        name: package_name(scenario),
        title,
        version: super::manifest::FORMAT,
        resources: resources.collect(),
    })
}

/// A package name may hold lower-case letters, digits and `-._/`.
fn package_name(scenario: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_');
    scenario
        .to_lowercase()
        .chars()
        .map(|c| if plain(c) { c } else { '-' })
        .collect()
}

fn resource(table: &TableInfo, path: String, file: &Written) -> Resource {
    Resource {
        profile: "tabular-data-resource",
        name: table.name,
        path,
        description: table.doc,
        format: "csv",
        mediatype: "text/csv",
        encoding: "utf-8",
        bytes: file.bytes,
        hash: format!("sha256:{}", file.sha256),
        dialect: json!({ "delimiter": ",", "lineTerminator": "\n", "quoteChar": "\"", "doubleQuote": true }),
        schema: schema(table),
    }
}

fn schema(table: &TableInfo) -> Schema {
    let references = table.references.iter().map(|(column, other, field)| {
        // The standard names the table itself by an empty text.
        let resource = if *other == table.name { "" } else { other };
        json!({ "fields": [column], "reference": { "resource": resource, "fields": [field] } })
    });
    Schema {
        fields: table.columns.iter().map(field).collect(),
        missing_values: [""],
        primary_key: table.key,
        foreign_keys: references.collect(),
    }
}

fn field(column: &ColumnInfo) -> Field {
    let mut constraints = serde_json::Map::new();
    if column.required {
        constraints.insert("required".to_owned(), true.into());
    }
    match column.kind {
        Kind::Word(words) => {
            let words: Vec<&str> = words.iter().map(|word| word.word).collect();
            constraints.insert("enum".to_owned(), words.into());
        }
        Kind::Elapsed => {
            constraints.insert("pattern".to_owned(), "-?[0-9]+:[0-5][0-9]:[0-5][0-9]".into());
        }
        Kind::Whole => {
            constraints.insert("minimum".to_owned(), 0.into());
        }
        _ => {}
    }
    Field {
        name: column.name.to_string(),
        type_: match column.kind {
            Kind::Id | Kind::Text | Kind::Word(_) | Kind::Elapsed | Kind::Unit | Kind::Blank => "string",
            Kind::Json => "object",
            Kind::Seconds | Kind::Number | Kind::Mean | Kind::Fine => "number",
            Kind::Clock => "datetime",
            Kind::Whole => "integer",
            Kind::Value => "any",
        },
        unit: matches!(column.kind, Kind::Seconds).then_some("s"),
        description: column.doc.to_string(),
        constraints: constraints.into(),
    }
}
