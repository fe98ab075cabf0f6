import AsyncHTTPClient
import ControlAPI
import Glibc
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

/// The tokens file may be another while the show plays.
@Suite(.timeLimit(.minutes(10))) struct TokenWatchTests {
    private let folder = TemporaryFolder()

    private func role(_ access: CallerAccess, _ token: String) -> Role? {
        try? access.caller(authorization: "Bearer \(token)", session: nil, from: "a", at: .zero).role
    }

    @Test func whoLostTheTokenIsShutOutWithTheSession() throws {
        let ann = TokenFile.Entry(role: .view, token: "annannannannanna", name: "Ann")
        let bob = TokenFile.Entry(role: .operate, token: "bobbobbobbobbobb", name: "Bob")
        let access = CallerAccess([ann, bob])
        let session = try access.beginSession(token: bob.token, from: "a", at: .zero)
        #expect(try access.caller(authorization: nil, session: session, from: "a", at: .zero).name == "Bob")
        // Another order, another role: a session is of the token, not of its place.
        var promoted = bob
        promoted.role = .admin
        access.replace(with: [promoted, ann])
        #expect(try access.caller(authorization: nil, session: session, from: "a", at: .zero).role == .admin)
        access.replace(with: [ann])
        #expect(role(access, bob.token) == nil && role(access, ann.token) == .view)
        #expect(throws: APIProblem.self) {
            try access.caller(authorization: nil, session: session, from: "a", at: .zero)
        }
        // What was used up of a token stays used up.
        for _ in 0..<97 { _ = role(access, ann.token) }
        access.replace(with: [ann, bob])
        _ = role(access, ann.token)
        _ = role(access, ann.token)
        #expect(role(access, ann.token) == nil && role(access, bob.token) == .operate)
    }

    /// Watches a file of tokens as long as the body takes.
    ///
    /// - Returns: what was said of it meanwhile.
    private func watching(
        _ path: String, _ body: (CallerAccess, EventLog) async throws -> Void
    ) async throws -> [String] {
        let first = try PrivateTokens.read(path)
        let access = CallerAccess(first)
        let show = LiveShow()
        let watch = TokenWatch(path, first, access: access, driver: show.driver, pause: .milliseconds(1))
        let group = ServiceGroup(configuration: .init(services: [watch], logger: .silent))
        let running = Task { try await group.run() }
        try await body(access, show.observer)
        await group.triggerGracefulShutdown()
        try await running.value
        return show.observer.words
    }

    @Test func aChangedFileCountsAndABrokenOneDoesNot() async throws {
        let path = folder.write("view annannannannanna Ann\n", to: "tokens", mode: 0o600)
        let said = try await watching(path) { access, told async throws in
            folder.write("view annannannannanna Ann\nadmin bobbobbobbobbobb Bob\n", to: "new", mode: 0o600)
            rename(folder.path("new"), path)
            try await told.count.reach(1)
            #expect(role(access, "bobbobbobbobbobb") == .admin)
            folder.write("nonsense\n", to: "new", mode: 0o600)
            rename(folder.path("new"), path)
            try await told.count.reach(2)
            #expect(role(access, "bobbobbobbobbobb") == .admin)
            folder.write("view annannannannanna Ann\n", to: "new", mode: 0o644)
            chmod(folder.path("new"), 0o644)
            rename(folder.path("new"), path)
            try await told.count.reach(3)
            #expect(role(access, "bobbobbobbobbobb") == .admin)
            chmod(path, 0o600)
            try await told.count.reach(4)
            #expect(role(access, "bobbobbobbobbobb") == nil)
        }
        #expect(said == ["2 tokens", "tokens refused", "tokens refused", "1 tokens"])
    }

    @Test(arguments: [true, false]) func aFileThatIsEmptyOrGoneIsForNobody(isGone: Bool) async throws {
        let path = folder.write("admin annannannannanna Ann\n", to: "tokens", mode: 0o600)
        let said = try await watching(path) { access, told async throws in
            if isGone { unlink(path) } else { truncate(path, 0) }
            try await told.count.reach(2)
            #expect(role(access, "annannannannanna") == nil)
            folder.write("admin annannannannanna Ann\n", to: "new", mode: 0o600)
            rename(folder.path("new"), path)
            try await told.count.reach(3)
            #expect(role(access, "annannannannanna") == .admin)
        }
        #expect(said == ["tokens refused", "0 tokens", "1 tokens"])
    }

    /// Reads events until the connection is closed.
    private static func read(_ web: WebClient, headers: HTTPHeaders, _ events: Counter) async throws {
        var request = HTTPClientRequest(url: web.address + "v1/events")
        request.headers = headers
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        #expect(response.status == .ok)
        do { for try await _ in response.body { events.add() } } catch {}
    }

    @Test func aStreamEndsWithItsToken() async throws {
        let ann = TokenFile.Entry(role: .view, token: "annannannannanna", name: "Ann")
        let bob = TokenFile.Entry(role: .view, token: "bobbobbobbobbobb", name: "Bob")
        let access = CallerAccess([ann, bob])
        let show = LiveShow()
        var served = ServedShow(show)
        served.access = access
        try await served.serve { _, address async throws in
            let web = WebClient(address: address)
            let session = try access.beginSession(token: bob.token, from: "a", at: .zero)
            let port = address.dropLast().split(separator: ":").last ?? ""
            let (first, second, third) = (Counter(), Counter(), Counter())
            async let kept: Void = Self.read(web, headers: ["authorization": "Bearer \(ann.token)"], first)
            async let shut: Void = Self.read(web, headers: ["authorization": "Bearer \(bob.token)"], second)
            async let shutToo: Void = Self.read(web, headers: ["cookie": "showcaller-\(port)=\(session)"], third)
            for events in [first, second, third] { try await events.reach(1) }
            access.replace(with: [ann])
            try await shut
            try await shutToo
            let count = first.count
            await show.advance(.seconds(2))
            try await first.reach(count + 1)
            // What a token was exchanged for does not come back with it.
            access.replace(with: [ann, bob])
            #expect(role(access, bob.token) == .view)
            #expect(throws: APIProblem.self) {
                try access.caller(authorization: nil, session: session, from: "a", at: .zero)
            }
            access.replace(with: [])
            try await kept
        }
    }
}
