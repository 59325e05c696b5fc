#include "CConfinement.h"
#include <sys/prctl.h>
int gconfine_hide_from_debuggers(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
