// SPDX-License-Identifier: GPL-3.0-or-later
// labels.json: every byte string ends in a label set that reads back as itself, or in an Error.
#include "engine/base/error.h"
#include "engine/imaging/label_set_json.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace underpaint;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const scene::LabelSet set = imaging::parseLabelSet(text, "fuzz.json");
        const std::string again = imaging::labelSetJson(set);
        if (imaging::parseLabelSet(again, "again.json") != set) {
            __builtin_trap();
        }
    } catch (const Error&) {
        return 0;
    }
    return 0;
}
