//! Photos people send: decoded within bounds, turned upright, made smaller, and encoded anew, so
//! that only pixels are left. Whatever else was in the file (a place, a serial number, a script,
//! a second file behind the picture) does not survive.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{DynamicImage, ImageDecoder, ImageError, Limits, Rgb, RgbImage};
use tokio::sync::Semaphore;

use crate::secrets::{hex, sha256};

/// The largest file, in bytes.
pub const MAX_FILE: usize = 10 * 1024 * 1024;
/// The longest side of a file, in pixels.
const MAX_SIDE: u32 = 8_000;
/// From this many pixels on a file is refused, before any of them is decoded.
const TOO_MANY_PIXELS: u64 = 40_000_000;
/// The most memory decoding may take, in bytes.
const MAX_MEMORY: u64 = 128 * 1024 * 1024;
/// The longest side of what is kept, in pixels.
const LARGE: u32 = 1_600;
/// The longest side of the small version, in pixels.
pub const SMALL: u32 = 480;
const QUALITY: u8 = 82;

/// Photos that are decoded at the same time; others wait their turn.
static SLOTS: Semaphore = Semaphore::const_new(2);

/// A photo that is safe to keep and to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// SHA-256 of `bytes`, in hexadecimal.
    pub sha256: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The JPEG.
    pub bytes: Vec<u8>,
    /// The same with a longest side of [`SMALL`].
    pub thumb: Vec<u8>,
}

/// Why a file was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Not a JPEG, PNG or WebP.
    #[error("not a photo of a kind that is shown")]
    Kind,
    /// It moves.
    #[error("animated")]
    Animated,
    /// More bytes than [`MAX_FILE`].
    #[error("too many bytes")]
    TooLarge,
    /// More pixels than can be decoded safely.
    #[error("too many pixels")]
    TooManyPixels,
    /// Cut off or damaged.
    #[error("damaged")]
    Damaged,
    /// It made the decoder fail in a way it should not.
    #[error("the decoder failed")]
    Failed,
}

/// Makes a photo of a file, on a thread of its own, at most two at a time.
///
/// # Errors
/// Why the file was refused.
pub async fn accept(file: Vec<u8>) -> Result<Photo, Refused> {
    let _slot = SLOTS.acquire().await.map_err(|_| Refused::Failed)?;
    let work = move || catch_unwind(AssertUnwindSafe(|| prepare(&file))).unwrap_or(Err(Refused::Failed));
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(Refused::Failed))
}

/// Makes a photo of a file.
///
/// # Errors
/// Why the file was refused.
pub fn prepare(file: &[u8]) -> Result<Photo, Refused> {
    if file.len() > MAX_FILE {
        return Err(Refused::TooLarge);
    }
    let upright = decode(file)?;
    let large = flat(&shrunk(&upright, LARGE));
    let thumb = jpeg(&flat(&shrunk(&upright, SMALL)))?;
    let bytes = jpeg(&large)?;
    Ok(Photo { sha256: hex(&sha256(&bytes)), width: large.width(), height: large.height(), bytes, thumb })
}

/// What a file is follows from its first bytes, never from its name.
fn decode(file: &[u8]) -> Result<DynamicImage, Refused> {
    match file {
        [0xff, 0xd8, 0xff, ..] if !jpeg_is_whole(file) => Err(Refused::Damaged),
        [0xff, 0xd8, 0xff, ..] => pixels(JpegDecoder::new(Cursor::new(file)).map_err(reason)?),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => {
            let decoder = PngDecoder::with_limits(Cursor::new(file), limits()).map_err(reason)?;
            if decoder.is_apng().map_err(reason)? { Err(Refused::Animated) } else { pixels(decoder) }
        }
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            let decoder = WebPDecoder::new(Cursor::new(file)).map_err(reason)?;
            if decoder.has_animation() { Err(Refused::Animated) } else { pixels(decoder) }
        }
        [b'G', b'I', b'F', b'8', ..] => Err(Refused::Animated),
        _ => Err(Refused::Kind),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

fn pixels(mut decoder: impl ImageDecoder) -> Result<DynamicImage, Refused> {
    let (width, height) = decoder.dimensions();
    let mut limits = limits();
    if u64::from(width) * u64::from(height) >= TOO_MANY_PIXELS || limits.reserve(decoder.total_bytes()).is_err() {
        return Err(Refused::TooManyPixels);
    }
    decoder.set_limits(limits).map_err(reason)?;
    let orientation = decoder.orientation().map_err(reason)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(reason)?;
    // Smaller first: turning a photo takes as much memory again.
    image = shrunk(&image, LARGE);
    image.apply_orientation(orientation);
    Ok(image)
}

fn reason(error: ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => Refused::TooManyPixels,
        ImageError::Unsupported(_) => Refused::Kind,
        _ => Refused::Damaged,
    }
}

