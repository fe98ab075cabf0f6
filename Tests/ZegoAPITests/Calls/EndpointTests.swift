import Testing

@testable import ZegoAPI

struct EndpointTests {
    @Test(arguments: [
        ("https://rtc-api.zego.im", "https://rtc-api.zego.im", "rtc-api.zego.im"),
        ("https://rtc-api.zego.im/", "https://rtc-api.zego.im", "rtc-api.zego.im"),
        ("https://rtc-api.zego.im//", "https://rtc-api.zego.im", "rtc-api.zego.im"),
        ("HTTPS://RTC-API.zego.im", "https://RTC-API.zego.im", "rtc-api.zego.im"),
        ("https://rtc-api-sha.zego.im:8443", "https://rtc-api-sha.zego.im:8443", "rtc-api-sha.zego.im"),
        ("https://192.0.2.1", "https://192.0.2.1", "192.0.2.1"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]", "2001:db8::1"),
        ("https://[2001:db8::1]:443", "https://[2001:db8::1]:443", "2001:db8::1"),
        ("https://a_b", "https://a_b", "a_b"),
        ("http://127.0.0.1", "http://127.0.0.1", "127.0.0.1"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", "127.0.0.1"),
        ("http://127.255.0.9:1", "http://127.255.0.9:1", "127.255.0.9"),
        ("http://localhost:65535", "http://localhost:65535", "localhost"),
        ("http://LOCALHOST", "http://LOCALHOST", "localhost"),
        ("http://[::1]:8080", "http://[::1]:8080", "::1"),
    ])
    func isRead(text: String, url: String, host: String) throws {
        let endpoint = try Endpoint(text)
        #expect(endpoint.url == url)
        #expect(endpoint.host == host)
    }

    @Test(arguments: [
        "", "rtc-api.zego.im", "//rtc-api.zego.im", "https:rtc-api.zego.im", "https:/x", "ftp://rtc-api.zego.im",
        "://x", "https", "httpss://x", " https://x", "https//x", "file:///etc/passwd", "unix://x",
    ])
    func needsAScheme(text: String) {
        #expect(throws: Endpoint.Invalid(message: "it begins with https://")) { try Endpoint(text) }
    }

    @Test(arguments: [
        "https://", "https:///", "https://x/path", "https://x?query", "https://x#fragment", "https://user@x",
        "https://user:password@x", "https://x y", "https://x\n", "https://x\r\nHost: y", "https://x\t", "https://x%2e",
        "https://x\"", "https://ex\u{e4}mple.com", "https://\u{ff11}", "https://x\u{0}", "https://x\\y", "https://x,y",
    ])
    func isAHostAndNothingElse(text: String) {
        #expect(throws: Endpoint.Invalid(message: "it is a host, without a path: https://rtc-api.zego.im")) {
            try Endpoint(text)
        }
    }

    @Test(arguments: [
        "https://x:", "https://x:0", "https://x:65536", "https://x:-1", "https://x:+80", "https://x:8a",
        "https://x: 80",
        "https://x:000080", "https://x:80:80", "https://[::1]:", "https://[::1]:x", "https://x:\u{661}", "http://::1",
        "http://::1:8080", "https://:80:",
    ])
    func aPortIsANumber(text: String) {
        #expect(throws: Endpoint.Invalid.self) { try Endpoint(text) }
    }

    @Test(arguments: [
        "http://[::1", "http://[::1]x", "http://[::1].example.com", "http://[::1]x:80", "http://[]",
        "http://[127.0.0.1]",
        "https://[fe80::1%eth0]", "https://[x]", "https://]",
    ])
    func anIPv6AddressStandsInBrackets(text: String) {
        #expect(throws: Endpoint.Invalid.self) { try Endpoint(text) }
    }

    @Test(arguments: [
        "http://rtc-api.zego.im", "http://192.168.1.1", "http://0.0.0.0", "http://[::2]", "http://[2001:db8::1]:80",
        // They look like loopback and are names for a resolver.
        "http://127.0.0.1.example.com", "http://127.0.0.1.", "http://127.1", "http://127.0.0.256",
        "http://127.0.0.0001",
        "http://127..0.1", "http://127.", "http://localhost.example.com", "http://localhost.", "http://1270.0.0.1",
    ])
    func plainHTTPStaysOnThisHost(text: String) throws {
        let error = try #require(throws: Endpoint.Invalid.self) { try Endpoint(text) }
        #expect(error.message.hasPrefix("plain http goes to this host only (127.0.0.1): write https://"))
    }

    @Test func knowsWhatIsLoopback() throws {
        #expect(!Endpoint.zego.isLoopback)
        #expect(try Endpoint("https://127.0.0.1").isLoopback)
        #expect(try Endpoint("https://[::1]").isLoopback)
        #expect(try !Endpoint("https://127.0.0.1.nip.io").isLoopback)
    }
}
