import CLuaBridge
package func luaVersion() -> Int32 { glua_version() }
