import ControlAPI
import NIOHTTP1
import Scheduling
import ShowTime
import TestSupport
import Testing
import Timelines

@testable import ShowRuntime

/// Who may do what over the network.
@Suite(.timeLimit(.minutes(10))) struct NetworkAccessTests {
    private static let tokens = [
        TokenFile.Entry(role: .view, token: "viewviewviewview", name: "Vera"),
        TokenFile.Entry(role: .operate, token: "operateoperate12", name: "Otto"),
        TokenFile.Entry(role: .admin, token: "adminadminadmin1", name: "Ann"),
    ]

    private func serving<Result>(
        _ show: LiveShow = LiveShow(), files: ServedFiles = ServedFiles(), _ body: (WebClient) async throws -> Result
    ) async throws -> Result {
        var served = ServedShow(show)
        served.access = CallerAccess(Self.tokens)
        served.files = files
        return try await served.serve { _, address async throws in try await body(WebClient(address: address)) }
    }

    /// A path that a route matches.
    private func path(_ route: APIRoute) -> String {
        String(route.path.split(separator: "{", maxSplits: 1)[0])
            + (route.path.contains("{run}") ? "show" + (route.path.split(separator: "}").last ?? "") : "")
            + (route.path.contains("{file}") ? "app.js" : "")
    }

    @Test func withoutATokenNothingIsSaidOrDone() async throws {
        try await serving { web async throws in
            for route in APIRoute.all where route.role != nil {
                for headers in [
                    [], [("authorization", "Bearer wrongwrongwrongwrong")], [("authorization", "Basic eDp5")],
                    [("cookie", "showcaller-1=x")],
                ] {
                    let answer = try await web.call(
                        HTTPMethod(rawValue: route.method.rawValue), path(route), headers: headers)
                    // Whoever guesses is told ever less.
                    #expect(answer.status == 401 || answer.status == 429, "\(route.path)")
                }
            }
            #expect(try await web.call(.GET, "/healthz").body == "ok\n")
            #expect(try await web.call(.GET, "/nothing").status == 401)
        }
    }

    @Test func aRoleDoesWhatItMayAndNoMore() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await serving(show) { web async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: store)
            for entry in Self.tokens {
                for route in APIRoute.all where route.role != nil && route.action != .events {
                    let isAllowed = entry.role >= route.role ?? .view
                    // What is not well-formed is found out only by those who may.
                    let answer = try await web.call(
                        HTTPMethod(rawValue: route.method.rawValue), path(route), token: entry.token,
                        body: route.method == .post ? "{\"no\": 1}" : nil)
                    #expect((answer.status == 403) == !isAllowed, "\(entry.role) \(route.path) \(answer.body)")
                    if isAllowed, route.method == .post { #expect(answer.status == 400, "\(route.path)") }
                }
            }
        }
        #expect(store.story == [])
    }

    @Test func whoGaveACommandIsWhoseTokenItWas() async throws {
        let store = MemoryStore()
        let show = LiveShow()
        try await serving(show) { web async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: store)
            let answer = try await web.call(
                .POST, "/v1/runs/show/hold", token: "operateoperate12", body: "{\"id\": \"7\"}")
            #expect(answer.status == 200)
            #expect(store.lines.contains { $0.contains(#""action":"hold","by":"Otto","command":"7""#) })
            let lied = try await web.call(
                .POST, "/v1/runs/show/go", token: "operateoperate12", body: "{\"by\": \"Ann\"}")
            #expect(lied.status == 400 && lied.body.contains("\\\"by\\\" is not known here"))
        }
    }

    @Test func aTokenThatIsMadeHas256BitsThatNoOtherHas() {
        let tokens = (0..<1000).map { _ in CallerAccess.randomToken() }
        #expect(Set(tokens).count == tokens.count)
        // Each of its four words is another each time.
        for start in stride(from: 0, to: 64, by: 16) {
            #expect(Set(tokens.map { $0.dropFirst(start).prefix(16) }).count == tokens.count)
        }
        #expect(tokens.allSatisfy { $0.count == 64 && $0.allSatisfy { $0.isHexDigit && !$0.isUppercase } })
    }

    @Test func aLinkIsExchangedForACookie() async throws {
        let show = LiveShow()
        let files = ServedFiles(page: { $0 == "/" ? (Array("<p>".utf8), "text/html") : nil })
        try await serving(show, files: files) { web async throws in
            try await show.play(timeline("- {id: a, at: 1h, text: one}"), into: MemoryStore())
            #expect(try await web.call(.GET, "/?token=wrongwrongwrongw").status == 401)
            let entrance = try await web.call(.GET, "/?token=operateoperate12")
            #expect(entrance.status == 303 && entrance.headers["location"] == ["/"])
            let cookie = try #require(entrance.headers["set-cookie"].first)
            #expect(cookie.hasSuffix("; HttpOnly; SameSite=Strict; Path=/") && !cookie.contains("operateoperate12"))
            let pair = String(cookie.prefix { $0 != ";" })
            let page = try await web.call(.GET, "/", headers: [("cookie", "a=b; \(pair)")])
            #expect(page.status == 200 && page.body == "<p>")
            let origin = ("origin", String(web.address.dropLast()))
            let hold = "/v1/runs/show/hold"
            #expect(try await web.call(.POST, hold, headers: [("cookie", pair)]).status == 403)
            #expect(try await web.call(.POST, hold, headers: [("cookie", pair), origin]).status == 200)
            // From another's page a browser would not take the cookie along at once.
            let linked = try await web.call(
                .GET, "/?token=operateoperate12", headers: [("sec-fetch-site", "cross-site")])
            #expect(linked.status == 200 && linked.body.contains("content=\"0;url=/\""))
            #expect(!linked.headers["set-cookie"].isEmpty)
        }
    }

    @Test(arguments: ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", "[::1", ""])
    func aForeignHostIsRefused(host: String) async throws {
        try await serving { web async throws in
            let answer = try await web.call(.GET, "/v1/status", token: "adminadminadmin1", headers: [("host", host)])
            #expect(answer.status == 403 || answer.status == 400)
        }
    }

    @Test(arguments: ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"])
    func aForeignOriginIsRefused(origin: String) async throws {
        try await serving { web async throws in
            for method in [HTTPMethod.GET, .POST] {
                let path = method == .GET ? "/v1/status" : "/v1/panic"
                let answer = try await web.call(method, path, token: "adminadminadmin1", headers: [("origin", origin)])
                #expect(answer.status == 403 && answer.body.contains("foreign_origin"))
                #expect(answer.headers["access-control-allow-origin"].isEmpty)
            }
        }
    }

    @Test func ourOwnNamesAreTaken() async throws {
        try await serving { web async throws in
            let port = web.address.dropLast().split(separator: ":").last ?? ""
            for host in ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)", "LOCALHOST:\(port)"] {
                let answer = try await web.call(
                    .GET, "/v1/me", token: "viewviewviewview", headers: [("host", host), ("origin", "http://\(host)")])
                #expect(answer.status == 200, "\(host)")
                #expect(answer.body == "{\"role\":\"view\",\"name\":\"Vera\",\"version\":\"\(showcallerVersion)\"}\n")
            }
        }
    }

    @Test func whoGuessesIsToldLessAndKeepsNobodyOut() async throws {
        try await serving { web async throws in
            // The clock stands still: nothing comes back.
            var statuses: [Int] = []
            for number in 0..<30 {
                statuses.append(try await web.call(.GET, "/v1/me", token: "guessguessguess\(number)").status)
            }
            #expect(statuses == Array(repeating: 401, count: 20) + Array(repeating: 429, count: 10))
            #expect(try await web.call(.GET, "/?token=guessguessguess").status == 429)
            // An operator may sit behind the same address.
            #expect(try await web.call(.GET, "/v1/me", token: "operateoperate12").status == 200)
        }
    }

    @Test func whoCallsTooOftenWaits() async throws {
        try await serving { web async throws in
            // The clock stands still: nothing comes back.
            var statuses: [Int] = []
            for _ in 0..<110 { statuses.append(try await web.call(.GET, "/v1/me", token: "viewviewviewview").status) }
            #expect(statuses.count { $0 == 200 } == 100 && statuses.count { $0 == 429 } == 10)
            #expect(try await web.call(.GET, "/v1/me", token: "adminadminadmin1").status == 200)
        }
    }

    @Test func everyAnswerSaysHowItIsToBeTreated() async throws {
        try await serving { web async throws in
            for path in ["/v1/status", "/nothing", "/healthz"] {
                let headers = try await web.call(.GET, path, token: "viewviewviewview").headers
                #expect(headers["cache-control"] == ["no-store"] && headers["x-content-type-options"] == ["nosniff"])
                #expect(headers["referrer-policy"] == ["no-referrer"])
                let policies = headers["content-security-policy"].flatMap { $0.split(separator: "; ") }
                #expect(policies.contains("default-src 'none'") && policies.contains("script-src 'self'"))
                #expect(policies.contains("base-uri 'none'") && policies.contains("form-action 'none'"))
                #expect(policies.contains("frame-ancestors 'none'") && headers["x-frame-options"] == ["DENY"])
            }
            let other = try await web.call(.DELETE, "/v1/status", token: "viewviewviewview")
            #expect(other.status == 405 && other.headers["allow"] == ["GET"])
        }
    }
}
