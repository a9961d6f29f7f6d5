//! What search engines are told: which pages there are, and in which languages.

use super::frame::address;

/// The sitemap, of the app and of these places of the course in these languages.
pub fn sitemap(base: &str, languages: &[&str], places: &[String]) -> String {
    let mut urls = format!("<url><loc>{base}</loc></url>\n");
    for place in places {
        let alternates: String = languages
            .iter()
            .map(|language| {
                let address = address(base, language, place);
                format!("<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"{address}\"/>\n")
            })
            .collect();
        for language in languages {
            urls += &format!("<url><loc>{}</loc>\n{alternates}</url>\n", address(base, language, place));
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n\
         {urls}</urlset>\n"
    )
}

/// Where the sitemap is. It is heard where the app is served from the root of its host; elsewhere nobody asks for it.
pub fn robots(base: &str) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n")
}
