// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/project/package/model_package.h"
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
/// Network options "key=value": true and false, whole and real numbers, else text.
project::Options parseOptions(const std::vector<std::string>& assignments);
/// A whole number in [low, high].
std::uint64_t parseNumber(const std::string& text, std::uint64_t high, std::string_view option);
/// "0.1,-0.5,2".
std::vector<float> parseNumbers(const std::string& text, std::string_view option);
/// The name of a known label set, or a labels.json; empty text = none.
std::optional<scene::LabelSet> parseLabelSet(const std::string& text);
/// The value of an option as text.
std::string optionText(const project::OptionValue& value);

} // namespace underpaint::app
