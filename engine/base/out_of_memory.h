// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/error.h"

#include <exception>
#include <string>
#include <utility>

namespace underpaint {

/// The memory of the machine or of a graphics card did not suffice. A type of its own, since a
/// smaller size or another device may do.
class OutOfMemory : public Error {
public:
    explicit OutOfMemory(std::string where = {},
                         std::string remedy = "Render at a smaller size, close other programs, or "
                                              "use another device")
        : Error("there is not enough memory for this", std::move(where), std::move(remedy)) {}
};

/// Whether a failure, also one of LibTorch's allocators, says that memory did not suffice.
bool meansOutOfMemory(const std::exception& failure);

} // namespace underpaint
