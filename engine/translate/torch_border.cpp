// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/torch_border.h"

#include "engine/base/out_of_memory.h"
#include "engine/nets/torch_compat.h"

#include <new>
#include <string>

namespace underpaint::translate {

namespace {

/// c10's text ends in a stack trace that helps no user.
std::string firstLine(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

void atTorchBorder(const std::function<void()>& action) {
    try {
        action();
    } catch (const c10::Error& error) {
        if (meansOutOfMemory(error)) {
            throw OutOfMemory();
        }
        throw Error("the computation failed: " + firstLine(error.what_without_backtrace()),
                    "LibTorch");
    } catch (const std::bad_alloc&) {
        throw OutOfMemory();
    }
}

} // namespace underpaint::translate
