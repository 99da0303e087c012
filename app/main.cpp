// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"
#if UNDERPAINT_HAS_EDITOR
#include "app/application.h"
#endif

#include <cstdio>
#include <cstdlib>
#include <iostream>

namespace {

int run(int argc, char** argv) {
#if UNDERPAINT_HAS_EDITOR
    return underpaint::app::runCommandLine(argc, argv, [&](const std::string& file) {
        return underpaint::app::runEditor(argc, argv, file);
    });
#else
    return underpaint::app::runCommandLine(argc, argv);
#endif
}

} // namespace

int main(int argc, char** argv) {
    int code = run(argc, argv);
    if (!std::cout.flush() && code == 0) {
        std::cerr << "underpaint: standard output: cannot be written. Is the disk full?\n";
        code = underpaint::app::exitWrongUse;
    }
#ifdef UNDERPAINT_SANITIZED
    return code; // sanitizers look for leaks at the end
#else
    // All that is ours has ended. LibTorch would take a sixth of a short command's time to
    // unregister its operators one by one.
    std::fflush(nullptr);
    std::_Exit(code);
#endif
}
