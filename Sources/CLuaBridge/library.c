/* Library functions that look at their arguments first and are then liblua's own: called in the same
   frame, so that its messages name the script's line, and at its speed. */
#include "internal.h"

#include <string.h>

/* Upvalues: liblua's function, and for format also our tostring. */
static int liblua_own(lua_State *L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

/* The conversion that a directive (behind its `%`) ends with; `at` is left on it. */
static char conversion(const char **at, const char *end) {
    while (*at < end && strchr("-+ #0123456789.", **at)) (*at)++;
    return *at < end ? **at : '\0';
}

static bool has_address(lua_State *L, int index) {
    int type = lua_type(L, index);
    return type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA ||
           type == LUA_TTHREAD || type == LUA_TLIGHTUSERDATA;
}

/* string.format without addresses: `%s` shows what tostring says, `%p` nothing. */
static int format(lua_State *L) {
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    const char *end = text + count;
    int argument = 1, top = lua_gettop(L);
    while ((text = memchr(text, '%', (size_t)(end - text))) != NULL) {
        text++;
        char kind = conversion(&text, end);
        if (kind == '\0') break;
        text++;
        if (kind == '%') continue;
        argument++;
        if (kind == 'p')
            return luaL_argerror(L, 1, "`%p` is not for scripts: addresses differ from run to run");
        if (kind != 's' || argument > top || !has_address(L, argument)) continue;
        lua_pushvalue(L, lua_upvalueindex(2));
        lua_pushvalue(L, argument);
        lua_call(L, 1, 1);
        lua_replace(L, argument);
    }
    return liblua_own(L);
}

/* string.rep costs what its result is long: nothing repeated is nothing, whatever the count. */
static int repeat(lua_State *L) {
    size_t count, separator_count;
    luaL_checklstring(L, 1, &count);
    luaL_checkinteger(L, 2);
    luaL_optlstring(L, 3, "", &separator_count);
    if (count > 0 || separator_count > 0) return liblua_own(L);
    lua_pushliteral(L, "");
    return 1;
}

/* setmetatable without finalizers: Lua looks for `__gc` only here. */
static int set_metatable(lua_State *L) {
    if (lua_type(L, 2) == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL)
            return luaL_error(L, "`__gc` is not for scripts: when it runs is not known; "
                                 "use `local x <close>` or `graphene.defer`");
        lua_pop(L, 1);
    }
    return liblua_own(L);
}

/* Pushes liblua's own function. [-0, +1] */
static void push_own(lua_State *L, const char *library, const char *name) {
    lua_getglobal(L, library);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

void glua_install_library(lua_State *L) {
    push_own(L, LUA_STRLIBNAME, "format");
    lua_getfield(L, -2, "tostring");
    lua_pushcclosure(L, format, 2);
    lua_setfield(L, -2, "format");
    push_own(L, LUA_STRLIBNAME, "rep");
    lua_pushcclosure(L, repeat, 1);
    lua_setfield(L, -2, "rep");
    push_own(L, LUA_GNAME, "setmetatable");
    lua_pushcclosure(L, set_metatable, 1);
    lua_setfield(L, -2, "setmetatable");
}
