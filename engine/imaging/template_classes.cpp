// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/template_classes.h"

#include "engine/imaging/class_mapping.h"

#include <string>
#include <utility>
#include <vector>

namespace underpaint::imaging {

namespace {

/// The roles as classes, numbered like them.
const scene::LabelSet& roleLabels() {
    static const scene::LabelSet labels = [] {
        std::vector<scene::LabelClass> classes;
        for (std::size_t i = 1; i < scene::roleCount; ++i) {
            const auto role = static_cast<scene::Role>(i);
            classes.push_back(
                {static_cast<std::uint16_t>(i), std::string(scene::roleName(role)), {}, false});
        }
        return scene::LabelSet("roles", std::move(classes));
    }();
    return labels;
}

} // namespace

scene::RoleClasses templateClasses(const scene::LabelSet& labels) {
    scene::RoleClasses classes;
    for (const MappedClass& one : mapClasses(roleLabels(), labels).classes) {
        if (one.to && one.match != ClassMatch::Kin) {
            classes.set(static_cast<scene::Role>(one.from.id), {*one.to, labels.isThing(*one.to)});
        }
    }
    return classes;
}

} // namespace underpaint::imaging
