/* The only door to liblua. Swift calls nothing of Lua's itself: what is declared here never raises
   into its caller. In brackets, the effect on the Lua stack of the state or task named first. */
#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct glua_vm glua_vm;
typedef struct glua_task glua_task;

/* Bytes that C owns; appending fails (and stays failed) instead of raising. Both [-0, +0]. */
typedef struct {
    uint8_t *bytes;
    size_t count, capacity, limit;
    bool failed;
} glua_buffer;

bool glua_append(glua_buffer *buffer, const void *bytes, size_t count);
void glua_free_buffer(glua_buffer *buffer);

/* What goes wrong below Swift; Swift says it in words (glua_set_problem). */
typedef enum {
    GLUA_CANNOT_WAIT,     /* an effect where Lua cannot yield */
    GLUA_TOO_DEEP,        /* a value nested too deeply to cross */
    GLUA_CYCLE,           /* a value that contains itself */
    GLUA_TOO_LARGE,       /* a message over its limit */
    GLUA_BAD_KEY,         /* a table key that is neither string nor integer */
    GLUA_MEMORY,          /* the memory cap */
    GLUA_CLOSE_DEPTH,     /* coroutine.close nested too deeply */
    GLUA_BAD_ANSWER,      /* the host's bytes make no values */
    GLUA_NO_TASK,         /* a task id that names nothing to wait for */
    GLUA_PROBLEMS
} glua_problem;

/* One call of a host function. `arguments` is a count and that many encoded values, valid
   until the function returns. */
typedef struct {
    glua_task *task;
    const uint8_t *arguments;
    size_t arguments_count;
    glua_buffer *results; /* for GLUA_RETURN a count and values, for GLUA_RAISE one value */
    const char *source;   /* the script's chunk name, "" when no script frame is there */
    int line;
    int64_t owner;   /* of the module whose function of ours asks; 0 for none */
    bool is_cleanup; /* asked for by a handler of a task that is being stopped */
} glua_call;

enum { GLUA_RETURN, GLUA_SUSPEND, GLUA_RAISE };

typedef struct {
    void *context;
    /* Runs host function number `function`. */
    int (*invoke)(void *context, int function, glua_call *call);
    /* A new task is ready to run. */
    void (*spawned)(void *context, glua_task *task);
    /* `waiter` wants to know of the end of task `id`: the task when it has ended, or NULL with
       `*must_wait` set, or NULL when there is none. */
    glua_task *(*join)(void *context, glua_task *waiter, int64_t id, bool *must_wait);
    /* The script marks task `id`, whose mark was set by the time of this call. */
    glua_task *(*find)(void *context, int64_t id);
    void (*marked)(void *context, glua_task *task);
    /* The processor time is over, at this line; to mark the tasks is up to this. */
    void (*stopped)(void *context, const char *source, int line, const char *traceback);
    /* The host was to be listened to (glua_call_attention); this line was running. */
    void (*listen)(void *context, const char *source, int line);
} glua_host;

typedef struct {
    size_t memory_limit;  /* bytes of Lua heap */
    size_t message_limit; /* bytes of one encoded call */
    bool is_pinned;       /* table order is to be the same in every process */
} glua_config;

/* A new state with the base, string, table, math, utf8, coroutine and debug libraries; NULL when
   there is no memory for it. [-0, +0] */
glua_vm *glua_open(const glua_config *config, const glua_host *host);
/* Frees everything without running anything of the script's. [-0, +0] */
void glua_discard(glua_vm *vm);

/* Bytes of heap. [-0, +0] */
size_t glua_memory_peak(const glua_vm *vm);
/* Bytes of addresses that a state with this limit takes up. */
size_t glua_address_space(size_t memory_limit);

/* A signal handler, for the end of the processor time: the state that was opened pinned stops at the next
   instruction of Lua. Called again, it writes the running line to stderr instead of waiting for one: a
   function of liblua's may never end. */
void glua_interrupt(int signal);
/* A signal handler: the state that was opened pinned calls `listen` at its next instruction of Lua; a
   task that is marked then stops there, each time anew. */
void glua_call_attention(int signal);

/* Forgets that what ran was to stop, and what it has used: what runs from now on is another thing. The
   task that asks loses its mark. [-0, +0] */
void glua_renew(glua_vm *vm, glua_task *task);

/* Says in words what a problem is, from now on. [-0, +0] */
void glua_set_problem(glua_vm *vm, glua_problem problem, const char *code, const char *message);
/* Adds a host function as field `name` of the primitives' table. [-0, +0] */
bool glua_set_function(glua_vm *vm, const char *name, int function, bool may_suspend);
/* Adds a value as field `name` of the primitives' table. [-0, +0] */
bool glua_set_value(glua_vm *vm, const char *name, const uint8_t *bytes, size_t count);

/* Compiles a chunk of ours (it is named "=graphene") and calls it with the primitives' table.
   On failure `message` holds why. [-0, +0] */
bool glua_run_prelude(glua_vm *vm, const uint8_t *source, size_t count, glua_buffer *message);

/* The first task: calls the prelude's main function with the script's source and chunk name.
   [-0, +0] */
glua_task *glua_start_main(
    glua_vm *vm, const uint8_t *source, size_t count, const char *chunk_name);

typedef enum { GLUA_WAITS, GLUA_ENDED, GLUA_FAILED } glua_outcome;

/* Runs a task until it waits or ends. The bytes of an answer are a GLUA_RETURN or GLUA_RAISE and
   then what `glua_call.results` holds for that; `joined` is the task it waited for. Both are absent
   at the start and when it is woken by its mark. What it ends with is left on the task's own stack.
   [-0, +0] of the state */
glua_outcome glua_resume(
    glua_vm *vm, glua_task *task, const uint8_t *answer, size_t count, glua_task *joined);

/* Encodes an ended task's results (a count and values) or error (one value). Where they cannot
   be encoded, returns false and encodes the error that says why. They are taken off the task's stack.
   [-0, +0] of the state */
bool glua_take_results(glua_vm *vm, glua_task *task, bool failed, glua_buffer *into);
/* Lets an ended task go. [-0, +0] */
void glua_release_task(glua_vm *vm, glua_task *task);

/* Marks a task with an encoded error value: every protected call in it lets go. [-0, +0] */
bool glua_mark(glua_vm *vm, glua_task *task, const uint8_t *error, size_t count);
/* Whether its mark may be raised in it now: it is marked, has not been told, and runs no handler.
   [-0, +0] */
bool glua_may_be_woken(const glua_task *task);

/* [-0, +0] */
int64_t glua_task_id(const glua_task *task);

#endif
