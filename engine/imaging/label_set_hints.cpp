// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/label_set_hints.h"

#include "engine/scene/builtin_label_sets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

namespace underpaint::imaging {

namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 10> hints = {
    {{"labelids", "cityscapes"},
     {"labeltrainids", "cityscapes"},
     {"gtfine", "cityscapes"},
     {"cityscapes", "cityscapes"},
     {"ade_", "ade20k"},
     {"ade20k", "ade20k"},
     {"camvid", "camvid"},
     {"coco", "coco-stuff"},
     {"ccp", "ccp"},
     {"facades", "facades"}}};

std::string lowered(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

} // namespace

std::vector<scene::LabelSet> labelSetsNamedIn(const std::filesystem::path& path) {
    std::vector<scene::LabelSet> sets;
    const std::string name = lowered(path.filename().string());
    for (const auto& [part, set] : hints) {
        // "ade_" is the end of many a word.
        const bool found =
            part == "ade_" ? name.starts_with(part) : name.find(part) != std::string::npos;
        if (found) {
            sets.push_back(scene::builtinLabels(set));
        }
    }
    return sets;
}

} // namespace underpaint::imaging
