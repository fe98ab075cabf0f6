import MarkedYAML
import ShowTime
import Templates

extension TimelineLoader {
    /// Expands one delivery with other values of its inputs than the longest, and reports the first error.
    ///
    /// - Returns: nil after an error; otherwise whether all `occurrences` can certainly be sent, as far as that is known at once.
    mutating func checkInputs(
        of message: Message, occurrence: Int, room: Int, due: Instant, with witnesses: [InputWitnesses.Witness],
        occurrences: Int, text: YAMLNode, condition: YAMLNode?, _ expander: inout MessageExpander,
        context: (String) -> String
    ) -> Bool? {
        var areBounded = true
        defer { expander.giveNothing() }
        for witness in witnesses {
            checkingSteps += Self.stepsOfAnExpansion
            expander.give(witness.values)
            if let condition {
                do throws(TemplateError) {
                    guard try expander.isWanted(message, occurrence: occurrence, room: room) else { continue }
                } catch {
                    report(error, in: condition, context: context(witness.words))
                    return nil
                }
            }
            do throws(ExpansionError) {
                try expander.check(message, occurrence: occurrence, room: room, due: due)
                areBounded = areBounded && expander.canAllBeSent(message, occurrences: occurrences)
            } catch {
                report(error, in: text, context: context(witness.words))
                return nil
            }
        }
        return areBounded
    }
}
