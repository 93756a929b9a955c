//! What has been done, written down run by run: whatever stops the program, no finished run is lost and none is half there.
//!
//! A line is a checksum and a JSON object. Whoever was killed in the middle of a line leaves one whose checksum is wrong: it is cut
//! off, and its run is done again. Lines stand in the order in which runs ended, which differs from time to time; tables are made
//! in the order of the plan by looking each run up.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use flate2::Crc;
use serde::{Deserialize, Serialize};

use crate::sim::Seeds;

/// Digits of a scenario's checksum that tell apart what runs were made of.
pub(super) const SCENARIO_DIGITS: usize = 16;

/// Which run: of which scenario as it was resolved, and with which luck.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct RunKey {
    /// The first digits of the SHA-256 of the resolved scenario.
    pub(super) scenario: String,
    pub(super) hazard: u64,
    pub(super) people: u64,
}

impl RunKey {
    pub(super) fn new(scenario_hash: &str, seeds: Seeds) -> Self {
        Self {
            scenario: scenario_hash.chars().take(SCENARIO_DIGITS).collect(),
            hazard: seeds.hazard,
            people: seeds.people,
        }
    }
}

/// Why a run came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Whose fault it is: `scenario` or `program`.
    pub origin: String,
    /// What went wrong, on one line.
    pub message: String,
}

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Its metrics: name, value, unit and basis of each, as they stand in files.
    Metrics(Vec<[String; 4]>),
    /// Nothing.
    Failure(Failure),
}

/// A line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) run: RunKey,
    pub(super) outcome: Outcome,
}

/// A journal that can be written to.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
    /// Where the next line begins.
    end: u64,
}

impl Journal {
    /// Opens a journal, or begins it, and tells of each line: the place where it begins and what it says. What is torn is cut off.
    pub(super) fn open(path: &Path, mut on_entry: impl FnMut(u64, Entry)) -> io::Result<Self> {
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)?;
        let mut end = 0;
        let mut reader = BufReader::new(&mut file);
        let mut line = Vec::new();
        let mut at = 0;
        loop {
            line.clear();
            let read = reader.read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                break;
            }
            if let Some(entry) = entry_of(&line) {
                on_entry(at, entry);
                end = at + read;
            }
            at += read;
        }
        file.set_len(end)?;
        file.seek(SeekFrom::Start(end))?;
        Ok(Self { file, end })
    }

    /// Writes down what a run came to; the place where it stands.
    pub(super) fn push(&mut self, entry: &Entry) -> io::Result<u64> {
        let at = self.end;
        let line = line_of(entry);
        if let Err(error) = self.file.write_all(&line) {
            // Half a line would hide the next one.
            let _ = self.file.set_len(at);
            let _ = self.file.seek(SeekFrom::Start(at));
            return Err(error);
        }
        self.end += line.len() as u64;
        Ok(at)
    }

    /// Reads what stands at places.
    pub(super) fn reader(&self) -> io::Result<JournalReader> {
        Ok(JournalReader {
            file: BufReader::new(self.file.try_clone()?),
        })
    }
}

/// Reads a journal here and there.
pub(super) struct JournalReader {
    file: BufReader<File>,
}

impl JournalReader {
    /// What stands at a place.
    pub(super) fn at(&mut self, place: u64) -> io::Result<Outcome> {
        self.file.seek(SeekFrom::Start(place))?;
        let mut line = Vec::new();
        (&mut self.file).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        let entry = entry_of(&line).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "the journal was changed while it was read",
            )
        })?;
        Ok(entry.outcome)
    }
}

/// No line is longer, bytes.
const LONGEST_LINE: u64 = 64 << 20;

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn line_of(entry: &Entry) -> Vec<u8> {
    let json = serde_json::to_vec(entry).expect("plain structs with text keys are always JSON");
    let mut line = format!("{:08x} ", checksum(&json)).into_bytes();
    line.extend(json);
    line.push(b'\n');
    line
}

fn entry_of(line: &[u8]) -> Option<Entry> {
    let line = line.strip_suffix(b"\n")?;
    let (sum, json) = line.split_at_checked(9)?;
    let sum = std::str::from_utf8(sum).ok()?.strip_suffix(' ')?;
    if u32::from_str_radix(sum, 16).ok()? != checksum(json) {
        return None;
    }
    serde_json::from_slice(json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(people: u64) -> Entry {
        Entry {
            run: RunKey::new("0123456789abcdef0123", Seeds { hazard: 1, people }),
            outcome: Outcome::Metrics(vec![["dead", "3", "persons", "assumed"].map(str::to_owned)]),
        }
    }

    /// The people's seeds of a journal's lines.
    fn seeds(path: &Path) -> (Journal, Vec<(u64, u64)>) {
        let mut found = Vec::new();
        let journal = Journal::open(path, |at, entry| found.push((at, entry.run.people))).expect("a journal");
        (journal, found)
    }

    #[test]
    fn what_is_written_is_found_again_at_its_place() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("journal");
        let (mut journal, found) = seeds(&path);
        assert!(found.is_empty());
        let places: Vec<u64> = (0..3)
            .map(|n| journal.push(&entry(n)).expect("written"))
            .collect();
        let mut reader = journal.reader().expect("readable");
        assert_eq!(reader.at(places[1]).expect("there"), entry(1).outcome);
        let (_, found) = seeds(&path);
        assert_eq!(
            found,
            places.iter().copied().zip(0..3).collect::<Vec<(u64, u64)>>()
        );
    }

    #[test]
    fn wherever_it_was_torn_whole_lines_stay_and_it_goes_on_behind_them() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("journal");
        let lines = [line_of(&entry(0)), line_of(&entry(1))].concat();
        let first = line_of(&entry(0)).len();
        for length in 0..lines.len() {
            #[expect(clippy::disallowed_methods, reason = "the files of a test")]
            std::fs::write(&path, &lines[..length]).expect("written");
            let (mut journal, found) = seeds(&path);
            assert_eq!(found.len(), usize::from(length >= first), "{length}");
            journal.push(&entry(7)).expect("written");
            let (_, found) = seeds(&path);
            assert_eq!(found.last().map(|(_, seed)| *seed), Some(7), "{length}");
        }
    }

    #[test]
    fn a_line_that_somebody_changed_does_not_count() {
        let place = tempfile::tempdir().expect("a folder");
        let path = place.path().join("journal");
        let lines = [line_of(&entry(0)), line_of(&entry(1)), line_of(&entry(2))].concat();
        let text = String::from_utf8(lines)
            .expect("text")
            .replacen("\"people\":1", "\"people\":9", 1);
        #[expect(clippy::disallowed_methods, reason = "the files of a test")]
        std::fs::write(&path, text).expect("written");
        let (_, found) = seeds(&path);
        let seeds: Vec<u64> = found.into_iter().map(|(_, seed)| seed).collect();
        assert_eq!(seeds, [0, 2]);
    }
}
