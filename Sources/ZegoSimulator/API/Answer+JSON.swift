extension Answer {
    /// The body: compact, keys in alphabetical order as in the documented example.
    var json: String {
        let data =
            switch data {
            case .messageID(let id): #""Data":{"MessageId":\#(Self.quoted(id))},"#
            case .userCounts(let counts):
                Self.list("UserCountList", counts) {
                    #"{"RoomId":\#(Self.quoted($0.roomID)),"UserCount":\#($0.count),"AdminUserCount":0}"#
                }
            case .userStates(let states):
                Self.list("UserStatusList", states) {
                    #"{"UserId":\#(Self.quoted($0.userID)),"Status":\#($0.isInRoom ? 1 : 0)}"#
                }
            case nil: ""
            }
        return #"{"Code":\#(code),\#(data)"Message":\#(Self.quoted(code.message)),"RequestId":"\#(requestID)"}"#
    }

    private static func list<Element>(_ name: String, _ elements: [Element], element: (Element) -> String) -> String {
        #""Data":{"\#(name)":[\#(elements.map(element).joined(separator: ","))]},"#
    }

    /// A JSON string with its quotes. Escapes only what JSON demands; the rest stays UTF-8.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\0"..<" ": quoted += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
