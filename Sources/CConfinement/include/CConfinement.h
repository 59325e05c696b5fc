/* What a process takes from itself. Each returns 0, or -1 with errno. */
#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H

#include <stddef.h>

/* No core files, no ptrace, and /proc/PID readable by root alone. */
int gconfine_hide_from_debuggers(void);

/* Ends this process with the thread that spawned it; at once if process `parent` is gone already. */
int gconfine_die_with_parent(int parent);

/* Overwrites with zeros, where it stands in the process's initial environment, the value of every
   variable of that name, so that /proc/PID/environ no longer holds it. Returns how many there were;
   call before anything copies the environment. */
int gconfine_erase_variable(const char *name);

#endif
