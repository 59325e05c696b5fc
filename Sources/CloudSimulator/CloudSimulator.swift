import Hummingbird
package func placeholder() -> String { "\(Router<BasicRequestContext>.self)" }
