// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/project/file/project_file.h"

#include <cstdint>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint::project;
    Project project;
    try {
        project = decodeProject(std::as_bytes(std::span(data, size)), "input");
    } catch (const underpaint::Error&) {
        return 0; // the only permitted way to fail
    }
    // What was accepted can be saved, and comes back.
    const auto written = encodeProject(project);
    const Project again = decodeProject(written, "written");
    if (!(again.state == project.state) || again.laterFrames != project.laterFrames ||
        encodeProject(again) != written) {
        __builtin_trap();
    }
    return 0;
}
