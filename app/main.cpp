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
    const int code = run(argc, argv);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    // All that is ours has ended. LibTorch would take a sixth of a short command's time to
    // unregister its operators one by one.
    std::cout.flush();
    std::fflush(nullptr);
    std::_Exit(code);
#else
    return code; // the sanitizers look for leaks at the end
#endif
}
