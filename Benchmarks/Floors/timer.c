/* The floor of lateness: clock_nanosleep to deadlines in a row. Prints by how many microseconds each was missed.
   Arguments: how many deadlines, and the microseconds between two. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int count, char **arguments) {
    if (count < 3) return 2;
    long deadlines = atol(arguments[1]), spacing = atol(arguments[2]) * 1000;
    double *late = malloc(deadlines * sizeof *late);
    struct timespec next, now;
    clock_gettime(CLOCK_MONOTONIC, &next);
    for (long i = 0; i < deadlines; i++) {
        next.tv_nsec += spacing;
        while (next.tv_nsec >= 1000000000) next.tv_nsec -= 1000000000, next.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
        clock_gettime(CLOCK_MONOTONIC, &now);
        late[i] = (now.tv_sec - next.tv_sec) * 1e6 + (now.tv_nsec - next.tv_nsec) / 1e3;
    }
    for (long i = 0; i < deadlines; i++) printf("%.1f\n", late[i]);
}
