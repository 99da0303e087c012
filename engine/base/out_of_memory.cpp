// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/out_of_memory.h"

#include <new>

namespace underpaint {

bool meansOutOfMemory(const std::exception& failure) {
    if (dynamic_cast<const OutOfMemory*>(&failure) != nullptr ||
        dynamic_cast<const std::bad_alloc*>(&failure) != nullptr) {
        return true;
    }
    const std::string text = failure.what();
    return text.find("out of memory") != std::string::npos ||
           text.find("can't allocate memory") != std::string::npos ||
           text.find("not enough memory") != std::string::npos;
}

} // namespace underpaint
