// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/optimise/freed_memory.h"

#include <cstdlib>
#include <limits>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace underpaint::train {

void keepFreedMemory() {
#if defined(__GLIBC__)
    constexpr int growth = 64 << 20;
    ::mallopt(M_MMAP_MAX, 0);
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    ::mallopt(M_TOP_PAD, growth);
#endif
}

} // namespace underpaint::train
