// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/codec.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

namespace underpaint::imaging {

/// Some of the files, spread over all of them: what is looked at before a layout is believed.
std::vector<std::filesystem::path> spreadSample(const std::vector<std::filesystem::path>& files,
                                                std::size_t most);

/// Whether a picture shows classes and no photo: flat areas of numbers or of few colours, or
/// colours of the classes. Without classes those of the known data sets count.
bool looksLikeLabelMap(const StoredImage& picture, const std::optional<scene::LabelSet>& classes);
/// The same of a file; nothing when it cannot be read.
std::optional<bool> looksLikeLabelMap(const std::filesystem::path& file,
                                      const std::optional<scene::LabelSet>& classes);

/// Which half of a picture of photo and label map shows the classes.
enum class LabelHalf { Left, Right };

/// The half in class colours of a picture of double width, where the other one is clearly a photo;
/// nothing when that cannot be told.
std::optional<LabelHalf> labelHalfOf(const Image& both,
                                     const std::optional<scene::LabelSet>& classes);
/// The same of the majority of some files, if nearly all agree.
std::optional<LabelHalf> labelHalfOf(const std::vector<std::filesystem::path>& files,
                                     const std::optional<scene::LabelSet>& classes);

} // namespace underpaint::imaging
