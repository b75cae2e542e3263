//! Which address is which page.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, Resource, Route, web};

use crate::assets;
use crate::pages::failure::Failure;
use crate::pages::{login, matches, postings, reach};
use crate::visit::{Visit, see_other};

/// A form has few and short fields.
const FORM_BYTES: usize = 16 * 1024;

/// Adds the pages. Expects `web::Data<matching::Engine>`.
pub fn configure(config: &mut web::ServiceConfig) {
    config
        .service(page("/").route(web::get().to(to_postings)))
        .service(
            page("/login")
                .app_data(web::PayloadConfig::new(FORM_BYTES))
                .route(web::get().to(login::show))
                .route(web::post().to(login::log_in)),
        )
        .service(page("/logout").route(web::post().to(login::log_out)))
        .service(page("/static/{hash}/{name}").route(web::get().to(file)))
        .service(page("/console").route(web::get().to(to_postings)))
        .service(
            web::scope("/console")
                .service(page("/postings").route(web::get().to(postings::show)))
                .service(page("/postings/{id}").route(web::get().to(to_matches)))
                .service(page("/postings/{id}/matches").route(web::get().to(matches::show)))
                .service(page("/postings/{id}/feasibility").route(web::get().to(reach::show)))
                .default_service(web::to(not_found)),
        );
}

/// A page answers other methods with a page, too.
fn page(path: &str) -> Resource {
    web::resource(path).default_service(refuse_method(path))
}

fn refuse_method(path: &str) -> Route {
    let allowed = match path {
        "/login" => "GET, HEAD, POST",
        "/logout" => "POST",
        _ => "GET, HEAD",
    };
    web::to(move |request: HttpRequest| async move {
        let mut response = Visit::of(&request).fail(&Failure::Method);
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(allowed));
        response
    })
}

async fn to_postings() -> HttpResponse {
    see_other("/console/postings")
}

async fn to_matches(request: HttpRequest) -> HttpResponse {
    see_other(&format!("{}/matches", request.path()))
}

async fn not_found(request: HttpRequest) -> HttpResponse {
    Visit::of(&request).fail(&Failure::NotFound)
}

async fn file(request: HttpRequest, path: web::Path<(String, String)>) -> HttpResponse {
    let (hash, name) = path.into_inner();
    match assets::find(&hash, &name) {
        Some(asset) => HttpResponse::Ok()
            .content_type(asset.media_type)
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .body(asset.bytes.clone()),
        None => Visit::of(&request).fail(&Failure::NotFound),
    }
}
