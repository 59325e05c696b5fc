import LuaRuntime
package func version() -> Int32 { luaVersion() }
