import ShowTime
import Testing

@testable import ZegoSimulator

@Suite struct SignatureTests {
    @Test func isTheOneZegoPublished() {
        let signature = Signature(appID: 12345, secret: ServerSecret("9193cc662a4c0ec135ec71fb57194b38"))
        let published = "43e5cfcca828314675f91b001390566a"
        #expect(signature.hexadecimal(nonce: "4fd24687296dd9f3", timestamp: "1615186943") == published)
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
