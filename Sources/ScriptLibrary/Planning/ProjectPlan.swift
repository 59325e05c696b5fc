/// A change of a project, worked out and not made.
package struct ProjectPlan: Sendable {
    package var contents: ProjectStorage.Contents
    package var lock: Lock
    package var change: LockChange
    /// Sentences on what was left as it is, and why.
    package var notes: [String]
    package let project: Project

    /// Whether there is nothing to write.
    package var isEmpty: Bool { contents == project.contents }

    /// Makes it; both files change, or neither does.
    ///
    /// - Throws: `config` when they cannot be written.
    package func write() throws(LibraryError) {
        try project.storage.write(contents, over: project.contents)
    }
}
