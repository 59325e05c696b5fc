/* Structured errors: tables of one metatable, with the script's line in them. */
#include "internal.h"

#include <string.h>

static const char metatable = 0; /* its address, the registry's key */
static const char numbers = 0;   /* likewise: the numbers that stand for addresses */

/* The script's line that is running: the nearest frame that is Lua's and not ours. */
void glua_where(lua_State *L, const char **source, int *line) {
    lua_Debug frame;
    *source = "";
    *line = 0;
    for (int level = 0; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sl", &frame);
        if (*frame.what == 'C' || strcmp(frame.source, GLUA_OWN_CHUNK) == 0) continue;
        *source = *frame.source == '=' || *frame.source == '@' ? frame.source + 1 : frame.source;
        *line = frame.currentline;
        return;
    }
}

/* Gives the table on top the error metatable, and the script's line if it has none yet. */
void glua_make_error(lua_State *L) {
    const char *source;
    int line;
    luaL_checkstack(L, 4, NULL);
    if (lua_getfield(L, -1, "line") == LUA_TNIL) {
        glua_where(L, &source, &line);
        if (line > 0) {
            lua_pushstring(L, source);
            lua_setfield(L, -3, "script");
            lua_pushinteger(L, line);
            lua_setfield(L, -3, "line");
        }
    }
    lua_pop(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable);
    lua_setmetatable(L, -2);
}

void glua_push_problem(lua_State *L, glua_problem problem) {
    glua_vm *vm = glua_vm_of(L);
    const char *code = vm->problem_code[problem], *message = vm->problem_message[problem];
    luaL_checkstack(L, 6, NULL);
    lua_createtable(L, 0, 4);
    lua_pushstring(L, code ? code : "internal");
    lua_setfield(L, -2, "code");
    lua_pushstring(L, message ? message : "");
    lua_setfield(L, -2, "message");
    glua_make_error(L);
}

int glua_raise_problem(lua_State *L, glua_problem problem) {
    glua_push_problem(L, problem);
    return lua_error(L);
}

/* raise(table) */
static int raise_error(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    glua_make_error(L);
    return lua_error(L);
}

static int is_error(lua_State *L) {
    bool has = lua_getmetatable(L, 1);
    if (has) lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable);
    lua_pushboolean(L, has && lua_rawequal(L, -1, -2));
    return 1;
}

static int where(lua_State *L) {
    const char *source;
    int line;
    glua_where(L, &source, &line);
    lua_pushstring(L, source);
    lua_pushinteger(L, line);
    return 2;
}

/* tostring without addresses: what has no text of its own gets a number, in order of asking. */
static int to_string(lua_State *L) {
    luaL_checkany(L, 1);
    int type = lua_type(L, 1);
    bool has_address = type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TUSERDATA ||
                       type == LUA_TTHREAD || type == LUA_TLIGHTUSERDATA;
    if (!has_address || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
        luaL_tolstring(L, 1, NULL);
        return 1;
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &numbers);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_Integer next = (lua_rawgeti(L, -1, 0), lua_tointeger(L, -1)) + 1;
        lua_pop(L, 1);
        lua_pushinteger(L, next);
        lua_rawseti(L, -2, 0);
        lua_pushvalue(L, 1);
        lua_pushinteger(L, next);
        lua_rawset(L, -3);
        lua_pushinteger(L, next);
    }
    bool is_named = luaL_getmetafield(L, 1, "__name") == LUA_TSTRING;
    lua_pushfstring(L, "%s: %I", is_named ? lua_tostring(L, -1) : lua_typename(L, type),
                    (LUAI_UACINT)lua_tointeger(L, is_named ? -2 : -1));
    return 1;
}

void glua_install_errors(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"raise", raise_error}, {"is_error", is_error},    {"where", where},
        {"tostring", to_string}, {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable);
    lua_setfield(L, -2, "error_metatable");
    lua_newtable(L);
    lua_newtable(L);
    lua_pushstring(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &numbers);
}
