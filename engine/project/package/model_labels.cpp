// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/project/package/model_labels.h"

#include "engine/scene/builtin_label_sets.h"

#include <utility>
#include <vector>

namespace underpaint::project {

scene::LabelSet labelSetOf(const Manifest& manifest) {
    if (manifest.classes.empty()) {
        return scene::generatedLabels(manifest.labelChannels);
    }
    std::vector<scene::LabelClass> classes;
    for (const PackageClass& one : manifest.classes) {
        classes.push_back({static_cast<std::uint16_t>(one.id),
                           one.name,
                           {one.colour[0], one.colour[1], one.colour[2]},
                           one.thing});
    }
    return {manifest.name, std::move(classes)};
}

} // namespace underpaint::project
