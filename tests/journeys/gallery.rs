//! Every page with its samples, as the program serves it: the same headers, the same static files.

use std::net::TcpListener;
use std::sync::Arc;

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data, Path};
use actix_web::{App, HttpResponse, HttpServer};
use serde::Serialize;
use wijkdeal::app::Context;
use wijkdeal::config::Settings;
use wijkdeal::domain::time::Language;
use wijkdeal::http::{assets, headers};
use wijkdeal::views::checks;

#[derive(Serialize)]
struct Sample {
    template: &'static str,
    language: &'static str,
    #[serde(skip)]
    html: String,
}

/// Opens the gallery; gives its address.
pub async fn open(context: &Context) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let settings = Settings { base_url: address.clone(), ..(*context.settings).clone() };
    let context = Data::new(Context { settings: Arc::new(settings), ..context.clone() });
    let samples = Data::new(samples(&context));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(context.clone())
            .app_data(samples.clone())
            .route("/", web::get().to(list))
            .route("/{number:[0-9]+}", web::get().to(show))
            .route("/static/{name:.*}", web::get().to(assets::show))
            .wrap(from_fn(headers::middleware))
    });
    actix_web::rt::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
    address
}

/// Every sample in every language, by turns as a visitor and as staff see it.
fn samples(context: &Context) -> Vec<Sample> {
    let mut all = Vec::new();
    for (turn, language) in [Language::Nl, Language::En].into_iter().enumerate() {
        for check in checks::all() {
            let pages = (check.render)(&context.views, language).unwrap();
            for (sample, of_both) in pages.chunks(2).enumerate() {
                let (html, _) = &of_both[(turn + sample) % of_both.len()];
                all.push(Sample { template: check.template, language: language.code(), html: html.clone() });
            }
        }
    }
    all
}

async fn list(samples: Data<Vec<Sample>>) -> HttpResponse {
    HttpResponse::Ok().json(&**samples)
}

async fn show(samples: Data<Vec<Sample>>, number: Path<usize>) -> HttpResponse {
    match samples.get(*number) {
        Some(sample) => HttpResponse::Ok().content_type("text/html; charset=utf-8").body(sample.html.clone()),
        None => HttpResponse::NotFound().finish(),
    }
}
