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

bool speaksOfMemory(const std::string& text) {
    return text.find("out of memory") != std::string::npos ||
           text.find("can't allocate memory") != std::string::npos ||
           text.find("not enough memory") != std::string::npos;
}

} // namespace

void atTorchBorder(const std::function<void()>& action) {
    try {
        action();
    } catch (const c10::Error& error) {
        const std::string text = error.what_without_backtrace();
        if (speaksOfMemory(text)) {
            throw OutOfMemory();
        }
        throw Error("the computation failed: " + firstLine(text), "LibTorch");
    } catch (const std::bad_alloc&) {
        throw OutOfMemory();
    }
}

} // namespace underpaint::translate
