#include <sys/prctl.h>

/* prctl has a variable number of arguments, which Swift does not call. */
static inline int showcaller_set_undumpable(void) { return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }
