//! The files of the program, for the tests that read it.

use std::path::{Path, PathBuf};

/// A file of the project.
pub struct File {
    /// Path from the top of the project.
    pub path: String,
    pub text: String,
}

/// The top of the project.
pub fn top() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// One file.
pub fn read(path: &str) -> String {
    std::fs::read_to_string(top().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files under a folder whose name ends like this.
pub fn files(folder: &str, ending: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&top().join(folder), ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!found.is_empty(), "no files like {folder}/**{ending}");
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, ending, found);
        } else if path.to_string_lossy().ends_with(ending) {
            let short = path.strip_prefix(top()).unwrap().display().to_string();
            found.push(File { path: short, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
}

impl File {
    /// The program itself: without the tests at the end of the file, and without comments.
    pub fn program(&self) -> String {
        let body = self.text.split("#[cfg(test)]").next().unwrap_or_default();
        body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }
}
