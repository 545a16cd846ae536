//! Photos: small, upright, without a trace of where they were made; hostile files are refused.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{GrayImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use wijkdeal::domain::ids::IdeaId;
use wijkdeal::storage::photos;

use super::{NEW, Town, trees_but};
use crate::support::{Browser, Page, TestApp, on_each_database};

/// Red on the left, blue on the right.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 0, 0]) } else { Rgb([0, 0, 200]) });
    let mut bytes = Vec::new();
    JpegEncoder::new(&mut bytes).encode_image(&image).unwrap();
    bytes
}

/// A photo taken with the phone on its side, that says where.
fn jpeg_with_exif() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0".to_vec();
    tiff.extend(b"\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"); // orientation: turn right
    tiff.extend(b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0"); // where the place is kept
    tiff.extend(b"\0\0\0\0");
    tiff.extend(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0GEHEIME-PLEK");
    let mut segment = b"Exif\0\0".to_vec();
    segment.extend(tiff);
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let photo = jpeg(400, 200);
    [&photo[..2], b"\xff\xe1", &length, &segment, &photo[2..]].concat()
}

fn png(image: &RgbaImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// Hands in an idea with a file.
async fn send(anna: &Browser, title: &str, alt: &str, file: (&str, &str, Vec<u8>)) -> Page {
    let form = anna.get(NEW).await;
    let key = form.value("input[name=form_key]").unwrap();
    let fields = trees_but(&[("title", title), ("alt", alt), ("form_key", &key)]);
    anna.upload(NEW, &fields, ("photo", file.0, file.1, file.2)).await
}

async fn stored(app: &TestApp, page: &Page) -> (photos::Photo, Vec<u8>) {
    let id = IdeaId(page.path.rsplit('/').next().unwrap().parse().unwrap());
    app.context
        .db
        .read(move |conn| {
            let photo = photos::of_idea(conn, id)?.remove(0);
            let bytes = photos::bytes(conn, &photo.sha256, false)?;
            Ok((photo, bytes))
        })
        .await
        .unwrap()
}

#[test]
fn a_photo_is_turned_upright_and_says_no_longer_where_it_was_taken() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let page = send(&anna, "Plukbomen in het park", "Een boom", ("IMG_1.jpg", "image/jpeg", jpeg_with_exif())).await;
        assert!(page.shows("Bedankt! Uw idee is binnen."), "{}", page.text());
        assert_eq!(page.attribute("ul.wd-photos img", "alt").as_deref(), Some("Een boom"));
        let (photo, bytes) = stored(&app, &page).await;
        assert_eq!((photo.width, photo.height), (200, 400), "on its feet");
        for trace in [&b"Exif"[..], b"GEHEIME-PLEK"] {
            assert!(!bytes.windows(trace.len()).any(|part| part == trace));
        }
        let shown = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert!(shown.get_pixel(100, 20).0[0] > 150 && shown.get_pixel(100, 380).0[2] > 150, "red was left and is now on top");

        let answer = app.visitor().get(&format!("/media/{}.jpg", photo.sha256)).await;
        assert_eq!(answer.headers["content-type"], "image/jpeg");
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["content-security-policy"], "default-src 'none'; sandbox");
        assert!(answer.headers["cache-control"].to_str().unwrap().contains("immutable"));
        assert!(answer.headers.get("set-cookie").is_none(), "a shared cache may keep it");
        assert_eq!(app.visitor().get(&format!("/media/{}-klein.jpg", photo.sha256)).await.status, 200);
        assert_eq!(app.visitor().get(&format!("/media/{}.jpg", "0".repeat(64))).await.status, 404);
        assert_eq!(app.visitor().get("/media/1.jpg").await.status, 404);
    });
}

#[test]
fn a_large_photo_becomes_small_and_a_see_through_one_gets_a_white_ground() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let page = send(&anna, "Een groot idee", "Twee kleuren", ("groot.jpg", "image/jpeg", jpeg(3_000, 1_500))).await;
        let (photo, _) = stored(&app, &page).await;
        assert_eq!((photo.width, photo.height), (1_600, 800));
        let clear = png(&RgbaImage::from_pixel(20, 10, Rgba([0, 0, 0, 0])));
        let page = send(&anna, "Een doorzichtig idee", "Niets", ("leeg.png", "image/png", clear)).await;
        let (_, bytes) = stored(&app, &page).await;
        assert!(image::load_from_memory(&bytes).unwrap().to_rgb8().get_pixel(5, 5).0.iter().all(|part| *part > 250));
    });
}

