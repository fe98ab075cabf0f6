import JSONText
import Timelines

/// The members of a request's body. Each must be known, be there only once, and have its type: a slip in a command must not
/// become another command.
struct RequestBody {
    fileprivate enum Value {
        case text(String)
        case integer(Int)
        case flag(Bool)
        case texts([String])
        case other
    }

    private var members: [String: Value] = [:]
    private var asked: [String] = []

    /// - Parameter bytes: empty for a body without members.
    init(_ bytes: [UInt8]) throws(APIProblem) {
        guard !bytes.isEmpty else { return }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .badRequest("the body is not UTF-8") }
        var members: [String: Value] = [:]
        var twice: String?
        let isObject = bytes.withUnsafeBufferPointer { bytes in
            JSONObject.read(bytes) { key, value in
                let key = JSONStringSlice(bytes: key, hasEscapes: key.contains(UInt8(ascii: "\\"))).text
                if members.updateValue(Value(value), forKey: key) != nil { twice = key }
            }
        }
        guard isObject else { throw .badRequest("the body is not a JSON object like {\"id\": \"7f3a\"}") }
        if let twice { throw .badRequest("\"\(Self.short(twice))\" is there twice") }
        self.members = members
    }

    mutating func text(_ name: String, longest: Int, orEmpty: Bool = false) throws(APIProblem) -> String? {
        asked.append(name)
        guard let value = members[name] else { return nil }
        guard case .text(let text) = value else { throw .badRequest("\"\(name)\" is a text") }
        guard orEmpty || !text.isEmpty else { throw .badRequest("\"\(name)\" is empty") }
        guard text.unicodeScalars.count <= longest else {
            throw .badRequest("\"\(name)\" is longer than \(longest) characters")
        }
        return text
    }

    mutating func integer(_ name: String) throws(APIProblem) -> Int? {
        asked.append(name)
        guard let value = members[name] else { return nil }
        guard case .integer(let number) = value else { throw .badRequest("\"\(name)\" is a whole number") }
        return number
    }

    mutating func flag(_ name: String) throws(APIProblem) -> Bool? {
        asked.append(name)
        guard let value = members[name] else { return nil }
        guard case .flag(let flag) = value else { throw .badRequest("\"\(name)\" is true or false") }
        return flag
    }

    mutating func texts(_ name: String, most: Int, longest: Int) throws(APIProblem) -> [String]? {
        asked.append(name)
        guard let value = members[name] else { return nil }
        guard case .texts(let texts) = value, !texts.isEmpty, texts.count <= most else {
            throw .badRequest("\"\(name)\" is a list of 1 to \(most) texts")
        }
        guard texts.allSatisfy({ !$0.isEmpty && $0.unicodeScalars.count <= longest }) else {
            throw .badRequest("each of \"\(name)\" has 1 to \(longest) characters")
        }
        return texts
    }

    /// - Throws: where there is a member that nobody asked for.
    func finish() throws(APIProblem) {
        guard let unknown = members.keys.filter({ !asked.contains($0) }).min() else { return }
        let hint = Suggestion.hint(for: unknown, among: asked)
        throw .badRequest("\"\(Self.short(unknown))\" is not known here\(hint)")
    }

    private static func short(_ text: String) -> String {
        text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(40)) + "…"
    }
}

extension RequestBody.Value {
    fileprivate init(_ value: JSONObject.Value) {
        switch value {
        case .string(let slice): self = .text(slice.text)
        case .bool(let flag): self = .flag(flag)
        case .number: self = value.integer.map { .integer($0) } ?? .other
        case .array(let array):
            var texts: [String]? = []
            JSONObject.readArray(array) { element in
                if let text = element.text { texts?.append(text) } else { texts = nil }
            }
            self = texts.map { .texts($0) } ?? .other
        case .object, .null: self = .other
        }
    }
}
