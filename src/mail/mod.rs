//! Sends mail: over SMTP, or into a folder when none is set.

use lettre::message::{Mailbox, Message, MultiPart, header};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport, Tokio1Executor};

use crate::config::{MailTarget, Settings};
use crate::domain::ids::MailId;
use crate::storage::outbox::Mail;

/// Where mail goes.
pub enum Mailer {
    /// A mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>, Mailbox),
    /// A folder.
    Folder(std::path::PathBuf, Mailbox),
}

impl Mailer {
    /// The mailer of these settings.
    ///
    /// # Errors
    /// When the address of the mail server or the sender is not right.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        let from: Mailbox = settings.mail_from.parse().map_err(|e| format!("mail_from: {e}"))?;
        match &settings.mail {
            MailTarget::Folder(path) => {
                std::fs::create_dir_all(path).map_err(|e| format!("cannot make the folder for mail {}: {e}", path.display()))?;
                Ok(Self::Folder(path.clone(), from))
            }
            MailTarget::Smtp(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|e| format!("smtp_url: {e}"))?;
                let transport = builder.timeout(Some(std::time::Duration::from_secs(20))).build();
                Ok(Self::Smtp(transport, from))
            }
        }
    }

    /// Sends one mail. Its Message-ID hangs on `id`, so that a second sending of the same mail is
    /// recognised as such.
    ///
    /// # Errors
    /// What went wrong, for the log.
    pub async fn send(&self, id: MailId, mail: &Mail) -> Result<(), String> {
        let (Self::Smtp(_, from) | Self::Folder(_, from)) = self;
        let message = compose(id, mail, from)?;
        match self {
            Self::Smtp(transport, _) => transport.send(message).await.map(drop).map_err(|e| e.to_string()),
            Self::Folder(path, _) => {
                let file = path.join(format!("{:08}.eml", id.0));
                tokio::task::spawn_blocking(move || std::fs::write(file, message.formatted()))
                    .await
                    .map_err(|e| e.to_string())?
                    .map_err(|e| e.to_string())
            }
        }
    }
}

/// Puts a mail together; with the headers of RFC 8058 when one click ends this kind of mail.
fn compose(id: MailId, mail: &Mail, from: &Mailbox) -> Result<Message, String> {
    let to = mail.to.as_str().parse().map_err(|_| "not an address".to_owned())?;
    // No name of a person ever goes into a mailbox: only the bare address.
    let mut builder = Message::builder();
    if let Some(address) = &mail.one_click {
        for (name, value) in [("List-Unsubscribe", format!("<{address}>")), ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned())] {
            let name = header::HeaderName::new_from_ascii(name.to_owned()).map_err(|e| e.to_string())?;
            builder = builder.raw_header(header::HeaderValue::new(name, value));
        }
    }
    builder
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(&mail.subject)
        .message_id(Some(format!("<{}.wijkdeal@{}>", id.0, from.email.domain())))
        .header(header::ContentTransferEncoding::QuotedPrintable)
        .raw_header(auto_submitted())
        .multipart(MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone()))
        .map_err(|e| e.to_string())
}

/// Says that nobody should send an automatic answer (RFC 3834).
fn auto_submitted() -> header::HeaderValue {
    header::HeaderValue::new(header::HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned())
}
