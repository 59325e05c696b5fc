/* Tasks and what lets go of them: protected calls and coroutines that look at the task's mark, never
   at the error value, and that pass an effect's yield through the script's own coroutines. */
#include "internal.h"

const char glua_token = 0;

/* Closing a coroutine from within its own closing handlers recurses on the C stack without liblua
   5.4.4 counting it. */
#define MAX_CLOSING 100

/* Raises the mark of a task that is being stopped, unless a clean-up handler is running. */
static bool must_let_go(glua_task *task) {
    return task && task->mark != LUA_NOREF && task->shields == 0;
}

static int let_go(lua_State *L, glua_task *task) {
    task->delivered = true;
    lua_rawgeti(L, LUA_REGISTRYINDEX, task->mark);
    return lua_error(L);
}

/* A memory error carries no table; scripts match on one. [-1, +1] */
static void name_memory_error(lua_State *L, int status) {
    if (status != LUA_ERRMEM) return;
    lua_pop(L, 1);
    glua_push_problem(L, GLUA_MEMORY);
}

/* --- protected calls --- */

/* The results stand above `base`. */
static int finish_pcall(lua_State *L, int status, lua_KContext base) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)base;
    glua_task *task = glua_task_of(L);
    if (must_let_go(task)) return let_go(L, task);
    name_memory_error(L, status);
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

static int finish_shield(lua_State *L, int status, lua_KContext context) {
    (void)context;
    glua_task_of(L)->shields--;
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L);
    name_memory_error(L, status);
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
}

/* shield(f, ...): like pcall, and the mark does not count inside. */
static int shield(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    glua_task_of(L)->shields++;
    int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_shield);
    return finish_shield(L, status, 0);
}

/* --- coroutines --- */

static bool waits_for_effect(lua_State *co) {
    return lua_status(co) == LUA_YIELD && lua_gettop(co) > 0 &&
           lua_touserdata(co, -1) == &glua_token;
}

static lua_State *to_coroutine(lua_State *L, int index) {
    lua_State *co = lua_tothread(L, index);
    luaL_argexpected(L, co, index, "coroutine");
    return co;
}

