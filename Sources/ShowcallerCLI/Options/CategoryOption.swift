import ArgumentParser
import Timelines

/// `system` or `chat`. Not the category itself: its raw values are ZEGO's numbers, and help would show those.
struct CategoryOption: ExpressibleByArgument {
    var category: Category

    init(_ category: Category) { self.category = category }

    init?(argument: String) {
        guard let category = Category.allCases.first(where: { $0.name == argument }) else { return nil }
        self.category = category
    }

    var defaultValueDescription: String { category.name }
}
