// SPDX-License-Identifier: GPL-3.0-or-later
// vid2vid: sizes of its networks, flow and the rollout of a sequence.
#include "engine/nets/cost/describe_run.h"
#include "engine/nets/run/eager_run.h"
#include "engine/nets/run/flow_warp.h"
#include "engine/nets/run/inference_run.h"
#include "engine/nets/systems/vid2vid_frames.h"
#include "engine/nets/systems/vid2vid_rollout.h"
#include "engine/nets/weights/initialise.h"
#include "tests/engine/nets_samples.h"
#include "tests/support/engine_test.h"

#include <string>
#include <utility>
#include <vector>

namespace vid2vid_test {

using namespace underpaint;
using namespace underpaint::nets;
using test::randomTensor;

namespace {

project::Options composite(std::int64_t input, std::int64_t ngf, std::int64_t downs, bool fg) {
    return {{"input_nc", input},
            {"output_nc", std::int64_t{3}},
            {"ngf", ngf},
            {"prev_output_nc", std::int64_t{6}},
            {"n_downsampling", downs},
            {"n_blocks", std::int64_t{9}},
            {"norm", std::string("batch")},
            {"use_fg", fg}};
}

project::Options local(std::int64_t input, std::int64_t ngf, std::int64_t downs, bool fg,
                       std::int64_t scale) {
    project::Options options = composite(input, ngf, downs, fg);
    options.erase("n_blocks");
    options["n_blocks_local"] = std::int64_t{3};
    options["scale"] = scale;
    return options;
}

std::int64_t learnedValues(const std::string& name, const project::Options& options) {
    std::int64_t count = 0;
    for (const ParamSpec& spec : Network::create("vid2vid." + name, options).parameters()) {
        std::int64_t values = isBuffer(spec.role) ? 0 : 1;
        for (const std::int64_t extent : spec.shape) {
            values *= extent;
        }
        count += values;
    }
    return count;
}

/// In units of 10^9.
double billions(const std::string& name, const project::Options& options) {
    const NetworkCost cost = Network::create("vid2vid." + name, options).cost(512, 256);
    return static_cast<double>(cost.multiplyAdds) * 1e-9;
}

constexpr const char* coarsest = "composite_generator";
constexpr const char* finer = "composite_local_generator";

/// Two scales, three frames, foreground: generators of a few thousand weights.
struct SmallModel {
    Network coarse =
        Network::create("vid2vid.composite_generator", {{"input_nc", std::int64_t{9}},
                                                        {"ngf", std::int64_t{4}},
                                                        {"n_downsampling", std::int64_t{1}},
                                                        {"n_blocks", std::int64_t{2}},
                                                        {"norm", std::string("batch")},
                                                        {"use_fg", true}});
    Network fine =
        Network::create("vid2vid.composite_local_generator", {{"input_nc", std::int64_t{9}},
                                                              {"ngf", std::int64_t{2}},
                                                              {"n_downsampling", std::int64_t{1}},
                                                              {"n_blocks_local", std::int64_t{1}},
                                                              {"norm", std::string("batch")},
                                                              {"use_fg", true},
                                                              {"scale", std::int64_t{1}}});
    ParamStore coarseWeights = initialWeights(coarse, Initialisation::Scaled, 1);
    ParamStore fineWeights = initialWeights(fine, Initialisation::Scaled, 2);
    vid2vid::RolloutPlan plan{.frames = 3, .scales = 2, .hasForeground = true, .foreground = {1}};

