extension TemplateSet {
    /// Everything that is wrong with a text as a template, as far as that can be said: compiling stops at the first.
    package mutating func problems(in text: UnsafeBufferPointer<UInt8>) -> [TemplateError] {
        var problems: [TemplateError] = []
        var parts = TemplateParts(text)
        while true {
            do throws(TemplateError) {
                guard let part = try parts.next() else { return problems }
                if case .expression(let range) = part {
                    do throws(TemplateError) {
                        _ = try ExpressionParser.parse(text, in: range, symbols: &symbols)
                    } catch {
                        problems.append(error.shifted(by: range.lowerBound))
                    }
                } else if case .statement = part {
                    do throws(TemplateError) { _ = try compile(text) } catch { return [error] }
                    return []
                }
            } catch {
                // Where the braces themselves are wrong, nobody knows what is inside of them.
                return problems + [error]
            }
        }
    }

    /// Everything that is wrong with a template for one delivery: expanding stops at the first. Of a template with
    /// statements only the first is known, for what comes after may hang on it.
    package func problems(of template: Template, in scope: Scope) -> [TemplateError] {
        var buffer = TextBuffer(limit: 0)
        guard !template.hasStatements else {
            do throws(TemplateError) { _ = try expand(template, in: scope, into: &buffer) } catch { return [error] }
            return []
        }
        var problems: [TemplateError] = []
        for index in Int(template.start)..<Int(template.start + template.count) {
            let step = Template(start: UInt32(index), count: 1, dependencies: [])
            do throws(TemplateError) { _ = try expand(step, in: scope, into: &buffer) } catch { problems.append(error) }
        }
        return problems
    }
}
