//! What operators' tools ask: is it alive, is it ready, what does it count; and the document with its pages.

use std::sync::atomic::Ordering;

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::answer::{Answer, json as answer};
use crate::etag;
use crate::problem::Problem;
use crate::state::AppState;

/// Registers them.
pub fn configure(config: &mut web::ServiceConfig) {
    // No outside validator: the pages must not ask another host for anything.
    let pages = Config::from("/openapi.json").validator_url("none").try_it_out_enabled(true);
    config
        .route("/livez", web::get().to(livez))
        .route("/readyz", web::get().to(readyz))
        .route("/metrics", web::get().to(metrics))
        .route("/openapi.json", web::get().to(openapi))
        .route("/llms.txt", web::get().to(for_machines))
        .route("/docs", web::get().to(to_docs))
        .service(SwaggerUi::new("/docs/{_:.*}").config(pages));
}

/// 200 as long as requests are answered at all.
async fn livez() -> Answer {
    answer(StatusCode::OK, &json!({"status": "alive"}))
}

/// 200 once the pool is loaded and the database answers, and until the server is asked to stop.
async fn readyz(state: web::Data<AppState>) -> Answer {
    let is_stopping = state.stopping.load(Ordering::Acquire);
    let is_loaded = state.engine.is_ready();
    let engine = std::sync::Arc::clone(&state.engine);
    let is_up = web::block(move || engine.is_database_up()).await.unwrap_or(false);
    let is_ready = is_loaded && is_up && !is_stopping;
    if !is_ready {
        let why = [
            (!is_loaded, "the pool is being loaded"),
            (!is_up, "the database does not answer"),
            (is_stopping, "the server is stopping"),
        ];
        let why: Vec<&str> = why.into_iter().filter_map(|(holds, why)| holds.then_some(why)).collect();
        return Err(Problem::not_ready(&why.join("; ")));
    }
    answer(StatusCode::OK, &json!({"status": "ready", "people": state.engine.people_in_pool()}))
}

async fn metrics(state: web::Data<AppState>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; version=0.0.4; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(state.metrics.text(&state.engine))
}

async fn openapi(state: web::Data<AppState>, request: HttpRequest) -> Answer {
    let document = &state.document;
    if etag::is_known(&request, document.etag())? {
        return Ok(HttpResponse::NotModified().insert_header((header::ETAG, document.etag())).finish());
    }
    Ok(HttpResponse::Ok()
        .content_type("application/json")
        .insert_header((header::ETAG, document.etag()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(document.json().to_vec()))
}

/// What a program that reads prose has to know first.
async fn for_machines() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
        .body(include_str!("../../../llms.txt"))
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((header::LOCATION, "/docs/")).finish()
}
