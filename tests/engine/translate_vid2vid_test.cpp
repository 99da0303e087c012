// SPDX-License-Identifier: GPL-3.0-or-later
// Sequences by the translator of vid2vid packages.
#include "engine/nets/run/eager_run.h"
#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/nets/weights/load_weights.h"
#include "engine/translate/generator_input.h"
#include "engine/translate/picture_tensors.h"
#include "engine/translate/translator.h"
#include "tests/engine/translate_samples.h"
#include "tests/support/engine_test.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <cstdlib>

namespace translate_vid2vid_test {

using namespace underpaint;
namespace v2v = nets::vid2vid;

namespace {

/// The sample scene with an object that moves.
scene::SceneSnapshot frameOf(int number, Size size = {48, 32}) {
    scene::SceneState state = test::sampleScene(size);
    LabelPlane labels = state.labels.toPlane();
    InstancePlane instances = state.instances.toPlane();
    for (int y = 8; y < 16; ++y) {
        for (int x = 4 + 3 * number; x < 12 + 3 * number; ++x) {
            labels.at(x, y) = 3;
            instances.at(x, y) = 3007;
        }
    }
    state.labels = scene::LabelMap(labels);
    state.instances = scene::InstanceMap(instances);
    return scene::SceneSnapshot(state);
}

int largestDifference(const Image& a, const Image& b) {
    CHECK(a.size() == b.size());
    int largest = 0;
    for (std::size_t i = 0; i < a.values().size(); ++i) {
        largest = std::max(largest, std::abs(a.values()[i] - b.values()[i]));
    }
    return largest;
}

struct SequenceDesk {
    test::TemporaryFolder folder;
    std::unique_ptr<translate::Translator> translator;

    explicit SequenceDesk(bool withSingle = true) {
        test::writeVid2Vid(folder / "m.underpaint-model", withSingle);
        translator = translate::openTranslator(
            project::ModelPackage::open(folder / "m.underpaint-model"),
            {.device = "cpu", .precision = nets::Precision::Fp32, .threads = 1});
    }
    std::vector<Image> roll(translate::FrameRollout& rollout, int first, int count) const {
        std::vector<Image> photos;
        for (int i = 0; i < count; ++i) {
            photos.push_back(rollout.next(frameOf(first + i), {}, {}, {}).photo);
        }
        return photos;
    }
};

/// The same frames with the plain operators.
class PlainSequence {
public:
    explicit PlainSequence(const SequenceDesk& desk)
        : m_package(project::ModelPackage::open(desk.folder / "m.underpaint-model")),
          m_input(m_package.manifest(), {{.name = "label", .channels = 7}}) {}

    nets::Tensor labels(int frame) const {
        return m_input.paint(frameOf(frame), {}, [](Size size) { return size; })
            .inputs.at("label")
            .dense();
    }
    nets::Tensor single(int frame) const {
        const auto [network, weights] = load("single_G");
        nets::EagerRun run({.batchStatistics = true});
        return network.generate(run, nets::Scope(weights),
                                {{"input", labels(frame).narrow(1, 0, 6)}});
    }
    v2v::RolloutStep step(int frame, const v2v::RolloutState& state) const {
        const nets::Tensor seen =
            at::stack({labels(frame - 2), labels(frame - 1), labels(frame)}, 1);
        const v2v::RolloutPlan plan{
            .frames = 3, .scales = 2, .hasForeground = true, .foreground = {3, 4}};
        return v2v::paintFrame(
            plan,
            [&](std::int64_t scale, const v2v::FrameRequest& request) {
                const auto [network, weights] = load("G" + std::to_string(scale));
                nets::EagerRun run({.batchStatistics = true});
                return v2v::paintWith(network, run, nets::Scope(weights), request);
            },
            seen, state);
    }

private:
    std::pair<nets::Network, nets::ParamStore> load(const std::string& role) const {
        const project::PackageNetwork& described = m_package.manifest().networks.at(role);
        nets::Network network = nets::Network::create(described.network, described.options);
        nets::ParamStore weights = nets::loadWholeWeights(network, m_package.weights(role));
        return {std::move(network), std::move(weights)};
    }

