// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/backbones/efficientnet_lite0.h"

namespace underpaint::nets {

namespace {

/// Inverted residual blocks (Sandler et al., 2018) of one width.
struct LiteStage {
    std::int64_t repeats;
    std::int64_t kernel;
    std::int64_t stride;
    std::int64_t expansion;
    std::int64_t out;
    bool given; ///< its output is one of the features
};

constexpr std::array<LiteStage, 7> liteLayout{
    LiteStage{1, 3, 1, 1, 16, true},  LiteStage{2, 3, 2, 6, 24, true},
    LiteStage{2, 5, 2, 6, 40, true},  LiteStage{3, 3, 2, 6, 80, false},
    LiteStage{3, 5, 1, 6, 112, true}, LiteStage{4, 5, 2, 6, 192, false},
    LiteStage{1, 3, 1, 6, 320, true}};

constexpr double photoMean = 0.498;
constexpr double photoDeviation = 0.502;

class LiteTrunk {
public:
    LiteTrunk(Run& run, const Scope& weights, bool fixed)
        : m_run(run), m_weights(weights), m_fixed(fixed) {}

    Tensor stem(const Tensor& photo) {
        const Tensor x = (photo * 0.5 + (0.5 - photoMean)) / photoDeviation;
        return clamped(m_run.convolution(m_weights["stem"], x, spec(32, 3, 2)));
    }
    Tensor stage(Tensor x, const LiteStage& stage) {
        for (std::int64_t i = 0; i < stage.repeats; ++i) {
            const Tensor y = block(x, stage, i == 0 ? stage.stride : 1);
            x = i == 0 ? y : m_run.add(x, y);
            ++m_next;
        }
        return x;
    }
    Tensor head(const Tensor& x) {
        return clamped(
            m_run.convolution(m_weights["head"], x, spec(EfficientNetLite0::pooledChannels, 1, 1)));
    }

private:
    Convolution spec(std::int64_t out, std::int64_t kernel, std::int64_t stride) const {
        return {.out = out,
                .kernel = kernel,
                .stride = stride,
                .border = kernel > 1 ? Border::Same : Border::Zero,
                .fixed = m_fixed};
    }
    Tensor clamped(const Tensor& x) { return m_run.activate(x, Activation::Relu6); }

    Tensor block(const Tensor& x, const LiteStage& stage, std::int64_t stride) {
        const Scope scope = m_weights["blocks"][m_next];
        const std::int64_t wide = x.size(1) * stage.expansion;
        Tensor y = x;
        if (stage.expansion > 1) {
            y = clamped(m_run.convolution(scope["expand"], y, spec(wide, 1, 1)));
        }
        Convolution depthwise = spec(wide, stage.kernel, stride);
        depthwise.groups = wide;
        y = clamped(m_run.convolution(scope["depthwise"], y, depthwise));
        return m_run.convolution(scope["project"], y, spec(stage.out, 1, 1));
    }

    Run& m_run;
    Scope m_weights;
    bool m_fixed;
    std::int64_t m_next = 0;
};

} // namespace

EfficientNetLite0::Features EfficientNetLite0::operator()(Run& run, const Scope& weights,
                                                          const NetworkInput& photo,
                                                          std::size_t stages) const {
    LiteTrunk trunk(run, weights, fixed);
    Features features;
    Tensor x = trunk.stem(photo.dense());
    for (const LiteStage& stage : liteLayout) {
        x = trunk.stage(x, stage);
        if (stage.given) {
            features.stages.push_back(x);
        }
        if (features.stages.size() == stages) {
            break;
        }
    }
    if (pools && stages == strides.size()) {
        features.pooled = trunk.head(x).mean({2, 3}, /*keepdim=*/true);
    }
    return features;
}

} // namespace underpaint::nets
