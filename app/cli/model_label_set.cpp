// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/model_label_set.h"

#include "engine/scene/builtin_label_sets.h"

#include <utility>
#include <vector>

namespace underpaint::app {

scene::LabelSet labelSetOf(const project::Manifest& manifest) {
    if (manifest.classes.empty()) {
        return scene::generatedLabels(manifest.labelChannels);
    }
    std::vector<scene::LabelClass> classes;
    for (const project::PackageClass& one : manifest.classes) {
        classes.push_back({static_cast<std::uint16_t>(one.id),
                           one.name,
                           {one.colour[0], one.colour[1], one.colour[2]},
                           one.thing});
    }
    return {manifest.name, std::move(classes)};
}

} // namespace underpaint::app
