import Crypto
package func digest() -> String { "\(SHA256.self)" }
