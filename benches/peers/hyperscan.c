/* Hyperscan as a peer: words and phrases and texts in, on each line "pass" the time of one pass over the texts out. */

#include <hs/hs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct lines {
    char **texts;
    size_t *lengths;
    size_t count;
};

/* What a callback adds to: how many matches, and where they are told when they are. */
struct answer {
    unsigned long long matches;
    size_t text;
    FILE *out;
};

static void fail(const char *what) {
    fprintf(stderr, "hyperscan: %s\n", what);
    exit(1);
}

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Reads lines, each between two blanks, without the first `skip` characters. */
static struct lines read_lines(const char *path, size_t skip, size_t most) {
    struct lines lines = {NULL, NULL, 0};
    size_t room = 0, length = 0;
    char *line = NULL;
    ssize_t got;
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        fail("a file cannot be opened");
    }
    while (lines.count < most && (got = getline(&line, &length, in)) > 0) {
        if (lines.count == room) {
            room = room == 0 ? 1024 : room * 2;
            lines.texts = realloc(lines.texts, room * sizeof *lines.texts);
            lines.lengths = realloc(lines.lengths, room * sizeof *lines.lengths);
        }
        size_t bytes = (size_t)got - 1 - skip;
        char *text = malloc(bytes + 3);
        text[0] = ' ';
        memcpy(text + 1, line + skip, bytes);
        memcpy(text + 1 + bytes, " ", 2);
        lines.texts[lines.count] = text;
        lines.lengths[lines.count++] = bytes + 2;
    }
    free(line);
    fclose(in);
    return lines;
}

static int on_match(unsigned id, unsigned long long from, unsigned long long to, unsigned flags, void *context) {
    struct answer *answer = context;
    (void)from, (void)to, (void)flags;
    answer->matches++;
    if (answer->out != NULL) {
        fprintf(answer->out, "%zu %u\n", answer->text, id);
    }
    return 0;
}

static void pass(const hs_database_t *database, hs_scratch_t *scratch, struct lines texts, struct answer *answer) {
    for (answer->text = 0; answer->text < texts.count; answer->text++) {
        size_t at = answer->text;
        if (hs_scan(database, texts.texts[at], (unsigned)texts.lengths[at], 0, scratch, on_match, answer) != HS_SUCCESS) {
            fail("a text cannot be scanned");
        }
    }
}

int main(int count, char **arguments) {
    double begun = seconds(CLOCK_PROCESS_CPUTIME_ID);
    if (count != 4) {
        fail("rules, texts and how many texts");
    }
    struct lines rules = read_lines(arguments[1], 1, (size_t)-1);
    struct lines texts = read_lines(arguments[2], 0, strtoul(arguments[3], NULL, 10));
    unsigned *flags = calloc(rules.count, sizeof *flags), *ids = malloc(rules.count * sizeof *ids);
    for (size_t rule = 0; rule < rules.count; rule++) {
        ids[rule] = (unsigned)rule;
    }
    hs_database_t *database = NULL;
    hs_compile_error_t *error = NULL;
    if (hs_compile_lit_multi((const char *const *)rules.texts, flags, ids, rules.lengths, (unsigned)rules.count,
                             HS_MODE_BLOCK, NULL, &database, &error) != HS_SUCCESS) {
        fail(error->message);
    }
    hs_scratch_t *scratch = NULL;
    if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS) {
        fail("no room for scratch");
    }
    printf("ready %.0f\n", (seconds(CLOCK_PROCESS_CPUTIME_ID) - begun) * 1e3);
    fflush(stdout);
    char line[64];
    while (fgets(line, sizeof line, stdin) != NULL) {
        int all = strcmp(line, "all\n") == 0;
        struct answer answer = {0, 0, all ? stdout : NULL};
        double before = seconds(CLOCK_THREAD_CPUTIME_ID);
        pass(database, scratch, texts, &answer);
        if (all) {
            puts(".");
        } else {
            printf("%.0f %llu\n", (seconds(CLOCK_THREAD_CPUTIME_ID) - before) * 1e9, answer.matches);
        }
        fflush(stdout);
    }
    return 0;
}
