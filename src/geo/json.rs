//! JSON that remembers where everything stood.
//!
//! `serde_json` keeps no byte spans, and without them a broken plan of four hundred features can only be called
//! broken. This reader is strict (RFC 8259), keeps members in the order written, and gives up early on absurd
//! input instead of filling the memory.

use std::str::Chars;

use crate::diagnostic::{Diagnostic, SourceId, Span};

/// Longest text read, bytes. A plan of 20,000 features takes about 6 MB.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Deepest nesting of arrays and objects. `GeoJSON` needs 8.
pub const MAX_DEPTH: usize = 32;
/// Most values in one text (64 bytes of memory each).
pub const MAX_VALUES: usize = 2_000_000;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// From its first to its last character.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// Any number; always finite.
    Number(f64),
    /// A text, unescaped.
    Text(String),
    /// A list.
    Array(Vec<Node>),
    /// Members in the order written; keys are unique.
    Object(Vec<Member>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key, unescaped.
    pub key: String,
    /// The key with its quotes.
    pub key_span: Span,
    /// Its value.
    pub node: Node,
}

impl Value {
    /// What a person calls this kind of value.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// The member of an object by key.
    pub fn get(&self, key: &str) -> Option<&Member> {
        match self {
            Self::Object(members) => members.iter().find(|member| member.key == key),
            _ => None,
        }
    }
}

/// Reads one JSON text.
///
/// # Errors
/// The first thing that is not JSON, a key given twice in one object, or input past the limits, at its place.
pub fn parse(text: &str, source: SourceId) -> Result<Node, Box<Diagnostic>> {
    let mut reader = Reader {
        text,
        at: 0,
        source,
        values: 0,
    };
    if text.len() > MAX_BYTES {
        return Err(reader
            .error(
                "json-too-large",
                0,
                format!("the file is larger than {} MB", MAX_BYTES >> 20),
            )
            .into());
    }
    let node = reader.value(0)?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader
            .syntax("expected the end of the file after the closing bracket")
            .into());
    }
    Ok(node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    source: SourceId,
    values: usize,
}

impl Reader<'_> {
    fn span(&self, start: usize) -> Span {
        Span {
            source: self.source,
            start: start as u32,
            end: self.at as u32,
        }
    }

    fn error(&self, code: &'static str, start: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, self.span(start), message)
    }

    /// An error under the next character.
    fn syntax(&self, message: impl Into<String>) -> Diagnostic {
        let next = self.rest().chars().next();
        let span = Span {
            source: self.source,
            start: self.at as u32,
            end: (self.at + next.map_or(0, char::len_utf8)) as u32,
        };
        let found = next.map_or("the file ends here".to_owned(), |c| {
            format!("found `{}`", c.escape_debug())
        });
        Diagnostic::error("json-syntax", span, message).label(found)
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Takes one byte if it comes next, after white space.
    fn take(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Node, Box<Diagnostic>> {
        self.skip_space();
        let start = self.at;
        self.values += 1;
        if depth > MAX_DEPTH {
            return Err(self
                .syntax(format!("lists and objects are nested more than {MAX_DEPTH} deep"))
                .into());
        }
        if self.values > MAX_VALUES {
            return Err(self
                .syntax(format!("more than {MAX_VALUES} values in one file"))
                .into());
        }
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node {
            span: self.span(start),
            value,
        })
    }

    fn word(&mut self) -> Result<Value, Box<Diagnostic>> {
        for (word, value) in [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self
            .syntax("expected a value: a text in double quotes, a number, true, false, null, [ or {")
            .into())
    }

    fn array(&mut self, depth: usize) -> Result<Value, Box<Diagnostic>> {
        let start = self.at;
        self.at += 1;
        let mut nodes = Vec::new();
        if self.take(b']') {
            return Ok(Value::Array(nodes));
        }
        loop {
            nodes.push(self.value(depth + 1)?);
            if self.take(b']') {
                return Ok(Value::Array(nodes));
            }
            self.separator("list", "]", start)?;
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, Box<Diagnostic>> {
        let start = self.at;
        self.at += 1;
        let mut members: Vec<Member> = Vec::new();
        if self.take(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            let key_start = self.at;
            if self.peek() != Some(b'"') {
                let mut problem = self.syntax("expected a key in double quotes");
                problem.help = self.decimal_comma();
                return Err(problem.into());
            }
            let key = self.string()?;
            let key_span = self.span(key_start);
            if let Some(first) = members.iter().find(|member| member.key == key) {
                let message = format!("the key \"{key}\" is given twice");
                return Err(Diagnostic::error("json-duplicate-key", key_span, message)
                    .label("again here")
                    .related(first.key_span, "first given here")
                    .into());
            }
            if !self.take(b':') {
                return Err(self
                    .syntax(format!("expected `:` after the key \"{key}\""))
                    .into());
            }
            let node = self.value(depth + 1)?;
            members.push(Member { key, key_span, node });
            if self.take(b'}') {
                return Ok(Value::Object(members));
            }
            self.separator("object", "}", start)?;
        }
    }

    /// How to write the number that ends here, if a decimal comma broke it in two.
    fn decimal_comma(&self) -> Option<String> {
        let is_digit = |c: char| c.is_ascii_digit();
        let before = self.text[..self.at].strip_suffix(',')?;
        let whole = &before[before.trim_end_matches(is_digit).len()..];
        let rest = self.rest();
        let decimals = &rest[..rest.find(|c| !is_digit(c)).unwrap_or(rest.len())];
        (!whole.is_empty() && !decimals.is_empty())
            .then(|| format!("write decimals with a point: `{whole}.{decimals}`"))
    }

    /// The comma between two items, with help where it is missing or one too many.
    fn separator(&mut self, what: &str, close: &str, start: usize) -> Result<(), Box<Diagnostic>> {
        let opened = Span {
            source: self.source,
            start: start as u32,
            end: start as u32 + 1,
        };
        if !self.take(b',') {
            let message = format!("expected `,` or `{close}` in this {what}");
            return Err(self
                .syntax(message)
                .related(opened, format!("the {what} opens here"))
                .into());
        }
        self.skip_space();
        if matches!(self.peek(), Some(b']' | b'}')) {
            return Err(self
                .syntax("a comma stands before the closing bracket")
                .help("remove the comma")
                .into());
        }
        Ok(())
    }

    fn number(&mut self) -> Result<Value, Box<Diagnostic>> {
        let start = self.at;
        let digits = |reader: &mut Self| {
            let from = reader.at;
            while matches!(reader.peek(), Some(b'0'..=b'9')) {
                reader.at += 1;
            }
            reader.at - from
        };
        self.at += usize::from(self.peek() == Some(b'-'));
        let leading_zero = self.peek() == Some(b'0');
        let whole = digits(self);
        if whole == 0 || (leading_zero && whole > 1) {
            return Err(self
                .error("json-syntax", start, "not a number as JSON writes it")
                .into());
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if digits(self) == 0 {
                return Err(self.syntax("expected a digit after the decimal point").into());
            }
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            if digits(self) == 0 {
                return Err(self.syntax("expected a digit in the exponent").into());
            }
        }
        match self.text[start..self.at].parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::Number(number)),
            _ => Err(self.error("json-syntax", start, "the number is too large").into()),
        }
    }

    fn string(&mut self) -> Result<String, Box<Diagnostic>> {
        let start = self.at;
        let mut text = String::new();
        let input = self.text;
        let mut chars = input[self.at + 1..].chars();
        let offset = |chars: &Chars| input.len() - chars.as_str().len();
        loop {
            self.at = offset(&chars);
            match chars.next() {
                None | Some('\n') => {
                    self.at = start + 1;
                    return Err(self
                        .error("json-syntax", start, "this text has no closing quote")
                        .into());
                }
                Some('"') => break,
                Some('\\') => match escaped(&mut chars) {
                    Some(c) => text.push(c),
                    None => return Err(self.syntax("not an escape that JSON knows").into()),
                },
                Some(c) if c < ' ' => return Err(self.syntax("a control character stands in a text").into()),
                Some(c) => text.push(c),
            }
        }
        self.at = offset(&chars);
        Ok(text)
    }
}

