/* without-call NUMBER[:ARGUMENT] ERRNO COMMAND…: runs a command on a kernel that answers so to a system
   call, whatever its arguments or for one value of its first: an older kernel, as a container's filter
   makes one. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define SKIP_UNLESS(value, count) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count)
#define RETURN(action) BPF_STMT(BPF_RET | BPF_K, action)

int main(int count, char **words) {
    if (count < 4) return 2;
    char *end;
    unsigned call = (unsigned)strtoul(words[1], &end, 10);
    unsigned error = (unsigned)strtoul(words[2], NULL, 10);
    /* Without an argument the comparison is left out. */
    unsigned short skipped = *end == ':' ? 0 : 2;
    unsigned argument = skipped ? 0 : (unsigned)strtoul(end + 1, NULL, 10);
    struct sock_filter filter[] = {
        LOAD(nr),
        SKIP_UNLESS(call, 4),
        BPF_STMT(BPF_JMP | BPF_JA, skipped),
        LOAD(args[0]),
        SKIP_UNLESS(argument, 1),
        RETURN(SECCOMP_RET_ERRNO | error),
        RETURN(SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 3;
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) return 3;
    execv(words[3], words + 3);
    perror(words[3]);
    return 127;
}
