import ArgumentParser
import Logging

@main struct S: AsyncParsableCommand { func run() async throws { print("hi") } }
