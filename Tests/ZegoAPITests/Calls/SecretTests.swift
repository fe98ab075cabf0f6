import ShowTime
import Testing

@testable import ZegoAPI

/// However it is printed, by accident too.
struct SecretTests {
    private struct Holder {
        var account: ZegoAccount
        var optional: ServerSecret?
        var list: [ServerSecret]
        var tuple: (ServerSecret, Int)
        var dictionary: [String: ServerSecret]
        var any: Any
    }

    private func everyText(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        var printed = ""
        print(value, to: &printed)
        var debugPrinted = ""
        debugPrint(value, to: &debugPrinted)
        return [
            dumped, printed, debugPrinted, String(describing: value), String(reflecting: value), "\(value)",
            mirrored(value),
        ]
    }

    /// Everything that reflection finds, however deep.
    private func mirrored(_ value: Any, depth: Int = 0) -> String {
        guard depth < 8 else { return "" }
        return Mirror(reflecting: value).children.map { child in
            "\(child.label ?? "") \(child.value) " + mirrored(child.value, depth: depth + 1)
        }.joined()
    }

    @Test func isNeverPrinted() throws {
        let secret = ServerSecret(secretText)
        let account = try account("https://rtc-api.zego.im", isTest: true)
        let holder = Holder(
            account: account, optional: secret, list: [secret], tuple: (secret, 1), dictionary: ["a": secret],
            any: secret)
        let values: [Any] = [secret, Optional(secret) as Any, account, [account], holder]
        for value in values {
            for text in everyText(of: value) { #expect(!text.contains(secretText)) }
        }
        #expect("\(secret)" == "(secret)")
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func aTransportDoesNotPrintIt() async throws {
        try await withTransport(to: "http://127.0.0.1:1") { transport async throws in
            // Not deeper: what lies below is an HTTP client at work.
            let children = Mirror(reflecting: transport).children.map { "\($0.value)" }
            for text in children + ["\(transport)", String(reflecting: transport)] {
                #expect(!text.contains(secretText))
            }
        }
    }

    @Test func aSignatureHasNoSecretInIt() {
        let signature = Signature(appID: 1, secret: ServerSecret(secretText), nonce: 1, timestamp: 1)
        for text in everyText(of: signature) { #expect(!text.contains(secretText)) }
    }
}
