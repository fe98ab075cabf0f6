import ControlAPI
import NIOHTTP1
import NIOSSL
import Scheduling
import ServiceLifecycle
import ShowTime
import TestSupport
import Testing

@testable import ShowRuntime

@Suite(.timeLimit(.minutes(10))) struct NetworkListenerTests {
    private static let tokens = [TokenFile.Entry(role: .admin, token: "adminadminadmin1", name: "Ann")]

    @Test func anAddressThatIsTakenIsNoReasonToEndTheShow() async throws {
        var first = ServedShow(LiveShow())
        first.access = CallerAccess(Self.tokens)
        try await first.serve { _, address async throws in
            let taken = try #require(ListenAddress(String(address.dropFirst(7).dropLast())))
            let folder = TemporaryFolder()
            let show = LiveShow()
            let desk = ControlDesk(show.driver, watch: show.watch, mode: .simulate, grace: .zero)
            let services: [any Service] = [
                ControlServer(path: folder.path("control.sock"), desk: desk),
                NetworkServer(NetworkServer.Place(taken, CallerAccess(Self.tokens)), desk: desk),
            ]
            let group = ServiceGroup(configuration: .init(services: services, logger: .silent))
            let running = Task { try await group.run() }
            try await show.observer.count.reach(1)
            guard case .unwatched(let reason) = show.observer.events.first else {
                Issue.record("nobody was told")
                return
            }
            #expect(reason == "cannot listen on 127.0.0.1:\(taken.port): Address already in use")
            // The socket is served all the same.
            let client = ControlClient(socket: folder.path("control.sock"))
            while (try? await client.status()) == nil { try await Task.sleep(for: .milliseconds(1)) }
            await group.triggerGracefulShutdown()
            try await running.value
        }
    }

    // MARK: TLS

    private let folder = TemporaryFolder()
    private var certificate: String { folder.write(SelfSigned.certificate, to: "cert.pem") }
    private var key: String { folder.write(SelfSigned.key, to: "key.pem", mode: 0o600) }

    @Test func whatIsOlderThanTLS12IsNotServed() async throws {
        var served = ServedShow(LiveShow())
        served.access = CallerAccess(Self.tokens)
        served.tls = try TLSFiles.configuration(certificate: certificate, key: key)
        try await served.serve { _, address async throws in
            var web = WebClient(address: address, authority: SelfSigned.certificate)
            for (version, isServed) in [(TLSVersion.tlsv1, false), (.tlsv11, false), (.tlsv12, true), (.tlsv13, true)] {
                web.newest = version
                let status = try? await web.call(.GET, "/healthz").status
                #expect(status == (isServed ? 200 : nil), "\(version)")
            }
        }
    }

    @Test func whatIsServedOverTLSIsServedToThoseWhoTrustIt() async throws {
        var served = ServedShow(LiveShow())
        served.access = CallerAccess(Self.tokens)
        served.tls = try TLSFiles.configuration(certificate: certificate, key: key)
        try await served.serve { _, address async throws in
            #expect(address.hasPrefix("https://127.0.0.1:"))
            let trusting = WebClient(address: address, authority: SelfSigned.certificate)
            #expect(try await trusting.call(.GET, "/v1/me", token: Self.tokens[0].token).status == 200)
            #expect(try await trusting.call(.GET, "/v1/me").status == 401)
            await #expect(throws: (any Error).self) { try await WebClient(address: address).call(.GET, "/healthz") }
            let plain = WebClient(address: address.replacing("https:", with: "http:"))
            await #expect(throws: (any Error).self) { try await plain.call(.GET, "/healthz") }
        }
    }

    @Test func aKeyThatOthersCanReadOrAnotherOneIsRefused() throws {
        let open = folder.write(SelfSigned.key, to: "open.pem", mode: 0o644)
        let other = folder.write("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", to: "o", mode: 0o600)
        for (certificate, key, words) in [
            (certificate, open, "others can read this key"), (certificate, other, "that belong together"),
            (key, key, "that belong together"), (certificate, folder.path("none"), "none"),
        ] {
            let problem = #expect(throws: TLSFiles.Problem.self) {
                try TLSFiles.configuration(certificate: certificate, key: key)
            }
            #expect(problem?.message.contains(words) == true, "\(problem?.message ?? "")")
            #expect(problem?.message.contains("MIGH") == false)
        }
    }

    // MARK: Addresses

    @Test(
        arguments: [
            ("127.0.0.1:8080", "127.0.0.1", 8080, true), ("localhost:0", "localhost", 0, true),
            ("[::1]:80", "::1", 80, true), ("0.0.0.0:443", "0.0.0.0", 443, false),
            ("Show.Example:8443", "show.example", 8443, false), ("127.0.0.1.example:1", "127.0.0.1.example", 1, false),
        ])
    func anAddressIsRead(text: String, host: String, port: Int, isLoopback: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.host == host && address.port == port && address.isLoopback == isLoopback)
    }

    @Test(arguments: [
        "", "8080", ":8080", "localhost", "localhost:", "localhost:70000", "::1:80", "a b:1", "http://a:1",
    ])
    func whatIsNoAddressIsRefused(text: String) { #expect(ListenAddress(text) == nil) }
}
