import ArgumentParser
import Scheduling

extension Durability: ExpressibleByArgument {}
