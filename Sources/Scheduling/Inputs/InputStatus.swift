/// A view of one input of a run.
package struct InputStatus: Sendable, Hashable {
    package var name: String
    package var prompt: String
    /// The most bytes of a value.
    package var max: Int
    /// The value that texts show: the given one, or else the timeline's; nil while one has to be given and nobody has.
    package var value: String?
    /// The next cue that needs it, nil where nothing that is left does.
    package var neededBy: String?
    /// Whether a text has left with it: the value stays what it is.
    package var isUsed: Bool

    package init(
        name: String, prompt: String, max: Int, value: String? = nil, neededBy: String? = nil, isUsed: Bool = false
    ) {
        self.name = name
        self.prompt = prompt
        self.max = max
        self.value = value
        self.neededBy = neededBy
        self.isUsed = isUsed
    }
}

/// What goes out with a value that was given to an input, or is about to be.
package struct InputAnswer: Sendable, Hashable {
    package var name: String
    /// As texts show it: without the blanks at its ends.
    package var value: String
    /// The next cue of each message that needs it, with its texts.
    package var cues: [Cue]
    /// Nil where the value was only looked at, not given.
    package var result: CommandResult?

    package init(name: String, value: String, cues: [Cue], result: CommandResult? = nil) {
        self.name = name
        self.value = value
        self.cues = cues
        self.result = result
    }
}
