/* The end of the processor time, and the host's word while a script computes. Nothing is looked at in
   normal running: a signal comes when the time is over, hooks what runs, and the hook tells the line and
   raises; another one comes when the host wants to be listened to, and its hook does so. What runs no
   instruction of Lua's meets no hook; then the signal that follows tells the line, and the host ends the
   process. */
#include "internal.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static glua_vm *volatile watched;

void glua_watch_signals(glua_vm *vm) { watched = vm; }

void glua_forget_signals(const glua_vm *vm) {
    if (watched == vm) watched = NULL;
}

static int trace(lua_State *L) {
    lua_State *stopped = lua_touserdata(L, 1);
    luaL_traceback(L, stopped, NULL, 0);
    return 1;
}

/* Tells the host; from here on every task is marked. */
static void tell(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_place nearest, in_main;
    glua_where(L, &nearest, &in_main);
    glua_place place = in_main.line > 0 ? in_main : nearest;
    bool was_lent = glua_arena_lend(vm->arena, true);
    lua_pushcfunction(L, trace);
    lua_pushlightuserdata(L, L);
    bool is_traced = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_type(L, -1) == LUA_TSTRING;
    vm->host.stopped(vm->host.context, place.source, place.line,
                     is_traced ? lua_tostring(L, -1) : "");
    lua_pop(L, 1);
    glua_arena_lend(vm->arena, was_lent);
}

static void listen(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    glua_place nearest, in_main;
    glua_where(L, &nearest, &in_main);
    glua_place place = in_main.line > 0 ? in_main : nearest;
    bool was_lent = glua_arena_lend(vm->arena, true);
    vm->host.listen(vm->host.context, place.source, place.line);
    glua_arena_lend(vm->arena, was_lent);
}

static void stop(lua_State *L, lua_Debug *record) {
    (void)record;
    lua_sethook(L, NULL, 0, 0);
    glua_vm *vm = glua_vm_of(L);
    glua_task *task = glua_task_of(L);
    if (vm->is_called) {
        vm->is_called = false;
        listen(L);
    }
    if (vm->interrupts > 0 && !vm->is_spent) {
        vm->is_spent = true;
        tell(L);
    }
    /* Each signal stops a task once; what it runs then has the time for handlers until the next. */
    bool is_late = vm->interrupts + vm->calls > vm->heeded;
    vm->heeded = vm->interrupts + vm->calls;
    if (glua_must_let_go(task) && (is_late || !task->delivered)) glua_let_go(L, task);
}

void glua_hook_if_signalled(lua_State *L) {
    glua_vm *vm = glua_vm_of(L);
    if (vm->is_called || (vm->interrupts > 0 && !vm->is_spent))
        lua_sethook(L, stop, LUA_MASKCOUNT, 1);
}

/* Reads Lua's stack while Lua may be changing it: worth the risk, for this process ends soon anyway. */
static void write_place(lua_State *L) {
    static char text[512];
    glua_place nearest, in_main;
    glua_where(L, &nearest, &in_main);
    glua_place place = in_main.line > 0 ? in_main : nearest;
    if (place.line <= 0) return;
    int count = snprintf(text, sizeof text, "at %.400s:%d\n", place.source, place.line);
    if (write(2, text, (size_t)count) < 0) return;
}

void glua_call_attention(int signal) {
    (void)signal;
    glua_vm *vm = watched;
    if (!vm) return;
    vm->is_called = true;
    vm->calls++;
    lua_State *L = vm->running;
    if (L) lua_sethook(L, stop, LUA_MASKCOUNT, 1);
}

void glua_interrupt(int signal) {
    (void)signal;
    glua_vm *vm = watched;
    if (!vm) return;
    vm->interrupts++;
    lua_State *L = vm->running;
    if (!L) return;
    lua_sethook(L, stop, LUA_MASKCOUNT, 1);
    if (vm->interrupts == 2 && !vm->is_spent) write_place(L);
}

void glua_renew(glua_vm *vm, glua_task *task) {
    vm->interrupts = vm->calls = vm->heeded = 0;
    vm->is_spent = false;
    glua_arena_renew(vm->arena);
    if (task) glua_release_mark(vm, task);
}
