/// The decoded parameters of a call, in the order in which they were written.
package struct Query: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package var parameters: [Parameter]

    /// False where an escape was broken or the bytes were not UTF-8; what could be read is in `parameters` anyway.
    package internal(set) var isWellFormed = true

    package init(_ parameters: [Parameter]) { self.parameters = parameters }

    /// The value of the first parameter of that name. Which one of several ZEGO takes is unknown.
    package subscript(name: String) -> String? {
        for parameter in parameters where parameter.name == name { return parameter.value }
        return nil
    }

    /// The values of every parameter of that name.
    package func values(of name: String) -> [String] {
        parameters.compactMap { $0.name == name ? $0.value : nil }
    }

    func without(_ name: String) -> Query {
        var query = self
        query.parameters.removeAll { $0.name == name }
        return query
    }
}
