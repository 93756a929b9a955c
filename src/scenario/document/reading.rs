//! The only place that reads the files of a scenario.
//!
//! Whatever a path turns out to be (a folder, a loop of links, a device, 2 GB, bytes that are no text), the
//! answer is a sentence with a place and not a crash, an endless read or a full memory.

use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use super::{limits, suggest};
use crate::diagnostic::{Diagnostic, SourceId, Sources, Span};

/// Why an input could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing there; perhaps something with a similar name.
    #[error("there is no `{path}`")]
    Missing {
        /// As a person calls it.
        path: String,
        /// The neighbour it was probably meant to be.
        similar: Option<String>,
    },
    /// A folder where a file should be.
    #[error("`{0}` is a folder, not a file")]
    Folder(String),
    /// A file where a scenario folder should be.
    #[error("`{0}` is a file, not the folder of a scenario")]
    File(String),
    /// Links that lead back to themselves.
    #[error("`{0}` is a link that leads round in a circle")]
    Loop(String),
    /// A device, pipe or socket.
    #[error("`{0}` is no ordinary file")]
    Special(String),
    /// A path that leaves the folder of the scenario.
    #[error("`{0}` is not inside the folder of the scenario")]
    Outside(String),
    /// More than a file of its kind may hold.
    #[error("`{path}` is too large: {size} bytes, at most {most} are read")]
    TooLarge {
        /// As a person calls it.
        path: String,
        /// What it holds, at least.
        size: u64,
        /// What is accepted.
        most: u64,
    },
    /// Bytes that are no UTF-8.
    #[error("`{path}` is not UTF-8 text: the byte 0x{byte:02x} on line {line} means nothing")]
    NotText {
        /// As a person calls it.
        path: String,
        /// The first bad byte.
        byte: u8,
        /// The line it stands on, from 1.
        line: usize,
        /// Where it stands in what could be read.
        span: Span,
    },
    /// A workbook as spreadsheets keep it, whatever its name ends in.
    #[error("`{0}` is a workbook of a spreadsheet, no text")]
    Workbook(String),
    /// UTF-16, as some editors save.
    #[error("`{0}` is UTF-16 text; hotwash reads UTF-8")]
    Utf16(String),
    /// The machine does not let us.
    #[error("no permission to read `{0}`")]
    Permission(String),
    /// The machine failed.
    #[error("`{path}` cannot be read: {cause}")]
    Failing {
        /// As a person calls it.
        path: String,
        /// What the machine said.
        cause: io::Error,
    },
}

impl ReadError {
    /// As a diagnostic at the place that asked for the file; none where the command line asked.
    pub fn into_diagnostic(self, asked_at: Option<Span>) -> Diagnostic {
        let (code, help) = match &self {
            Self::Missing { similar, .. } => (
                "missing-file",
                similar.as_ref().map(|name| format!("did you mean `{name}`?")),
            ),
            Self::Folder(_) => ("not-a-file", Some("name the file".to_owned())),
            Self::File(path) => ("not-a-folder", Some(folder_help(path))),
            Self::Loop(_) => (
                "link-loop",
                Some("replace the link by the file itself".to_owned()),
            ),
            Self::Special(_) => ("not-a-file", Some("name a file on the disk".to_owned())),
            Self::Outside(name) => ("outside-file", Some(inside_help(name))),
            Self::TooLarge { .. } => ("too-large", Some("is it the right file?".to_owned())),
            Self::NotText { .. } | Self::Utf16(_) | Self::Workbook(_) => (
                "not-utf8",
                Some("save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")".to_owned()),
            ),
            Self::Permission(_) => ("no-permission", None),
            Self::Failing { .. } => ("unreadable", None),
        };
        let environment = matches!(self, Self::Permission(_) | Self::Failing { .. });
        let inside = match &self {
            Self::NotText { span, .. } => Some(*span),
            _ => None,
        };
        let mut diagnostic = Diagnostic::error(code, inside.or(asked_at), self.to_string());
        if let (Some(_), Some(asked)) = (inside, asked_at) {
            diagnostic = diagnostic.related(asked, "named here");
        }
        diagnostic.help = help;
        if environment {
            diagnostic.environment()
        } else {
            diagnostic
        }
    }

    fn from_io(path: &Path, shown: String, cause: io::Error) -> Self {
        if is_link_loop(&cause) {
            return Self::Loop(shown);
        }
        match cause.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing {
                similar: similar_neighbour(path),
                path: shown,
            },
            ErrorKind::PermissionDenied => Self::Permission(shown),
            ErrorKind::IsADirectory => Self::Folder(shown),
            _ => Self::Failing { path: shown, cause },
        }
    }
}

/// A scenario is copied and given away as one folder: what lies outside would be missing there.
fn inside_help(name: &str) -> String {
    let leads_out = name.starts_with('/') || name.contains("..") || name.contains(':');
    if name.contains('\\') && !leads_out {
        return format!("write it with `/`: `{}`", name.replace('\\', "/"));
    }
    let bare = name.rsplit(['/', '\\', ':']).next().unwrap_or(name);
    let allowed = "only files in the folder of the scenario (or in a folder inside it) can be named, so that it can \
                   be copied whole";
    match bare {
        "" | "." | ".." => allowed.to_owned(),
        bare => format!("{allowed}: copy the file there and write `\"{bare}\"`"),
    }
}

