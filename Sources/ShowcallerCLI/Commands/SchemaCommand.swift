import ArgumentParser
import Timelines

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints JSON Schema of the timeline file, for editors.",
        discussion: """
            Keep it beside your timelines, and say so in the first line of each:
              showcaller schema > timeline.schema.json
              # yaml-language-server: $schema=timeline.schema.json
            An editor with the YAML language server then completes keys, explains them, and marks what cannot be. \
            Whether a timeline is right as a whole, check alone can say.
            """)

    @Flag(help: "The schema of a file that timelines include.")
    var included = false

    func run() {
        var output = Output.standard
        output.append { $0.append(contentsOf: included ? TimelineSchema.included : TimelineSchema.timeline) }
        output.flush()
    }
}
