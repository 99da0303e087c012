// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/document/own_instance.h"

#include "engine/scene/instance_ids.h"

namespace underpaint::ui {

bool isObject(const scene::LabelSet& labels, std::uint16_t label, std::uint32_t instance) {
    return instance >= scene::instancesPerClass &&
           (labels.isThing(label) || instance != scene::stuffInstance(label));
}

bool isListed(const scene::LabelSet& labels, std::uint16_t label, std::uint32_t instance) {
    return labels.isThing(label) || isObject(labels, label, instance);
}

} // namespace underpaint::ui