fn folder_help(path: &str) -> String {
    match Path::new(path)
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        Some(parent) if path.ends_with("scenario.toml") => format!("name its folder: `{}`", parent.display()),
        _ => "name the folder that holds `scenario.toml`".to_owned(),
    }
}

/// The kind of this error has no stable name; the number has.
fn is_link_loop(error: &io::Error) -> bool {
    const LINUX_ELOOP: i32 = 40;
    const BSD_ELOOP: i32 = 62;
    const WINDOWS_CANT_RESOLVE_FILENAME: i32 = 1921;
    let number = if cfg!(windows) {
        WINDOWS_CANT_RESOLVE_FILENAME
    } else if cfg!(target_os = "linux") {
        LINUX_ELOOP
    } else {
        BSD_ELOOP
    };
    error.raw_os_error() == Some(number)
}

fn similar_neighbour(path: &Path) -> Option<String> {
    const NEIGHBOURS_SEEN: usize = 1_000;
    let wanted = path.file_name()?.to_str()?;
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let names = fs::read_dir(parent).ok()?.take(NEIGHBOURS_SEEN);
    let names: Vec<String> = names
        .filter_map(|e| e.ok()?.file_name().into_string().ok())
        .collect();
    suggest::nearest(wanted, names.iter().map(String::as_str)).map(str::to_owned)
}

/// The folder of a scenario.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder at a path.
    ///
    /// # Errors
    /// What there is instead.
    pub fn open(path: &Path) -> Result<Self, ReadError> {
        let shown = path.display().to_string();
        let metadata = fs::metadata(path).map_err(|cause| ReadError::from_io(path, shown.clone(), cause))?;
        if !metadata.is_dir() {
            return Err(ReadError::File(shown));
        }
        Ok(Self {
            path: path.to_path_buf(),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where a file named in the scenario is. Only files inside the folder may be named, so that it can be
    /// copied.
    ///
    /// # Errors
    /// A name that leads out of the folder.
    pub fn inside(&self, name: &str) -> Result<PathBuf, ReadError> {
        let relative = Path::new(name);
        let leaves = relative
            .components()
            .any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
        if leaves || name.is_empty() || name.contains('\\') || name.contains('\0') {
            return Err(ReadError::Outside(name.to_owned()));
        }
        Ok(self.path.join(relative))
    }

    /// Reads a file named in the scenario.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn read(&self, sources: &mut Sources, name: &str) -> Result<SourceId, ReadError> {
        read(sources, &self.inside(name)?)
    }

    /// Reads a file of it that is no text and keeps it as a source.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn read_map(&self, sources: &mut Sources, name: &str) -> Result<SourceId, ReadError> {
        let path = self.inside(name)?;
        let shown = path.display().to_string();
        let bytes = read_bytes(&path, &shown, limits::MAP_BYTES)?;
        Ok(sources.add_bytes(shown, &path, bytes))
    }

    /// The names of its variants, in alphabetical order; empty without a folder `variants`.
    pub fn variants(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path.join("variants")).into_iter().flatten();
        let stem = |entry: io::Result<fs::DirEntry>| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".toml").map(str::to_owned)
        };
        let mut names: Vec<String> = entries.filter_map(stem).collect();
        names.sort();
        names
    }
}

/// Reads a text file whole and keeps it as a source. A byte-order mark is left out.
///
/// # Errors
/// See [`ReadError`].
pub fn read(sources: &mut Sources, path: &Path) -> Result<SourceId, ReadError> {
    let shown = path.display().to_string();
    let extension = path.extension().and_then(|extension| extension.to_str());
    let most = match extension.map(str::to_ascii_lowercase).as_deref() {
        Some("csv") => limits::CSV_BYTES,
        Some("geojson" | "json" | "xml" | "asc" | "txt") => limits::MAP_BYTES,
        _ => limits::TEXT_BYTES,
    };
    let bytes = read_bytes(path, &shown, most)?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ReadError::Utf16(shown));
    }
    // An archive, which is what .xlsx and .ods are.
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(ReadError::Workbook(shown));
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(sources.add(shown, path, text))
        }
        Err(error) => {
            let start = error.utf8_error().valid_up_to();
            let byte = error.as_bytes()[start];
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = sources.add(shown.clone(), path, text);
            let (line, _) = sources.get(source).line_column(start as u32);
            let end = start + char::REPLACEMENT_CHARACTER.len_utf8();
            let span = Span {
                source,
                start: start as u32,
                end: end as u32,
            };
            Err(ReadError::NotText {
                path: shown,
                byte,
                line,
                span,
            })
        }
    }
}

