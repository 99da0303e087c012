// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/vid2vid_translator.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/nets/run/device.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/stage_clock.h"
#include "engine/translate/systems/vid2vid_memory.h"

#include <algorithm>
#include <deque>
#include <sstream>
#include <string>
#include <utility>

namespace underpaint::translate {

namespace {

namespace v2v = nets::vid2vid;

constexpr const char* ofFirstFrames = "single_G";

/// Normalises by the picture's own statistics in all networks, as the official test does: stored
/// ones are never used.
nets::InferenceRun::Options framePass(const CancelToken& cancel) {
    nets::InferenceRun::Options options;
    options.cancel = cancel;
    options.batchStatistics = true;
    return options;
}

at::Device preparedFor(const EngineSettings& settings) {
    nets::setThreads(settings.threads);
    return nets::deviceFromName(settings.device);
}

std::string scaleRole(std::size_t scale) {
    return "G" + std::to_string(scale);
}

/// The condition of one frame, as a generator for single pictures would declare it.
nets::InputSpec frameInput(const v2v::GeneratorShape& shape, const v2v::RolloutPlan& plan) {
    if (shape.inputChannels % plan.frames != 0) {
        throw Error("its " + std::to_string(shape.inputChannels) +
                        " input channels are not those of " + std::to_string(plan.frames) +
                        " frames",
                    "manifest.json /networks/G0");
    }
    return {.name = "label", .channels = shape.inputChannels / plan.frames};
}

void checkSketches(const project::Manifest& manifest, const nets::InputSpec& frame) {
    const std::int64_t picture = frame.channels - (manifest.useInstanceEdges ? 1 : 0);
    if (manifest.labelChannels == 0 && picture != 3 && picture != 1) {
        throw Error("the model paints from sketches of faces or poses in " +
                        std::to_string(picture) + " channels, which scenes do not have",
                    manifest.name, "Choose a model that paints from label maps");
    }
}

/// One sequence on its way.
class Vid2VidRollout final : public FrameRollout {
public:
    explicit Vid2VidRollout(Vid2VidPainter& painter) : m_painter(painter) {}

    void restart() override {
        m_seen.clear();
        m_state = {};
    }

    RenderResult next(const scene::SceneSnapshot& scene, const RenderSettings& settings,
                      const CancelToken& cancel, const ProgressSink& progress) override {
        cancel.check();
        StageClock clock;
        const GeneratorInput input = m_painter.input(scene, settings.size);
        const nets::NetworkInput& labels = input.inputs.at("label");
        checkSize(labels);
        clock.end("prepare");
        Seen seen = m_seen; // what is kept does not change unless the frame gets done
        seen.push_back(labels);
        const auto frames = static_cast<std::size_t>(m_painter.plan().frames);
        if (seen.size() > frames) {
            seen.pop_front();
        }
        v2v::RolloutState state = m_state;
        const nets::Tensor picture = paint(seen, state, cancel, progress);
        clock.end("network");
        checkMappedFiles();
        RenderResult result = m_painter.described(scene);
        result.photo = photoFromTensor(picture, input.photoSize);
        if (settings.deep) {
            result.deep = deepPhotoFromTensor(picture, input.photoSize);
        }
        clock.end("finish");
        result.seconds = clock.total();
        result.stages = clock.stages();
        m_seen = std::move(seen);
        m_state = std::move(state);
        return result;
    }

    RolloutMemory remember() const override {
        return memoryOf({m_state, {m_seen.begin(), m_seen.end()}});
    }
    void recall(const RolloutMemory& memory) override {
        Vid2VidPast past = pastOf(memory, m_painter.plan());
        m_state = std::move(past.state);
        m_seen = {past.seen.begin(), past.seen.end()};
    }

private:
    using Seen = std::deque<nets::NetworkInput>;

    void checkSize(const nets::NetworkInput& labels) const {
        if (!m_seen.empty() && (m_seen.back().height() != labels.height() ||
                                m_seen.back().width() != labels.width())) {
            throw Error("a frame has another size than the one before", "sequence",
                        "Give all frames of a sequence one size");
        }
    }

