import Crypto

/// The signatures of an account, version 2.0: md5 of AppId, SignatureNonce, ServerSecret and Timestamp, joined with
/// nothing between them; 32 lower-case hexadecimal digits (documented).
struct Signature: Sendable {
    let appID: UInt32
    let secret: ServerSecret

    func hexadecimal(nonce: String, timestamp: String) -> String {
        let signed = "\(appID)\(nonce)\(secret.text)\(timestamp)"
        return Insecure.MD5.hash(data: Array(signed.utf8)).reduce(into: "") { digits, byte in
            digits += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
    }
}
