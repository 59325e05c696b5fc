/* What the files of this target share. */
#ifndef CLUABRIDGE_INTERNAL_H
#define CLUABRIDGE_INTERNAL_H

#include "CLuaBridge.h"

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <lua5.4/lualib.h>

/* How memory at an address of ours is asked for. A sanitizer has its own things there. */
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GLUA_MAP_PINNED 0
#else
#define GLUA_MAP_PINNED MAP_FIXED_NOREPLACE
#endif

/* Sources of ours carry this chunk name; a frame with any other one is the script's. */
#define GLUA_OWN_CHUNK "=graphene"
/* Values nested deeper than this do not cross. */
#define GLUA_MAX_DEPTH 64
/* The arguments or results of one call hold at most so many values; the host takes a few more. */
#define GLUA_MAX_VALUES 200000

/* arena.c. Below Lua: it touches no stack, [-0, +0]. */
typedef struct glua_arena glua_arena;
glua_arena *glua_arena_open(size_t limit, bool is_pinned);
void glua_arena_close(glua_arena *arena);
void *glua_arena_allocate(void *arena, void *block, size_t old_size, size_t new_size);
size_t glua_arena_peak(const glua_arena *arena);
/* Lets the spare part of the memory be used, or not. Returns whether it could be so far. */
bool glua_arena_lend(glua_arena *arena, bool is_lent);
/* Counts the peak from what is in use now. */
void glua_arena_renew(glua_arena *arena);

struct glua_task {
    lua_State *L;
    int64_t id;
    int reference;  /* keeps L alive */
    int mark;       /* reference to the error it is marked with, or LUA_NOREF */
    int shields;    /* how many clean-up handlers it is inside of */
    lua_State *shielded; /* the coroutine that the innermost of them runs in */
    int barriers;   /* how many frames below it cannot be yielded across */
    bool delivered; /* the mark has been raised once: what still runs is unwinding */
    bool ended;
    char source[64]; /* the script's line that spawned it, for what it calls without one */
    int line;
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
    int closing;       /* depth of coroutine.close */
    int fallback_mark; /* reference to an error for when there is no memory to make one */
    int memory_error;  /* likewise: the error that says so */
    lua_State *volatile running; /* whose code runs; NULL while none of a script's does */
    volatile int interrupts;     /* how often the end of the processor time was signalled */
    volatile int calls;          /* and how often that the host wants to be listened to */
    int heeded;                  /* how many of them a hook has followed */
    bool is_spent;               /* the host was told */
    volatile bool is_called;     /* the host wants to be listened to */
    /* The script's line that last asked for memory there was not; a line of 0 for none. */
    char memory_source[256];
    int memory_line;
    char main_source[4096];
    char *problem_code[GLUA_PROBLEMS];
    char *problem_message[GLUA_PROBLEMS];
};

/* The address is the token that an effect yields; scripts cannot make a light userdata. */
extern const char glua_token;

/* All three [-0, +0]. */
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
bool glua_is_handle(lua_State *L, int index); /* [-0, +0] */
/* kind and id; valid while the handle is on the stack. [-0, +0] */
const char *glua_handle_kind(lua_State *L, int index, size_t *count);
const char *glua_handle_id(lua_State *L, int index, size_t *count);
/* Takes the fields table on top. [-1, +1] */
void glua_push_handle(
    lua_State *L, const char *kind, size_t kind_count, const char *id, size_t id_count);

/* errors.c */
int glua_raise_problem(lua_State *L, glua_problem problem); /* raises. [-0, +1] */
void glua_push_problem(lua_State *L, glua_problem problem); /* [-0, +1] */
void glua_make_error(lua_State *L);                         /* table on top. [-1, +1] */
/* Never raises: made in spare memory, or beforehand. [-0, +1] */
void glua_push_memory_error(lua_State *L);
/* A memory error carries no table; scripts match on one. [-1, +1] */
void glua_name_memory_error(lua_State *L, int status);
void glua_install_errors(lua_State *L); /* primitives' table on top. [-0, +0] */
/* A line of a script. */
typedef struct {
    const char *source;
    int line;
} glua_place;
/* The running line: the nearest frame that is a script's, and the nearest one of the main script; the
   line is 0 where there is none. [-0, +0] */
void glua_where(lua_State *L, glua_place *nearest, glua_place *in_main);
/* Keeps the place that asked for memory there is not: once the error is caught its frame is gone.
   Allocates nothing. [-0, +0] */
void glua_note_memory_end(glua_vm *vm);

/* tasks.c */
void glua_release_mark(glua_vm *vm, glua_task *task); /* [-0, +0] */
void glua_install_tasks(lua_State *L); /* primitives' table on top. [-0, +0] */
/* Whether a task is being stopped and runs no clean-up handler. [-0, +0] */
bool glua_must_let_go(glua_task *task);
int glua_let_go(lua_State *L, glua_task *task); /* raises its mark. [-0, +1] */

/* limits.c. All [-0, +0]. */
void glua_watch_signals(glua_vm *vm); /* from now on signals stop this state */
void glua_forget_signals(const glua_vm *vm);
void glua_hook_if_signalled(lua_State *L);

/* coroutines.c */
void glua_install_coroutines(lua_State *L); /* primitives' table on top. [-0, +0] */
bool glua_waits_for_effect(lua_State *co);   /* [-0, +0] */

/* calls.c */
void glua_install_calls(lua_State *L); /* primitives' table on top. [-0, +0] */

/* library.c. After glua_install_errors. */
void glua_install_library(lua_State *L); /* primitives' table on top. [-0, +0] */

#endif
