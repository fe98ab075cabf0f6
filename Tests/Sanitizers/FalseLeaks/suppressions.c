/* LeakSanitizer asks for these by name. It takes an object for lost when no word of memory is its address, and Swift writes the case
   of an enum into the upper bits of the address that it carries: an object that is only ever there, in any case but the first, cannot
   be found. Such objects of libraries, which live until the process ends, are below, and one leak that is true. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) {
    return
        /* The queue of a pool that runs: NIOThreadPool.State.running. */
        "leak:NIOThreadPoolC6_start\n"
        /* The address of a Unix socket: SocketAddress.unixDomainSocket. */
        "leak:NIOCore13SocketAddressO04Unix\n"
        /* Foundation forgets its buffer of 4 KiB wherever it has read an empty file. Tests do that, the program reads by itself. */
        "leak:FoundationEssentials17readBytesFromFile\n";
}

/* What it says of them would be on the standard error of programs whose every word is tested. */
const char *__lsan_default_options(void);
const char *__lsan_default_options(void) { return "print_suppressions=0"; }
