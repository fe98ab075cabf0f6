import Testing

@testable import ControlAPI

/// What the server answers and what openapi.yaml says are the same calls.
@Suite struct OpenAPITests {
    private var lines: [Substring] {
        String(decoding: OpenAPIDocument.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// `GET /v1/status`
    private var documented: Set<String> {
        var calls: Set<String> = []
        var path = ""
        for line in lines.drop(while: { $0 != "paths:" }).dropFirst() {
            if !line.hasPrefix(" ") { break }
            if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
            let word = line.hasPrefix("    ") && !line.hasPrefix("     ") ? line.dropFirst(4).dropLast() : ""
            if ["get", "post", "put", "delete", "patch", "head", "options"].contains(word) {
                calls.insert("\(word.uppercased()) \(path)")
            }
        }
        return calls
    }

    @Test func everyRouteIsDocumentedAndNothingElse() {
        let routes = Set(APIRoute.all.map { "\($0.method.rawValue) \($0.path)" })
        #expect(routes.count == APIRoute.all.count)
        #expect(documented == routes)
    }

    @Test func theRoleOfEveryCommandIsSaid() {
        var path = ""
        var roles: [String: String] = [:]
        for line in lines {
            if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
            if line.hasPrefix("      description: Takes the role ") {
                roles[path] = String(line.split(separator: " ").last?.dropLast() ?? "")
            }
        }
        for route in APIRoute.all where route.method == .post {
            #expect(roles[route.path] == route.role?.rawValue, "\(route.path)")
        }
    }
}
