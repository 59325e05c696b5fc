#ifndef CLUABRIDGE_H
#define CLUABRIDGE_H
int glua_version(void);
#endif