/// Width and height within `side`, in the same proportion; never larger than they were.
#[must_use]
pub fn fitted(width: u32, height: u32, side: u32) -> (u32, u32) {
    let longest = width.max(height);
    if longest <= side {
        return (width, height);
    }
    let scaled = |length: u32| u32::try_from(u64::from(length) * u64::from(side) / u64::from(longest)).unwrap_or(side).max(1);
    (scaled(width), scaled(height))
}

fn shrunk(image: &DynamicImage, side: u32) -> DynamicImage {
    let (width, height) = fitted(image.width(), image.height(), side);
    if width == image.width() { image.clone() } else { image.thumbnail_exact(width, height) }
}

/// On white, because a JPEG cannot be see-through.
fn flat(image: &DynamicImage) -> RgbImage {
    let see_through = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = see_through.get_pixel(x, y).0;
        let on_white = |part: u8| {
            let mixed = (u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Rgb([on_white(red), on_white(green), on_white(blue)])
    })
}

fn jpeg(image: &RgbImage) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(image).map_err(|_| Refused::Failed)?;
    Ok(bytes)
}

/// Whether a JPEG has its end. The decoder paints what is missing grey; a resident would rather
/// hear that the upload broke off. Walks the segments, so that the end of a preview inside the
/// metadata is not taken for the end of the photo.
fn jpeg_is_whole(file: &[u8]) -> bool {
    let mut rest = file.get(2..).unwrap_or_default();
    loop {
        match rest {
            [0xff, 0xd9, ..] => return true,
            // Fill bytes and markers without a body.
            [0xff, 0xff, ..] => rest = rest.get(1..).unwrap_or_default(),
            [0xff, 0x01 | 0xd0..=0xd7, ..] => rest = rest.get(2..).unwrap_or_default(),
            [0xff, marker, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                let Some(after) = rest.get(2 + length..) else { return false };
                rest = if *marker == 0xda { after_scan(after) } else { after };
            }
            _ => return false,
        }
    }
}

/// Skips compressed pixels: up to the next marker that is not part of them.
fn after_scan(bytes: &[u8]) -> &[u8] {
    let end = bytes.windows(2).position(|pair| matches!(pair, [0xff, second] if !matches!(second, 0x00 | 0xd0..=0xd7 | 0xff)));
    end.and_then(|at| bytes.get(at..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_keep_their_proportion_and_never_grow() {
        assert_eq!(fitted(4_000, 3_000, 1_600), (1_600, 1_200));
        assert_eq!(fitted(300, 200, 480), (300, 200));
        assert_eq!(fitted(8_000, 1, 480), (480, 1));
    }

    #[test]
    fn what_is_no_photo_is_refused_whatever_it_is_called() {
        for file in [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", b"%PDF-1.7", b"\xff\xd8", b"MZ\x90\x00"] {
            assert_eq!(prepare(file), Err(Refused::Kind));
        }
        assert_eq!(prepare(b"GIF89a\x01\x00\x01\x00"), Err(Refused::Animated));
        assert_eq!(prepare(b"\xff\xd8\xff\xe0\x00\x10JFIF"), Err(Refused::Damaged));
    }
}
