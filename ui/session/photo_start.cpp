// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/photo_start.h"

#include "engine/base/error.h"
#include "engine/imaging/components.h"
#include "engine/project/package/model_labels.h"
#include "ui/session/photo_layer.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace underpaint::ui {

namespace {

/// A place for the translations of free functions.
class PhotoStart {
    Q_DECLARE_TR_FUNCTIONS(underpaint::ui::PhotoStart)
};

/// Pixels of a sample scene.
constexpr double usualArea = 512.0 * 256.0;
/// How much larger than its native size a model is asked to paint, in area.
constexpr double overNative = 4;
/// Parts of a thing that cover less of the map, or fewer pixels, are dust, no objects: 32 pixels of
/// a sample scene. Of stuff, which has no small parts that one would paint, more is.
/// @{
constexpr double dustShare = 1.0 / 4096;
constexpr double stuffDustShare = 1.0 / 512;
constexpr long long dustPixels = 16;
/// @}

[[noreturn]] void refuse(std::uint16_t label, const std::string& model) {
    throw Error(PhotoStart::tr("The segmenter found class %1, which the model “%2” does not have. "
                               "Choose a model with the segmenter's classes")
                    .arg(label)
                    .arg(QString::fromStdString(model))
                    .toStdString());
}

/// The class of most pixels at the border of an area, outside of it.
std::uint16_t labelAround(const LabelPlane& labels, const std::vector<Point>& area,
                          const Plane<std::uint8_t>& inside) {
    const Rect bounds{0, 0, labels.width(), labels.height()};
    std::map<std::uint16_t, int> votes;
    for (const Point at : area) {
        for (const Point next : {Point{at.x - 1, at.y}, Point{at.x + 1, at.y},
                                 Point{at.x, at.y - 1}, Point{at.x, at.y + 1}}) {
            if (bounds.contains(next) && inside.at(next.x, next.y) == 0) {
                ++votes[labels.at(next.x, next.y)];
            }
        }
    }
    const auto most =
        std::ranges::max_element(votes, {}, [](const auto& vote) { return vote.second; });
    return most == votes.end() ? labels.at(area.front().x, area.front().y) : most->first;
}

/// Parts that are smaller than the least of their class take the class of what surrounds them.
template<class LeastOf>
LabelPlane withoutDust(LabelPlane labels, const LeastOf& leastOf) {
    Plane<std::uint8_t> seen(labels.width(), labels.height());
    Plane<std::uint8_t> inside(labels.width(), labels.height());
    const Rect bounds{0, 0, labels.width(), labels.height()};
    std::vector<Point> area;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const std::uint16_t label = labels.at(x, y);
            if (seen.at(x, y) != 0) {
                continue;
            }
            area.assign(1, {x, y});
            seen.at(x, y) = 1;
            for (std::size_t i = 0; i < area.size(); ++i) {
                const Point at = area[i];
                for (const Point next : {Point{at.x - 1, at.y}, Point{at.x + 1, at.y},
                                         Point{at.x, at.y - 1}, Point{at.x, at.y + 1}}) {
                    if (bounds.contains(next) && seen.at(next.x, next.y) == 0 &&
                        labels.at(next.x, next.y) == label) {
                        seen.at(next.x, next.y) = 1;
                        area.push_back(next);
                    }
                }
            }
            if (static_cast<long long>(area.size()) >= leastOf(label)) {
                continue;
            }
            for (const Point at : area) {
                inside.at(at.x, at.y) = 1;
            }
            const std::uint16_t around = labelAround(labels, area, inside);
            for (const Point at : area) {
                labels.at(at.x, at.y) = around;
                inside.at(at.x, at.y) = 0;
            }
        }
    }
    return labels;
}

int fitted(double extent, int multiple) {
    return std::max(1, static_cast<int>(std::lround(extent / multiple))) * multiple;
}

} // namespace

Size sceneSizeFor(Size photo, const project::SizeRules& model) {
    const double native = 1.0 * model.nativeWidth * model.nativeHeight;
    const double wanted = std::max(usualArea, overNative * native);
    const double scale = std::min(1.0, std::sqrt(wanted / static_cast<double>(photo.area())));
    const int multiple = std::max(1, model.multiple);
    return {fitted(photo.width * scale, multiple), fitted(photo.height * scale, multiple)};
}

scene::SceneState sceneFromPhoto(std::shared_ptr<const Image> photo, const LabelPlane& labels,
                                 const project::Manifest& model) {
    scene::SceneState state;
    state.labelSet = project::labelSetOf(model);
    state.modelId = model.id;
    state.referencePhoto = std::move(photo);
    for (const std::uint16_t label : labels.values()) {
        if (state.labelSet.find(label) == nullptr) {
            refuse(label, model.name);
        }
    }
    imaging::ComponentOptions options;
    options.minimumArea =
        std::max(dustPixels,
                 std::llround(dustShare * static_cast<double>(labels.width()) * labels.height()));
    const auto isThing = [&](std::uint16_t label) {
        const scene::LabelClass* one = state.labelSet.find(label);
        return label != 0 && one != nullptr && one->thing;
    };
    const auto stuffDust =
        std::max(dustPixels, std::llround(stuffDustShare * static_cast<double>(labels.width()) *
                                          labels.height()));
    const LabelPlane clean = withoutDust(labels, [&](std::uint16_t label) {
        return isThing(label) ? options.minimumArea : stuffDust;
    });
    state.labels = scene::LabelMap(clean);
    state.instances = scene::InstanceMap(imaging::deriveInstances(clean, isThing, options).ids);
    state.photoMaps = photoMapsOf(state);
    state.keep.on = true;
    return state;
}

} // namespace underpaint::ui
