#ifndef COMPILED_LEXICONS_H
#define COMPILED_LEXICONS_H

#include <stddef.h>

/// The compiled form of the lexicons in lexicons/ (see LexiconImage), written at build time: constants, at a multiple of 64 bytes.
const void *_Nonnull undertone_compiled_lexicons(void);

/// How many bytes it has.
size_t undertone_compiled_lexicons_size(void);

#endif
