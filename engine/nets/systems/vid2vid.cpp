// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/vid2vid.h"

#include "engine/nets/systems/layer_list.h"

#include <string>

namespace underpaint::nets::vid2vid {

namespace {

/// Pixels that the coarsest generator's flow counts in.
constexpr double flowUnit = 20;

/// Stem, downsamplings and blocks.
struct Encoder {
    std::int64_t width = 0;
    std::int64_t downsamplings = 0;
    std::int64_t blocks = 0;
    Norm norm = Norm::Batch;

    Tensor operator()(Run& run, const Scope& weights, const NetworkInput& input) const {
        LayerList layers(run, weights, norm);
        Tensor x = layers.stem(input, width);
        for (std::int64_t i = 1; i <= downsamplings; ++i) {
            x = layers.down(x, width << i);
        }
        for (std::int64_t i = 0; i < blocks; ++i) {
            x = layers.block(x);
        }
        return x;
    }
};

/// Blocks of one list.
Tensor throughBlocks(Run& run, const Scope& weights, Norm norm, const Tensor& features,
                     std::int64_t blocks) {
    LayerList layers(run, weights, norm);
    Tensor x = features;
    for (std::int64_t i = 0; i < blocks; ++i) {
        x = layers.block(x);
    }
    return x;
}

/// As many upsamplings as halve the channels down to `width`.
Tensor enlarged(Run& run, const Scope& weights, Norm norm, const Tensor& features,
                std::int64_t width, std::int64_t upsamplings) {
    LayerList layers(run, weights, norm);
    Tensor x = features;
    for (std::int64_t i = upsamplings; i > 0; --i) {
        x = layers.up(x, width << (i - 1));
    }
    return x;
}

/// The list of a local generator: blocks, then one upsampling.
Tensor refined(Run& run, const Scope& weights, Norm norm, const Tensor& features,
               std::int64_t width, std::int64_t blocks) {
    LayerList layers(run, weights, norm);
    Tensor x = features;
    for (std::int64_t i = 0; i < blocks; ++i) {
        x = layers.block(x);
    }
    return layers.up(x, width);
}

Tensor latest(const Tensor& frames, std::int64_t channels) {
    return frames.narrow(1, frames.size(1) - channels, channels);
}

/// What becomes of the features, which `frame` holds already.
PaintedFrame painted(Run& run, const Scope& weights, const GeneratorShape& shape, double unit,
                     const FrameRequest& request, PaintedFrame frame) {
    const auto head = [&](const char* name, const Tensor& x, std::int64_t out, Activation end) {
        return LayerList(run, weights[name], shape.norm).head(x, out, end);
    };
    const std::int64_t channels = shape.outputChannels;
    frame.raw = head("model_final_img", frame.features.image, channels, Activation::Tanh);
    frame.final = frame.raw;
    if (shape.flow) {
        frame.flow =
            run.multiply(head("model_final_flow", frame.features.flow, 2, Activation::None), unit);
        frame.weight = head("model_final_w", frame.features.flow, 1, Activation::Sigmoid);
        if (!request.rawOnly && !shape.rawOnly) {
            const Tensor moved = run.warp(latest(request.previous, channels), frame.flow);
            frame.final = run.blend(frame.raw, moved, frame.weight);
        }
    }
    if (shape.foreground) {
        const Tensor own =
            head("indv_final", frame.features.foreground, channels, Activation::Tanh);
        frame.final = run.blend(own, frame.final, request.foreground);
        frame.raw = run.blend(own, frame.raw, request.foreground);
    }
    return frame;
}

} // namespace

PaintedFrame CompositeGenerator::operator()(Run& run, const Scope& weights,
                                            const FrameRequest& request) const {
    const std::int64_t later = blocks / 2;
    const Encoder encode{.width = shape.ngf,
                         .downsamplings = shape.downsamplings,
                         .blocks = blocks - later,
                         .norm = shape.norm};
    const Tensor both = run.add(encode(run, weights["model_down_seg"], request.labels),
                                encode(run, weights["model_down_img"], request.previous));
    const auto decode = [&](const std::string& what) {
        const Tensor x = throughBlocks(run, weights["model_res_" + what], shape.norm, both, later);
        return enlarged(run, weights["model_up_" + what], shape.norm, x, shape.ngf,
                        shape.downsamplings);
    };
    PaintedFrame frame;
    frame.features.image = decode("img");
    if (shape.flow) {
        frame.features.flow = decode("flow");
    }
    if (shape.foreground) {
        const std::int64_t width = shape.foregroundWidth();
        const Encoder encodeOwn{
            .width = width, .downsamplings = shape.downsamplings, .norm = shape.norm};
        const Tensor x =
            throughBlocks(run, weights["indv_res"], shape.norm,
                          encodeOwn(run, weights["indv_down"], request.labels), blocks);
        frame.features.foreground =
            enlarged(run, weights["indv_up"], shape.norm, x, width, shape.downsamplings);
    }
    return painted(run, weights, shape, flowUnit, request, std::move(frame));
}

PaintedFrame CompositeLocalGenerator::operator()(Run& run, const Scope& weights,
                                                 const FrameRequest& request) const {
    const Encoder encode{.width = shape.ngf, .downsamplings = 1, .norm = shape.norm};
    const Tensor both = run.add(encode(run, weights["model_down_seg"], request.labels),
                                encode(run, weights["model_down_img"], request.previous));
    const auto refine = [&](const char* list, const Tensor& own, const Tensor& coarse,
                            std::int64_t width) {
        return refined(run, weights[list], shape.norm, run.add(own, coarse), width, blocks);
    };
    PaintedFrame frame;
    frame.features.image = refine("model_up_img", both, request.coarse.image, shape.ngf);
    if (shape.flow) {
        frame.features.flow = refine("model_up_flow", both, request.coarse.flow, shape.ngf);
    }
    if (shape.foreground) {
        const std::int64_t width = shape.foregroundWidth();
        const Encoder encodeOwn{.width = width, .downsamplings = 1, .norm = shape.norm};
        frame.features.foreground =
            refine("indv_up", encodeOwn(run, weights["indv_down"], request.labels),
                   request.coarse.foreground, width);
    }
    // The flow of twice the size has twice as many pixels.
    const double unit = flowUnit * static_cast<double>(std::int64_t{1} << scale);
    return painted(run, weights, shape, unit, request, std::move(frame));
}

} // namespace underpaint::nets::vid2vid
