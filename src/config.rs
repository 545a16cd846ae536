//! Settings: from the environment and an optional file, checked once at the start.
//!
//! A key that is not known is an error that names it: a setting with a typing error must never be
//! silently left out.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::domain::text::Email;
use crate::storage::Target;

/// Everything that can be set.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where to listen.
    pub address: SocketAddr,
    /// The address people use, without a slash at the end; links in mails begin with it.
    pub base_url: String,
    /// The database.
    pub database: Target,
    /// Folder for the embedded database, keys and mails.
    pub data_dir: PathBuf,
    /// Name of the municipality, as in "Gemeente ...".
    pub municipality: String,
    /// Where mail goes.
    pub mail: MailTarget,
    /// Sender of mails.
    pub mail_from: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Number of threads that answer requests.
    pub workers: usize,
    /// Connections to the database.
    pub connections: u32,
    /// A CSS file that replaces the built-in theme.
    pub theme_css: Option<PathBuf>,
    /// Address for reports of security problems (`security.txt`).
    pub security_contact: String,
    /// Who gets the head of the record by mail, outside the organisation.
    pub head_mail: Vec<Email>,
    /// A file elsewhere to which the head of the record is added.
    pub head_file: Option<PathBuf>,
    /// The file that remembers how far this server saw the database come; see [`Settings::witness_file`].
    pub witness: Option<PathBuf>,
    /// Runs as the demo: mail is shown on a page, sign-in links are printed and work more than once.
    pub demo: bool,
}

impl Settings {
    /// The file that remembers how far this server saw the database come: with the keys, unless it is
    /// set, because keys and database are never put back together.
    #[must_use]
    pub fn witness_file(&self) -> PathBuf {
        self.witness.clone().unwrap_or_else(|| self.data_dir.join("keys").join("witness.json"))
    }
}

/// Where mail goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailTarget {
    /// Written to a folder.
    Folder(PathBuf),
    /// Sent over SMTP: an address as in `smtps://user:password@host:465` or `smtp://host:25`.
    Smtp(String),
}

/// A setting that is not right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// No such setting.
    #[error("unknown setting {0}: see the table in README.md for the ones there are")]
    Unknown(String),
    /// A value that cannot be used.
    #[error("setting {key}: {problem}")]
    Bad {
        /// Which.
        key: String,
        /// What is wrong and what to do.
        problem: String,
    },
}

/// Every setting: its name in the file; in the environment `WIJKDEAL_` and capitals
/// (`DATABASE_URL` is also known by that name alone).
pub const KEYS: [&str; 16] = [
    "address",
    "base_url",
    "database_url",
    "data_dir",
    "municipality",
    "smtp_url",
    "mail_from",
    "trusted_proxies",
    "workers",
    "connections",
    "theme_css",
    "security_contact",
    "head_mail",
    "head_file",
    "witness",
    "log",
];

/// Collects settings from the environment and, when `WIJKDEAL_CONFIG` names one, a file. The
/// environment wins.
///
/// # Errors
/// Names the setting and what is wrong with it.
pub fn load(environment: impl Iterator<Item = (String, String)>) -> Result<Settings, SettingError> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut file = None;
    for (name, value) in environment {
        match name.as_str() {
            "WIJKDEAL_CONFIG" => file = Some(value),
            "DATABASE_URL" => {
                values.insert("database_url".into(), value);
            }
            _ => {
                if let Some(key) = name.strip_prefix("WIJKDEAL_") {
                    let key = key.to_lowercase();
                    check_known(&key, &name)?;
                    values.insert(key, value);
                }
            }
        }
    }
    if let Some(path) = file {
        for (key, value) in read_file(&path)? {
            values.entry(key).or_insert(value);
        }
    }
    settings(&values)
}

fn check_known(key: &str, shown: &str) -> Result<(), SettingError> {
    if KEYS.contains(&key) { Ok(()) } else { Err(SettingError::Unknown(shown.to_owned())) }
}

fn bad(key: &str, problem: impl std::fmt::Display) -> SettingError {
    SettingError::Bad { key: key.to_owned(), problem: problem.to_string() }
}

fn read_file(path: &str) -> Result<BTreeMap<String, String>, SettingError> {
    let text = std::fs::read_to_string(path).map_err(|e| bad("WIJKDEAL_CONFIG", format!("cannot read {path}: {e}")))?;
    let table: toml::Table = text.parse().map_err(|e| bad("WIJKDEAL_CONFIG", e))?;
    let mut values = BTreeMap::new();
    for (key, value) in table {
        check_known(&key, &key)?;
        let text = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Array(items) => items.iter().map(|i| i.as_str().map_or_else(|| i.to_string(), str::to_owned)).collect::<Vec<_>>().join(","),
            other => return Err(bad(&key, format!("must be text or a number, not {}", other.type_str()))),
        };
        values.insert(key, text);
    }
    Ok(values)
}

