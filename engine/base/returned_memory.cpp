// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/returned_memory.h"

#include <cstdlib>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace underpaint {

void returnFreedMemory() {
#if defined(__GLIBC__)
    ::malloc_trim(0);
#endif
}

} // namespace underpaint
