/* Coroutines of the script's own: an effect's yield passes through them to the scheduler, and a marked
   task lets go of them. */
#include "internal.h"

/* Closing a coroutine from within its own closing handlers recurses on the C stack without liblua
   5.4.4 counting it. */
#define MAX_CLOSING 100

bool glua_waits_for_effect(lua_State *co) {
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

enum { IS_RESUME = 1 }; /* stack index of the coroutine; `wrap` keeps it in an upvalue (0) */

static int continue_resume(lua_State *L, int status, lua_KContext context);

/* Runs what a coroutine has to close. It does so for the task that asks: the one that ran it last may
   be gone, and its record with it. */
static int reset(lua_State *L, lua_State *co) {
    glua_vm *vm = glua_vm_of(L);
    glua_adopt(co, glua_task_of(L));
    lua_State *resumer = vm->running;
    vm->running = co;
    vm->closing++;
    int status = lua_resetthread(co);
    vm->closing--;
    vm->running = resumer;
    return status;
}

/* Runs `co` and moves its results over: their number, or -1 with the error value. Yields in turn
   when `co` waits for an effect; `co` then stands at stack index `where`. */
static int run_coroutine(lua_State *L, lua_State *co, int arguments, int where) {
    int results;
    glua_task *task = glua_task_of(L);
    bool is_barrier = !lua_isyieldable(L);
    glua_adopt(co, task);
    task->barriers += is_barrier;
    glua_vm *vm = glua_vm_of(L);
    vm->running = co;
    int status = lua_resume(co, L, arguments, &results);
    vm->running = L;
    task->barriers -= is_barrier;
    if (status == LUA_YIELD && glua_waits_for_effect(co)) {
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
    if (glua_must_let_go(task)) {
        /* As `wrap` does after any error: what the coroutine holds open is closed. */
        if (where != IS_RESUME) (void)reset(L, co);
        return glua_let_go(L, task);
    }
    lua_xmove(co, L, 1);
    glua_name_memory_error(L, status);
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
    if (is_running || glua_waits_for_effect(co)) {
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
        status = reset(L, co);
        if (status != LUA_OK && lua_gettop(co) > 0) {
            lua_pop(L, 1);
            lua_xmove(co, L, 1);
            glua_name_memory_error(L, status);
        }
    }
    if (lua_type(L, -1) == LUA_TSTRING) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

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
    if (is_running || co == L || glua_waits_for_effect(co))
        return luaL_error(L, "cannot close a running coroutine");
    if (vm->closing >= MAX_CLOSING) return glua_raise_problem(L, GLUA_CLOSE_DEPTH);
    int status = reset(L, co);
    glua_task *task = glua_task_of(L);
    if (status != LUA_OK && glua_must_let_go(task)) return glua_let_go(L, task);
    lua_pushboolean(L, status == LUA_OK);
    if (status == LUA_OK) return 1;
    lua_xmove(co, L, 1);
    glua_name_memory_error(L, status);
    return 2;
}

static int yield(lua_State *L) {
    glua_task *task = glua_task_of(L);
    if (L == task->L) return luaL_error(L, "attempt to yield from outside a coroutine");
    /* Out of the handler, its task would stay shielded for good. */
    if (L == task->shielded) return luaL_error(L, "attempt to yield from a clean-up handler");
    return lua_yield(L, lua_gettop(L));
}

void glua_install_coroutines(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"create", create}, {"resume", resume}, {"wrap", wrap}, {"close", close_coroutine},
        {"yield", yield},   {NULL, NULL},
    };
    luaL_newlib(L, functions);
    lua_setfield(L, -2, "coroutine");
}