    vid2vid::FramePainter painter() const {
        return [this](std::int64_t scale, const vid2vid::FrameRequest& request) {
            const at::NoGradGuard noGrad;
            EagerRun run({.batchStatistics = true, .keepRunningStatistics = true});
            return vid2vid::paintWith(scale == 0 ? coarse : fine, run,
                                      Scope(scale == 0 ? coarseWeights : fineWeights), request);
        };
    }
};

at::Tensor sampleLabels(std::int64_t frames) {
    const at::Tensor ids =
        ((randomTensor({1, frames, 1, 16, 24}, 3) + 1) * 1.5).floor().clamp(0, 2).to(at::kLong);
    return at::zeros({1, frames, 3, 16, 24}).scatter_(2, ids, 1);
}

} // namespace

UNDERPAINT_TEST(vid2vid_networks_have_the_official_sizes) {
    CHECK_EQUAL(learnedValues(coarsest, composite(108, 128, 3, true)), 411335241);
    CHECK_EQUAL(learnedValues(finer, local(108, 64, 3, true, 1)), 2880489);
    CHECK_EQUAL(learnedValues(finer, local(108, 32, 3, true, 2)), 859641);
    CHECK_EQUAL(learnedValues(coarsest, composite(108, 128, 2, true)), 137792649);
    CHECK_EQUAL(learnedValues(finer, local(108, 64, 2, true, 1)), 3830217);
    CHECK_EQUAL(learnedValues(finer, local(108, 32, 2, true, 2)), 1140969);
    CHECK_EQUAL(learnedValues(coarsest, composite(45, 128, 3, false)), 364996230);
    CHECK_EQUAL(learnedValues(coarsest, composite(18, 64, 3, false)), 91285638);
    CHECK_EQUAL(learnedValues(finer, local(18, 32, 3, false, 1)), 566214);
    const auto judge = [](std::int64_t input, std::int64_t scales) {
        return learnedValues("multiscale_discriminator", {{"input_nc", input},
                                                          {"ndf", std::int64_t{64}},
                                                          {"n_layers", std::int64_t{3}},
                                                          {"num_D", scales},
                                                          {"norm", std::string("batch")},
                                                          {"intermediate_features", true}});
    };
    CHECK_EQUAL(judge(39, 2), 5606786);
    CHECK_EQUAL(judge(39, 3), 8410179);
    CHECK_EQUAL(judge(13, 2), 5553538);
}

UNDERPAINT_TEST(vid2vid_networks_cost_what_was_measured) {
    CHECK_CLOSE(billions(coarsest, composite(108, 128, 3, true)), 1058, 1);
    CHECK_CLOSE(billions(finer, local(108, 64, 3, true, 1)), 148, 1);
    CHECK_CLOSE(billions(finer, local(108, 32, 3, true, 2)), 55, 1);
    CHECK_CLOSE(billions(coarsest, composite(18, 128, 3, false)), 836, 1);
}

UNDERPAINT_TEST(a_flow_fetches_pixels_from_where_it_points) {
    const at::Tensor picture = randomTensor({2, 3, 5, 7}, 4);
    const auto flow = [&](double x, double y) {
        return at::stack({at::full({2, 5, 7}, x), at::full({2, 5, 7}, y)}, 1).to(at::kFloat);
    };
    const auto same = [](const at::Tensor& a, const at::Tensor& b) {
        return (a - b).abs().max().item<double>() < 1e-5;
    };
    CHECK(same(warpedBy(picture, flow(0, 0)), picture));
    // x is to the right, y down.
    CHECK(same(warpedBy(picture, flow(2, 0)).narrow(3, 0, 5), picture.narrow(3, 2, 5)));
    CHECK(same(warpedBy(picture, flow(0, 1)).narrow(2, 0, 4), picture.narrow(2, 1, 4)));
    const at::Tensor between = warpedBy(picture, flow(-0.25, 0)).narrow(3, 1, 6);
    CHECK(same(between, 0.75 * picture.narrow(3, 1, 6) + 0.25 * picture.narrow(3, 0, 6)));
    // Beyond the border: the border.
    CHECK(same(warpedBy(picture, flow(-100, 0)), picture.narrow(3, 0, 1).expand({2, 3, 5, 7})));
    CHECK_ERROR(warpedBy(picture, at::zeros({2, 2, 5, 6})), "size");
}

UNDERPAINT_TEST(primitives_of_flow_agree_with_the_renderer) {
    const ParamStore none;
    PreparedWeights prepared(none, at::kCPU, Precision::Fp32);
    InferenceRun rendered(prepared, {});
    EagerRun plain;
    DescribeRun shapes;
    const at::Tensor picture = randomTensor({1, 3, 6, 9}, 5);
    const at::Tensor flow = 3 * randomTensor({1, 2, 6, 9}, 6);
    const at::Tensor share = (randomTensor({1, 1, 6, 9}, 7) + 1) / 2;
    const auto all = [&](Run& run, const at::Tensor& p, const at::Tensor& f, const at::Tensor& s) {
        const at::Tensor moved = run.warp(p, run.multiply(f, 1.5));
        return run.blend(p, moved, s);
    };
    const at::Tensor expected = all(plain, picture, flow, share);
    CHECK((all(rendered, picture, flow, share) - expected).abs().max().item<double>() < 1e-6);
    const auto shape = [](const at::Tensor& x) {
        return shapeOnly(x.size(0), x.size(1), x.size(2), x.size(3));
    };
    CHECK(all(shapes, shape(picture), shape(flow), shape(share)).sizes() == picture.sizes());
    CHECK_ERROR(shapes.warp(shape(picture), shapeOnly(1, 2, 6, 8)), "size");
    // A share of 1 keeps every bit of the first.
    CHECK(plain.blend(picture, expected, at::ones_like(share)).equal(picture));
}

UNDERPAINT_TEST(a_rollout_goes_on_from_a_state_that_was_kept) {
    const SmallModel model;
    const at::Tensor labels = sampleLabels(6);
    vid2vid::RolloutState state =
        vid2vid::stateAfter(model.plan, 0.5 * randomTensor({1, 2, 3, 16, 24}, 8));
    vid2vid::RolloutState kept;
    std::vector<at::Tensor> pictures;
    for (std::int64_t t = 0; t < 4; ++t) {
        if (t == 2) {
            kept = state;
        }
        vid2vid::RolloutStep step =
            vid2vid::paintFrame(model.plan, model.painter(), labels.narrow(1, t, 3), state);
        pictures.push_back(step.picture());
        state = std::move(step.next);
    }
    const at::Tensor again =
        vid2vid::paintFrame(model.plan, model.painter(), labels.narrow(1, 2, 3), kept).picture();
    CHECK(again.equal(pictures[2]));
    CHECK(!pictures[2].equal(pictures[3]));
    CHECK_EQUAL(pictures[0].size(3), 24);
}

UNDERPAINT_TEST(a_rollout_without_a_first_frame_begins_with_what_is_painted_anew) {
    const SmallModel model;
    const at::Tensor labels = sampleLabels(4);
    const vid2vid::RolloutStep first =
        vid2vid::paintFrame(model.plan, model.painter(), labels.narrow(1, 0, 3),
                            vid2vid::stateOfNothing(model.plan, labels, 3));
    CHECK(first.picture().equal(first.painted.back().raw));
    const vid2vid::RolloutStep second =
        vid2vid::paintFrame(model.plan, model.painter(), labels.narrow(1, 1, 3), first.next);
    CHECK(!second.picture().equal(second.painted.back().raw));
}

UNDERPAINT_TEST(scenes_that_do_not_fit_a_rollout_are_refused) {
    const SmallModel model;
    const at::Tensor labels = sampleLabels(4);
    CHECK_ERROR(vid2vid::stateAfter(model.plan, at::zeros({1, 1, 3, 16, 24})), "first frames");
    CHECK_ERROR(vid2vid::paintFrame(model.plan, model.painter(), labels,
                                    vid2vid::stateOfNothing(model.plan, labels, 3)),
                "label maps");
    CHECK_ERROR(vid2vid::foregroundShare(labels, {3}), "label channel 3");
    CHECK_ERROR(Network::create("vid2vid.composite_generator", {{"input_nc", std::int64_t{9}},
                                                                {"ngf", std::int64_t{1}},
                                                                {"n_downsampling", std::int64_t{3}},
                                                                {"n_blocks", std::int64_t{2}},
                                                                {"norm", std::string("batch")},
                                                                {"use_fg", true}}),
                "ngf");
}

} // namespace vid2vid_test
