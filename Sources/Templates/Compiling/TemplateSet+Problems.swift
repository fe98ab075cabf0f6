extension TemplateSet {
    /// Returns every mistake in a text that does not compile, whereas compiling stops at the first.
    package mutating func problems(in text: UnsafeBufferPointer<UInt8>) -> [TemplateError] {
        var problems: [TemplateError] = []
        var scanner = TemplateScanner(text)
        do throws(TemplateError) {
            while let part = try scanner.next() {
                switch part {
                case .text, .raw: break
                case .expression(let range):
                    do throws(TemplateError) { _ = try expression(text, in: range) } catch { problems.append(error) }
                case .statement:
                    do throws(TemplateError) { _ = try compile(text) } catch { return [error] }
                    return []
                }
            }
            return problems
        } catch {
            // Behind braces that do not close, the rest cannot be split.
            return problems + [error]
        }
    }

    /// Returns every error of a template for one delivery, whereas expanding stops at the first. For a template with statements,
    /// returns only the first error, because others may be consequences of it.
    package func problems(of template: Template, in scope: Scope) -> [TemplateError] {
        var buffer = TextBuffer(limit: 0)
        guard !template.hasStatements else {
            do throws(TemplateError) { _ = try expand(template, in: scope, into: &buffer) } catch { return [error] }
            return []
        }
        var problems: [TemplateError] = []
        for index in template.nodeRange {
            var step = template
            (step.start, step.count) = (UInt32(index), 1)
            do throws(TemplateError) { _ = try expand(step, in: scope, into: &buffer) } catch { problems.append(error) }
        }
        return problems
    }
}
