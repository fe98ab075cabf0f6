/// The frame of a page: one file, without a script, that fetches nothing from anywhere.
enum HTMLPage {
    static func bytes(title: String, _ body: (inout HTMLWriter) -> Void) -> [UInt8] {
        var html = HTMLWriter()
        html.markup("<!DOCTYPE html>\n")
        html.element("html", ["lang": "en"]) { html in
            html.element("head") { html in
                html.begin("meta", ["charset": "utf-8"])
                html.begin("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                // Texts come from scripts and servers: whatever they contain, a browser loads and runs nothing because of them.
                html.begin(
                    "meta",
                    [
                        "http-equiv": "Content-Security-Policy",
                        "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
                    ])
                html.begin("link", ["rel": "icon", "href": "data:,"])
                html.element("title", text: title)
                html.element("style") { $0.markup(pageStyle) }
            }
            html.element("body") { html in html.element("main") { body(&$0) } }
        }
        html.markup("\n")
        return html.bytes
    }
}
