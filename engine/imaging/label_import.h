// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/imaging/codec.h"
#include "engine/imaging/import_report.h"
#include "engine/scene/label_set.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace underpaint::imaging {

struct ImportOptions {
    LabelFormat format = LabelFormat::Auto;
    /// Unknown values and flat patches of unknown colours are an Error, not a line of the report.
    bool strict = false;
    /// Derive instances from connected components of thing classes when no instance map is given
    /// and the format has none of its own.
    bool deriveInstances = false;
    /// The class of pixels without one; absent: unlabelledClass() of the set.
    std::optional<std::uint16_t> unlabelled;
    /// When known (the photo's size), any other size is an Error.
    std::optional<Size> expectedSize;
    /// Asked for the size of the photo by formats that need one and do not say it (labelme).
    std::function<std::optional<Size>()> sizeIfMissing = {};
};

/// Label map, its instances and what was done to get them.
struct ImportedMaps {
    LabelPlane labels;
    std::optional<InstancePlane> instances;
    /// The numbers of an instance file that became others, by their old ones.
    std::map<std::uint32_t, std::vector<std::uint32_t>> renumbered;
    ImportReport report;
};

/// Reads a label map in any known format into ids of `classes`; `instances` names an instance map
/// of the same size (or is empty). Throws Error naming the file.
///
/// Colour files: pixels that are no class's colour exactly are damaged (antialiasing, JPEG) and
/// take the nearest colour, chosen among the classes that occur surely in the 5 x 5 pixels around
/// when there are any, so that a blend of two classes does not become a third one. A colour that
/// fills a flat 3 x 3 patch far from all classes is not damage but an unknown class, and so is one
/// that is not near and fills a larger part. Repair has limits (checkLimits()): beyond them the
/// file is refused, as are class numbers in files whose compression changes them.
ImportedMaps importLabels(const std::filesystem::path& labels,
                          const std::filesystem::path& instances, const scene::LabelSet& classes,
                          const ImportOptions& options = {});

/// The same from memory; `where` names the source and hints at the format by its file name.
ImportedMaps importLabelBytes(std::span<const std::byte> file, const std::string& where,
                              const scene::LabelSet& classes, const ImportOptions& options = {});

/// The same for a decoded picture; labelme documents are none.
ImportedMaps importStored(const StoredImage& image, const std::string& where,
                          const scene::LabelSet& classes, const ImportOptions& options = {});

} // namespace underpaint::imaging