static int create(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    glua_adopt(co, glua_task_of(L));
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int continue_resume(lua_State *L, int status, lua_KContext context);

/* Runs `co` and moves its results over: their number, or -1 with the error value. Yields in turn
   when `co` waits for an effect; `co` then stands at stack index `where`. */
static int run_coroutine(lua_State *L, lua_State *co, int arguments, int where) {
    int results;
    glua_task *task = glua_task_of(L);
    bool is_barrier = !lua_isyieldable(L);
    glua_adopt(co, task);
    task->barriers += is_barrier;
    int status = lua_resume(co, L, arguments, &results);
    task->barriers -= is_barrier;
    if (status == LUA_YIELD && waits_for_effect(co)) {
        lua_pushlightuserdata(L, (void *)&glua_token);
        return lua_yieldk(L, 1, where, continue_resume);
    }
    if (status == LUA_OK || status == LUA_YIELD) {
        if (!lua_checkstack(L, results + 1)) {
            lua_pop(co, results);
            lua_pushliteral(L, "too many results to resume");
            return -1;
        }
        lua_xmove(co, L, results);
        return results;
    }
    if (must_let_go(task)) return let_go(L, task);
    lua_xmove(co, L, 1);
    name_memory_error(L, status);
    return -1;
}

/* Whether a script may resume `co`; else the reason is pushed. */
static bool check_resumable(lua_State *L, lua_State *co, int arguments) {
    if (!lua_checkstack(co, arguments)) {
        lua_pushliteral(L, "too many arguments to resume");
        return false;
    }
    int status = lua_status(co);
    lua_Debug frame;
    bool is_running = status == LUA_OK && lua_getstack(co, 0, &frame);
    if (is_running || waits_for_effect(co)) {
        lua_pushliteral(L, "cannot resume non-suspended coroutine");
        return false;
    }
    if (status != LUA_YIELD && (status != LUA_OK || lua_gettop(co) == 0)) {
        lua_pushliteral(L, "cannot resume dead coroutine");
        return false;
    }
    return true;
}

/* `wrap` closes a coroutine that failed, and puts the position before a message of text. */
static int fail_wrap(lua_State *L, lua_State *co) {
    int status = lua_status(co);
    if (status != LUA_OK && status != LUA_YIELD) {
        status = lua_resetthread(co);
        if (status != LUA_OK && lua_gettop(co) > 0) {
            lua_pop(L, 1);
            lua_xmove(co, L, 1);
        }
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

enum { IS_RESUME = 1 }; /* stack index of the coroutine; `wrap` keeps it in an upvalue (0) */

static int finish_resume(lua_State *L, int results, int where) {
    if (where == IS_RESUME) {
        if (results < 0) {
            lua_pushboolean(L, 0);
            lua_insert(L, -2);
            return 2;
        }
        lua_pushboolean(L, 1);
        lua_insert(L, -(results + 1));
        return results + 1;
    }
    return results < 0 ? fail_wrap(L, lua_tothread(L, lua_upvalueindex(1))) : results;
}

static int continue_resume(lua_State *L, int status, lua_KContext context) {
    (void)status;
    int where = (int)context;
    lua_State *co = lua_tothread(L, where == IS_RESUME ? IS_RESUME : lua_upvalueindex(1));
    lua_pop(co, 1); /* the token */
    return finish_resume(L, run_coroutine(L, co, 0, where), where);
}

static int resume(lua_State *L) {
    lua_State *co = to_coroutine(L, 1);
    int arguments = lua_gettop(L) - 1;
    if (!check_resumable(L, co, arguments)) return finish_resume(L, -1, IS_RESUME);
    lua_xmove(L, co, arguments);
    return finish_resume(L, run_coroutine(L, co, arguments, IS_RESUME), IS_RESUME);
}

static int call_wrapped(lua_State *L) {
    lua_State *co = lua_tothread(L, lua_upvalueindex(1));
    int arguments = lua_gettop(L);
    if (!check_resumable(L, co, arguments)) return fail_wrap(L, co);
    lua_xmove(L, co, arguments);
    return finish_resume(L, run_coroutine(L, co, arguments, 0), 0);
}

static int wrap(lua_State *L) {
    create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static int close_coroutine(lua_State *L) {
    lua_State *co = to_coroutine(L, 1);
    glua_vm *vm = glua_vm_of(L);
    lua_Debug frame;
    bool is_running = lua_status(co) == LUA_OK && lua_getstack(co, 0, &frame);
    if (is_running || co == L || waits_for_effect(co))
        return luaL_error(L, "cannot close a running coroutine");
    if (vm->closing >= MAX_CLOSING) return glua_raise_problem(L, GLUA_CLOSE_DEPTH);
    vm->closing++;
    int status = lua_resetthread(co);
    vm->closing--;
    glua_task *task = glua_task_of(L);
    if (status != LUA_OK && must_let_go(task)) return let_go(L, task);
    lua_pushboolean(L, status == LUA_OK);
    if (status == LUA_OK) return 1;
    lua_xmove(co, L, 1);
    return 2;
}

static int yield(lua_State *L) {
    if (L == glua_task_of(L)->L) return luaL_error(L, "attempt to yield from outside a coroutine");
    return lua_yield(L, lua_gettop(L));
}

/* --- tasks --- */

static const char task_body = 0; /* its address, the registry's key */
static const char main_body = 0;

static glua_task *make_task(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    lua_State *thread = lua_newthread(L);
    glua_task *task = lua_newuserdatauv(thread, sizeof *task, 0);
    *task = (glua_task){.L = thread, .id = ++vm->next_task, .mark = LUA_NOREF};
    /* The task's record lives in a table with its thread: one reference keeps both. */
    lua_createtable(L, 2, 0);
    lua_xmove(thread, L, 1);
    lua_rawseti(L, -2, 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 2);
    task->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    glua_adopt(thread, task);
    return task;
}

/* spawn(f, ...) -> id */
static int spawn(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    int count = lua_gettop(L);
    glua_task *task = make_task(L);
    if (!lua_checkstack(task->L, count + 2)) return glua_raise_problem(L, GLUA_MEMORY);
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
    if (!done) return let_go(L, task);
    return push_outcome(L, done);
}

/* join(id) -> true, results... | false, error */
static int join(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_task *task = glua_task_of(L);
    if (must_let_go(task) && !task->delivered) return let_go(L, task);
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
    int status = lua_resume(L, vm->L, is_first ? lua_gettop(L) - 1 : 0, &results);
    if (status == LUA_YIELD) {
        if (waits_for_effect(L)) return GLUA_WAITS;
        lua_settop(L, 0); /* only the prelude could yield here, and it does not */
        lua_pushnil(L);
        task->ended = true;
        return GLUA_FAILED;
    }
    task->ended = true;
    return status == LUA_OK ? GLUA_ENDED : GLUA_FAILED;
}

void glua_release_task(glua_vm *vm, glua_task *task) {
    if (task->mark != LUA_NOREF) luaL_unref(vm->L, LUA_REGISTRYINDEX, task->mark);
    luaL_unref(vm->L, LUA_REGISTRYINDEX, task->reference);
}

int64_t glua_task_id(const glua_task *task) { return task->id; }
bool glua_may_be_woken(const glua_task *task) {
    return task->mark != LUA_NOREF && task->shields == 0 && !task->delivered;
}

void glua_install_tasks(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"pcall", protected_call}, {"xpcall", protected_call_with_handler},
        {"shield", shield},        {"spawn", spawn},
        {"join", join},            {"cancel", cancel},
        {"current", current},      {"mark", mark},
        {"task_body", set_task_body}, {"main", set_main},
        {NULL, NULL},
    };
    static const luaL_Reg coroutines[] = {
        {"create", create}, {"resume", resume}, {"wrap", wrap}, {"close", close_coroutine},
        {"yield", yield},   {NULL, NULL},
    };
    luaL_setfuncs(L, functions, 0);
    luaL_newlib(L, coroutines);
    lua_setfield(L, -2, "coroutine");
    lua_getglobal(L, "pcall");
    lua_setfield(L, -2, "rawpcall");
}
