/// The control room's page, as files that lie in the program.
package enum ControlPage {
    /// Gives a file of the page by the path of its URL: `/` or what is below `/page/`.
    ///
    /// - Returns: its bytes and its `Content-Type`, or nil where there is no such file.
    package static func file(_ path: String) -> (bytes: [UInt8], type: String)? {
        guard let bytes = files[path] else { return nil }
        let kind = path.split(separator: ".").last.map(String.init) ?? ""
        return (bytes, types[kind] ?? "text/html; charset=utf-8")
    }

    /// The page of an answer with status 401: it says where the link is printed. It fetches nothing.
    package static var unauthorised: (bytes: [UInt8], type: String) {
        (PackageResources.unauthorised_html, "text/html; charset=utf-8")
    }

    /// The paths of all files.
    package static var paths: [String] { files.keys.sorted() }

    private static let types = ["css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"]

    // The package manager embeds each file under its bare name; a test compares this table with the folder.
    private static let files: [String: [UInt8]] = [
        "/": PackageResources.index_html,
        "/page/app.js": PackageResources.app_js,
        "/page/core/announce.js": PackageResources.announce_js,
        "/page/core/api.js": PackageResources.api_js,
        "/page/core/clock.js": PackageResources.clock_js,
        "/page/core/commands.js": PackageResources.commands_js,
        "/page/core/derive.js": PackageResources.derive_js,
        "/page/core/dom.js": PackageResources.dom_js,
        "/page/core/en.js": PackageResources.en_js,
        "/page/core/format.js": PackageResources.format_js,
        "/page/core/i18n.js": PackageResources.i18n_js,
        "/page/core/keys.js": PackageResources.keys_js,
        "/page/core/log.js": PackageResources.log_js,
        "/page/core/prefs.js": PackageResources.prefs_js,
        "/page/core/store.js": PackageResources.store_js,
        "/page/core/stream.js": PackageResources.stream_js,
        "/page/core/zh.js": PackageResources.zh_js,
        "/page/parts/alarms.js": PackageResources.alarms_js,
        "/page/parts/clocks.js": PackageResources.clocks_js,
        "/page/parts/cuecard.js": PackageResources.cuecard_js,
        "/page/parts/deck.js": PackageResources.deck_js,
        "/page/parts/dialogs.js": PackageResources.dialogs_js,
        "/page/parts/header.js": PackageResources.header_js,
        "/page/parts/holdbutton.js": PackageResources.holdbutton_js,
        "/page/parts/inputs.js": PackageResources.inputs_js,
        "/page/parts/logtail.js": PackageResources.logtail_js,
        "/page/parts/toasts.js": PackageResources.toasts_js,
        "/page/parts/trouble.js": PackageResources.trouble_js,
        "/page/style/base.css": PackageResources.base_css,
        "/page/style/monitor.css": PackageResources.monitor_css,
        "/page/style/operator.css": PackageResources.operator_css,
        "/page/style/parts.css": PackageResources.parts_css,
        "/page/style/script.css": PackageResources.script_css,
        "/page/views/lanes.js": PackageResources.lanes_js,
        "/page/views/monitor.js": PackageResources.monitor_js,
        "/page/views/operator.js": PackageResources.operator_js,
        "/page/views/script.js": PackageResources.script_js,
        "/page/views/scriptdata.js": PackageResources.scriptdata_js,
        "/page/views/scriptlist.js": PackageResources.scriptlist_js,
    ]
}
