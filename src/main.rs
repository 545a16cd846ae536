//! The program; see [`wijkdeal::cli`].

fn main() -> std::process::ExitCode {
    wijkdeal::cli::run()
}
