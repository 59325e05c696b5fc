/// Names of packages as Lua has them.
package enum ModuleName {
    /// `graph_ops` for `graph-ops`: a `-` is no part of a name in Lua.
    package static func of(package name: String) -> String {
        String(name.map { $0 == "-" ? "_" : $0 })
    }
}
