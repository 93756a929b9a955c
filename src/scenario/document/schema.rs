//! JSON Schema of scenario and variant files, for editors that complete and underline while one types.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::quantity::written_duration;
use super::shape::{Literal, Presence, Section, Shape, Variant, Word};
use super::{FORMAT, VARIANT, limits};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schema of `scenario.toml`.
pub fn scenario(root: &'static Section) -> String {
    let mut generator = Generator {
        partial: false,
        definitions: BTreeMap::new(),
    };
    let mut schema = generator.object(root, None);
    schema["properties"]["format"] = json!({ "const": FORMAT, "description": "The format of this file." });
    if let Some(required) = schema["required"].as_array_mut() {
        required.insert(0, json!("format"));
    } else {
        schema["required"] = json!(["format"]);
    }
    generator.finish(schema, "Hotwash scenario")
}

/// The schema of `variants/*.toml`: anything of the scenario, besides `[variant]` and `[patch]`.
pub fn variant(root: &'static Section) -> String {
    let mut complete = Generator {
        partial: false,
        definitions: BTreeMap::new(),
    };
    let head = complete.object(&VARIANT, None);
    let mut generator = Generator {
        partial: true,
        definitions: BTreeMap::new(),
    };
    let mut schema = generator.object(root, None);
    schema["properties"]["format"] = json!({ "const": FORMAT, "description": "The format of this file." });
    schema["properties"]["variant"] = head;
    schema["properties"]["patch"] = json!({
        "description": "Cells of data files to replace: by file, by key, by column.",
        "type": "object",
        "additionalProperties": { "type": "object", "additionalProperties": { "type": "object" } },
    });
    schema["required"] = json!(["variant"]);
    generator.finish(schema, "Hotwash variant")
}

struct Generator {
    /// Whether every key may be left out, as in a variant.
    partial: bool,
    definitions: BTreeMap<String, Value>,
}

impl Generator {
    fn finish(self, mut schema: Value, title: &str) -> String {
        schema["$schema"] = json!(DIALECT);
        schema["title"] = json!(title);
        schema["$defs"] = json!(self.definitions);
        format!("{schema:#}\n")
    }

