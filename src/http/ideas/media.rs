//! Photos: always a JPEG, whatever was sent.

use actix_web::http::header;
use actix_web::{HttpResponse, web};

use crate::app::Context;
use crate::app::ideas::photos;
use crate::error::{Error, Result};
use crate::http::access::Access;
use crate::http::cache::SameForAll;
use crate::http::routes::Routes;
use crate::http::visit::Visit;

/// Routes of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/media/{name}", Access::Anyone, show)
}

async fn show(context: web::Data<Context>, visit: Visit, name: web::Path<String>) -> Result<HttpResponse> {
    let file = name.strip_suffix(".jpg").ok_or(Error::NotFound)?;
    let (sha256, small) = file.strip_suffix("-klein").map_or((file, false), |sha256| (sha256, true));
    let photo = photos::show(&context, visit.actor, sha256.to_owned(), small).await?;
    // What is public stays what it is: its address follows from its bytes.
    let cache = if photo.public { "public, max-age=31536000, immutable" } else { "no-store" };
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("image/jpeg")
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .insert_header((header::CONTENT_DISPOSITION, "inline; filename=\"foto.jpg\""));
    if photo.public {
        answer.extensions_mut().insert(SameForAll);
    }
    Ok(answer.body(photo.bytes))
}
