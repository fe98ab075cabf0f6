import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct SignatureTests {
    @Test func isTheOneZegoPublished() {
        let signature = Signature(appID: 12345, secret: ServerSecret("9193cc662a4c0ec135ec71fb57194b38"))
        let published = "43e5cfcca828314675f91b001390566a"
        let digits = signature.hexadecimal(nonce: "4fd24687296dd9f3", timestamp: "1615186943")
        #expect(String(decoding: digits, as: UTF8.self) == published)
        #expect(signature.matches(published, nonce: "4fd24687296dd9f3", timestamp: "1615186943"))
    }

    @Test(arguments: [
        "43E5CFCCA828314675F91B001390566A", "43e5cfcca828314675f91b001390566", "43e5cfcca828314675f91b001390566b", "x",
    ])
    func refusesAnyOther(signature: String) {
        let account = Signature(appID: 12345, secret: .published)
        #expect(!account.matches(signature, nonce: "4fd24687296dd9f3", timestamp: "1615186943"))
    }

    @Test func theSecretShowsInNoDescription() {
        let secret = "a-secret-of-ours"
        var configuration = SimulatorConfiguration()
        configuration.serverSecret = ServerSecret(secret)
        let api = SimulatedAPI(configuration, start: .zero)
        var dumped = ""
        dump(configuration, to: &dumped)
        dump(api, to: &dumped)
        dump(configuration.serverSecret, to: &dumped)
        for text in [dumped, "\(configuration)", String(reflecting: api), "\(configuration.serverSecret)"] {
            #expect(!text.contains(secret))
        }
    }
}
