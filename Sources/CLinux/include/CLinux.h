/* System calls that Swift's Glibc module does not offer: GNU extensions and variadic functions. */
#ifndef CLINUX_H
#define CLINUX_H

#include <poll.h>
#include <stdint.h>

/* Opens /dev/null in the place of whichever of descriptors 0, 1 and 2 is closed, so that no file or
   socket is ever taken for one of them. */
void glinux_open_standard_descriptors(void);

/* A non-blocking event counter, closed on exec; -1 when no descriptor is left. */
int glinux_event_counter(void);

/* poll(2) with a timeout in nanoseconds; negative waits without end. */
int glinux_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds);

/* From now on SIGINT, SIGTERM and, unless it was ignored, SIGHUP do not end the process: each arrives
   as one byte, its number, on the returned descriptor; -1 on failure. Once for a process. */
int glinux_catch_stop_signals(void);

/* A descriptor that becomes readable once after some real time; arm it anew for each time. */
int glinux_alarm(void);
void glinux_set_alarm(int descriptor, int64_t nanoseconds);

/* Processor time that another process has used, in nanoseconds; -1 when it is gone. */
int64_t glinux_processor_time(int process);

/* A descriptor that becomes readable once another process has ended; -1 when there is none. */
int glinux_process_descriptor(int process);

/* Opens a file below a folder for reading; neither `..` nor a link leads out of it. Returns the
   descriptor, or -1 with errno (EXDEV for what leads out). */
int glinux_open_beneath(const char *folder, const char *path);

typedef enum { GLINUX_REGULAR, GLINUX_FOLDER, GLINUX_OTHER } glinux_kind;

/* What an open descriptor is of, and its size in bytes. */
glinux_kind glinux_file_kind(int descriptor, int64_t *size);

typedef struct {
    glinux_kind kind;
    uint32_t owner;
    /* The permission bits. */
    uint32_t mode;
    int64_t size;
    /* When it was written to last, in seconds since 1970. */
    int64_t written_at;
    /* The same for every descriptor of one file. */
    uint64_t identity;
} glinux_file;

/* Fills in what an open descriptor is of. Returns 0, or -1 with errno. */
int glinux_describe_file(int descriptor, glinux_file *file);

/* Takes room on the disk for the first `size` bytes of a file, however long it is. Returns 0, or -1 with errno. */
int glinux_reserve(int descriptor, int64_t size);

/* A pipe that children do not inherit: reading end, writing end. Returns 0, or -1. */
int glinux_pipe(int descriptors[2]);
void glinux_set_nonblocking(int descriptor);

/* Starts `path` with arguments, the last one NULL, and an empty environment, in a session of its own, with default
   signals. Its descriptor 3 is `channel`, 2 is `errors`, 0 and 1 are /dev/null, and nothing else is
   open. Returns the process id, or -1 with errno. */
int glinux_spawn(const char *path, char *const arguments[], int channel, int errors);

typedef struct {
    const char *path;
    /* Each with NULL as the last one. */
    char *const *arguments;
    char *const *environment;
    /* Where it starts. */
    const char *folder;
    /* Its descriptors 0, 1 and 2. */
    int input, output, errors;
    /* How large a file of it and of what it starts may become, in bytes. */
    uint64_t file_size;
} glinux_program;

/* Starts a program in a session of its own, so without a terminal, with default signals; it is killed
   when the thread that started it ends. Returns the process id, or -1 with errno. */
int glinux_start(const glinux_program *program);

/* Gives two names of one file system each what the other one names, at once. Returns 0, or -1 with errno. */
int glinux_exchange(const char *one, const char *other);

/* Sees to it that characters are UTF-8, whatever the surroundings say. */
void glinux_use_utf8(void);

/* How many columns a character takes; negative for what is not shown. */
int glinux_width(unsigned character);

#endif
