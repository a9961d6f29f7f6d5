//! What the page loads is in the release's folder: `www/index.html` says so of each file, one a line.

/// Lines by which Trunk makes or copies a file.
fn assets() -> impl Iterator<Item = &'static str> {
    include_str!("../www/index.html").lines().filter(|line| line.contains("data-trunk"))
}

/// Left beside the folder, a file would be missing without a network, and could be of another release.
#[test]
fn what_the_page_loads_is_in_the_release() {
    let copied = |line: &&str| line.contains("rel=\"copy-file\"");
    for line in assets().filter(|line| !copied(line)) {
        assert!(line.contains("data-target-path=\"release"), "{line}");
    }
    assert!(assets().any(|line| line.contains("rel=\"rust\"")));
}
