/* What a process takes from itself, for good. */
#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H

#include <stddef.h>
#include <stdint.h>

/* No core files, no ptrace, and /proc/PID readable by root alone. Returns 0, or -1 with errno. */
int gconfine_hide_from_debuggers(void);

/* Overwrites with zeros, where it stands in the process's initial environment, the value of every
   variable of that name, so that /proc/PID/environ no longer holds it. Returns how many there were;
   call before anything copies the environment. */
int gconfine_erase_variable(const char *name);

/* The layers of a script process's confinement, in the order in which they are put on. */
typedef enum {
    GCONFINE_DESCRIPTORS,   /* nothing is open but stdio and the channel */
    GCONFINE_RESOURCES,     /* address space, processor time, files, processes, core files */
    GCONFINE_IDENTITY,      /* for root: an id that nobody is, or at least no capabilities */
    GCONFINE_PARENT,        /* it dies with the thread that spawned it */
    GCONFINE_DEBUGGERS,     /* it is not dumpable */
    GCONFINE_PRIVILEGES,    /* no new ones, by whatever it might run */
    GCONFINE_CODE,          /* memory once writable never becomes code */
    GCONFINE_PATHS,         /* Landlock: no path, port, socket or signal of anybody else's */
    GCONFINE_CALLS,         /* seccomp: a few system calls, on its own descriptors */
    GCONFINE_LAYERS
} gconfine_layer;

/* A layer's name as people read it. */
const char *gconfine_layer_name(gconfine_layer layer);

typedef struct {
    int parent;              /* process id of the spawner */
    int channel;             /* the one descriptor beside stdio */
    size_t address_space;    /* bytes */
    int64_t processor_time;  /* nanoseconds */
    uint32_t without;        /* bits of layers to leave out, to try the others without them */
} gconfine_limits;

typedef struct {
    int error[GCONFINE_LAYERS]; /* 0, or the errno that kept the layer off */
    int landlock_version;       /* what of it this kernel knows; 0 for nothing */
} gconfine_report;

/* Puts on every layer that the kernel has. A system call that is not allowed ends the process from
   then on, with GCONFINE_STATUS and the call's number on stderr. Ends the process at once where its
   parent is gone. */
void gconfine_enter(const gconfine_limits *limits, gconfine_report *report);

enum { GCONFINE_STATUS = 74 };

/* Calls `handler` as a signal handler once the process has used so much processor time, and again
   after each `period` more. For before `gconfine_enter`. Returns 0, or -1 with errno. */
int gconfine_watch_processor_time(
    int64_t nanoseconds, int64_t period, void (*handler)(int signal));

/* What a confined process cannot do. */
typedef enum {
    GCONFINE_OPEN_FILE,
    GCONFINE_OPEN_CONNECTION,
    GCONFINE_START_PROCESS,
    GCONFINE_READ_HOST,
    GCONFINE_ATTEMPTS
} gconfine_attempt;

/* As people read it, behind "cannot". */
const char *gconfine_attempt_name(gconfine_attempt attempt);
/* Tries it; process `host` is whose memory it reads. Returns 0 if it could, or the errno. */
int gconfine_try(gconfine_attempt attempt, int host);

#endif