    /// The label maps of as many frames as the networks see; before the first one it stands still.
    nets::Tensor stacked(const Seen& seen) const {
        const auto frames = static_cast<std::size_t>(m_painter.plan().frames);
        std::vector<nets::Tensor> maps;
        for (std::size_t i = seen.size(); i < frames; ++i) {
            maps.push_back(seen.front().dense());
        }
        for (const nets::NetworkInput& one : seen) {
            maps.push_back(one.dense());
        }
        return at::stack(maps, 1);
    }

    /// Paints the frame of the last of `seen` and brings the state up to it.
    nets::Tensor paint(const Seen& seen, v2v::RolloutState& state, const CancelToken& cancel,
                       const ProgressSink& progress) {
        const v2v::RolloutPlan& plan = m_painter.plan();
        if (static_cast<std::int64_t>(seen.size()) < plan.frames) {
            // Official tests leave these frames out; here they are part of the sequence.
            if (auto picture = m_painter.single(seen.back(), cancel)) {
                state = withFrame(state, *picture, seen.size() == 1);
                return *picture;
            }
        }
        const nets::Tensor labels = stacked(seen);
        if (state.previous.empty()) {
            state = v2v::stateOfNothing(plan, labels, m_painter.channels());
        }
        v2v::RolloutStep step = m_painter.paint(labels, state, cancel, progress);
        const nets::Tensor picture = step.picture().to(at::kCPU, at::kFloat);
        const bool first = state.fresh;
        state = std::move(step.next);
        if (first) { // nothing but this frame was there before the next one
            for (nets::Tensor& previous : state.previous) {
                previous =
                    previous.narrow(1, plan.frames - 2, 1).repeat({1, plan.frames - 1, 1, 1, 1});
            }
        }
        return picture;
    }

    /// The state after a picture that came out of no rollout.
    v2v::RolloutState withFrame(const v2v::RolloutState& state, const nets::Tensor& picture,
                                bool first) const {
        const v2v::RolloutPlan& plan = m_painter.plan();
        const nets::Tensor frame = picture.unsqueeze(1);
        if (first) {
            return v2v::stateAfter(plan, frame.repeat({1, plan.frames - 1, 1, 1, 1}));
        }
        // Of the finest scale, whose pyramid begins the others.
        return v2v::stateAfter(
            plan, at::cat({state.previous.back().narrow(1, 1, plan.frames - 2), frame}, 1));
    }

