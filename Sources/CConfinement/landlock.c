/* Landlock: everything that this kernel can deny is denied, and nothing is allowed. glibc has no
   names for it, and Debian's headers lack what came after Linux 6.1. */
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CREATE_RULESET = 444, RESTRICT_SELF = 446, VERSION_FLAG = 1 };

/* struct landlock_ruleset_attr of Linux 6.12; an older kernel takes it with zeros at the end. */
typedef struct {
    uint64_t paths, ports, scopes;
} ruleset;

/* How many rights each version of the interface knows (Documentation/userspace-api/landlock.rst). */
static ruleset everything(int version) {
    static const int paths[] = {0, 13, 14, 15, 15, 16};
    int known = version < 5 ? version : 5;
    return (ruleset){
        .paths = (1u << paths[known]) - 1,
        .ports = version >= 4 ? 3 : 0,
        .scopes = version >= 6 ? 3 : 0,
    };
}

int gconfine_restrict_paths(gconfine_report *report) {
    long version = syscall(CREATE_RULESET, NULL, 0, VERSION_FLAG);
    if (version < 1) return version < 0 ? errno : ENOSYS;
    ruleset denied = everything((int)version);
    long rules = syscall(CREATE_RULESET, &denied, sizeof denied, 0);
    if (rules < 0) return errno;
    int error = syscall(RESTRICT_SELF, rules, 0) == 0 ? 0 : errno;
    close((int)rules);
    if (error == 0) report->landlock_version = (int)version;
    return error;
}
