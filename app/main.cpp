// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_line.h"
#if UNDERPAINT_HAS_EDITOR
#include "app/application.h"
#endif

int main(int argc, char** argv) {
#if UNDERPAINT_HAS_EDITOR
    return underpaint::app::runCommandLine(argc, argv, [&](const std::string& file) {
        return underpaint::app::runEditor(argc, argv, file);
    });
#else
    return underpaint::app::runCommandLine(argc, argv);
#endif
}
