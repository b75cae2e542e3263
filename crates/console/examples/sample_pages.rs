//! Serves the pages over a small invented region, to look at them: `cargo run -p tsumugi-console --example sample_pages`.

use std::path::PathBuf;

use actix_web::{App, HttpServer, web};

#[expect(clippy::unwrap_used, reason = "a sample that cannot be made is to stop here")]
#[path = "../tests/pages/sample.rs"]
mod sample;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target/sample-pages");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder)?;
    let made = sample::sample(&folder);
    println!("http://127.0.0.1:8090/console/postings/{}/matches", made.full.id);
    println!("http://127.0.0.1:8090/console/postings/{}/matches", made.few.id);
    println!("http://127.0.0.1:8090/console/postings/{}/matches", made.empty.id);
    println!("{}", made.key);
    let engine = web::Data::from(made.engine);
    let permits = web::Data::new(console::Permits::new(4, 64));
    let app =
        move || App::new().app_data(engine.clone()).app_data(permits.clone()).configure(console::configure);
    HttpServer::new(app).bind(("127.0.0.1", 8090))?.workers(1).run().await
}
