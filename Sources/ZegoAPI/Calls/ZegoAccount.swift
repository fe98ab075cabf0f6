/// An AppID, its secret, and the address of its API.
package struct ZegoAccount: Sendable {
    package var appID: UInt32
    package var secret: ServerSecret
    /// `IsTest`: projects from before 2021-11-16 need it; nil leaves it out.
    package var isTest: Bool?
    package var endpoint: Endpoint

    package init(appID: UInt32, secret: ServerSecret, isTest: Bool?, endpoint: Endpoint) {
        self.appID = appID
        self.secret = secret
        self.isTest = isTest
        self.endpoint = endpoint
    }
}

/// The ServerSecret. Printing it in any way, by accident too, prints no secret.
package struct ServerSecret: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let text: String

    package init(_ text: String) { self.text = text }

    package var description: String { "(secret)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
