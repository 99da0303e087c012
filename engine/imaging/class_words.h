// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace underpaint::imaging {

/// The words in which a class may be named by its name ("sidewalk;pavement", "tree-merged"), the
/// most telling first, each as a word without separators and plural: "pavement", "tree".
std::vector<std::string> classWords(std::string_view name);

/// The word that stands for all those with the same meaning: "sidewalk" → "pavement". Words of no
/// known group stand for themselves.
std::string meaningOf(const std::string& word);

/// True for words that say that a pixel has no class: void, ignore, out of roi ...
bool meansNothing(const std::string& word);

/// What a class of this meaning can be taken for where a label set does not have it, the nearest
/// first: a bus for a truck, then for a car. Empty for words that nothing is known about.
std::vector<std::string> kinOf(const std::string& meaning);

} // namespace underpaint::imaging