fn settings(values: &BTreeMap<String, String>) -> Result<Settings, SettingError> {
    let get = |key: &str, default: &str| values.get(key).map_or_else(|| default.to_owned(), |v| v.trim().to_owned());
    let address: SocketAddr =
        get("address", "127.0.0.1:8080").parse().map_err(|_| bad("address", "must be an address and a port, such as 127.0.0.1:8080"))?;
    let data_dir = PathBuf::from(get("data_dir", "data"));
    let default_database = format!("sqlite:{}", data_dir.join("wijkdeal.sqlite").display());
    let database = Target::parse(&get("database_url", &default_database)).map_err(|e| bad("database_url", e))?;
    let smtp = get("smtp_url", "");
    let mail = if smtp.is_empty() { MailTarget::Folder(data_dir.join("mail")) } else { MailTarget::Smtp(smtp_url(&smtp)?) };
    let mail_from = get("mail_from", "wijkdeal@localhost");
    mail_from
        .parse::<lettre::message::Mailbox>()
        .map_err(|_| bad("mail_from", "must be an e-mail address, such as Wijkdeal <wijkdeal@example.nl>"))?;
    let trusted_proxies = get("trusted_proxies", "")
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().map_err(|_| bad("trusted_proxies", format!("{part:?} is not an IP address"))))
        .collect::<Result<_, _>>()?;
    Ok(Settings {
        base_url: base_url(&get("base_url", &format!("http://localhost:{}", address.port())))?,
        address,
        database,
        data_dir,
        municipality: get("municipality", "Groningen"),
        mail,
        mail_from,
        trusted_proxies,
        workers: number("workers", &get("workers", "4"), 1, 256)?,
        connections: u32::try_from(number("connections", &get("connections", "8"), 1, 512)?).unwrap_or(8),
        theme_css: values.get("theme_css").filter(|v| !v.trim().is_empty()).map(|v| theme(v)).transpose()?,
        security_contact: get("security_contact", "mailto:security@example.nl"),
        head_mail: head_mail(&get("head_mail", ""))?,
        head_file: values.get("head_file").filter(|v| !v.trim().is_empty()).map(PathBuf::from),
        witness: values.get("witness").filter(|v| !v.trim().is_empty()).map(PathBuf::from),
        demo: false,
    })
}

fn head_mail(text: &str) -> Result<Vec<Email>, SettingError> {
    let addresses = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    addresses.map(|part| Email::parse(part).map_err(|_| bad("head_mail", format!("{part:?} is not an e-mail address")))).collect()
}

fn base_url(text: &str) -> Result<String, SettingError> {
    let text = text.trim_end_matches('/');
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', ' ', '@']) {
        return Err(bad("base_url", "must be like https://wijkdeal.example.nl, without a path"));
    }
    let name = host.split(':').next().unwrap_or_default();
    let local = matches!(name, "localhost" | "127.0.0.1");
    if text.starts_with("http://") && !local {
        return Err(bad("base_url", "must begin with https:// (http is for localhost only)"));
    }
    Ok(text.to_owned())
}

fn smtp_url(text: &str) -> Result<String, SettingError> {
    if text.starts_with("smtp://") || text.starts_with("smtps://") {
        return Ok(text.to_owned());
    }
    Err(bad("smtp_url", "must begin with smtps:// or smtp://"))
}

fn number(key: &str, text: &str, min: usize, max: usize) -> Result<usize, SettingError> {
    text.parse().ok().filter(|n| (min..=max).contains(n)).ok_or_else(|| bad(key, format!("must be a number from {min} to {max}")))
}

fn theme(path: &str) -> Result<PathBuf, SettingError> {
    let path = PathBuf::from(path);
    if path.is_file() { Ok(path) } else { Err(bad("theme_css", format!("there is no file {}", path.display()))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Result<Settings, SettingError> {
        load(pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
    }

    #[test]
    fn without_settings_it_runs_on_this_machine_only() {
        let settings = with(&[("PATH", "/bin")]).unwrap();
        assert!(settings.address.ip().is_loopback());
        assert!(!settings.demo);
    }

    #[test]
    fn a_setting_that_is_not_right_is_named() {
        for (key, value) in [
            ("WIJKDEAL_ADRESS", "127.0.0.1:1"),
            ("WIJKDEAL_ADDRESS", "nowhere"),
            ("WIJKDEAL_BASE_URL", "http://wijkdeal.example.nl"),
            ("WIJKDEAL_BASE_URL", "https://example.nl/pad"),
            ("DATABASE_URL", "mysql://x"),
            ("WIJKDEAL_WORKERS", "0"),
            ("WIJKDEAL_TRUSTED_PROXIES", "10.0.0.1,proxy"),
            ("WIJKDEAL_SMTP_URL", "mail.example.nl"),
            ("WIJKDEAL_MAIL_FROM", "geen adres"),
            ("WIJKDEAL_HEAD_MAIL", "geen adres"),
        ] {
            let error = with(&[(key, value)]).unwrap_err().to_string();
            let name = key.trim_start_matches("WIJKDEAL_").to_lowercase();
            assert!(error.to_lowercase().contains(&name), "{key}={value}: {error}");
        }
    }

    #[test]
    fn the_environment_wins_from_the_file_and_the_file_is_checked_too() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("wijkdeal.toml");
        std::fs::write(&file, "municipality = \"Assen\"\nworkers = 2\ntrusted_proxies = [\"10.0.0.1\"]\n").unwrap();
        let path = file.display().to_string();
        let settings = with(&[("WIJKDEAL_CONFIG", &path), ("WIJKDEAL_WORKERS", "3")]).unwrap();
        assert_eq!((settings.municipality.as_str(), settings.workers, settings.trusted_proxies.len()), ("Assen", 3, 1));
        std::fs::write(&file, "municipalty = \"Assen\"").unwrap();
        assert_eq!(with(&[("WIJKDEAL_CONFIG", &path)]).unwrap_err(), SettingError::Unknown("municipalty".into()));
    }
}
