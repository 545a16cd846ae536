//! A visit: who asks, in which language, from where. Made once per request, before everything else.

use std::net::IpAddr;

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::app::{Context, sign_in};
use crate::domain::person::Actor;
use crate::domain::time::Language;
use crate::error::{Error, Message, Result};
use crate::secrets::{Use, hex, random, unhex};
use crate::views::{Frame, Who};

/// Who asks, in which language, from where.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub actor: Actor,
    /// Identifier of the session, when signed in.
    pub session: Option<[u8; 32]>,
    /// Identifier of the browser, when it has one; no page of ours needs it to be read.
    pub visitor: Option<[u8; 16]>,
    /// Language of the pages.
    pub language: Language,
    /// Path that was asked.
    pub path: String,
    /// Where the request came from.
    pub address: IpAddr,
    /// A message after an action.
    pub flash: Option<(&'static str, Message)>,
    /// Token for forms.
    pub csrf: String,
}

impl Visit {
    /// What the layout needs.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let person = self.actor.person().map(|id| Who { id, name: self.actor.name().to_owned(), staff: self.actor.is_staff() });
        Frame { language: self.language, csrf: self.csrf.clone(), path: self.path.clone(), person, flash: self.flash.clone() }
    }
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        std::future::ready(request.extensions().get::<Self>().cloned().ok_or_else(|| Error::internal("no visit")))
    }
}

/// Names of cookies. With https they carry the prefix that ties them to this host.
fn cookie_name(context: &Context, name: &str) -> String {
    if secure(context) { format!("__Host-{name}") } else { name.to_owned() }
}

fn secure(context: &Context) -> bool {
    context.settings.base_url.starts_with("https://")
}

const SESSION: &str = "sessie";
const VISITOR: &str = "bezoeker";
const LANGUAGE: &str = "taal";
const FLASH: &str = "melding";

/// A cookie of ours.
#[must_use]
pub fn cookie(context: &Context, name: &str, value: String, max_age: Duration) -> Cookie<'static> {
    Cookie::build(cookie_name(context, name), value)
        .path("/")
        .secure(secure(context))
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(max_age)
        .finish()
}

/// The value of a cookie of ours.
#[must_use]
pub fn cookie_value(context: &Context, request: &HttpRequest, name: &str) -> Option<String> {
    request.cookie(&cookie_name(context, name)).map(|cookie| cookie.value().to_owned())
}

/// The cookie of a new session.
///
/// # Errors
/// When it cannot be signed.
pub fn session_cookie(context: &Context, session: &[u8; 32], staff: bool) -> Result<Cookie<'static>> {
    let limits = sign_in::limits(staff);
    let now = context.now().unix();
    let issuer = context.settings.base_url.clone();
    let expires = now + limits.longest.num_seconds();
    let claims = Claims { sid: hex(session), aud: SESSION.to_owned(), iss: issuer, iat: now, nbf: now, exp: expires };
    let key = EncodingKey::from_secret(&context.secrets.key(Use::Session));
    let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key).map_err(Error::internal)?;
    Ok(cookie(context, SESSION, token, Duration::seconds(limits.longest.num_seconds())))
}

/// The cookies that end a session in this browser.
#[must_use]
pub fn no_session_cookie(context: &Context) -> Cookie<'static> {
    cookie(context, SESSION, String::new(), Duration::ZERO)
}

/// The cookie of a message for the next page.
#[must_use]
pub fn flash_cookie(context: &Context, kind: &'static str, key: &'static str) -> Cookie<'static> {
    cookie(context, FLASH, format!("{kind}.{key}"), Duration::minutes(1))
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    sid: String,
    aud: String,
    iss: String,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// The session a token names. The token only spares the database from nonsense: the row decides.
