/* What the files of this target share. Each puts on one layer and returns 0, or the errno. */
#ifndef CCONFINEMENT_INTERNAL_H
#define CCONFINEMENT_INTERNAL_H

#include "CConfinement.h"

/* A sanitizer keeps its shadow all over the address space and asks for more system calls. */
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GCONFINE_SANITIZED 1
#endif

int gconfine_restrict_paths(gconfine_report *report); /* landlock.c */
int gconfine_restrict_calls(int channel);             /* calls.c */

#endif
