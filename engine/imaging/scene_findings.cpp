// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/scene_findings.h"

#include "engine/imaging/components.h"
#include "engine/scene/pixel_spans.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace underpaint::imaging {

namespace {

using FindingKind = SceneFinding::Kind;

/// Class 0 has pieces, too, and may have more than a thousand.
constexpr ComponentOptions everyPiece{.numbering = InstanceNumbering::Consecutive};

bool ofAnyLabel(std::uint16_t /*label*/) {
    return true;
}

void addUnknown(const LabelPlane& labels, const InstancePlane& instances, const SceneCheck& check,
                std::vector<SceneFinding>& findings) {
    std::map<std::uint16_t, SceneFinding> found;
    for (int y = 0; y < labels.height(); ++y) {
        for (int x = 0; x < labels.width(); ++x) {
            const std::uint16_t label = labels.at(x, y);
            if (!check.unknown.contains(label)) {
                continue;
            }
            SceneFinding& one = found[label];
            if (one.pixels == 0) {
                one = {.kind = FindingKind::UnknownClass,
                       .label = label,
                       .instance = instances.at(x, y),
                       .first = {x, y}};
            }
            ++one.pixels;
            one.box = one.box.united({x, y, 1, 1});
        }
    }
    for (const auto& [label, one] : found) {
        findings.push_back(one);
    }
}

/// Instances of things, numbered from 1 on; 0 elsewhere. Beyond 65,535 of them nothing is found.
LabelPlane numberedThings(const LabelPlane& labels, const InstancePlane& instances,
                          const scene::LabelSet& classes) {
    LabelPlane numbers(labels.width(), labels.height(), 1, 0);
    std::unordered_map<std::uint32_t, std::uint16_t> known;
    std::map<std::uint16_t, bool> isThing;
    for (const scene::LabelClass& one : classes.classes()) {
        isThing[one.id] = one.thing;
    }
    for (std::size_t i = 0; i < labels.values().size(); ++i) {
        if (!isThing[labels.values()[i]] ||
            known.size() >= std::numeric_limits<std::uint16_t>::max()) {
            continue;
        }
        const auto next = static_cast<std::uint16_t>(known.size() + 1);
        numbers.values()[i] = known.try_emplace(instances.values()[i], next).first->second;
    }
    return numbers;
}

void addThings(const LabelPlane& labels, const InstancePlane& instances,
               const scene::LabelSet& classes, const SceneCheck& check,
               std::vector<SceneFinding>& findings) {
    const LabelPlane numbers = numberedThings(labels, instances, classes);
    std::map<std::uint16_t, SceneFinding> byNumber;
    for (const Component& piece : deriveInstances(numbers, ofAnyLabel, everyPiece).components) {
        if (piece.label == 0) {
            continue;
        }
        const auto [at, isNew] = byNumber.try_emplace(piece.label);
        SceneFinding& whole = at->second;
        if (isNew) {
            whole = {.kind = FindingKind::Scattered,
                     .label = labels.at(piece.first.x, piece.first.y),
                     .instance = instances.at(piece.first.x, piece.first.y),
                     .first = piece.first,
                     .pieces = 0};
        }
        whole.pixels += piece.area;
        whole.box = whole.box.united(piece.box);
        whole.pieces += piece.area >= check.speckle ? 1U : 0U;
    }
    for (auto& [number, whole] : byNumber) {
        if (whole.pixels < check.object) {
            whole.kind = FindingKind::Small;
            whole.pieces = std::max<std::size_t>(whole.pieces, 1);
            findings.push_back(whole);
        } else if (whole.pieces > 1) {
            findings.push_back(whole);
        }
    }
}

void addSpeckles(const LabelPlane& labels, const InstancePlane& instances, const SceneCheck& check,
                 std::vector<SceneFinding>& findings) {
    for (const Component& piece : deriveInstances(labels, ofAnyLabel, everyPiece).components) {
        if (piece.area < check.speckle) {
            findings.push_back({.kind = FindingKind::Speckle,
                                .label = piece.label,
                                .instance = instances.at(piece.first.x, piece.first.y),
                                .box = piece.box,
                                .first = piece.first,
                                .pixels = piece.area});
        }
    }
}

/// The pixels of a speckle: those of its class in its box that hang together with its first one.
std::vector<Point> specklePixels(const scene::SceneState& scene, const SceneFinding& speckle) {
    std::vector<Point> pixels{speckle.first};
    for (std::size_t i = 0; i < pixels.size(); ++i) {
        const Point at = pixels[i];
        for (const Point next : {Point{at.x + 1, at.y}, Point{at.x - 1, at.y},
                                 Point{at.x, at.y + 1}, Point{at.x, at.y - 1}}) {
            if (speckle.box.contains(next) && scene.labels.at(next.x, next.y) == speckle.label &&
                std::ranges::find(pixels, next) == pixels.end()) {
                pixels.push_back(next);
            }
        }
    }
    return pixels;
}

} // namespace

std::vector<SceneFinding> findingsIn(const scene::SceneState& scene, const SceneCheck& check) {
    const LabelPlane labels = scene.labels.toPlane();
    const InstancePlane instances = scene.instances.toPlane();
    std::vector<SceneFinding> findings;
    addUnknown(labels, instances, check, findings);
    addThings(labels, instances, scene.labelSet, check, findings);
    addSpeckles(labels, instances, check, findings);
    std::ranges::stable_sort(findings, {}, [](const SceneFinding& one) {
        return std::tuple(one.kind, one.first.y, one.first.x);
    });
    return findings;
}

std::vector<scene::Edit> withoutSpeckles(const scene::SceneState& scene,
                                         const std::vector<SceneFinding>& findings) {
    std::vector<scene::Edit> edits;
    for (const SceneFinding& speckle : findings) {
        if (speckle.kind != FindingKind::Speckle || !scene.bounds().contains(speckle.first) ||
            scene.labels.at(speckle.first.x, speckle.first.y) != speckle.label) {
            continue;
        }
        const std::vector<Point> pixels = specklePixels(scene, speckle);
        std::map<std::pair<std::uint16_t, std::uint32_t>, int> around;
        std::vector<scene::PixelSpan> spans;
        for (const Point at : pixels) {
            spans.push_back({at.x, at.y, 1});
            for (const Point next : {Point{at.x + 1, at.y}, Point{at.x - 1, at.y},
                                     Point{at.x, at.y + 1}, Point{at.x, at.y - 1}}) {
                if (scene.bounds().contains(next) &&
                    scene.labels.at(next.x, next.y) != speckle.label) {
                    ++around[{scene.labels.at(next.x, next.y), scene.instances.at(next.x, next.y)}];
                }
            }
        }
        if (around.empty()) {
            continue; // the whole map
        }
        const auto most =
            std::ranges::max_element(around, {}, [](const auto& entry) { return entry.second; });
        edits.push_back(
            scene::paintSpans(scene, std::move(spans), {most->first.first, most->first.second}));
    }
    return edits;
}

} // namespace underpaint::imaging
