import Glibc

/// What to do with the standard descriptors once their terminal is gone.
struct DetachedTerminal: Sendable {
    private let descriptors: [Int32]

    /// Takes note of which of the standard descriptors are a terminal's while that can be told.
    init() { descriptors = [0, 1, 2].filter { isatty($0) == 1 } }

    /// Leads what would go to the terminal nowhere; the run's record has it all.
    func detach() {
        let nowhere = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard nowhere >= 0 else { return }
        for descriptor in descriptors { dup2(nowhere, descriptor) }
        close(nowhere)
    }
}
