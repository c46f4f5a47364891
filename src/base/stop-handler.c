/* Runs when the process is told to stop, at whatever moment: it may only do what is safe in a signal handler. */
/* Compiled when a command begins to write (see stop.ts); without headers, which are not there at run time. */

int unlink(const char *path);
int vfork(void);
int execv(const char *path, char *const arguments[]);
int waitpid(int child, int *status, int options);
long write(int descriptor, const void *bytes, unsigned long count);
int isatty(int descriptor);
void _exit(int status);
unsigned long pthread_self(void);
int pthread_kill(unsigned long thread, int number);
void (*signal(int number, void (*handler)(int)))(int);

/* SLOTS, LENGTH, NONE, A_FILE and A_FOLDER are defined by who compiles it. */

static char paths[SLOTS][LENGTH];
static volatile int kinds[SLOTS];
static char *remove_folders[SLOTS + 4] = { "rm", "-rf", "--" };

static unsigned long main_thread;

static void stop(int number)
{
    /* The system may pick any thread. The main one would go on meanwhile, and miss the files that are removed here. */
    if (pthread_self() != main_thread) {
        pthread_kill(main_thread, number);
        return;
    }
    int count = 3;
    for (int slot = 0; slot < SLOTS; slot++) {
        if (kinds[slot] == A_FILE) unlink(paths[slot]);
        if (kinds[slot] == A_FOLDER) remove_folders[count++] = paths[slot];
    }
    remove_folders[count] = 0;
    if (count > 3) {
        int child = vfork();
        if (child == 0) {
            execv("/bin/rm", remove_folders);
            _exit(1);
        }
        if (child > 0) waitpid(child, 0, 0);
    }
    if (isatty(2)) write(2, "\r\033[2K", 5); /* The line that tells how far the work is. */
    _exit(128 + number);
}

void hear(int interrupt, int terminate)
{
    main_thread = pthread_self();
    signal(interrupt, stop);
    signal(terminate, stop);
}

/* A kind of NONE empties the slot. */
void keep(int slot, int kind, const char *path, int length)
{
    kinds[slot] = NONE;
    for (int at = 0; at < length; at++) paths[slot][at] = path[at];
    paths[slot][length] = 0;
    kinds[slot] = kind;
}