fn read_bytes(path: &Path, shown: &str, most: u64) -> Result<Vec<u8>, ReadError> {
    let fault = |cause| ReadError::from_io(path, shown.to_owned(), cause);
    let metadata = fs::metadata(path).map_err(fault)?;
    if metadata.is_dir() {
        return Err(ReadError::Folder(shown.to_owned()));
    }
    if !metadata.is_file() {
        return Err(ReadError::Special(shown.to_owned()));
    }
    let too_large = |size| ReadError::TooLarge {
        path: shown.to_owned(),
        size,
        most,
    };
    if metadata.len() > most {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    let file = fs::File::open(path).map_err(fault)?;
    let read = file.take(most + 1).read_to_end(&mut bytes).map_err(fault)?;
    if read as u64 > most {
        return Err(too_large(read as u64));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Fault;
    use std::io::Write;

    fn folder_with(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, bytes) in files {
            let mut file = fs::File::create(folder.path().join(name)).expect("a file");
            file.write_all(bytes).expect("written");
        }
        folder
    }

    fn said(folder: &tempfile::TempDir, name: &str) -> String {
        let mut sources = Sources::default();
        let opened = Folder::open(folder.path()).expect("a folder");
        match opened.read(&mut sources, name) {
            Ok(id) => format!("{:?}", sources.get(id).text),
            Err(error) => {
                let d = error.into_diagnostic(None);
                let at = d.span.map_or(String::new(), |span| {
                    let (line, column) = sources.get(span.source).line_column(span.start);
                    format!("@{line}:{column} ")
                });
                let help = d.help.as_deref().unwrap_or("").to_owned();
                let said = format!("{at}{}: {} [{help}]", d.code, d.message);
                said.replace(&format!("{}/", folder.path().display()), "")
            }
        }
    }

    #[test]
    fn bom_and_crlf_are_no_trouble() {
        let folder = folder_with(&[("a.toml", b"\xef\xbb\xbfa = 1\r\n")]);
        assert_eq!(said(&folder, "a.toml"), "\"a = 1\\r\\n\"");
    }

    #[test]
    fn bytes_that_are_no_text_are_named_with_their_line() {
        let folder = folder_with(&[("a.csv", b"class;room\n7B;r\xebs\n"), ("b.csv", b"\xff\xfea\0")]);
        assert_eq!(
            said(&folder, "a.csv"),
            "@2:5 not-utf8: `a.csv` is not UTF-8 text: the byte 0xeb on line 2 means nothing \
             [save it as UTF-8 (in a spreadsheet: \"CSV UTF-8\")]"
        );
        assert!(said(&folder, "b.csv").contains("UTF-16"));
    }

    #[test]
    fn a_path_that_is_no_file_says_what_it_is() {
        let folder = folder_with(&[("classes.csv", b"")]);
        fs::create_dir(folder.path().join("variants")).expect("a folder");
        assert_eq!(
            said(&folder, "clases.csv"),
            "missing-file: there is no `clases.csv` [did you mean `classes.csv`?]"
        );
        assert!(said(&folder, "variants").starts_with("not-a-file: `variants` is a folder"));
        assert!(said(&folder, "classes.csv/x").starts_with("missing-file"));
        for outside in ["../secret", "/etc/passwd", "", "..\\x", "a/../../b"] {
            assert!(said(&folder, outside).starts_with("outside-file"), "{outside}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_devices_and_pipes_neither_hang_nor_crash() {
        use std::os::unix::fs::symlink;
        let folder = folder_with(&[]);
        symlink("b.toml", folder.path().join("a.toml")).expect("a link");
        symlink("a.toml", folder.path().join("b.toml")).expect("a link");
        symlink("/dev/zero", folder.path().join("zero.toml")).expect("a link");
        assert!(
            said(&folder, "a.toml").starts_with("link-loop"),
            "{}",
            said(&folder, "a.toml")
        );
        assert!(
            said(&folder, "zero.toml").starts_with("not-a-file"),
            "{}",
            said(&folder, "zero.toml")
        );
        assert!(matches!(
            Folder::open(&folder.path().join("a.toml")),
            Err(ReadError::Loop(_))
        ));
    }

    #[test]
    fn a_scenario_path_that_is_a_file_is_told_the_folder() {
        let folder = folder_with(&[("scenario.toml", b"")]);
        let error = Folder::open(&folder.path().join("scenario.toml")).expect_err("a file");
        let d = error.into_diagnostic(None);
        assert_eq!(d.code, "not-a-folder");
        assert_eq!(
            d.help,
            Some(format!("name its folder: `{}`", folder.path().display()))
        );
        assert_eq!(d.fault, Fault::Input);
    }

    #[test]
    fn two_gigabytes_are_refused_unread() {
        let folder = folder_with(&[]);
        let file = fs::File::create(folder.path().join("big.csv")).expect("a file");
        file.set_len(2_000_000_000).expect("a sparse file");
        let text = said(&folder, "big.csv");
        assert!(
            text.starts_with("too-large: `big.csv` is too large: 2000000000 bytes"),
            "{text}"
        );
    }

    #[test]
    fn a_refusal_of_the_machine_is_not_the_author_s_fault() {
        let refused = io::Error::from(ErrorKind::PermissionDenied);
        let d = ReadError::from_io(Path::new("a"), "a".to_owned(), refused).into_diagnostic(None);
        assert_eq!((d.fault, d.code), (Fault::Environment, "no-permission"));
    }
}
