import Timelines

/// Text from timelines and servers as it can be shown on a terminal.
func visible(_ text: String) -> String { text.withVisibleControls }
