// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/instance_numbering.h"

#include "engine/scene/instance_ids.h"

#include <utility>

namespace underpaint::imaging {

using scene::instancesPerClass;

NumberGiver::NumberGiver(InstanceNumbering kind, std::set<std::uint32_t> taken)
    : m_kind(kind), m_taken(std::move(taken)), m_next(instancesPerClass) {}

std::uint32_t NumberGiver::next(std::uint16_t label) {
    if (m_kind == InstanceNumbering::Consecutive) {
        while (m_taken.contains(m_next)) {
            ++m_next;
        }
        return m_next++;
    }
    std::uint32_t& used = m_used[label];
    while (label != 0 && used < instancesPerClass) {
        const std::uint32_t id = label * instancesPerClass + used++;
        if (!m_taken.contains(id)) {
            return id;
        }
    }
    ++m_left[label];
    return scene::stuffInstance(label);
}

std::vector<std::string> NumberGiver::warnings() const {
    std::vector<std::string> result;
    for (const auto& [label, count] : m_left) {
        result.push_back(std::to_string(count) + " objects of class " + std::to_string(label) +
                         (label == 0 ? " have no instance id: class 0 cannot have any in the "
                                       "numbering class * 1000 + k"
                                     : " beyond the first 1000 have no instance id"));
    }
    return result;
}

} // namespace underpaint::imaging
