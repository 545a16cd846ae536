//! The program; see [`wijkdeal::cli`].

/// Pages and ballots are made of many small pieces: the system's allocator took a third of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    wijkdeal::cli::run()
}
