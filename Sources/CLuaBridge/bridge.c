#include "CLuaBridge.h"
#include <lua5.4/lua.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lualib.h>
int glua_version(void) { lua_State *L = luaL_newstate(); luaL_openlibs(L); lua_close(L); return LUA_VERSION_NUM; }
