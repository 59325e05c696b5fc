#include "internal.h"

#include <string.h>
#include <sys/prctl.h>

extern char **environ;

int gconfine_hide_from_debuggers(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

int gconfine_erase_variable(const char *name) {
    int count = 0;
    size_t length = strlen(name);
    for (char **entry = environ; *entry; entry++) {
        if (strncmp(*entry, name, length) != 0 || (*entry)[length] != '=') continue;
        /* Through a volatile pointer, lest the compiler drop writes that nothing reads. */
        for (volatile char *at = *entry + length + 1; *at; at++) *at = 0;
        count++;
    }
    return count;
}

#ifdef GCONFINE_SANITIZED
/* What it would do at the end of the process, and to tell of a fault by names, takes system calls that
   are not allowed then. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) { return "detect_leaks=0:symbolize=0"; }
#endif