/// What stands after a backslash.
fn escaped(chars: &mut Chars) -> Option<char> {
    Some(match chars.next()? {
        c @ ('"' | '\\' | '/') => c,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => {
            let first = hex4(chars)?;
            if !(0xD800..0xDC00).contains(&first) {
                return char::from_u32(first);
            }
            // The first half of a UTF-16 pair: the second must follow.
            let second = (chars.next()? == '\\' && chars.next()? == 'u').then(|| hex4(chars))??;
            let low = second.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + low)?
        }
        _ => return None,
    })
}

fn hex4(chars: &mut Chars) -> Option<u32> {
    (0..4).try_fold(0, |value, _| Some(value * 16 + chars.next()?.to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Sources;

    fn fails(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("t.json", "", text);
        let diagnostic = parse(text, id).unwrap_err();
        format!(
            "{} {}",
            sources.place(diagnostic.span.unwrap()),
            diagnostic.message
        )
    }

    #[test]
    fn values_keep_their_spans() {
        let text = "{ \"a\": [1, -2.5e1, \"\\u00eb\\ud83d\\ude00\\n\"],\r\n\t\"b\": null }";
        let node = parse(text, SourceId(0)).unwrap();
        let a = node.value.get("a").unwrap();
        assert_eq!(&text[a.key_span.start as usize..a.key_span.end as usize], "\"a\"");
        let Value::Array(items) = &a.node.value else {
            panic!("a list")
        };
        assert_eq!(items[1].value, Value::Number(-25.0));
        assert_eq!(
            &text[items[1].span.start as usize..items[1].span.end as usize],
            "-2.5e1"
        );
        assert_eq!(items[2].value, Value::Text("ë😀\n".into()));
        assert_eq!(node.value.get("b").unwrap().node.value, Value::Null);
        assert_eq!(node.span.end as usize, text.len());
    }

    #[test]
    fn mistakes_are_pointed_at() {
        assert_eq!(
            fails("{\"a\": 1,\n \"a\": 2}"),
            "t.json:2:2 the key \"a\" is given twice"
        );
        assert_eq!(
            fails("[1,\n2,]"),
            "t.json:2:3 a comma stands before the closing bracket"
        );
        assert_eq!(fails("[1 2]"), "t.json:1:4 expected `,` or `]` in this list");
        assert_eq!(fails("{a: 1}"), "t.json:1:2 expected a key in double quotes");
        assert_eq!(fails("[\"ab\nc\"]"), "t.json:1:2 this text has no closing quote");
        assert_eq!(fails("[01]"), "t.json:1:2 not a number as JSON writes it");
        assert_eq!(fails("[1e999]"), "t.json:1:2 the number is too large");
        assert_eq!(fails("[NaN]").split_once(' ').unwrap().0, "t.json:1:2");
        assert_eq!(fails("[\"\\ud800\"]"), "t.json:1:3 not an escape that JSON knows");
        assert_eq!(
            fails(""),
            "t.json:1:1 expected a value: a text in double quotes, a number, true, false, null, [ or {"
        );
        assert!(fails(&"[".repeat(100_000)).contains("nested more than 32 deep"));
        assert_eq!(
            fails("[] x"),
            "t.json:1:4 expected the end of the file after the closing bracket"
        );
    }
}
