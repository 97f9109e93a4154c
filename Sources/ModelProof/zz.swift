internal import Understanding
extension Reading { var isOpen: Bool { if case .clarify = intent { true } else { false } } }