    fn object(&mut self, section: &'static Section, tag: Option<(&str, &str)>) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        if let Some((key, name)) = tag {
            properties.insert(
                key.to_owned(),
                json!({ "const": name, "description": section.doc }),
            );
            required.push(key);
        }
        for field in section.fields {
            let mut property = self.shape(&field.shape);
            property["description"] = json!(field.doc);
            if let Presence::Default(literal) = field.presence {
                property["default"] = default_value(literal);
            }
            if field.presence == Presence::Required {
                required.push(field.key);
            }
            properties.insert(field.key.to_owned(), property);
        }
        let mut schema = json!({
            "type": "object",
            "description": section.doc,
            "properties": properties,
            "additionalProperties": false,
        });
        if !self.partial && !required.is_empty() {
            schema["required"] = json!(required);
        }
        schema
    }

    fn reference(&mut self, section: &'static Section, tag: Option<(&str, &str)>) -> Value {
        let name = match tag {
            Some((_, kind)) => format!("{}:{kind}", section.name),
            None => section.name.to_owned(),
        };
        if !self.definitions.contains_key(&name) {
            // Holds the place against sections that contain themselves.
            self.definitions.insert(name.clone(), Value::Null);
            let definition = self.object(section, tag);
            self.definitions.insert(name.clone(), definition);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn shape(&mut self, shape: &'static Shape) -> Value {
        match shape {
            Shape::Text | Shape::Expression => json!({ "type": "string", "minLength": 1 }),
            Shape::LocalText => local_text(),
            Shape::Flag => json!({ "type": "boolean" }),
            Shape::Integer { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
            Shape::Number { min, max, .. } => number(*min, *max),
            Shape::Fraction => json!({ "anyOf": [
                number(0.0, 1.0),
                { "type": "string", "pattern": r"^[0-9]+(\.[0-9]+)? *%?$" },
            ] }),
            Shape::Duration { .. } => duration(),
            Shape::DurationSpread { .. } => spread(&duration()),
            Shape::NumberSpread { min, max, .. } => spread(&number(*min, *max)),
            Shape::Moment { .. }
            | Shape::DateTime
            | Shape::Reference { or: [], .. }
            | Shape::KeyOf { or: [], .. } => {
                json!({ "type": "string" })
            }
            Shape::OneOf(words) => json!({ "anyOf": words.iter().map(word).collect::<Vec<_>>() }),
            Shape::Id { capitals } => json!({ "type": "string", "pattern": id_pattern(*capitals) }),
            Shape::Reference { or, .. } | Shape::KeyOf { or, .. } => {
                let words = or.iter().map(word).chain([json!({ "type": "string" })]);
                json!({ "anyOf": words.collect::<Vec<_>>() })
            }
            Shape::File { extensions } => {
                json!({ "type": "string", "pattern": format!(r"\.({})$", extensions.join("|")) })
            }
            Shape::List { of, min, max } => {
                json!({ "type": "array", "items": self.shape(of), "minItems": min, "maxItems": max })
            }
            Shape::Table(section) => self.reference(section, None),
            Shape::Keyed { of, max, .. } => json!({
                "type": "object",
                "propertyNames": { "pattern": id_pattern(false) },
                "additionalProperties": self.shape(of),
                "maxProperties": max,
            }),
            Shape::KeyedBy { of, max, .. } => json!({
                "type": "object",
                "additionalProperties": self.shape(of),
                "maxProperties": max,
            }),
            Shape::Kinds(variants) => self.any_of("kind", variants),
            Shape::Actions(variants) => {
                json!({ "type": "array", "items": self.any_of("action", variants()) })
            }
            Shape::Action(variants) => self.any_of("action", variants()),
        }
    }

    /// A table whose keys depend on its tag.
    fn any_of(&mut self, tag: &str, variants: &[Variant]) -> Value {
        let one = |variant: &Variant| self.reference(variant.section, Some((tag, variant.name)));
        json!({ "anyOf": variants.iter().map(one).collect::<Vec<_>>() })
    }
}

fn local_text() -> Value {
    json!({ "anyOf": [
        { "type": "string", "minLength": 1 },
        {
            "type": "object",
            "patternProperties": { "^[a-z]{2,3}$": { "type": "string", "minLength": 1 } },
            "additionalProperties": false,
            "minProperties": 1,
        },
    ] })
}

fn default_value(literal: Literal) -> Value {
    match literal {
        Literal::Text(text) => json!(text),
        Literal::Integer(number) => json!(number),
        Literal::Number(number) => json!(number),
        Literal::Flag(flag) => json!(flag),
        Literal::Spread(median, p90) => json!({ "median": median, "p90": p90 }),
    }
}

fn number(min: f64, max: f64) -> Value {
    let mut schema = json!({ "type": "number", "minimum": min });
    if max.is_finite() {
        schema["maximum"] = json!(max);
    }
    schema
}

fn duration() -> Value {
    json!({
        "type": "string",
        "pattern": r"^( *[0-9]+(\.[0-9]+)? *(d|days?|h|hours?|min|minutes?|s|sec|seconds?|ms))+ *$",
        "examples": ["25 min", "1 h 30 min", written_duration(limits::DURATION_MS)],
    })
}

fn spread(of: &Value) -> Value {
    json!({ "anyOf": [
        of,
        {
            "type": "object",
            "properties": { "median": of, "p90": of },
            "required": ["median", "p90"],
            "additionalProperties": false,
        },
    ] })
}

fn word(word: &Word) -> Value {
    json!({ "const": word.word, "description": word.doc })
}

fn id_pattern(capitals: bool) -> String {
    let letters = if capitals { "A-Za-z" } else { "a-z" };
    format!(
        "^[{letters}0-9][-.{letters}0-9]{{0,{}}}$",
        limits::ID_CHARACTERS - 1
    )
}
