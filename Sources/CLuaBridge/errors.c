/* Structured errors: tables of one metatable, with the script's line in them. */
#include "internal.h"

#include <string.h>

static const char metatable = 0; /* its address, the registry's key */
static const char numbers = 0;   /* likewise: the numbers that stand for addresses */

static glua_place place_of(const lua_Debug *frame) {
    bool is_named = *frame->source == '=' || *frame->source == '@';
    return (glua_place){is_named ? frame->source + 1 : frame->source, frame->currentline};
}

/* Lua walks to a level from the innermost one: to look at each of a stack that has overflown would take
   minutes. So the levels between these are passed over. */
enum { INNERMOST = 500, OUTERMOST = 50 };

/* The number of levels. [-0, +0] */
static int count_levels(lua_State *L) {
    lua_Debug frame;
    int low = 0, high = 1;
    while (lua_getstack(L, high, &frame)) high *= 2;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (lua_getstack(L, middle, &frame))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Looks at the levels from one on, until the main script's is found. [-0, +0]
   Returns the first level that was not looked at, or -1 when there are no more. */
static int look(lua_State *L, int level, int end, glua_place *nearest, glua_place *in_main) {
    lua_Debug frame;
    glua_vm *vm = glua_vm_of(L);
    for (; level < end && in_main->line == 0; level++) {
        if (!lua_getstack(L, level, &frame)) return -1;
        lua_getinfo(L, "Sl", &frame);
        if (*frame.what == 'C' || strcmp(frame.source, GLUA_OWN_CHUNK) == 0) continue;
        if (nearest->line == 0) *nearest = place_of(&frame);
        if (strcmp(frame.source, vm->main_source) == 0) *in_main = place_of(&frame);
    }
    return level;
}

void glua_where(lua_State *L, glua_place *nearest, glua_place *in_main) {
    glua_task *task = glua_task_of(L);
    *nearest = *in_main = (glua_place){"", 0};
    int level = look(L, 0, INNERMOST, nearest, in_main);
    if (level >= 0 && in_main->line == 0) {
        int count = count_levels(L), outer = count - OUTERMOST;
        look(L, outer > level ? outer : level, count, nearest, in_main);
    }
    /* A function of ours given to `map` has no frame of a script's: the task's own beginning has. */
    if (nearest->line == 0 && task) *nearest = (glua_place){task->source, task->line};
}

static void set_place(lua_State *L, const char *source, const char *line, glua_place place) {
    lua_pushstring(L, place.source);
    lua_setfield(L, -2, source);
    lua_pushinteger(L, place.line);
    lua_setfield(L, -2, line);
}

/* Gives the table on top the error metatable, and the script's line if it has none yet. */
void glua_make_error(lua_State *L) {
    glua_place nearest, in_main;
    luaL_checkstack(L, 4, NULL);
    bool has_line = lua_getfield(L, -1, "line") != LUA_TNIL;
    lua_pop(L, 1);
    if (!has_line) {
        glua_where(L, &nearest, &in_main);
        bool is_in_library = in_main.line > 0 && strcmp(nearest.source, in_main.source) != 0;
        if (is_in_library) set_place(L, "library", "library_line", nearest);
        if (nearest.line > 0) set_place(L, "script", "line", is_in_library ? in_main : nearest);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable);
    lua_setmetatable(L, -2);
}

void glua_note_memory_end(glua_vm *vm) {
    glua_place nearest, in_main;
    vm->memory_line = 0;
    if (!vm->running) return;
    glua_where(vm->running, &nearest, &in_main);
    glua_place place = in_main.line > 0 ? in_main : nearest;
    if (strlen(place.source) >= sizeof vm->memory_source) return;
    strcpy(vm->memory_source, place.source);
    vm->memory_line = place.line;
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
    if (problem == GLUA_MEMORY && vm->memory_line > 0) {
        set_place(L, "script", "line", (glua_place){vm->memory_source, vm->memory_line});
    }
    glua_make_error(L);
}

int glua_raise_problem(lua_State *L, glua_problem problem) {
    glua_push_problem(L, problem);
    return lua_error(L);
}

static int make_memory_error(lua_State *L) {
    glua_push_problem(L, GLUA_MEMORY);
    return 1;
}

void glua_push_memory_error(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    bool was_lent = glua_arena_lend(vm->arena, true);
    int status = LUA_ERRMEM;
    if (lua_checkstack(L, 2)) {
        lua_pushcfunction(L, make_memory_error);
        status = lua_pcall(L, 0, 1, 0);
        if (status != LUA_OK) lua_pop(L, 1);
    }
    glua_arena_lend(vm->arena, was_lent);
    if (status != LUA_OK) lua_rawgeti(L, LUA_REGISTRYINDEX, vm->memory_error);
}

void glua_name_memory_error(lua_State *L, int status) {
    if (status != LUA_ERRMEM) return;
    lua_pop(L, 1);
    glua_push_memory_error(L);
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

/* where() -> the nearest script's name and line, and the main script's where it called that one */
static int where(lua_State *L) {
    glua_place nearest, in_main;
    glua_where(L, &nearest, &in_main);
    lua_pushstring(L, nearest.source);
    lua_pushinteger(L, nearest.line);
    if (in_main.line == 0) return 2;
    lua_pushstring(L, in_main.source);
    lua_pushinteger(L, in_main.line);
    return 4;
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
    lua_Integer number = lua_tointeger(L, -1);
    bool is_named = luaL_getmetafield(L, 1, "__name") == LUA_TSTRING;
    lua_pushfstring(L, "%s: %I", is_named ? lua_tostring(L, -1) : lua_typename(L, type),
                    (LUAI_UACINT)number);
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
