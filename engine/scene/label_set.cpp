// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scene/label_set.h"

#include "engine/base/error.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace underpaint::scene {

LabelSet::LabelSet(std::string name, std::vector<LabelClass> classes)
    : m_name(std::move(name)), m_classes(std::move(classes)) {
    const std::string where = "label set \"" + m_name + "\"";
    std::unordered_set<std::string_view> names;
    for (std::size_t i = 0; i < m_classes.size(); ++i) {
        const LabelClass& label = m_classes[i];
        const std::string id = std::to_string(label.id);
        if (label.name.empty()) {
            throw Error("class " + id + " has no name", where, "give each class a name");
        }
        if (!m_byId.try_emplace(label.id, i).second) {
            throw Error("two classes have the id " + id, where, "give each class its own id");
        }
        if (!names.insert(label.name).second) {
            throw Error("two classes have the name \"" + label.name + "\"", where,
                        "give each class its own name");
        }
    }
}

const LabelClass* LabelSet::find(std::uint16_t id) const {
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_classes[found->second];
}

const LabelClass* LabelSet::find(std::string_view className) const {
    const auto found =
        std::find_if(m_classes.begin(), m_classes.end(),
                     [&](const LabelClass& label) { return label.name == className; });
    return found == m_classes.end() ? nullptr : &*found;
}

const LabelClass& LabelSet::at(std::uint16_t id) const {
    if (const LabelClass* label = find(id)) {
        return *label;
    }
    throw Error("there is no class with the id " + std::to_string(id),
                "label set \"" + m_name + "\"", "use one of the set's classes");
}

const LabelClass& LabelSet::at(std::string_view className) const {
    if (const LabelClass* label = find(className)) {
        return *label;
    }
    throw Error("there is no class named \"" + std::string(className) + "\"",
                "label set \"" + m_name + "\"", "use one of the set's classes");
}

const LabelClass* LabelSet::findColour(Colour colour) const {
    const auto found =
        std::find_if(m_classes.begin(), m_classes.end(),
                     [&](const LabelClass& label) { return label.colour == colour; });
    return found == m_classes.end() ? nullptr : &*found;
}

bool LabelSet::isThing(std::uint16_t id) const {
    const LabelClass* label = find(id);
    return label != nullptr && label->thing;
}

int LabelSet::idCount() const {
    int count = 0;
    for (const LabelClass& label : m_classes) {
        count = std::max(count, label.id + 1);
    }
    return count;
}

LabelSet LabelSet::renamed(std::uint16_t id, const std::string& className) const {
    (void)at(id);
    std::vector<LabelClass> classes = m_classes;
    classes[m_byId.at(id)].name = className;
    return LabelSet(m_name, std::move(classes));
}

LabelSet LabelSet::recoloured(std::uint16_t id, Colour colour) const {
    (void)at(id);
    LabelSet copy = *this;
    copy.m_classes[m_byId.at(id)].colour = colour;
    return copy;
}

} // namespace underpaint::scene
