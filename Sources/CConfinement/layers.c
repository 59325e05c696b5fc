/* All layers, in their order: what a later one would forbid is done before it. */
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#ifndef PR_SET_MDWE /* Linux 6.3 */
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

/* Debian gives no ids above 60,000 to people, and systemd none in this range to anything. */
#define NOBODYS_ID 0x7ffe0000u
#define OVERFLOW_ID 65534u /* the only one that is sure to exist in a container's own id space */

static int error_of(int result) { return result == 0 ? 0 : errno; }

const char *gconfine_layer_name(gconfine_layer layer) {
    static const char *const names[GCONFINE_LAYERS] = {
        "descriptors", "resource limits", "not root", "dies with its parent", "not dumpable",
        "no new privileges", "no new code", "landlock", "seccomp",
    };
    return names[layer];
}

static int close_others(int channel) {
    return error_of((int)syscall(SYS_close_range, (unsigned)channel + 1, ~0u, 0));
}

static int limit(int resource, rlim_t most) {
    struct rlimit limit;
    if (getrlimit(resource, &limit) != 0) return errno;
    if (most < limit.rlim_max) limit.rlim_max = most;
    limit.rlim_cur = limit.rlim_max;
    return error_of(setrlimit(resource, &limit));
}

static int limit_resources(const gconfine_limits *limits) {
    /* In whole seconds: the host is exact, this is for when it cannot be. */
    rlim_t seconds = (rlim_t)(limits->processor_time / 1000000000) + 2;
    int error = limit(RLIMIT_CPU, seconds);
#ifndef GCONFINE_SANITIZED
    if (error == 0) error = limit(RLIMIT_AS, limits->address_space);
#endif
    if (error == 0) error = limit(RLIMIT_CORE, 0);
    if (error == 0) error = limit(RLIMIT_FSIZE, 0);
    if (error == 0) error = limit(RLIMIT_NPROC, 0);
    /* Landlock's own descriptor is the last that is made. */
    if (error == 0) error = limit(RLIMIT_NOFILE, (rlim_t)limits->channel + 2);
    return error;
}

static int become(unsigned id) {
    if (setresgid(id, id, id) != 0 || setresuid(id, id, id) != 0) return errno;
    return 0;
}

static int give_up_capabilities(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    return error_of((int)syscall(SYS_capset, &header, none));
}

static int give_up_root(void) {
    if (geteuid() != 0) return 0;
    /* In a container without the right to, there are none to give up either. */
    if (setgroups(0, NULL) != 0 && errno != EPERM) return errno;
    /* One of its own for each process, so that none may signal another. */
    int error = become(NOBODYS_ID + ((unsigned)getpid() & 0xffff));
    if (error == EINVAL) error = become(OVERFLOW_ID);
    /* A user's own container may have no other id than root, which is that user outside. */
    return error == 0 ? 0 : give_up_capabilities();
}

static int die_with(int parent) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return errno;
    if (getppid() != parent) _exit(0);
    return 0;
}

static int put_on(gconfine_layer layer, const gconfine_limits *limits, gconfine_report *report) {
    switch (layer) {
    case GCONFINE_DESCRIPTORS: return close_others(limits->channel);
    case GCONFINE_RESOURCES: return limit_resources(limits);
    case GCONFINE_IDENTITY: return give_up_root();
    case GCONFINE_PARENT: return die_with(limits->parent);
    case GCONFINE_DEBUGGERS: return error_of(gconfine_hide_from_debuggers());
    case GCONFINE_PRIVILEGES: return error_of(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
    case GCONFINE_CODE:
        return error_of(prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0));
    case GCONFINE_PATHS: return gconfine_restrict_paths(report);
    case GCONFINE_CALLS: return gconfine_restrict_calls(limits->channel);
    case GCONFINE_LAYERS: break;
    }
    return EINVAL;
}

void gconfine_enter(const gconfine_limits *limits, gconfine_report *report) {
    *report = (gconfine_report){.landlock_version = 0};
    for (int layer = 0; layer < GCONFINE_LAYERS; layer++) {
        bool is_left_out = limits->without & (1u << layer);
        report->error[layer] = is_left_out ? 0 : put_on(layer, limits, report);
    }
}

int gconfine_watch_processor_time(
    int64_t nanoseconds, int64_t period, void (*handler)(int signal)) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGXCPU};
    struct itimerspec time = {
        .it_value = {nanoseconds / 1000000000, nanoseconds % 1000000000},
        .it_interval = {period / 1000000000, period % 1000000000},
    };
    timer_t timer;
    if (sigaction(SIGXCPU, &action, NULL) != 0) return -1;
    if (timer_create(CLOCK_PROCESS_CPUTIME_ID, &event, &timer) != 0) return -1;
    return timer_settime(timer, 0, &time, NULL);
}
