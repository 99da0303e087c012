// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/motion/edit_pieces.h"

#include "engine/base/error.h"
#include "engine/scene/instance_ids.h"

#include <map>

namespace underpaint::imaging {

namespace {

struct Object {
    std::uint16_t label = 0;
    long long area = 0;
    long long kept = 0;   ///< pixels that it had before as well
    long long gained = 0; ///< and those that it had not
    Rect box = {};
};

using Objects = std::map<std::uint32_t, Object>;

Objects objectsOf(const FrameMaps& maps, const FrameMaps& before) {
    Objects objects;
    for (int y = 0; y < maps.labels.height(); ++y) {
        for (int x = 0; x < maps.labels.width(); ++x) {
            const std::uint16_t label = maps.labels.at(x, y);
            const std::uint32_t id = maps.instances.at(x, y);
            if (id == scene::stuffInstance(label)) {
                continue;
            }
            Object& object = objects.try_emplace(id, Object{.label = label}).first->second;
            const bool had = before.instances.at(x, y) == id && before.labels.at(x, y) == label;
            ++object.area;
            ++(had ? object.kept : object.gained);
            object.box = object.box.united({x, y, 1, 1});
        }
    }
    return objects;
}

/// Pixels of an object; all, or those that it gained.
Plane<std::uint8_t> maskOf(const FrameMaps& maps, const FrameMaps& before, std::uint32_t id,
                           bool whole) {
    Plane<std::uint8_t> mask(maps.instances.width(), maps.instances.height());
    for (std::size_t i = 0; i < mask.values().size(); ++i) {
        const bool own = maps.instances.values()[i] == id;
        const bool had = before.instances.values()[i] == id &&
                         before.labels.values()[i] == maps.labels.values()[i];
        mask.values()[i] = own && (whole || !had) ? 1 : 0;
    }
    return mask;
}

} // namespace

EditPieces editPieces(const FrameMaps& before, const FrameMaps& painted) {
    const Size size = before.labels.size();
    if (before.instances.size() != size || painted.labels.size() != size ||
        painted.instances.size() != size) {
        throw Error("an edit and the frame that it was made in have different sizes");
    }
    EditPieces pieces;
    pieces.rest = Plane<std::uint8_t>(size.width, size.height);
    for (std::size_t i = 0; i < pieces.rest.values().size(); ++i) {
        const bool same = painted.instances.values()[i] == before.instances.values()[i] &&
                          painted.labels.values()[i] == before.labels.values()[i];
        pieces.rest.values()[i] = same ? 0 : 1;
    }
    const Objects old = objectsOf(before, before);
    const Objects now = objectsOf(painted, before);
    for (const auto& [id, object] : old) {
        if (!now.contains(id)) {
            pieces.left.insert(id);
        }
    }
    for (const auto& [id, object] : now) {
        if (object.gained == 0) {
            continue; // at most something was painted over it
        }
        const auto was = old.find(id);
        const bool moved = was == old.end() || 2 * object.kept < was->second.area;
        if (moved && was != old.end()) {
            pieces.left.insert(id);
        }
        pieces.objects.push_back(
            {id, object.label, maskOf(painted, before, id, moved), object.box});
        for (std::size_t i = 0; i < pieces.rest.values().size(); ++i) {
            if (pieces.objects.back().mask.values()[i] != 0) {
                pieces.rest.values()[i] = 0;
            }
        }
    }
    return pieces;
}

} // namespace underpaint::imaging
