/* libedit's calls with a variable number of arguments, one by one, for Swift; and the two signals that a
   terminal sends to whoever edits a line. What else libedit has is called by its own name. */
#ifndef CLINEEDITOR_H
#define CLINEEDITOR_H

#include <histedit.h>
#include <stdio.h>

typedef struct history gedit_history;

typedef char *(*gedit_prompt)(EditLine *editor);
typedef int (*gedit_reader)(EditLine *editor, wchar_t *into);
typedef unsigned char (*gedit_command)(EditLine *editor, int key);

/* How a command leaves the line: as it is, changed, or with a beep. */
enum { GEDIT_NORMAL = CC_NORM, GEDIT_CHANGED = CC_REFRESH, GEDIT_BEEP = CC_ERROR };

static inline void gedit_set_context(EditLine *editor, void *context) {
    el_set(editor, EL_CLIENTDATA, context);
}

static inline void *gedit_context(EditLine *editor) {
    void *context = NULL;
    return el_get(editor, EL_CLIENTDATA, &context) == 0 ? context : NULL;
}

/* What stands between two `escape` in the prompt takes no room. */
static inline void gedit_set_prompt(EditLine *editor, gedit_prompt prompt, char escape) {
    el_set(editor, EL_PROMPT_ESC, prompt, escape);
}

static inline void gedit_set_reader(EditLine *editor, gedit_reader reader) {
    el_set(editor, EL_GETCFN, reader);
}

static inline void gedit_use_emacs_keys(EditLine *editor) { el_set(editor, EL_EDITOR, "emacs"); }

static inline void gedit_add_command(
    EditLine *editor, const char *name, const char *help, gedit_command command) {
    el_set(editor, EL_ADDFN, name, help, command);
}

static inline void gedit_bind(EditLine *editor, const char *key, const char *command) {
    el_set(editor, EL_BIND, key, command, NULL);
}

/* Draws prompt and line where the cursor stands. */
static inline void gedit_draw(EditLine *editor) { el_set(editor, EL_REFRESH); }

/* Takes the terminal over again, after somebody else had it: libedit, which does not know of that, has to
   let go of it first. */
static inline void gedit_take_terminal(EditLine *editor) {
    el_set(editor, EL_PREP_TERM, 0);
    el_set(editor, EL_PREP_TERM, 1);
}

static inline void gedit_use_history(EditLine *editor, gedit_history *history_) {
    el_set(editor, EL_HIST, history, history_);
}

static inline void gedit_set_history_size(gedit_history *history_, int size) {
    HistEvent event;
    history(history_, &event, H_SETSIZE, size);
    history(history_, &event, H_SETUNIQUE, 1);
}

static inline void gedit_add_to_history(gedit_history *history_, const char *line) {
    HistEvent event;
    history(history_, &event, H_ENTER, line);
}

/* From now on a changed size of the terminal, and the end of a stop (SIGCONT), each arrive as one byte, the
   signal's number, on the returned descriptor; -1 on failure. Once for a process. */
int gedit_catch_terminal_signals(void);

#endif