    Vid2VidPainter& m_painter;
    Seen m_seen;
    v2v::RolloutState m_state;
};

} // namespace

Vid2VidPainter::Vid2VidPainter(const project::ModelPackage& package, const EngineSettings& settings)
    : m_manifest(package.manifest()) {
    const at::Device device = preparedFor(settings);
    do {
        m_generators.emplace_back(package, scaleRole(m_generators.size()), device,
                                  settings.precision);
    } while (m_manifest.networks.contains(scaleRole(m_generators.size())));
    const v2v::GeneratorShape& shape = v2v::shapeOf(m_generators.front().network());
    m_plan.frames = shape.previousChannels / shape.outputChannels + 1;
    m_plan.scales = static_cast<std::int64_t>(m_generators.size());
    m_plan.hasForeground = shape.foreground;
    m_plan.foreground = shape.foregroundLabels;
    if (m_plan.frames < 2 || shape.outputChannels != 3) {
        throw Error("the generator sees no frame before, or paints no RGB pictures",
                    "manifest.json /networks/G0", "Import the model again");
    }
    if (m_manifest.networks.contains(ofFirstFrames)) {
        m_single.emplace(package, ofFirstFrames, device, settings.precision);
        const std::int64_t seen = m_single->network().inputChannels();
        if (m_manifest.labelChannels > 0 && seen != m_manifest.labelChannels) {
            throw Error("the network for first frames takes " + std::to_string(seen) +
                            " channels, the model has " + std::to_string(m_manifest.labelChannels) +
                            " labels",
                        "manifest.json /networks/single_G", "Import the model again");
        }
    }
    const nets::InputSpec frame = frameInput(shape, m_plan);
    checkSketches(m_manifest, frame);
    m_painter.emplace(m_manifest, std::vector<nets::InputSpec>{frame});
}

std::int64_t Vid2VidPainter::channels() const {
    return v2v::shapeOf(m_generators.front().network()).outputChannels;
}

Size Vid2VidPainter::paddedSize(Size size) const {
    const auto scale = 1 << (m_generators.size() - 1);
    // Every generator sees the picture at its own scale; the coarsest has the narrowest layers.
    const Size coarse{(size.width + scale - 1) / scale, (size.height + scale - 1) / scale};
    const Size padded = m_generators.front().paddedSize(coarse);
    Size whole{padded.width * scale, padded.height * scale};
    if (m_single) {
        for (Size next = m_single->paddedSize(whole); next != whole;
             next = m_single->paddedSize(whole)) {
            const Size again = m_generators.front().paddedSize(
                {(next.width + scale - 1) / scale, (next.height + scale - 1) / scale});
            whole = {again.width * scale, again.height * scale};
        }
    }
    return whole;
}

GeneratorInput Vid2VidPainter::input(const scene::SceneSnapshot& scene, Size size) const {
    m_generators.back().refuseHopeless(size.empty() ? scene->size() : size);
    return m_painter->paint(scene, size, [this](Size photo) { return paddedSize(photo); });
}

std::optional<nets::Tensor> Vid2VidPainter::single(const nets::NetworkInput& labels,
                                                   const CancelToken& cancel) {
    if (!m_single) {
        return std::nullopt;
    }
    const nets::InputSpec& own = m_single->network().inputs().front();
    nets::Tensor seen = labels.dense();
    seen = seen.narrow(1, 0, std::min(own.channels, seen.size(1))); // edges come last
    return m_single->generate({{own.name, seen}}, framePass(cancel));
}

v2v::RolloutStep Vid2VidPainter::paint(const nets::Tensor& labels, const v2v::RolloutState& state,
                                       const CancelToken& cancel, const ProgressSink& progress) {
    return v2v::paintFrame(
        m_plan,
        [&](std::int64_t scale, const v2v::FrameRequest& request) {
            if (progress) {
                progress(static_cast<double>(scale) / static_cast<double>(m_plan.scales),
                         scaleRole(static_cast<std::size_t>(scale)));
            }
            ModelNetwork& generator = m_generators[static_cast<std::size_t>(scale)];
            v2v::PaintedFrame painted;
            generator.run(framePass(cancel), [&](nets::Run& run, const nets::Scope& weights) {
                painted = v2v::paintWith(generator.network(), run, weights, request);
            });
            return painted;
        },
        labels, state);
}

RenderResult Vid2VidPainter::described(const scene::SceneSnapshot& scene) const {
    std::ostringstream device;
    device << m_generators.front().device();
    RenderResult result;
    result.revision = scene.revision();
    result.peakBytes = nets::peakResidentBytes();
    result.device = device.str();
    result.precision = m_generators.front().precisionName();
    return result;
}

Capabilities Vid2VidTranslator::capabilities() const {
    Capabilities can;
    can.labels = manifest().labelChannels > 0 || !manifest().classes.empty();
    can.photoInput = !can.labels;
    can.instances = manifest().useInstanceEdges;
    can.sequences = true;
    return can;
}

RenderResult Vid2VidTranslator::render(const scene::SceneSnapshot& scene,
                                       const RenderSettings& settings, const CancelToken& cancel,
                                       const ProgressSink& progress) {
    return Vid2VidRollout(m_painter).next(scene, settings, cancel, progress);
}

std::map<std::uint32_t, std::vector<float>>
Vid2VidTranslator::encodeStyles(const Image& /*photo*/, const InstancePlane& /*instances*/,
                                const CancelToken& /*cancel*/) {
    throw Error("a vid2vid model has no styles of instances", manifest().name,
                "Use a pix2pixHD model with an encoder");
}

std::vector<float> Vid2VidTranslator::encodeCode(const Image& /*photo*/,
                                                 const CancelToken& /*cancel*/) {
    throw Error("the model has no encoder of codes, so it cannot take one from a photo",
                manifest().name, "Use a BicycleGAN model that was imported with its encoder");
}

std::unique_ptr<FrameRollout> Vid2VidTranslator::rollout() {
    return std::make_unique<Vid2VidRollout>(m_painter);
}

} // namespace underpaint::translate
