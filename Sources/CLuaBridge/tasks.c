/* Tasks, and protected calls that look at the task's mark, never at the error value. */
#include "internal.h"

#include <stdio.h>

const char glua_token = 0;

bool glua_must_let_go(glua_task *task) {
    return task && task->mark != LUA_NOREF && task->shields == 0;
}

int glua_let_go(lua_State *L, glua_task *task) {
    task->delivered = true;
    lua_rawgeti(L, LUA_REGISTRYINDEX, task->mark);
    return lua_error(L);
}

/* --- protected calls --- */

/* The results stand above `base`. */
static int finish_pcall(lua_State *L, int status, lua_KContext base) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)base;
    glua_task *task = glua_task_of(L);
    if (glua_must_let_go(task)) return glua_let_go(L, task);
    glua_name_memory_error(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

static int protected_call(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall);
    return finish_pcall(L, status, 0);
}

static int protected_call_with_handler(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_pcall);
    return finish_pcall(L, status, 2);
}

static int finish_last(lua_State *L, int status, lua_KContext base) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)base;
    if (status == LUA_ERRMEM) glua_arena_lend(glua_vm_of(L)->arena, true);
    glua_name_memory_error(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

/* last(f, handler, ...): xpcall around all that a task does, which the mark does not pass. When memory
   was its end, what comes after may use the spare. */
static int last_protected_call(lua_State *L) {
    int count = lua_gettop(L);
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_last);
    return finish_last(L, status, 2);
}

static int finish_shield(lua_State *L, int status, lua_KContext outer) {
    glua_task *task = glua_task_of(L);
    task->shields--;
    task->shielded = (lua_State *)outer;
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L);
    glua_name_memory_error(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

/* shield(f, ...): like pcall, and the mark does not count inside. */
static int shield(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    glua_task *task = glua_task_of(L);
    lua_KContext outer = (lua_KContext)task->shielded;
    task->shields++;
    task->shielded = L;
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, outer, finish_shield);
    return finish_shield(L, status, outer);
}

/* --- tasks --- */

static const char task_body = 0; /* its address, the registry's key */
static const char main_body = 0;

/* Everything is made in the running state: an allocation that fails in another one has no handler. */
static glua_task *make_task(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    /* The task's record lives in a table with its thread: one reference keeps both. */
    lua_createtable(L, 2, 0);
    glua_task *task = lua_newuserdatauv(L, sizeof *task, 0);
    lua_rawseti(L, -2, 1);
    lua_State *thread = lua_newthread(L);
    lua_rawseti(L, -2, 2);
    *task = (glua_task){.L = thread, .id = ++vm->next_task, .mark = LUA_NOREF};
    glua_place place, in_main;
    glua_where(L, &place, &in_main);
    snprintf(task->source, sizeof task->source, "%s", place.source);
    task->line = place.line;
    task->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    glua_adopt(thread, task);
    return task;
}

/* spawn(f, ...) -> id */
static int spawn(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    int count = lua_gettop(L);
    glua_task *task = make_task(L);
    if (!lua_checkstack(task->L, count + 2)) {
        glua_release_task(glua_vm_of(L), task);
        return glua_raise_problem(L, GLUA_MEMORY);
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &task_body);
    lua_insert(L, 1);
    lua_xmove(L, task->L, count + 1);
    glua_vm *vm = glua_vm_of(L);
    vm->host.spawned(vm->host.context, task);
    lua_pushinteger(L, task->id);
    return 1;
}

static int push_outcome(lua_State *L, glua_task *done) {
    bool failed = lua_status(done->L) != LUA_OK;
    int count = failed ? 1 : lua_gettop(done->L);
    lua_pushboolean(L, !failed);
    if (!lua_checkstack(L, count)) return glua_raise_problem(L, GLUA_MEMORY);
    lua_xmove(done->L, L, count);
    glua_release_task(glua_vm_of(L), done);
    return count + 1;
}

static int joined(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    glua_task *task = glua_task_of(L);
    glua_task *done = task->joined;
    task->joined = NULL;
    if (!done) return glua_let_go(L, task);
    return push_outcome(L, done);
}

/* join(id) -> true, results... | false, error */
static int join(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_task *task = glua_task_of(L);
    if (glua_must_let_go(task) && !task->delivered) return glua_let_go(L, task);
    if (!lua_isyieldable(L) || task->barriers > 0 || vm->closing > 0)
        return glua_raise_problem(L, GLUA_CANNOT_WAIT);
    bool must_wait = false;
    glua_task *done = vm->host.join(vm->host.context, task, luaL_checkinteger(L, 1), &must_wait);
    if (done) return push_outcome(L, done);
    if (!must_wait) {
        lua_pushboolean(L, 0);
        glua_push_problem(L, GLUA_NO_TASK);
        return 2;
    }
    lua_pushlightuserdata(L, (void *)&glua_token);
    return lua_yieldk(L, 1, 0, joined);
}

