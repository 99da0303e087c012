// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/sequence/sequence_renderer.h"

#include "engine/base/error.h"
#include "engine/imaging/motion/temporal_smoother.h"
#include "engine/imaging/resize.h"
#include "engine/run/memory_fallback.h"
#include "engine/scene/checksum.h"
#include "engine/scene/edit_codec.h"
#include "engine/scene/whole_state.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <map>
#include <span>
#include <utility>

namespace underpaint::run {

namespace {

/// Frames in a row that must stay the same before those after them are taken to.
constexpr int calmFrames = 2;

template<class T>
std::uint32_t checksumOf(const Plane<T>& plane) {
    return scene::crc32(std::as_bytes(plane.values()));
}

/// Of what the photo depends on beside maps and photos.
std::uint32_t checksumOfLooks(const scene::SceneState& scene) {
    scene::EditGroup looks;
    for (scene::Edit& look : scene::lookEdits(scene)) {
        const bool shows =
            !std::holds_alternative<scene::SetClassChoices>(look.kind) &&
            (scene.keep.on || !std::holds_alternative<scene::SetPhotoMaps>(look.kind));
        if (shows) {
            looks.edits.push_back(std::move(look));
        }
    }
    // They end with the same checksum of all before it: over both it would always be one number.
    const std::vector<std::byte> bytes = scene::serialise({std::move(looks)});
    return scene::crc32(std::span(bytes).first(bytes.size() - sizeof(std::uint32_t)));
}

/// Of all that is painted from.
std::uint32_t checksumOf(const SequenceFrame& frame) {
    std::vector<std::uint32_t> parts{static_cast<std::uint32_t>(frame.scene.size().width),
                                     static_cast<std::uint32_t>(frame.scene.size().height),
                                     checksumOf(frame.scene.labels.toPlane()),
                                     checksumOf(frame.scene.instances.toPlane()),
                                     checksumOf(frame.photo),
                                     checksumOfLooks(frame.scene)};
    if (frame.scene.referencePhoto) {
        parts.push_back(checksumOf(*frame.scene.referencePhoto));
    }
    return scene::crc32(std::as_bytes(std::span(parts)));
}

/// How two photos of one size differ in a block of them, in grey levels.
struct Difference {
    double mean = 0;
    int largest = 0;
};

/// Calls `block` with each block of 16 x 16 pixels: small changes that are all in one place show.
template<class Block>
void forEachBlock(Size size, const Block& block) {
    constexpr int side = 16;
    for (int y = 0; y < size.height; y += side) {
        for (int x = 0; x < size.width; x += side) {
            block(Rect{x, y, side, side}.intersected({0, 0, size.width, size.height}));
        }
    }
}

Difference differenceIn(Rect block, const Image& a, const Image& b) {
    Difference difference;
    long long sum = 0;
    for (int y = block.y; y < block.bottom(); ++y) {
        for (int x = block.x; x < block.right(); ++x) {
            for (int c = 0; c < a.channels(); ++c) {
                const int one = std::abs(a.at(x, y, c) - b.at(x, y, c));
                difference.largest = std::max(difference.largest, one);
                sum += one;
            }
        }
    }
    difference.mean =
        static_cast<double>(sum) / static_cast<double>(block.width * block.height * a.channels());
    return difference;
}

bool areAlike(const Image& a, const Image& b) {
    return a.size() == b.size() && a.channels() == b.channels();
}

/// The largest mean difference in a block.
double largestChange(const Image& a, const Image& b) {
    if (!areAlike(a, b)) {
        return 255;
    }
    double largest = 0;
    forEachBlock(a.size(),
                 [&](Rect block) { largest = std::max(largest, differenceIn(block, a, b).mean); });
    return largest;
}

/// The new photo with what was there before where nobody sees a difference.
void keepUnchanged(const Image& old, Image& photo) {
    if (!areAlike(old, photo)) {
        return;
    }
    constexpr int unseen = 1;
    forEachBlock(photo.size(), [&](Rect block) {
        if (differenceIn(block, old, photo).largest > unseen) {
            return;
        }
        const auto length = static_cast<std::ptrdiff_t>(block.width * photo.channels());
        const auto start = static_cast<std::ptrdiff_t>(block.x * photo.channels());
        for (int y = block.y; y < block.bottom(); ++y) {
            std::copy_n(old.row(y).begin() + start, length, photo.row(y).begin() + start);
        }
    });
}

} // namespace

struct SequenceRenderer::Present {
    std::size_t number = 0;
    SequenceFrame frame;
    std::uint32_t checksum = 0;
    bool cut = false;
    imaging::MovingFrame moving;
    std::optional<imaging::FrameMotion> motion; ///< absent after a cut
    Image independent;                          ///< as the model painted it by itself
};

SequenceRenderer::SequenceRenderer(LoadedModel& model, SequenceSource& source,
                                   FinishedFrames& finished, const SequenceSettings& settings)
    : m_model(model),
      m_source(source),
      m_finished(finished),
      m_settings(settings),
      m_rollout(model.translator().rollout()) {}

SequenceRenderer::~SequenceRenderer() = default;

bool SequenceRenderer::isMemoryful() const {
    return m_rollout != nullptr || m_settings.smoothing > 0;
}

SequenceRenderer::Present SequenceRenderer::look(std::size_t frame) {
    Present present;
    present.number = frame;
    present.frame = m_source.read(frame);
    present.checksum = checksumOf(present.frame);
    scene::SceneState& scene = present.frame.scene;
    const bool mapped = !scene.labels.empty();
    const Size own = mapped || !scene.referencePhoto ? scene.size() : scene.referencePhoto->size();
    const Size size = m_settings.size.empty() ? own : m_settings.size;
    if (mapped) {
        present.moving.labels = imaging::resizeNearest(scene.labels.toPlane(), size);
        present.moving.instances = imaging::resizeNearest(scene.instances.toPlane(), size);
    }
    if (!present.frame.photo.empty()) {
        present.moving.guide = imaging::resizeBicubic(present.frame.photo, size);
    }
    if (m_before && m_before->size() != size) {
        throw Error("is " + std::to_string(size.width) + "x" + std::to_string(size.height) +
                        ", the frame before " + std::to_string(m_before->size().width) + "x" +
                        std::to_string(m_before->size().height),
                    m_source.name(frame), "Give all frames one size, or say --size");
    }
    present.cut = !m_before ||
                  imaging::labelChange(m_before->labels, present.moving.labels) > m_settings.cuts;
    if (!present.cut) {
        present.motion = imaging::motionSince(*m_before, present.moving);
    }
    if (present.frame.numbersAreOwn && mapped) {
        follow(present);
    }
    return present;
}

void SequenceRenderer::follow(Present& present) {
    const InstancePlane lasting =
        m_tracker.follow({present.moving.labels, present.moving.instances},
                         present.motion ? &present.motion->flow : nullptr);
    std::map<std::uint32_t, std::uint32_t> numbers;
    for (std::size_t i = 0; i < lasting.values().size(); ++i) {
        numbers.emplace(present.moving.instances.values()[i], lasting.values()[i]);
    }
    present.moving.instances = lasting;
    // The scene's own maps may have another size.
    scene::SceneState& scene = present.frame.scene;
    InstancePlane instances = scene.instances.toPlane();
    for (std::uint32_t& id : instances.values()) {
        if (const auto found = numbers.find(id); found != numbers.end()) {
            id = found->second;
        }
    }
    scene.instances = scene::InstanceMap(instances);
}

void SequenceRenderer::rollTo(std::size_t frame, const CancelToken& cancel) {
    if (m_rolling && m_rolled == frame) {
        return;
    }
    m_rolling = false;
    m_rollout->restart();
    m_rolled = m_sceneStart;
    if (const auto kept = m_finished.keptAt(m_sceneStart + 1, frame)) {
        m_rollout->recall(kept->second);
        m_rolled = kept->first;
    }
    translate::RenderSettings settings;
    settings.size = m_settings.size;
    for (; m_rolled < frame; ++m_rolled) {
        m_rollout->next(scene::SceneSnapshot(m_source.read(m_rolled).scene), settings, cancel, {});
    }
    m_rolling = true;
}

Image SequenceRenderer::rolledOut(const Present& present, const CancelToken& cancel,
                                  const ProgressSink& progress) {
    rollTo(present.number, cancel);
    if (present.number % m_settings.keptEvery == 0) {
        m_finished.keep(present.number, m_rollout->remember());
    }
    translate::RenderSettings settings;
    settings.size = m_settings.size;
    m_rolling = false;
    translate::RenderResult result =
        m_rollout->next(scene::SceneSnapshot(present.frame.scene), settings, cancel, progress);
    m_rolled = present.number + 1;
    m_rolling = true;
    m_report.device = result.device;
    m_report.precision = result.precision;
    m_report.peakBytes = result.peakBytes;
    return std::move(result.photo);
}

Image SequenceRenderer::painted(Present& present, const CancelToken& cancel,
                                const ProgressSink& progress) {
    if (m_rollout) {
        return rolledOut(present, cancel, progress);
    }
    RenderRequest request{.scene = scene::SceneSnapshot(present.frame.scene)};
    request.quality = Quality::Export;
    request.size = m_settings.size;
    request.cancel = cancel;
    FinishedRender result = renderWithinMemory(m_model, request, progress);
    if (!result.note.empty()) {
        m_report.notes.push_back(m_source.name(present.number) + ": " + result.note);
    }
    m_report.device = result.device;
    m_report.precision = result.precision;
    m_report.peakBytes = result.peakBytes;
    present.independent = *result.image;
    if (!present.motion || m_photoBefore.empty()) {
        return present.independent;
    }
    return imaging::smoothedPhoto(present.independent, m_photoBefore, *present.motion,
                                  m_settings.smoothing);
}

void SequenceRenderer::compareWithOld(const Image& old, const Image& photo) {
    constexpr double unseen = 1; // grey levels
    m_calm = largestChange(old, photo) < unseen ? m_calm + 1 : 0;
    if (m_calm >= calmFrames) {
        m_changed = false;
    }
}

void SequenceRenderer::measure(const Present& present, const Image& photo) {
    if (present.motion && !m_photoBefore.empty()) {
        m_report.flicker.add(m_photoBefore, photo, *present.motion);
    }
    if (present.motion && !m_independentBefore.empty() && !present.independent.empty()) {
        m_report.independent.add(m_independentBefore, present.independent, *present.motion);
    }
}

void SequenceRenderer::step(const CancelToken& cancel, const ProgressSink& progress) {
    cancel.check();
    const imaging::InstanceTracker trackerBefore = m_tracker; // if the step is to be made again
    const std::size_t startBefore = m_sceneStart;
    try {
        Present present = look(m_next);
        const bool finished = m_finished.has(m_next, present.checksum);
        const bool there = m_finished.has(m_next);
        m_changed = m_changed || (finished && m_finished.isDoubted(m_next));
        if (present.cut) {
            m_sceneStart = m_next;
            m_rolling = false;
            m_changed = false; // nothing of the frames before is in this one
        }
        Image photo;
        if (finished && !m_changed) {
            photo = m_finished.read(m_next);
            ++m_report.alreadyThere;
            if (m_finished.isDoubted(m_next)) {
                m_finished.confirm(m_next, present.checksum);
            }
        } else {
            photo = painted(present, cancel, progress);
            if (there && isMemoryful()) {
                const Image old = m_finished.read(m_next);
                if (!finished) {
                    m_changed = true;
                    m_calm = 0;
                } else {
                    compareWithOld(old, photo);
                }
                keepUnchanged(old, photo);
            }
            // Who is killed now goes on with the change, not past it.
            if (m_changed) {
                m_finished.doubt(m_next + 1);
            }
            m_finished.write(m_next, present.checksum, photo);
            ++m_report.rendered;
            m_report.repainted += there ? 1 : 0;
        }
        measure(present, photo);
        if (present.cut && m_next > 0) {
            m_report.cuts.push_back(m_next);
        }
        m_before = std::move(present.moving);
        m_photoBefore = std::move(photo);
        m_independentBefore = std::move(present.independent);
        ++m_next;
    } catch (...) {
        m_tracker = trackerBefore;
        m_sceneStart = startBefore;
        throw;
    }
}

} // namespace underpaint::run
