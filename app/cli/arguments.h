// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/project/package/option_text.h"
#include "engine/scene/label_set.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Arguments that several subcommands share, as text and as values. All throw Error naming the
// argument.
namespace underpaint::app {

/// "1024x512"; empty text = an empty size.
Size parseSize(const std::string& text);
/// Splits "key=value" at the first '='.
std::pair<std::string, std::string> parseAssignment(const std::string& text,
                                                    std::string_view option);
/// A whole number in [low, high].
std::uint64_t parseNumber(const std::string& text, std::uint64_t high, std::string_view option);
/// "0.1,-0.5,2".
std::vector<float> parseNumbers(const std::string& text, std::string_view option);
/// The name of a known label set, or a labels.json; empty text = none.
std::optional<scene::LabelSet> parseLabelSet(const std::string& text);
using project::optionText;
using project::parseOptions;

} // namespace underpaint::app
