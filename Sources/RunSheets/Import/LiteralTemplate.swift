/// Templates that expand to a text as it is.
enum LiteralTemplate {
    /// `{{`, `{%` and `{#` begin something in a template: each is written as an expression that gives it.
    static func escaping(_ text: String) -> String {
        var escaped = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "{", let next = rest.first, next == "{" || next == "%" || next == "#" {
                rest.removeFirst()
                escaped += "{{ \"{\(Character(next))\" }}"
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
