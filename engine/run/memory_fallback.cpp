// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/memory_fallback.h"

#include "engine/base/out_of_memory.h"
#include "engine/imaging/photo_keeper.h"
#include "engine/scene/touched.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <optional>
#include <utility>
#include <vector>

namespace underpaint::run {

namespace {

struct Attempt {
    int divisor = 1; ///< of both sides
    bool onCpu = false;
};

std::vector<Attempt> attemptsFor(Quality quality, bool cpuHelps) {
    std::vector<Attempt> attempts{{1, false}};
    if (quality == Quality::Preview) {
        attempts.push_back({2, false});
        attempts.push_back({4, false});
        if (cpuHelps) {
            attempts.push_back({4, true});
        }
        return attempts;
    }
    if (cpuHelps) {
        attempts.push_back({1, true});
    }
    if (quality == Quality::Exact) {
        attempts.push_back({2, false});
    }
    return attempts;
}

std::string noteOn(const Attempt& attempt) {
    if (attempt.divisor == 1 && !attempt.onCpu) {
        return {};
    }
    std::string note = "out of memory: rendered";
    if (attempt.divisor > 1) {
        note += attempt.divisor == 2 ? " at half size" : " at a quarter of the size";
    }
    return note + (attempt.onCpu ? " on the CPU" : "");
}

FinishedRender finished(const RenderRequest& request, const Attempt& attempt,
                        translate::RenderResult&& from) {
    FinishedRender result;
    result.document = request.document;
    result.ticket = request.ticket;
    result.revision = request.scene.revision();
    result.quality = attempt.divisor > 1 ? Quality::Preview : request.quality;
    result.local = from.local;
    result.changed = from.changed;
    result.keptForEdits = from.keptForEdits;
    result.image = std::make_shared<const Image>(std::move(from.photo));
    if (!from.deep.empty()) {
        result.deep = std::make_shared<const DeepImage>(std::move(from.deep));
    }
    result.matches = std::move(from.matches);
    result.dirty = request.dirty;
    result.seconds = from.seconds;
    result.stages = std::move(from.stages);
    result.device = std::move(from.device);
    result.precision = std::move(from.precision);
    result.peakBytes = from.peakBytes;
    result.note = noteOn(attempt);
    return result;
}

/// The model paints a scene whose photo is kept in the scene's own size, whatever the photo's is:
/// so it looks as it did in the editor.
Size paintedSize(const RenderRequest& request) {
    const bool own = request.size.empty() ||
                     (request.quality != Quality::Preview && scene::keepsPhoto(*request.scene));
    return own ? request.scene->size() : request.size;
}

/// Puts what was painted into the photo that is kept. An export has the size of that photo if it
/// asks for no other, what is shown that of the scene.
void keepUntouched(imaging::PhotoKeeper& keeper, const RenderRequest& request,
                   FinishedRender& result) {
    const scene::SceneState& scene = *request.scene;
    if (!scene::keepsPhoto(scene)) {
        return;
    }
    Size size = scene.size();
    if (request.quality == Quality::Export) {
        size = request.size.empty() ? scene.referencePhoto->size() : request.size;
    }
    const auto start = std::chrono::steady_clock::now();
    result.painted = result.image;
    const bool exact = request.quality == Quality::Exact;
    Image changes;
    result.image = std::make_shared<const Image>(
        keeper.kept(*result.painted, scene, size, exact ? &changes : nullptr));
    if (result.deep) {
        result.deep = std::make_shared<const DeepImage>(keeper.kept(*result.deep, scene, size));
    }
    if (exact) {
        result.changes = std::make_shared<const Image>(std::move(changes));
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    result.stages["keep"] = taken.count();
    result.seconds += taken.count();
}

Size divided(Size size, int divisor) {
    return {std::max(1, size.width / divisor), std::max(1, size.height / divisor)};
}

/// Nothing when memory did not suffice, why in `shortage`.
std::optional<FinishedRender> tried(LoadedModel& model, const RenderRequest& request,
                                    const Attempt& attempt, const ProgressSink& progress,
                                    std::optional<OutOfMemory>& shortage) {
    const Size asked = paintedSize(request);
    try {
        FinishedRender result = finished(
            request, attempt,
            model.render(request, divided(asked, attempt.divisor), attempt.onCpu, progress));
        keepUntouched(model.keeper(), request, result);
        return result;
    } catch (const OutOfMemory& failure) {
        shortage.emplace(failure);
    } catch (const std::bad_alloc&) {
        shortage.emplace(model.translator().manifest().name);
    }
    return std::nullopt;
}

} // namespace

FinishedRender renderWithinMemory(LoadedModel& model, const RenderRequest& request,
                                  const ProgressSink& progress) {
    std::optional<OutOfMemory> first; // of what was asked for: it may say how much is missing
    for (const Attempt& attempt : attemptsFor(request.quality, model.canMoveToCpu())) {
        request.cancel.check();
        std::optional<OutOfMemory> shortage;
        if (auto result = tried(model, request, attempt, progress, shortage)) {
            return std::move(*result);
        }
        first = first ? first : shortage;
    }
    throw OutOfMemory(*first);
}

} // namespace underpaint::run
