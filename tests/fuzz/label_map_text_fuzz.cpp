// SPDX-License-Identifier: GPL-3.0-or-later
// labelmap.txt: every byte string ends in a label set or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/label_map_text.h"
#include "engine/imaging/label_set_json.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const scene::LabelSet set = imaging::parseLabelMapText(text, "labelmap.txt");
        // Ids count the classes, and there is one for unlabelled pixels.
        if (set.empty() || set.idCount() != static_cast<int>(set.size()) ||
            !set.contains(imaging::unlabelledClass(set))) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
