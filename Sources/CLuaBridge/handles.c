/* Handles: userdata that only this file makes, so a script can hold one but neither build nor change
   it. The fields are its user value; what it does is its kind's metatable, filled by the prelude. */
#include "internal.h"

#include <string.h>

typedef struct {
    size_t kind_count, id_count;
    char bytes[]; /* kind, id */
} handle;

static const char marker = 0; /* its address, a key in every metatable of a handle */
static const char kinds = 0;  /* its address, the registry's key of kind -> metatable */

/* [-0, +1] */
static void push_kind(lua_State *L, const char *kind, size_t count) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &kinds);
    lua_pushlstring(L, kind, count);
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushboolean(L, 1);
        lua_rawsetp(L, -2, &marker);
        lua_pushlstring(L, kind, count);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "__metatable");
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "__name");
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

static handle *to_handle(lua_State *L, int index) {
    if (lua_type(L, index) != LUA_TUSERDATA || !lua_getmetatable(L, index)) return NULL;
    bool is_ours = lua_rawgetp(L, -1, &marker) == LUA_TBOOLEAN;
    lua_pop(L, 2);
    return is_ours ? lua_touserdata(L, index) : NULL;
}

bool glua_is_handle(lua_State *L, int index) { return to_handle(L, index) != NULL; }

const char *glua_handle_kind(lua_State *L, int index, size_t *count) {
    handle *it = to_handle(L, index);
    *count = it->kind_count;
    return it->bytes;
}

const char *glua_handle_id(lua_State *L, int index, size_t *count) {
    handle *it = to_handle(L, index);
    *count = it->id_count;
    return it->bytes + it->kind_count;
}

void glua_push_handle(
    lua_State *L, const char *kind, size_t kind_count, const char *id, size_t id_count) {
    luaL_checkstack(L, 6, NULL);
    handle *it = lua_newuserdatauv(L, sizeof *it + kind_count + id_count, 1);
    it->kind_count = kind_count;
    it->id_count = id_count;
    memcpy(it->bytes, kind, kind_count);
    memcpy(it->bytes + kind_count, id, id_count);
    push_kind(L, kind, kind_count);
    lua_setmetatable(L, -2);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
}

/* handle(kind, id, fields) */
static int make(lua_State *L) {
    size_t kind_count, id_count;
    const char *kind = luaL_checklstring(L, 1, &kind_count);
    const char *id = luaL_checklstring(L, 2, &id_count);
    if (lua_isnoneornil(L, 3)) {
        lua_settop(L, 2);
        lua_newtable(L);
    }
    luaL_checktype(L, 3, LUA_TTABLE);
    lua_settop(L, 3);
    glua_push_handle(L, kind, kind_count, id, id_count);
    return 1;
}

static int kind_of(lua_State *L) {
    size_t count;
    luaL_checkany(L, 1);
    if (!glua_is_handle(L, 1)) return 0;
    const char *kind = glua_handle_kind(L, 1, &count);
    lua_pushlstring(L, kind, count);
    return 1;
}

static int id_of(lua_State *L) {
    size_t count;
    if (!glua_is_handle(L, 1)) return 0;
    const char *id = glua_handle_id(L, 1, &count);
    lua_pushlstring(L, id, count);
    return 1;
}

static int fields_of(lua_State *L) {
    if (!glua_is_handle(L, 1)) return 0;
    lua_getiuservalue(L, 1, 1);
    return 1;
}

/* define_kind(kind, metamethods) */
static int define_kind(lua_State *L) {
    size_t count;
    const char *kind = luaL_checklstring(L, 1, &count);
    luaL_checktype(L, 2, LUA_TTABLE);
    push_kind(L, kind, count);
    for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, 3);
    }
    lua_pushlstring(L, kind, count);
    lua_setfield(L, 3, "__metatable");
    return 0;
}

void glua_install_handles(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"handle", make},         {"kind_of", kind_of},         {"id_of", id_of},
        {"fields_of", fields_of}, {"define_kind", define_kind}, {NULL, NULL},
    };
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &kinds);
    luaL_setfuncs(L, functions, 0);
}
