/* Host functions: arguments are flattened, Swift is called, Swift's frames are gone, and only then is
   anything pushed, raised or yielded. */
#include "internal.h"

#include <stdlib.h>
#include <string.h>

bool glua_append(glua_buffer *buffer, const void *bytes, size_t count) {
    if (buffer->failed || count > buffer->limit - buffer->count) {
        buffer->failed = true;
        return false;
    }
    if (buffer->count + count > buffer->capacity) {
        size_t capacity = buffer->capacity ? buffer->capacity : 512;
        while (capacity < buffer->count + count) capacity *= 2;
        uint8_t *grown = realloc(buffer->bytes, capacity);
        if (!grown) {
            buffer->failed = true;
            return false;
        }
        buffer->bytes = grown;
        buffer->capacity = capacity;
    }
    memcpy(buffer->bytes + buffer->count, bytes, count);
    buffer->count += count;
    return true;
}

void glua_free_buffer(glua_buffer *buffer) {
    free(buffer->bytes);
    *buffer = (glua_buffer){.limit = buffer->limit};
}

static void empty(glua_buffer *buffer) {
    buffer->count = 0;
    buffer->failed = false;
}

/* [-0, +n] or raises. */
static int deliver(lua_State *L, int kind, const uint8_t *bytes, size_t count) {
    if (kind == GLUA_RETURN) return glua_decode_all(L, bytes, bytes + count);
    glua_decode(L, bytes, bytes + count);
    if (lua_type(L, -1) == LUA_TTABLE) glua_make_error(L);
    return lua_error(L);
}

static int answered(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    glua_task *task = glua_task_of(L);
    const uint8_t *answer = task->answer;
    task->answer = NULL;
    if (!answer && task->mark != LUA_NOREF) return glua_let_go(L, task);
    if (!answer || task->answer_count == 0) return glua_raise_problem(L, GLUA_BAD_ANSWER);
    return deliver(L, answer[0], answer + 1, task->answer_count - 1);
}

static int call_framed(lua_State *L);

/* The owner of the function of ours that runs: the one with which the innermost frame of call_framed was
   made. Only frames of ours lie between, or there is none. [-0, +0] */
static int64_t running_owner(lua_State *L) {
    lua_Debug frame;
    for (int level = 1; lua_getstack(L, level, &frame); level++) {
        lua_getinfo(L, "Sf", &frame);
        int64_t owner = 0;
        bool is_framed = lua_tocfunction(L, -1) == call_framed;
        if (is_framed && lua_getupvalue(L, -1, 2)) {
            owner = lua_tointeger(L, -1);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (is_framed) return owner;
        if (*frame.what != 'C' && strcmp(frame.source, GLUA_OWN_CHUNK) != 0) return 0;
    }
    return 0;
}

/* Upvalues: the function's number, whether it may suspend. */
static int trampoline(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_task *task = glua_task_of(L);
    bool may_suspend = lua_toboolean(L, lua_upvalueindex(2));
    if (may_suspend) {
        if (!task) return glua_raise_problem(L, GLUA_CANNOT_WAIT);
        if (glua_must_let_go(task) && !task->delivered) return glua_let_go(L, task);
        if (!lua_isyieldable(L) || task->barriers > 0 || vm->closing > 0)
            return glua_raise_problem(L, GLUA_CANNOT_WAIT);
    }
    empty(&vm->arguments);
    empty(&vm->results);
    glua_encode_all(L, 1, lua_gettop(L), &vm->arguments);
    glua_call call = {
        .task = task,
        .arguments = vm->arguments.bytes,
        .arguments_count = vm->arguments.count,
        .results = &vm->results,
        .is_cleanup = task && task->mark != LUA_NOREF,
    };
    glua_place nearest = {"", 0}, in_main = {"", 0};
    if (may_suspend) glua_where(L, &nearest, &in_main);
    call.source = in_main.line > 0 ? in_main.source : nearest.source;
    call.line = in_main.line > 0 ? in_main.line : nearest.line;
    if (may_suspend) call.owner = running_owner(L);
    int function = (int)lua_tointeger(L, lua_upvalueindex(1));
    int outcome = vm->host.invoke(vm->host.context, function, &call);
    if (outcome != GLUA_SUSPEND) {
        if (vm->results.failed) return glua_raise_problem(L, GLUA_TOO_LARGE);
        return deliver(L, outcome, vm->results.bytes, vm->results.count);
    }
    lua_settop(L, 0);
    lua_pushlightuserdata(L, (void *)&glua_token);
    return lua_yieldk(L, 1, 0, answered);
}

static const char primitives = 0; /* its address, the registry's key of the table */

typedef struct {
    const char *name;
    int function;
    bool may_suspend;
    const uint8_t *bytes;
    size_t count;
} addition;

static int add_function(lua_State *L) {
    addition *it = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &primitives);
    lua_pushinteger(L, it->function);
    lua_pushboolean(L, it->may_suspend);
    lua_pushcclosure(L, trampoline, 2);
    lua_setfield(L, -2, it->name);
    return 0;
}

static int add_value(lua_State *L) {
    addition *it = lua_touserdata(L, 1);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &primitives);
    glua_decode(L, it->bytes, it->bytes + it->count);
    lua_setfield(L, -2, it->name);
    return 0;
}

static bool add(glua_vm *vm, lua_CFunction how, addition it) {
    lua_pushcfunction(vm->L, how);
    lua_pushlightuserdata(vm->L, &it);
    if (lua_pcall(vm->L, 1, 0, 0) == LUA_OK) return true;
    lua_pop(vm->L, 1);
    return false;
}

bool glua_set_function(glua_vm *vm, const char *name, int function, bool may_suspend) {
    return add(vm, add_function,
               (addition){.name = name, .function = function, .may_suspend = may_suspend});
}

bool glua_set_value(glua_vm *vm, const char *name, const uint8_t *bytes, size_t count) {
    return add(vm, add_value, (addition){.name = name, .bytes = bytes, .count = count});
}

typedef struct {
    glua_vm *vm;
    const uint8_t *bytes;
    size_t count;
} chunk;

static int run_chunk(lua_State *L) {
    chunk *it = lua_touserdata(L, 1);
    if (luaL_loadbufferx(L, (const char *)it->bytes, it->count, GLUA_OWN_CHUNK, "bt") != LUA_OK)
        return lua_error(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &primitives);
    lua_call(L, 1, 0);
    return 0;
}

bool glua_run_prelude(glua_vm *vm, const uint8_t *source, size_t count, glua_buffer *message) {
    chunk it = {vm, source, count};
    lua_pushcfunction(vm->L, run_chunk);
    lua_pushlightuserdata(vm->L, &it);
    if (lua_pcall(vm->L, 1, 0, 0) == LUA_OK) return true;
    size_t length = 0;
    const char *text = lua_type(vm->L, -1) == LUA_TSTRING ? lua_tolstring(vm->L, -1, &length) : "";
    glua_append(message, text, length);
    lua_pop(vm->L, 1);
    return false;
}

typedef struct {
    glua_task *task;
    bool failed;
    glua_buffer *into;
    const uint8_t *bytes;
    size_t count;
} transfer;

static int encode_results(lua_State *L) {
    transfer *it = lua_touserdata(L, 1);
    int count = it->failed ? 1 : lua_gettop(it->task->L);
    luaL_checkstack(L, count, NULL);
    lua_xmove(it->task->L, L, count);
    if (it->failed) glua_encode(L, -1, it->into);
    else glua_encode_all(L, 2, lua_gettop(L), it->into);
    return 0;
}

/* (error, transfer): what could not be encoded is told by the error of trying. */
static int encode_error(lua_State *L) {
    transfer *it = lua_touserdata(L, 2);
    glua_encode(L, 1, it->into);
    return 0;
}

bool glua_take_results(glua_vm *vm, glua_task *task, bool failed, glua_buffer *into) {
    lua_State *L = vm->L;
    transfer it = {.task = task, .failed = failed, .into = into};
    lua_pushcfunction(L, encode_results);
    lua_pushlightuserdata(L, &it);
    if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
    empty(into);
    lua_pushcfunction(L, encode_error);
    lua_insert(L, -2);
    lua_pushlightuserdata(L, &it);
    if (lua_pcall(L, 2, 0, 0) != LUA_OK) lua_pop(L, 1);
    return false;
}

static int set_mark(lua_State *L) {
    transfer *it = lua_touserdata(L, 1);
    glua_decode(L, it->bytes, it->bytes + it->count);
    if (lua_type(L, -1) == LUA_TTABLE) glua_make_error(L);
    it->task->mark = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

bool glua_mark(glua_vm *vm, glua_task *task, const uint8_t *error, size_t count) {
    if (task->mark != LUA_NOREF) return true;
    transfer it = {.task = task, .bytes = error, .count = count};
    lua_pushcfunction(vm->L, set_mark);
    lua_pushlightuserdata(vm->L, &it);
    if (lua_pcall(vm->L, 1, 0, 0) == LUA_OK) return true;
    lua_pop(vm->L, 1);
    it.task->mark = vm->fallback_mark;
    return false;
}

/* framed(f, owner): a C function that calls f, and in whose name f asks the host. A tail call of it keeps
   the caller's frame, and with it the script's line. */
static int framed_done(lua_State *L, int status, lua_KContext context) {
    (void)status;
    (void)context;
    return lua_gettop(L);
}

static int call_framed(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, framed_done);
    return lua_gettop(L);
}

static int framed(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_Integer owner = luaL_optinteger(L, 2, 0);
    lua_settop(L, 1);
    lua_pushinteger(L, owner);
    lua_pushcclosure(L, call_framed, 2);
    return 1;
}

/* indexer() -> the chunk name of the function that indexes the value whose `__index` calls this; nothing
   where that function is C */
static int indexer(lua_State *L) {
    lua_Debug frame;
    if (!lua_getstack(L, 2, &frame)) return 0;
    lua_getinfo(L, "S", &frame);
    if (*frame.what == 'C') return 0;
    lua_pushstring(L, frame.source);
    return 1;
}

/* load(text, chunk name, environment) -> function | nil, message */
static int load_text(lua_State *L) {
    size_t count;
    const char *text = luaL_checklstring(L, 1, &count);
    const char *name = luaL_checkstring(L, 2);
    int status = luaL_loadbufferx(L, text, count, name, "t");
    if (status == LUA_ERRMEM) return lua_error(L); /* no fault of the text's */
    if (status != LUA_OK) {
        lua_pushnil(L);
        lua_insert(L, -2);
        return 2;
    }
    lua_pushvalue(L, 3);
    if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
    return 1;
}

void glua_install_calls(lua_State *L) {
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &primitives);
    lua_pushcfunction(L, load_text);
    lua_setfield(L, -2, "load");
    lua_pushcfunction(L, framed);
    lua_setfield(L, -2, "framed");
    lua_pushcfunction(L, indexer);
    lua_setfield(L, -2, "indexer");
    lua_newtable(L);
    lua_setfield(L, -2, "lib");
}
