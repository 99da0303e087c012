// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/edit_benchmark.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/scene/instance_ids.h"
#include "engine/scene/instances.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

namespace underpaint::app {

namespace {

constexpr double milliseconds = 1000;

double median(std::vector<double> values) {
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

int extentDraw(Random& random, int extent) {
    return static_cast<int>(random.below(static_cast<std::uint64_t>(std::max(1, extent))));
}

/// Pixels of a disc within the scene get a class and a new instance.
void paintDisc(scene::SceneState& state, Point centre, double radius, std::uint16_t label) {
    const scene::LabelClass* painted = state.labelSet.find(label);
    const bool thing = painted != nullptr && painted->thing;
    const std::uint32_t instance =
        thing ? scene::nextInstanceId(state.instances, label) : std::uint32_t{label};
    const int reach = static_cast<int>(std::ceil(radius));
    for (int y = -reach; y <= reach; ++y) {
        const double left = radius * radius - static_cast<double>(y) * y;
        if (left < 0) {
            continue;
        }
        const int half = static_cast<int>(std::sqrt(left));
        const Rect row =
            Rect{centre.x - half, centre.y + y, 2 * half + 1, 1}.intersected(state.bounds());
        if (!row.empty()) {
            state.labels.fill(row, label);
            state.instances.fill(row, instance);
        }
    }
}

/// The scene with a disc of a class that it has, but not there.
scene::SceneState edited(const scene::SceneState& scene, double share, Random& random) {
    scene::SceneState state = scene;
    const Size size = state.size();
    const double radius =
        std::max(0.5, std::sqrt(share * static_cast<double>(size.area()) / std::numbers::pi));
    const Point centre{extentDraw(random, size.width), extentDraw(random, size.height)};
    const LabelPlane labels = state.labels.toPlane();
    const std::set<std::uint16_t> present(labels.values().begin(), labels.values().end());
    std::vector<std::uint16_t> others;
    for (const std::uint16_t label : present) {
        if (label != labels.at(centre.x, centre.y) && state.labelSet.find(label) != nullptr) {
            others.push_back(label);
        }
    }
    if (others.empty()) {
        throw Error("the scene has one class only", "bench edit", "Give scenes of several classes");
    }
    paintDisc(state, centre, radius, others[static_cast<std::size_t>(random.below(others.size()))]);
    return state;
}

double psnrWithin(const Image& a, const Image& b, const Rect& rect) {
    double sum = 0;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        for (int x = rect.x; x < rect.right(); ++x) {
            for (int c = 0; c < a.channels(); ++c) {
                const double apart = static_cast<double>(a.at(x, y, c)) - b.at(x, y, c);
                sum += apart * apart;
            }
        }
    }
    constexpr double white = 255;
    constexpr double best = 99; // of equal pictures
    const double values = static_cast<double>(Size{rect.width, rect.height}.area()) * a.channels();
    return sum > 0 ? 10 * std::log10(white * white * values / sum) : best;
}

} // namespace

std::vector<EditBenchmarkRow> benchmarkEdits(translate::Translator& translator,
                                             const EditBenchmark& benchmark) {
    std::vector<EditBenchmarkRow> rows;
    const auto all = static_cast<double>(benchmark.scenes.size() * benchmark.shares.size() *
                                         static_cast<std::size_t>(benchmark.runs));
    double done = 0;
    std::uint64_t revision = 0;
    const auto render = [&](const scene::SceneState& state, bool keeps, bool local) {
        return translator.render(
            scene::SceneSnapshot(state, ++revision),
            {.size = {}, .keepsForEdits = keeps, .localIsWelcome = local, .reach = benchmark.reach},
            benchmark.cancel, {});
    };
    for (const scene::SceneState& scene : benchmark.scenes) {
        for (const double share : benchmark.shares) {
            const auto row = std::ranges::find_if(rows, [&](const EditBenchmarkRow& other) {
                return other.size == scene.size() && other.share == share;
            });
            if (row != rows.end()) {
                continue; // measured with the first scene of that size
            }
            std::vector<const scene::SceneState*> scenes;
            for (const scene::SceneState& other : benchmark.scenes) {
                if (other.size() == scene.size()) {
                    scenes.push_back(&other);
                }
            }
            std::vector<double> full;
            std::vector<double> kept;
            std::vector<double> local;
            std::vector<double> region;
            std::vector<double> psnr;
            // One more than asked for: the first prepares weights for parts of this size.
            for (int run = -1; run < benchmark.runs; ++run) {
                Random random(deriveSeed(benchmark.seed, static_cast<std::uint64_t>(run) + 2));
                const auto index = static_cast<std::size_t>(std::max(run, 0));
                const scene::SceneState& before = *scenes[index % scenes.size()];
                const scene::SceneState after = edited(before, share, random);
                const translate::RenderResult base = render(before, true, false);
                const translate::RenderResult patch = render(after, false, true);
                const translate::RenderResult exact = render(after, false, false);
                if (run < 0) {
                    continue;
                }
                kept.push_back(base.seconds * milliseconds);
                full.push_back(exact.seconds * milliseconds);
                if (patch.local) {
                    const Rect& rect = patch.changed;
                    local.push_back(patch.seconds * milliseconds);
                    region.push_back(static_cast<double>(Size{rect.width, rect.height}.area()) /
                                     static_cast<double>(scene.size().area()));
                    psnr.push_back(psnrWithin(patch.photo, exact.photo, rect));
                }
                if (benchmark.progress) {
                    benchmark.progress(++done / all, "edit");
                }
            }
            rows.push_back({.size = scene.size(),
                            .share = share,
                            .fullMs = median(full),
                            .keptMs = median(kept),
                            .localMs = median(local),
                            .regionShare = median(region),
                            .psnr = median(psnr),
                            .leastPsnr = psnr.empty() ? 0 : std::ranges::min(psnr),
                            .runs = static_cast<int>(local.size())});
        }
    }
    return rows;
}

scene::SceneState drawnScene(const scene::LabelSet& labels, Size size, std::uint64_t seed) {
    Random random(seed);
    const auto& classes = labels.classes();
    if (classes.empty()) {
        throw Error("the model names no classes", "bench edit", "Give --labels");
    }
    const auto draw = [&] {
        return classes[static_cast<std::size_t>(random.below(classes.size()))].id;
    };
    scene::SceneState state;
    state.labelSet = labels;
    state.labels = scene::LabelMap(size, draw());
    constexpr int bands = 4;
    for (int band = 1; band < bands; ++band) {
        const int top = size.height * band / bands;
        state.labels.fill({0, top, size.width, size.height - top}, draw());
    }
    state.instances = scene::instancesFromLabels(state.labels);
    constexpr int blobs = 12;
    for (int blob = 0; blob < blobs; ++blob) {
        const double radius = size.height * (0.04 + 0.01 * static_cast<double>(random.below(10)));
        paintDisc(state, {extentDraw(random, size.width), extentDraw(random, size.height)}, radius,
                  draw());
    }
    return state;
}

} // namespace underpaint::app
