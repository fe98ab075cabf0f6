import Scheduling
import Testing

@testable import ZegoAPI

/// A server, or something between, that quotes the call in its answer must not get it into a log.
struct RedactionTests {
    private let secret = ServerSecret(secretText)
    private var signature: Signature { Signature(appID: 12345, secret: secret, nonce: 1, timestamp: 2) }

    private func redacted(_ text: String) -> AttemptEnd {
        AttemptEnd(.refused, code: 3, reason: text, messageID: text, requestID: text)
            .redacted(signature.signature, secret)
    }

    @Test func whatRepeatsTheCallIsLeftOut() {
        let texts = [
            "bad call: https://rtc-api.zego.im/?Action=SendBarrageMessage&Signature=\(signature.signature)&x=1",
            "signature \(signature.signature)", "SIGNATURE \(signature.signature.uppercased())", "Signature=",
            "signature=", "/?Action=SendBarrageMessage&AppId=1", "your secret is \(secretText)",
            "%2F%3FAction%3DSendBarrageMessage%26AppId%3D1", "signature%3d43e5",
        ]
        for text in texts {
            let end = redacted(text)
            #expect(end.reason == "(left out: it repeats the signed call)")
            #expect(end.messageID == nil)
            #expect(end.requestID == nil)
            #expect(end.code == 3)
        }
    }

    @Test(arguments: ["", "signature error", "signature wrong: check it", "43e5cfcca828314675f91b00139056"])
    func otherTextsStay(text: String) {
        let end = redacted(text)
        #expect(end.reason == text)
        #expect(end.messageID == text)
    }
}
