// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/plane.h"
#include "engine/scene/scene.h"
#include "engine/translate/exemplar_matches.h"

#include <cstddef>
#include <list>
#include <memory>

namespace underpaint::app {

/// The exact photos of scenes that were shown lately, so that undo and redo show them without a
/// render. By what the scene holds: however one came back to it. Those that were not shown for the
/// longest time go when there are too many bytes.
class ExactPhotos {
public:
    struct Photo {
        std::shared_ptr<const Image> image;
        /// See run::FinishedRender; null where no photo is kept.
        /// @{
        std::shared_ptr<const Image> painted;
        std::shared_ptr<const Image> changes;
        std::shared_ptr<const translate::ExemplarMatches> matches;
        /// @}
    };

    static constexpr std::size_t defaultBytes = std::size_t{256} << 20;

    explicit ExactPhotos(std::size_t mostBytes = defaultBytes) : m_mostBytes(mostBytes) {}

    /// The snapshot shares its maps with the scene; the photo has an image.
    void keep(const scene::SceneSnapshot& scene, Photo photo);
    /// Without an image where there is none.
    Photo find(const scene::SceneState& scene);
    void clear();

    std::size_t bytes() const { return m_bytes; }

private:
    struct Entry {
        scene::SceneSnapshot scene;
        Photo photo;
    };
    using Entries = std::list<Entry>;

    static std::size_t bytesOf(const Entry& entry);
    Entries::iterator entryOf(const scene::SceneState& scene);

    std::size_t m_mostBytes;
    std::size_t m_bytes = 0;
    Entries m_entries; ///< last shown first
};

} // namespace underpaint::app
