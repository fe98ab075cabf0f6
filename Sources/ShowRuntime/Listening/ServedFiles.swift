import ControlAPI

/// Files that the server has to offer.
package struct ServedFiles: Sendable {
    package typealias File = (bytes: [UInt8], type: String)

    /// Returns a file of the page by its path: `/`, `/page/app.js`.
    let page: @Sendable (String) -> File?
    /// The page for a browser that has no token: it says where the link is.
    let noAccess: File?
    let openAPI: File = (OpenAPIDocument.bytes, OpenAPIDocument.type)

    package init(page: @escaping @Sendable (String) -> File? = { _ in nil }, noAccess: File? = nil) {
        self.page = page
        self.noAccess = noAccess
    }
}
