import Crypto

/// The signature of a call, version 2.0: md5 of AppId, SignatureNonce, ServerSecret and Timestamp, written one after
/// the other with nothing between; 32 lower-case hexadecimal digits (documented).
struct Signature: Sendable {
    private let appID: [UInt8]
    private let secret: ServerSecret

    init(appID: UInt32, secret: ServerSecret) {
        self.appID = Array(String(appID).utf8)
        self.secret = secret
    }

    /// Whether `signature` is the one for this nonce and timestamp. Upper-case digits are wrong.
    func matches(_ signature: String, nonce: String, timestamp: String) -> Bool {
        hexadecimal(nonce: nonce, timestamp: timestamp).elementsEqual(signature.utf8)
    }

    /// The signature as 32 ASCII bytes.
    func hexadecimal(nonce: String, timestamp: String) -> [UInt8] {
        var signed: [UInt8] = []
        signed.reserveCapacity(appID.count + nonce.utf8.count + secret.text.utf8.count + timestamp.utf8.count)
        signed += appID
        signed += nonce.utf8
        signed += secret.text.utf8
        signed += timestamp.utf8
        let digits: StaticString = "0123456789abcdef"
        var hexadecimal: [UInt8] = []
        hexadecimal.reserveCapacity(2 * Insecure.MD5.byteCount)
        for byte in Insecure.MD5.hash(data: signed) {
            hexadecimal.append(digits.utf8Start[Int(byte >> 4)])
            hexadecimal.append(digits.utf8Start[Int(byte & 15)])
        }
        return hexadecimal
    }
}
