#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <linux/openat2.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

void glinux_open_standard_descriptors(void) {
    int descriptor;
    do descriptor = open("/dev/null", O_RDWR);
    while (descriptor >= 0 && descriptor <= 2);
    if (descriptor > 2) close(descriptor);
}

int glinux_event_counter(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int glinux_poll(struct pollfd *descriptors, unsigned long count, int64_t nanoseconds) {
    struct timespec limit = {nanoseconds / 1000000000, nanoseconds % 1000000000};
    return ppoll(descriptors, count, nanoseconds < 0 ? NULL : &limit, NULL);
}

static int stop_pipe = -1;

static void tell_stop(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    if (write(stop_pipe, &byte, 1) < 0) { /* full: enough stops are waiting already */ }
    errno = saved;
}

int glinux_catch_stop_signals(void) {
    int ends[2];
    struct sigaction action = {.sa_handler = tell_stop, .sa_flags = SA_RESTART};
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    stop_pipe = ends[1];
    if (sigaction(SIGINT, &action, NULL) != 0 || sigaction(SIGTERM, &action, NULL) != 0) return -1;
    /* nohup(1) asked for it to be ignored. */
    struct sigaction before;
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(SIGHUP, &action, NULL);
    return ends[0];
}

int glinux_alarm(void) { return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK); }

void glinux_set_alarm(int descriptor, int64_t nanoseconds) {
    uint64_t expired;
    struct itimerspec time = {.it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000}};
    if (read(descriptor, &expired, sizeof expired) < 0) { /* it was not due: nothing to take back */ }
    timerfd_settime(descriptor, 0, &time, NULL);
}

int64_t glinux_processor_time(int process) {
    clockid_t clock;
    struct timespec time;
    if (clock_getcpuclockid(process, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

int glinux_process_descriptor(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

int glinux_open_beneath(const char *folder, const char *path) {
    int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) return -1;
    struct open_how how = {
        .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
    };
    int descriptor = (int)syscall(SYS_openat2, root, path, &how, sizeof how);
    int error = errno;
    close(root);
    errno = error;
    return descriptor;
}

glinux_kind glinux_file_kind(int descriptor, int64_t *size) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return GLINUX_OTHER;
    *size = status.st_size;
    if (S_ISREG(status.st_mode)) return GLINUX_REGULAR;
    return S_ISDIR(status.st_mode) ? GLINUX_FOLDER : GLINUX_OTHER;
}

int glinux_describe_file(int descriptor, glinux_file *file) {
    struct stat status;
    if (fstat(descriptor, &status) != 0) return -1;
    file->kind = glinux_file_kind(descriptor, &file->size);
    file->owner = status.st_uid;
    file->mode = status.st_mode & 07777;
    file->written_at = status.st_mtim.tv_sec;
    file->identity = status.st_ino;
    return 0;
}

int glinux_reserve(int descriptor, int64_t size) {
    return fallocate(descriptor, FALLOC_FL_KEEP_SIZE, 0, size);
}

int glinux_pipe(int descriptors[2]) { return pipe2(descriptors, O_CLOEXEC); }

void glinux_set_nonblocking(int descriptor) {
    fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK);
}

static int set_actions(posix_spawn_file_actions_t *actions, int channel, int errors) {
    int failed = posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0);
    failed |= posix_spawn_file_actions_addopen(actions, 1, "/dev/null", O_WRONLY, 0);
    failed |= posix_spawn_file_actions_adddup2(actions, errors, 2);
    failed |= posix_spawn_file_actions_adddup2(actions, channel, 3);
    failed |= posix_spawn_file_actions_addclosefrom_np(actions, 4);
    return failed;
}

static int set_attributes(posix_spawnattr_t *attributes) {
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    int failed = posix_spawnattr_setsigmask(attributes, &none);
    failed |= posix_spawnattr_setsigdefault(attributes, &all);
    failed |= posix_spawnattr_setflags(
        attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    return failed;
}

int glinux_spawn(const char *path, char *const arguments[], int channel, int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char *const environment[] = {NULL};
    pid_t process = -1;
    if (posix_spawn_file_actions_init(&actions) != 0) return -1;
    if (posix_spawnattr_init(&attributes) != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -1;
    }
    int status = set_actions(&actions, channel, errors);
    if (status == 0) status = set_attributes(&attributes);
    if (status == 0)
        status = posix_spawn(&process, path, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    errno = status;
    return status == 0 ? process : -1;
}

/* In the memory of the parent, which waits: only what is safe in a signal handler. */
static int become(const glinux_program *program) {
    struct sigaction usual = {.sa_handler = SIG_DFL};
    struct rlimit size, core = {0, 0};
    sigset_t none;
    for (int number = 1; number < NSIG; number++) sigaction(number, &usual, NULL);
    if (setsid() < 0 || prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    if (getrlimit(RLIMIT_FSIZE, &size) != 0) return errno;
    /* Nobody but root may raise it. */
    if (size.rlim_max > program->file_size) size.rlim_max = program->file_size;
    size.rlim_cur = size.rlim_max;
    if (setrlimit(RLIMIT_FSIZE, &size) != 0 || setrlimit(RLIMIT_CORE, &core) != 0) return errno;
    if (dup2(program->input, 0) < 0 || dup2(program->output, 1) < 0 || dup2(program->errors, 2) < 0)
        return errno;
    /* An older kernel has no such call; ours are closed on exec anyway. */
    syscall(SYS_close_range, 3, ~0u, 0);
    if (chdir(program->folder) != 0) return errno;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    execve(program->path, program->arguments, program->environment);
    return errno;
}

int glinux_start(const glinux_program *program) {
    volatile int error = 0;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t process = vfork();
    if (process == 0) {
        error = become(program);
        _exit(127);
    }
    if (process < 0) error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (process > 0 && error != 0) {
        waitpid(process, NULL, 0);
        process = -1;
    }
    errno = error;
    return process;
}

int glinux_exchange(const char *one, const char *other) {
    return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

void glinux_use_utf8(void) {
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

int glinux_width(unsigned character) { return wcwidth((wchar_t)character); }
