// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <string>

namespace underpaint {

/// The memory of the machine or of a graphics card did not suffice. A type of its own, since a
/// smaller size or another device may do.
class OutOfMemory : public Error {
public:
    explicit OutOfMemory(std::string where = {})
        : Error("there is not enough memory for this", std::move(where),
                "Render at a smaller size, close other programs, or use another device") {}
};

} // namespace underpaint
