// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/components.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace underpaint::imaging {

/// Hands out ids of new instances and says which ones got none.
class NumberGiver {
public:
    /// `taken` holds ids that are in use already.
    NumberGiver(InstanceNumbering kind, std::set<std::uint32_t> taken);

    /// The next id of this class; scene::stuffInstance(label) when there is none left.
    std::uint32_t next(std::uint16_t label);

    /// Reserves an id that is given from outside; false when it is in use.
    bool take(std::uint32_t id) { return m_taken.insert(id).second; }

    /// One line a class whose instances did not all get an id.
    std::vector<std::string> warnings() const;

private:
    InstanceNumbering m_kind;
    std::set<std::uint32_t> m_taken;
    std::uint32_t m_next;
    std::map<std::uint16_t, std::uint32_t> m_used;
    std::map<std::uint16_t, long long> m_left;
};

} // namespace underpaint::imaging
