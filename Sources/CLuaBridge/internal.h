/* What the files of this target share. */
#ifndef CLUABRIDGE_INTERNAL_H
#define CLUABRIDGE_INTERNAL_H

#include "CLuaBridge.h"

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <lua5.4/lualib.h>

/* Sources of ours carry this chunk name; a frame with any other one is the script's. */
#define GLUA_OWN_CHUNK "=graphene"
/* Values nested deeper than this do not cross. */
#define GLUA_MAX_DEPTH 64

typedef struct glua_arena glua_arena;
glua_arena *glua_arena_open(size_t limit, bool is_pinned);
void glua_arena_close(glua_arena *arena);
void *glua_arena_allocate(void *arena, void *block, size_t old_size, size_t new_size);
size_t glua_arena_used(const glua_arena *arena);
size_t glua_arena_peak(const glua_arena *arena);

struct glua_task {
    lua_State *L;
    int64_t id;
    int reference;  /* keeps L alive */
    int mark;       /* reference to the error it is marked with, or LUA_NOREF */
    int shields;    /* how many clean-up handlers it is inside of */
    int barriers;   /* how many frames below it cannot be yielded across */
    bool delivered; /* the mark has been raised once: what still runs is unwinding */
    bool ended;
    const uint8_t *answer;
    size_t answer_count;
    glua_task *joined;
};

struct glua_vm {
    lua_State *L;
    glua_arena *arena;
    void *allocation; /* what lua_Alloc is called with */
    glua_host host;
    glua_buffer arguments, results;
    size_t message_limit;
    int64_t next_task;
    int closing; /* depth of coroutine.close */
    char *problem_code[GLUA_PROBLEMS];
    char *problem_message[GLUA_PROBLEMS];
};

/* The address is the token that an effect yields; scripts cannot make a light userdata. */
extern const char glua_token;

glua_vm *glua_vm_of(lua_State *L);
static inline glua_task *glua_task_of(lua_State *L) {
    return *(glua_task **)lua_getextraspace(L);
}
static inline void glua_adopt(lua_State *L, glua_task *task) {
    *(glua_task **)lua_getextraspace(L) = task;
}

/* codec.c. Raise through glua_raise_problem. */
void glua_encode(lua_State *L, int index, glua_buffer *buffer);           /* [-0, +0] */
void glua_encode_all(lua_State *L, int first, int last, glua_buffer *buffer); /* [-0, +0] */
const uint8_t *glua_decode(lua_State *L, const uint8_t *at, const uint8_t *end); /* [-0, +1] */
int glua_decode_all(lua_State *L, const uint8_t *at, const uint8_t *end); /* [-0, +n] */

/* handles.c */
void glua_install_handles(lua_State *L); /* primitives' table on top. [-0, +0] */
bool glua_is_handle(lua_State *L, int index);
/* kind and id; valid while the handle is on the stack. */
const char *glua_handle_kind(lua_State *L, int index, size_t *count);
const char *glua_handle_id(lua_State *L, int index, size_t *count);
/* Takes the fields table on top. [-1, +1] */
void glua_push_handle(
    lua_State *L, const char *kind, size_t kind_count, const char *id, size_t id_count);

/* errors.c */
int glua_raise_problem(lua_State *L, glua_problem problem); /* does not return */
void glua_push_problem(lua_State *L, glua_problem problem); /* [-0, +1] */
void glua_make_error(lua_State *L);                         /* table on top. [-1, +1] */
void glua_install_errors(lua_State *L);
void glua_where(lua_State *L, const char **source, int *line);

/* tasks.c */
void glua_install_tasks(lua_State *L);
/* Whether a task is being stopped and runs no clean-up handler. */
bool glua_must_let_go(glua_task *task);
int glua_let_go(lua_State *L, glua_task *task); /* raises its mark */
/* A memory error carries no table; scripts match on one. [-1, +1] */
void glua_name_memory_error(lua_State *L, int status);

/* coroutines.c */
void glua_install_coroutines(lua_State *L);
bool glua_waits_for_effect(lua_State *co);

/* calls.c */
void glua_install_calls(lua_State *L);

/* library.c. After glua_install_errors. */
void glua_install_library(lua_State *L);

#endif
