// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exact_photos.h"

#include <algorithm>
#include <utility>

namespace underpaint::app {

std::size_t ExactPhotos::bytesOf(const Entry& entry) {
    std::size_t bytes = 0;
    for (const auto& image : {entry.photo.image, entry.photo.painted, entry.photo.changes}) {
        bytes += image ? image->values().size() : 0;
    }
    if (const auto& matches = entry.photo.matches) {
        bytes += matches->warped.values().size() +
                 matches->found.size() * sizeof(translate::ExemplarMatches::Place);
    }
    return bytes;
}

ExactPhotos::Entries::iterator ExactPhotos::entryOf(const scene::SceneState& scene) {
    return std::ranges::find_if(m_entries,
                                [&](const Entry& entry) { return *entry.scene == scene; });
}

void ExactPhotos::keep(const scene::SceneSnapshot& scene, Photo photo) {
    if (const auto old = entryOf(*scene); old != m_entries.end()) {
        m_bytes -= bytesOf(*old);
        m_entries.erase(old);
    }
    m_entries.push_front({scene, std::move(photo)});
    m_bytes += bytesOf(m_entries.front());
    while (m_bytes > m_mostBytes) {
        m_bytes -= bytesOf(m_entries.back());
        m_entries.pop_back();
    }
}

ExactPhotos::Photo ExactPhotos::find(const scene::SceneState& scene) {
    const auto found = entryOf(scene);
    if (found == m_entries.end()) {
        return {};
    }
    m_entries.splice(m_entries.begin(), m_entries, found);
    return found->photo;
}

void ExactPhotos::clear() {
    m_entries.clear();
    m_bytes = 0;
}

} // namespace underpaint::app
