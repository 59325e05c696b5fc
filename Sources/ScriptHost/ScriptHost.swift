import ScriptAPI
package func host() -> String { digest() }
