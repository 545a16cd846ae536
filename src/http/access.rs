//! Who may come in where. Each route declares it; a route cannot be added without.

use actix_web::HttpMessage;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;

use crate::domain::person::{Actor, Role};
use crate::error::Error;

use super::visit::Visit;

/// Who may use a route. Whether they may do it to *this* idea or round is for `app` to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody; the page is the same for every visitor who is not signed in.
    Public,
    /// Everybody; the page depends on the visitor.
    Anyone,
    /// Everybody who is signed in.
    SignedIn,
    /// Who holds one of these roles.
    Roles(&'static [Role]),
}

impl Access {
    /// Whether this actor may come in.
    ///
    /// # Errors
    /// That they must sign in first, or may not.
    pub fn check(self, actor: &Actor) -> Result<(), Error> {
        match (self, actor) {
            (Self::Public | Self::Anyone, _) | (Self::SignedIn, Actor::Person { .. }) => Ok(()),
            (Self::SignedIn | Self::Roles(_), Actor::Visitor | Actor::Clock) => Err(Error::SignInFirst),
            (Self::Roles(roles), Actor::Person { .. }) if actor.has_any(roles) => Ok(()),
            (Self::Roles(_), Actor::Person { .. }) => Err(Error::Forbidden),
        }
    }
}

/// Stands before every handler.
pub(super) async fn guard(
    access: Access,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let allowed = request.extensions().get::<Visit>().map_or(Err(Error::internal("no visit")), |visit| access.check(&visit.actor));
    if let Err(error) = allowed {
        return Ok(request.error_response(error));
    }
    if access == Access::Public {
        return super::cache::answer(request, next).await;
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}