#[test]
fn hostile_files_are_refused_and_the_text_stays() {
    on_each_database(async |app| {
        let town = Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let mut forty_megapixels = Cursor::new(Vec::new());
        GrayImage::new(8_000, 5_000).write_to(&mut forty_megapixels, ImageFormat::Png).unwrap();
        let whole = jpeg(400, 200);
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(1)</script></svg>".to_vec();
        let mut wide = Cursor::new(Vec::new());
        GrayImage::new(8_001, 1).write_to(&mut wide, ImageFormat::Png).unwrap();
        let cases: Vec<(&str, &str, Vec<u8>, &str)> = vec![
            ("foto.png", "image/png", forty_megapixels.into_inner(), "Deze foto heeft te veel beeldpunten."),
            ("breed.png", "image/png", wide.into_inner(), "Deze foto heeft te veel beeldpunten."),
            ("foto.svg", "image/svg+xml", svg.clone(), "Dit is geen foto die wij kunnen tonen."),
            ("foto.jpg", "image/jpeg", svg, "Dit is geen foto die wij kunnen tonen."),
            ("half.jpg", "image/jpeg", whole[..whole.len() * 2 / 3].to_vec(), "Deze foto is niet heel aangekomen."),
            ("beweegt.gif", "image/gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "Bewegende beelden kunnen wij niet tonen."),
            ("web.webp", "image/webp", b"RIFF\x10\0\0\0WEBPVP8 rommel".to_vec(), "Deze foto is niet heel aangekomen."),
            ("groot.jpg", "image/jpeg", vec![0xff; 10 * 1024 * 1024 + 1], "Deze foto is te groot."),
        ];
        for (name, media_type, bytes, told) in cases {
            let page = send(&anna, "Plukbomen in het park", "Een boom", (name, media_type, bytes)).await;
            assert_eq!(page.status, 422, "{name}");
            assert!(page.shows(told), "{name}: {}", page.text());
            assert_eq!(page.value("input[name=title]").as_deref(), Some("Plukbomen in het park"), "{name}");
            assert_eq!(page.value("input[name=alt]").as_deref(), Some("Een boom"), "{name}");
        }
        assert_eq!(town.ideas(&app).await, 0);
    });
}

#[test]
fn what_hides_behind_a_picture_does_not_come_along() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let both = [jpeg(40, 20), b"PK\x03\x04<script>alert(1)</script>".to_vec()].concat();
        let page = send(&anna, "Twee bestanden in een", "Een boom", ("foto.jpg", "image/jpeg", both)).await;
        let (_, bytes) = stored(&app, &page).await;
        assert!(!bytes.windows(7).any(|part| part == b"<script"));
    });
}

#[test]
fn a_photo_needs_words_for_who_cannot_see_it() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let page = send(&anna, "Plukbomen in het park", "", ("foto.jpg", "image/jpeg", jpeg(40, 20))).await;
        assert_eq!(page.status, 422);
        assert!(page.shows("Schrijf in een paar woorden wat er op de foto te zien is."));
        assert!(page.shows("Kies uw foto nog een keer"));
    });
}

#[test]
fn the_photo_of_a_draft_is_for_its_writer_who_can_remove_it() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let form = anna.get(NEW).await;
        let key = form.value("input[name=form_key]").unwrap();
        let fields = [("title", "Nog niet"), ("alt", "Een boom"), ("form_key", key.as_str()), ("do", "bewaren")];
        let page = anna.upload(NEW, &fields, ("photo", "foto.jpg", "image/jpeg", jpeg(40, 20))).await;
        let small = page.attribute("ul.wd-photos img", "src").unwrap();
        let remove = page.attribute("ul.wd-photos form", "action").unwrap();
        let bert = app.resident("bert@voorbeeld.nl").await;
        assert_eq!(app.visitor().get(&small).await.status, 404);
        assert_eq!(bert.get(&small).await.status, 404);
        assert_eq!(bert.post(&remove, &[]).await.status, 404);
        let own = anna.get(&small).await;
        assert_eq!((own.status, own.headers["cache-control"].to_str().unwrap()), (200, "no-store"));
        let page = anna.post(&remove, &[]).await;
        assert!(page.shows("De foto is weg."), "{}", page.text());
        assert_eq!(anna.get(&small).await.status, 404);
    });
}

/// T-FNAME: the name of a file is nobody's business: it is not used, not shown and not kept.
#[test]
fn the_name_of_a_file_is_not_used() {
    on_each_database(async |app| {
        Town::build(&app).await;
        let anna = app.resident("anna@voorbeeld.nl").await;
        let long = format!("{}.jpg", "x".repeat(300));
        for (place, name) in ["../../etc/geheim.jpg", "a.php%00.jpg", "CON", "\"><b>.jpg", &long].into_iter().enumerate() {
            let page = send(&anna, &format!("Plukbomen nummer {place}"), "Een boom", (name, "image/jpeg", jpeg(40, 20))).await;
            assert!(page.shows("Bedankt! Uw idee is binnen."), "{name}: {}", page.text());
            let (photo, _) = stored(&app, &page).await;
            assert!(photo.sha256.len() == 64 && photo.sha256.bytes().all(|byte| byte.is_ascii_hexdigit()));
            assert!(!page.html.contains("geheim") && !page.html.contains(".php") && !page.html.contains(&long), "{name}");
        }
    });
}
