#ifndef CCONFINEMENT_H
#define CCONFINEMENT_H
int gconfine_hide_from_debuggers(void);
#endif
