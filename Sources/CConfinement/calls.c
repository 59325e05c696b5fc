/* seccomp: the few system calls that a script process needs, with its own descriptors. Any other one
   ends it, and says its number. */
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define OWN_ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the filter of system calls is not written for this architecture"
#endif

static char *append_number(char *at, unsigned number) {
    char digits[10];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count > 0) *at++ = digits[--count];
    return at;
}

static void end_at_call(int signal, siginfo_t *call, void *context) {
    (void)signal;
    (void)context;
    char text[64] = "a system call that is not allowed: ";
    char *end = append_number(text + strlen(text), (unsigned)call->si_syscall);
    *end++ = '\n';
    if (write(2, text, (size_t)(end - text)) < 0) _exit(GCONFINE_STATUS);
    _exit(GCONFINE_STATUS);
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count)
#define ALLOW(call) SKIP_UNLESS(call, 1), RETURN(SECCOMP_RET_ALLOW)
/* The low half of an argument: a descriptor or a flag has no other. */
#define ALLOW_FOR(call, number, value)                                                             \
    SKIP_UNLESS(call, 4), LOAD(args[number]), SKIP_UNLESS(value, 1), RETURN(SECCOMP_RET_ALLOW),    \
        LOAD(nr)

int gconfine_restrict_calls(int channel) {
    struct sock_filter filter[] = {
        LOAD(arch),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, OWN_ARCHITECTURE, 1, 0),
        RETURN(SECCOMP_RET_KILL_PROCESS),
        LOAD(nr),
        ALLOW_FOR(SYS_recvfrom, 0, (unsigned)channel),
        ALLOW_FOR(SYS_read, 0, (unsigned)channel),
        ALLOW_FOR(SYS_write, 0, (unsigned)channel),
        ALLOW_FOR(SYS_write, 0, 2),
        ALLOW(SYS_clock_gettime),
        ALLOW(SYS_brk),
        ALLOW(SYS_munmap),
        ALLOW(SYS_mremap),
        ALLOW(SYS_madvise),
        ALLOW(SYS_futex),
        ALLOW(SYS_getrandom),
        ALLOW(SYS_rt_sigreturn),
        ALLOW(SYS_rt_sigprocmask), /* swapcontext, on which the state is opened */
        ALLOW(SYS_exit),
        ALLOW(SYS_exit_group),
#ifdef GCONFINE_SANITIZED
        ALLOW(SYS_sigaltstack),
        ALLOW(SYS_sched_yield),
        ALLOW(SYS_getpid),
        ALLOW(SYS_gettid),
#endif
        /* Memory that holds no code. */
        SKIP_UNLESS(SYS_mmap, 3),
        LOAD(args[2]),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 1, 0),
        RETURN(SECCOMP_RET_ALLOW),
        RETURN(SECCOMP_RET_TRAP),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    struct sigaction action = {.sa_sigaction = end_at_call, .sa_flags = SA_SIGINFO};
    if (sigaction(SIGSYS, &action, NULL) != 0) return errno;
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) return errno;
    return 0;
}
