//! Texts for people.

use std::collections::BTreeMap;

/// A text in one or more languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalText {
    /// The text of a scenario that names no language.
    plain: Option<String>,
    /// By language code.
    by_language: BTreeMap<String, String>,
}

impl LocalText {
    /// A text without language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            plain: Some(text.into()),
            by_language: BTreeMap::new(),
        }
    }

    /// A text in the languages named.
    pub fn translated(by_language: BTreeMap<String, String>) -> Self {
        Self {
            plain: None,
            by_language,
        }
    }

    /// The text by language; one without language counts as English.
    pub fn by_language(&self) -> BTreeMap<String, String> {
        let plain = self.plain.iter().map(|text| ("en".to_owned(), text.clone()));
        plain.chain(self.by_language.clone()).collect()
    }

    /// The text in a language; else in English; else in the first language there is.
    pub fn in_language(&self, language: &str) -> &str {
        let found = [language, "en"]
            .into_iter()
            .find_map(|code| self.by_language.get(code));
        let found = found
            .or(self.plain.as_ref())
            .or_else(|| self.by_language.values().next());
        found.map_or("", String::as_str)
    }
}