/* cancel(id, error) */
static int cancel(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_task *task = vm->host.find(vm->host.context, luaL_checkinteger(L, 1));
    luaL_checkany(L, 2);
    if (!task || task->ended || task->mark != LUA_NOREF) return 0;
    lua_settop(L, 2);
    task->mark = luaL_ref(L, LUA_REGISTRYINDEX);
    vm->host.marked(vm->host.context, task);
    return 0;
}

static int current(lua_State *L) {
    lua_pushinteger(L, glua_task_of(L)->id);
    return 1;
}

static int mark(lua_State *L) {
    glua_task *task = glua_task_of(L);
    if (task->mark == LUA_NOREF) return 0;
    lua_rawgeti(L, LUA_REGISTRYINDEX, task->mark);
    return 1;
}

static int set_task_body(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &task_body);
    return 0;
}

static int set_main(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &main_body);
    return 0;
}

typedef struct {
    const uint8_t *source;
    size_t count;
    const char *chunk_name;
    glua_task *task;
} main_start;

static int prepare_main(lua_State *L) {
    main_start *start = lua_touserdata(L, 1);
    glua_task *task = make_task(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &main_body);
    lua_pushlstring(L, (const char *)start->source, start->count);
    lua_pushstring(L, start->chunk_name);
    lua_xmove(L, task->L, 3);
    start->task = task;
    return 0;
}

glua_task *glua_start_main(
    glua_vm *vm, const uint8_t *source, size_t count, const char *chunk_name) {
    main_start start = {source, count, chunk_name, NULL};
    snprintf(vm->main_source, sizeof vm->main_source, "%s", chunk_name);
    lua_pushcfunction(vm->L, prepare_main);
    lua_pushlightuserdata(vm->L, &start);
    if (lua_pcall(vm->L, 1, 0, 0) != LUA_OK) lua_pop(vm->L, 1);
    return start.task;
}

glua_outcome glua_resume(
    glua_vm *vm, glua_task *task, const uint8_t *answer, size_t count, glua_task *joined_task) {
    int results;
    lua_State *L = task->L;
    task->answer = answer;
    task->answer_count = count;
    task->joined = joined_task;
    bool is_first = lua_status(L) == LUA_OK;
    if (!is_first) lua_pop(L, 1); /* the token */
    vm->running = L;
    glua_hook_if_signalled(L);
    int status = lua_resume(L, vm->L, is_first ? lua_gettop(L) - 1 : 0, &results);
    vm->running = NULL;
    if (status == LUA_YIELD) {
        if (glua_waits_for_effect(L)) return GLUA_WAITS;
        lua_settop(L, 0); /* only the prelude could yield here, and it does not */
        lua_pushnil(L);
        task->ended = true;
        return GLUA_FAILED;
    }
    task->ended = true;
    if (status == LUA_ERRMEM) {
        lua_pop(L, 1);
        glua_push_memory_error(vm->L);
        lua_xmove(vm->L, L, 1);
    }
    return status == LUA_OK ? GLUA_ENDED : GLUA_FAILED;
}

void glua_release_mark(glua_vm *vm, glua_task *task) {
    if (task->mark != LUA_NOREF && task->mark != vm->fallback_mark)
        luaL_unref(vm->L, LUA_REGISTRYINDEX, task->mark);
    task->mark = LUA_NOREF;
    task->delivered = false;
}

void glua_release_task(glua_vm *vm, glua_task *task) {
    glua_release_mark(vm, task);
    luaL_unref(vm->L, LUA_REGISTRYINDEX, task->reference);
}

int64_t glua_task_id(const glua_task *task) { return task->id; }
bool glua_may_be_woken(const glua_task *task) {
    return task->mark != LUA_NOREF && task->shields == 0 && !task->delivered;
}

void glua_install_tasks(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"pcall", protected_call}, {"xpcall", protected_call_with_handler},
        {"last", last_protected_call},
        {"shield", shield},        {"spawn", spawn},
        {"join", join},            {"cancel", cancel},
        {"current", current},      {"mark", mark},
        {"task_body", set_task_body}, {"main", set_main},
        {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    lua_getglobal(L, "pcall");
    lua_setfield(L, -2, "rawpcall");
}
