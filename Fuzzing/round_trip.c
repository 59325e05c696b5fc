#include "round_trip.h"

#include "internal.h"

#include <stdlib.h>

enum { HEAP = 32 << 20, MESSAGE = 4 << 20 };

static int refuse(void *context, int function, glua_call *call) {
    (void)context, (void)function, (void)call;
    return GLUA_RAISE;
}

static glua_vm *open_state(void) {
    glua_config config = {.memory_limit = HEAP, .message_limit = MESSAGE};
    glua_host host = {.invoke = refuse};
    glua_vm *vm = glua_open(&config, &host);
    if (!vm) abort();
    return vm;
}

typedef struct {
    const uint8_t *at, *end;
    bool is_list, is_read;
    int values;
    glua_buffer written;
} job;

static int run(lua_State *L) {
    job *it = lua_touserdata(L, 1);
    if (it->is_list) {
        it->values = glua_decode_all(L, it->at, it->end);
    } else {
        if (glua_decode(L, it->at, it->end) > it->end) abort();
        it->values = 1;
    }
    if (lua_gettop(L) != 1 + it->values) abort();
    it->is_read = true;
    if (it->is_list)
        glua_encode_all(L, 2, lua_gettop(L), &it->written);
    else
        glua_encode(L, 2, &it->written);
    return 0;
}

round_trip read_and_write(const uint8_t *bytes, size_t count, bool is_list) {
    static glua_vm *vm;
    static job it;
    if (!vm) vm = open_state();
    glua_free_buffer(&it.written);
    it = (job){
        .at = bytes, .end = bytes + count, .is_list = is_list, .written = {.limit = MESSAGE}};
    lua_State *L = vm->L;
    int top = lua_gettop(L);
    lua_pushcfunction(L, run);
    lua_pushlightuserdata(L, &it);
    bool is_whole = lua_pcall(L, 1, 0, 0) == LUA_OK && !it.written.failed;
    lua_settop(L, top);
    lua_gc(L, LUA_GCSTEP, 16);
    return (round_trip){it.is_read, it.values, it.written.bytes, is_whole ? it.written.count : 0};
}
