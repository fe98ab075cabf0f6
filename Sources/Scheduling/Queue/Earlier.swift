/// Returns the earlier of two times that may never come.
func earlier<Time: Comparable>(_ left: Time?, _ right: Time?) -> Time? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
}
