#ifndef SHOWCALLER_CPROCESS_H
#define SHOWCALLER_CPROCESS_H

/* What Swift cannot call. No header of the C library is included here: Swift would see its types twice. */

/* Keeps the memory of this process from everybody else of its user, and out of core dumps. */
int showcaller_set_undumpable(void);

/* Binds a socket to a name that is in no file system, and connects one to it. */
int showcaller_abstract_bind(int descriptor, const char *name);
int showcaller_abstract_connect(int descriptor, const char *name);

/* The process that listens at the other end. Returns 0 where it can be told. */
int showcaller_peer(int descriptor, int *process, unsigned *user);

/* Runs a line of the shell, in a process group of its own, with default signals and none of our files; what it prints is lost.
   Returns 0, or the number of the error. */
int showcaller_spawn_shell(const char *line, char *const environment[], int standard_input, int *process);

#endif
