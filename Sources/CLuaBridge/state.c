/* Opening a state so that table order is the same in every process: liblua seeds its string hash from
   the time, the address of the state, of a local variable and of lua_newstate. The last is fixed in an
   executable that is not relocated; the others are fixed here. */
#define _GNU_SOURCE
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#define STACK_ADDRESS ((void *)0x0f0000000000)
#define STACK_SIZE (256 * 1024)

/* The executable links with --wrap=time, so that liblua's only use of it, the seed, comes here. */
time_t __wrap_time(time_t *into);
time_t __wrap_time(time_t *into) {
    if (into) *into = 0;
    return 0;
}

glua_vm *glua_vm_of(lua_State *L) {
    void *vm;
    lua_getallocf(L, &vm);
    return *(glua_vm **)vm;
}

/* The allocator's context begins with the vm, so that every coroutine leads back to it. */
typedef struct {
    glua_vm *vm;
    glua_arena *arena;
} allocation;

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
    allocation *it = context;
    void *result = glua_arena_allocate(it->arena, block, old_size, new_size);
    if (!result && new_size > 0) glua_note_memory_end(it->vm);
    return result;
}

typedef struct {
    ucontext_t caller, callee;
    allocation *allocation;
    lua_State *L;
} opening;

static opening *now_opening;

static void open_on_pinned_stack(void) {
    now_opening->L = lua_newstate(allocate, now_opening->allocation);
}

static lua_State *open_pinned(allocation *it) {
    void *stack = mmap(STACK_ADDRESS, STACK_SIZE, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | GLUA_MAP_PINNED, -1, 0);
    if (stack == MAP_FAILED) return NULL;
    opening here = {.allocation = it};
    now_opening = &here;
    getcontext(&here.callee);
    here.callee.uc_stack.ss_sp = stack;
    here.callee.uc_stack.ss_size = STACK_SIZE;
    here.callee.uc_link = &here.caller;
    makecontext(&here.callee, open_on_pinned_stack, 0);
    swapcontext(&here.caller, &here.callee);
    now_opening = NULL;
    munmap(stack, STACK_SIZE);
    return here.L;
}

/* An error that nothing caught: liblua is about to abort. */
static int panic(lua_State *L) {
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "?";
    static const char prefix[] = "uncaught Lua error: ";
    if (write(2, prefix, sizeof prefix - 1) < 0 || write(2, text, strlen(text)) < 0) _exit(71);
    _exit(70);
}

static int open_libraries(lua_State *L) {
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},           {LUA_TABLIBNAME, luaopen_table},
        {LUA_STRLIBNAME, luaopen_string},    {LUA_MATHLIBNAME, luaopen_math},
        {LUA_UTF8LIBNAME, luaopen_utf8},     {LUA_COLIBNAME, luaopen_coroutine},
        {LUA_DBLIBNAME, luaopen_debug},      {NULL, NULL},
    };
    for (const luaL_Reg *library = libraries; library->func; library++) {
        luaL_requiref(L, library->name, library->func, 1);
        lua_pop(L, 1);
    }
    lua_newtable(L);
    glua_install_errors(L);
    glua_install_handles(L);
    glua_install_tasks(L);
    glua_install_coroutines(L);
    glua_install_calls(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "cancelled");
    lua_setfield(L, -2, "code");
    glua_make_error(L);
    glua_vm_of(L)->fallback_mark = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pushliteral(L, "not enough memory");
    glua_vm_of(L)->memory_error = luaL_ref(L, LUA_REGISTRYINDEX);
    glua_install_library(L);
    return 0;
}

glua_vm *glua_open(const glua_config *config, const glua_host *host) {
    glua_vm *vm = calloc(1, sizeof *vm);
    allocation *it = calloc(1, sizeof *it);
    if (!vm || !it) {
        free(vm);
        free(it);
        return NULL;
    }
    vm->allocation = it;
    it->vm = vm;
    it->arena = vm->arena = glua_arena_open(config->memory_limit, config->is_pinned);
    vm->host = *host;
    vm->message_limit = vm->arguments.limit = vm->results.limit = config->message_limit;
    if (it->arena) vm->L = config->is_pinned ? open_pinned(it) : lua_newstate(allocate, it);
    if (!vm->L) {
        glua_discard(vm);
        return NULL;
    }
    if (config->is_pinned) glua_watch_signals(vm);
    lua_atpanic(vm->L, panic);
    glua_adopt(vm->L, NULL);
    lua_pushcfunction(vm->L, open_libraries);
    if (lua_pcall(vm->L, 0, 0, 0) == LUA_OK) return vm;
    glua_discard(vm);
    return NULL;
}

void glua_discard(glua_vm *vm) {
    glua_forget_signals(vm);
    free(vm->allocation);
    if (vm->arena) glua_arena_close(vm->arena);
    for (int i = 0; i < GLUA_PROBLEMS; i++) {
        free(vm->problem_code[i]);
        free(vm->problem_message[i]);
    }
    free(vm->arguments.bytes);
    free(vm->results.bytes);
    free(vm);
}

size_t glua_memory_peak(const glua_vm *vm) { return glua_arena_peak(vm->arena); }

static int keep_memory_error(lua_State *L) {
    glua_push_problem(L, GLUA_MEMORY);
    lua_rawseti(L, LUA_REGISTRYINDEX, glua_vm_of(L)->memory_error);
    return 0;
}

void glua_set_problem(glua_vm *vm, glua_problem problem, const char *code, const char *message) {
    free(vm->problem_code[problem]);
    free(vm->problem_message[problem]);
    vm->problem_code[problem] = strdup(code);
    vm->problem_message[problem] = strdup(message);
    if (problem != GLUA_MEMORY) return;
    /* Made now: later there may be no memory for it. */
    lua_pushcfunction(vm->L, keep_memory_error);
    if (lua_pcall(vm->L, 0, 0, 0) != LUA_OK) lua_pop(vm->L, 1);
}