fn session_id(context: &Context, token: &str) -> Option<[u8; 32]> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss"]);
    validation.set_audience(&[SESSION]);
    validation.set_issuer(&[&context.settings.base_url]);
    // The library would ask the machine for the time; ours is passed in.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_secret(&context.secrets.key(Use::Session));
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?.claims;
    let now = context.now().unix();
    if claims.exp <= now || claims.nbf > now {
        return None;
    }
    unhex(&claims.sid)?.try_into().ok()
}

/// Makes the visit and hands it on; sets the browser's cookie and language where they are new.
pub async fn middleware(
    context: web::Data<Context>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let asked = asked_language(&request);
    let (visit, new_visitor) = visit(&context, &request, asked).await?;
    let had_flash = visit.flash.is_some();
    request.extensions_mut().insert(visit);
    let mut response = next.call(request).await?;
    let cached = response.response().extensions().get::<super::cache::SameForAll>().is_some();
    let mut set = Vec::new();
    if let Some(language) = asked {
        set.push(cookie(&context, LANGUAGE, language.code().to_owned(), Duration::days(365)));
    }
    if had_flash && !response.status().is_redirection() {
        set.push(cookie(&context, FLASH, String::new(), Duration::ZERO));
    }
    if let Some(visitor) = new_visitor.filter(|_| !cached) {
        set.push(cookie(&context, VISITOR, hex(&visitor), Duration::days(180)));
    }
    for cookie in set {
        let value = header::HeaderValue::from_str(&cookie.to_string()).map_err(Error::internal)?;
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

async fn visit(context: &Context, request: &ServiceRequest, asked: Option<Language>) -> Result<(Visit, Option<[u8; 16]>)> {
    let http = request.request();
    let session = cookie_value(context, http, SESSION).and_then(|token| session_id(context, &token));
    let (actor, session) = match session {
        Some(id) => match sign_in::resume(context, &id).await? {
            Some(actor) => (actor, Some(id)),
            None => (Actor::Visitor, None),
        },
        None => (Actor::Visitor, None),
    };
    let known = cookie_value(context, http, VISITOR).and_then(|text| unhex(&text)).and_then(|bytes| bytes.try_into().ok());
    let visitor: [u8; 16] = match known {
        Some(visitor) => visitor,
        None => random().map_err(Error::Internal)?,
    };
    let bound: &[u8] = session.as_ref().map_or(&visitor, |id| id.as_slice());
    let csrf = hex(&context.secrets.mac(Use::Csrf, &[bound]));
    let language = asked
        .or_else(|| cookie_value(context, http, LANGUAGE).and_then(|code| Language::from_code(&code)))
        .or_else(|| accepted_language(request))
        .unwrap_or_default();
    let visit = Visit {
        actor,
        session,
        visitor: Some(visitor),
        language,
        path: http.path().to_owned(),
        address: address(context, request),
        flash: cookie_value(context, http, FLASH).and_then(|text| flash(&text)),
        csrf,
    };
    Ok((visit, known.is_none().then_some(visitor)))
}

/// `?taal=en` in the address.
fn asked_language(request: &ServiceRequest) -> Option<Language> {
    let value = request.query_string().split('&').find_map(|pair| pair.strip_prefix("taal="))?;
    Language::from_code(value)
}

fn accepted_language(request: &ServiceRequest) -> Option<Language> {
    let header = request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    header.split(',').find_map(|part| Language::from_code(part.trim().get(..2)?))
}

fn flash(text: &str) -> Option<(&'static str, Message)> {
    let (kind, key) = text.split_once('.')?;
    let kind = ["info", "ok", "warning", "error"].into_iter().find(|k| *k == kind)?;
    let key = super::respond::FLASHES.iter().find(|k| **k == key)?;
    Some((kind, Message::new(key)))
}

/// The address of the client: the peer, or what a trusted proxy says.
fn address(context: &Context, request: &ServiceRequest) -> IpAddr {
    let peer = request.peer_addr().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.ip());
    if !context.settings.trusted_proxies.contains(&peer) {
        return peer;
    }
    let forwarded = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok()).unwrap_or(peer)
}