    project::ModelPackage m_package;
    translate::InputPainter m_input;
};

} // namespace

UNDERPAINT_TEST(a_sequence_is_painted_as_the_networks_do) {
    const at::NoGradGuard noGrad;
    const SequenceDesk desk;
    const PlainSequence plain(desk);
    const auto rollout = desk.translator->rollout();
    const std::vector<Image> photos = desk.roll(*rollout, 0, 4);
    // The first frames by the network for single photos, the others from those before.
    std::vector<nets::Tensor> first{plain.single(0), plain.single(1)};
    for (std::size_t i = 0; i < 2; ++i) {
        CHECK(largestDifference(photos[i], translate::photoFromTensor(first[i], {48, 32})) <= 1);
    }
    v2v::RolloutState state = v2v::stateAfter({.frames = 3, .scales = 2}, at::stack(first, 1));
    for (int frame = 2; frame < 4; ++frame) {
        v2v::RolloutStep step = plain.step(frame, state);
        CHECK(largestDifference(photos[static_cast<std::size_t>(frame)],
                                translate::photoFromTensor(step.picture(), {48, 32})) <= 1);
        state = std::move(step.next);
    }
    CHECK(largestDifference(photos[2], photos[3]) > 8); // something moves
}

UNDERPAINT_TEST(a_remembered_frame_goes_on_to_the_byte) {
    for (const bool withSingle : {true, false}) {
        const SequenceDesk desk(withSingle);
        const auto rollout = desk.translator->rollout();
        for (const int before : {0, 1, 3}) {
            rollout->restart();
            (void)desk.roll(*rollout, 0, before);
            const translate::RolloutMemory memory = rollout->remember();
            const std::vector<Image> rest = desk.roll(*rollout, before, 3);
            const auto other = desk.translator->rollout();
            other->recall(memory);
            CHECK(other->remember() == memory);
            CHECK(desk.roll(*other, before, 3) == rest);
        }
    }
}

UNDERPAINT_TEST(a_single_scene_is_the_first_frame_of_a_sequence) {
    for (const bool withSingle : {true, false}) {
        const SequenceDesk desk(withSingle);
        CHECK(desk.translator->capabilities().sequences);
        CHECK(desk.translator->capabilities().labels);
        const auto rollout = desk.translator->rollout();
        const std::vector<Image> photos = desk.roll(*rollout, 0, 3);
        CHECK(desk.translator->render(frameOf(0), {}, {}, {}).photo == photos[0]);
        rollout->restart();
        CHECK(desk.roll(*rollout, 0, 1)[0] == photos[0]);
        // Of any size, which is padded.
        const auto odd = desk.translator->render(frameOf(0, {53, 37}), {}, {}, {});
        CHECK(odd.photo.size() == (Size{53, 37}));
        const auto sized = desk.translator->render(frameOf(0), {.size = {64, 40}}, {}, {});
        CHECK(sized.photo.size() == (Size{64, 40}));
    }
}

UNDERPAINT_TEST(what_cannot_go_on_leaves_a_sequence_as_it_was) {
    const SequenceDesk desk;
    const auto rollout = desk.translator->rollout();
    (void)desk.roll(*rollout, 0, 3);
    const translate::RolloutMemory memory = rollout->remember();
    CHECK_ERROR(rollout->next(frameOf(3, {56, 32}), {}, {}, {}), "another size");
    CancelToken cancel;
    cancel.cancel();
    bool cancelled = false;
    try {
        rollout->next(frameOf(3), {}, cancel, {});
    } catch (const Cancelled&) {
        cancelled = true;
    }
    CHECK(cancelled);
    CHECK(rollout->remember() == memory);

    translate::RolloutMemory other = memory;
    other.numbers.erase("previous.1");
    CHECK_ERROR(rollout->recall(other), "another model");
    other = memory;
    other.numbers["previous.0"].shape.back() += 1;
    CHECK_ERROR(rollout->recall(other), "another model");
    CHECK(rollout->remember() == memory);
    CHECK_ERROR(desk.translator->encodeCode(Image(8, 8, 3, 0), {}), "BicycleGAN");
}

} // namespace translate_vid2vid_test
