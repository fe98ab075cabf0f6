/// One call of the API: its method and path, and the role that it takes.
package struct APIRoute: Sendable, Hashable {
    package enum Method: String, Sendable, Hashable {
        case get = "GET"
        case post = "POST"
    }

    package enum Action: Sendable, Hashable {
        case me, status, events, cues, records
        case verb(RunVerb)
        case panic, send
        case metrics, health, openAPI, front, page
    }

    package var method: Method
    /// `/v1/runs/{run}/hold`
    package var path: String
    /// The role that a caller needs; nil where nobody needs a token.
    package var role: Role?
    package var action: Action

    private init(_ method: Method, _ path: String, _ role: Role?, _ action: Action) {
        self.method = method
        self.path = path
        self.role = role
        self.action = action
    }

    package static let all: [APIRoute] =
        [
            APIRoute(.get, "/v1/me", .view, .me),
            APIRoute(.get, "/v1/status", .view, .status),
            APIRoute(.get, "/v1/events", .view, .events),
            APIRoute(.get, "/v1/runs/{run}/cues", .view, .cues),
            APIRoute(.get, "/v1/runs/{run}/records", .view, .records),
            APIRoute(.post, "/v1/panic", .operate, .panic),
            APIRoute(.post, "/v1/send", .operate, .send),
            APIRoute(.get, "/metrics", .view, .metrics),
            APIRoute(.get, "/healthz", nil, .health),
            APIRoute(.get, "/openapi.yaml", .view, .openAPI),
            APIRoute(.get, "/", .view, .front),
            APIRoute(.get, "/page/{file}", .view, .page),
        ] + RunVerb.allCases.map { APIRoute(.post, "/v1/runs/{run}/\($0.rawValue)", $0.role, .verb($0)) }

    package enum Match: Sendable, Hashable {
        /// - Parameter name: what stands where the path has a name in braces, percent-encoded as it came.
        case route(APIRoute, name: String)
        case otherMethod(allowed: String)
        case none
    }

    /// - Parameters:
    ///   - method: as it came: `GET`.
    ///   - path: without the query, percent-encoded as it came.
    package static func match(_ method: String, _ path: String) -> Match {
        let words = path.split(separator: "/", omittingEmptySubsequences: false)
        var allowed: [String] = []
        for route in all {
            guard let name = route.name(in: words) else { continue }
            if route.method.rawValue == method { return .route(route, name: name) }
            allowed.append(route.method.rawValue)
        }
        return allowed.isEmpty ? .none : .otherMethod(allowed: allowed.joined(separator: ", "))
    }

    /// Returns what stands where the path has a name in braces, or an empty text where it has none. Nil where the path is
    /// another.
    private func name(in words: [Substring]) -> String? {
        let pattern = path.split(separator: "/", omittingEmptySubsequences: false)
        // A file may lie in folders.
        let rest = pattern.last == "{file}" && words.count > pattern.count ? words[(pattern.count - 1)...] : []
        guard pattern.count == words.count || !rest.isEmpty else { return nil }
        var name = ""
        for (wanted, word) in zip(pattern, words) {
            if wanted.first == "{" {
                guard !word.isEmpty else { return nil }
                name = rest.isEmpty ? String(word) : rest.joined(separator: "/")
            } else if wanted != word {
                return nil
            }
        }
        return name
    }
}

/// What can be done to a run.
package enum RunVerb: String, Sendable, Hashable, CaseIterable {
    case hold, go, shift, skip, unskip, fire, again, set, cancel, stop, reload

    package var role: Role {
        switch self {
        case .cancel, .stop, .reload: .admin
        default: .operate
        }
    }
}
