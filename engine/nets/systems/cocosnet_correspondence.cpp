// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/cocosnet_correspondence.h"

#include <algorithm>
#include <vector>

namespace underpaint::nets::cocosnet {

namespace {

constexpr std::int64_t headBlocks = 4;

/// (N, 3, h, w) of x and y in [-1, 1] and the distance from the middle.
Tensor coordinatesLike(const Tensor& x) {
    const auto line = [&](std::int64_t count) {
        const double step = 2.0 / static_cast<double>(std::max<std::int64_t>(count - 1, 1));
        return at::arange(count, x.options()) * step - 1;
    };
    const std::int64_t h = x.size(2);
    const std::int64_t w = x.size(3);
    const Tensor across = line(w).view({1, 1, 1, w}).expand({x.size(0), 1, h, w});
    const Tensor down = line(h).view({1, 1, h, 1}).expand({x.size(0), 1, h, w});
    return at::cat({across, down, (across.square() + down.square()).sqrt()}, 1);
}

/// Parts of the values that travel together, told apart afterwards.
class Load {
public:
    void add(const Tensor& part) {
        m_parts.push_back(part);
        m_channels.push_back(part.size(1));
    }
    bool empty() const { return m_parts.empty(); }
    Tensor together(Run& run) const {
        return m_parts.size() == 1 ? m_parts.front() : run.concatenate(m_parts);
    }
    /// In the order of add().
    std::vector<Tensor> apart(const Tensor& carried) const {
        return at::split_with_sizes(carried, m_channels, 1);
    }

private:
    std::vector<Tensor> m_parts;
    std::vector<std::int64_t> m_channels;
};

} // namespace

Attention matching(const Warping& how, const Tensor& theta, const Tensor& phi) {
    return {.query = theta,
            .key = phi,
            .window = how.window,
            .likeness = how.centredPerPlace ? Likeness::CosineOfCentred : Likeness::CosineOfSpread,
            .temperature = how.temperature};
}

Tensor carriedValues(const Warping& how, const Tensor& picture) {
    const std::int64_t d = how.stride;
    return how.patches ? at::pixel_unshuffle(picture, d) : at::avg_pool2d(picture, {d, d}, {d, d});
}

Tensor carriedPicture(Run& run, const Warping& how, const Tensor& values) {
    if (how.patches) {
        return at::pixel_shuffle(values, how.stride);
    }
    return how.bilinear ? run.upsampleBilinear(values, how.stride)
                        : run.upsampleNearest(values, how.stride);
}

Warps warp(Run& run, const Warping& how, const Attention& question, const WarpSource& source) {
    const auto small = [&](const Tensor& x) {
        return run.resizeNearest(x, x.size(2) / how.stride, x.size(3) / how.stride);
    };
    const bool masks = source.exemplarCondition.defined();
    Load there;
    there.add(carriedValues(how, source.exemplar));
    if (masks) {
        there.add(small(source.exemplarCondition));
    }
    Attention forward = question;
    forward.values = there.together(run);
    Warps warps;
    warps.matches = run.attend(forward);
    const std::vector<Tensor> arrived = there.apart(warps.matches.values);
    warps.out = carriedPicture(run, how, arrived[0]);
    if (masks) {
        warps.mask = arrived[1];
    }
    if (!source.cycle) {
        return warps;
    }
    if (!how.patches) {
        warps.outBilinear = run.upsampleBilinear(arrived[0], how.stride);
    }
    Load back; // into the exemplar's places
    back.add(arrived[0]);
    if (source.condition.defined()) {
        back.add(small(source.condition));
    }
    if (source.real.defined()) {
        back.add(at::avg_pool2d(source.real, {how.stride, how.stride}, {how.stride, how.stride}));
    }
    const std::vector<Tensor> returned =
        back.apart(run.attend(question.reversed(back.together(run))).values);
    warps.cycle = how.patches ? carriedPicture(run, how, returned[0]) : returned[0];
    if (source.real.defined()) {
        warps.thereOfReal = returned.back();
    }
    Load again;
    for (std::size_t i = 1; i < returned.size(); ++i) {
        again.add(returned[i]);
    }
    if (again.empty()) {
        return warps;
    }
    forward.values = again.together(run);
    const std::vector<Tensor> cycled = again.apart(run.attend(forward).values);
    if (source.condition.defined()) {
        warps.maskCycle = cycled.front();
    }
    if (source.real.defined()) {
        warps.backOfReal = cycled.back();
    }
    return warps;
}

Tensor reachOf(Run& run, const Warping& how, const AttentionResult& matches) {
    const Tensor found = matches.match.ge(0).to(at::kFloat);
    return how.patches ? run.upsampleNearest(found, how.stride) : carriedPicture(run, how, found);
}

Adaptor Correspondence::adaptor(std::int64_t channels) const {
    return {.inputChannels = channels,
            .ngf = ngf,
            .spade = spade,
            .kernel = adaptorKernel,
            .stride = warping.stride};
}

Tensor Correspondence::adaptedCondition(Run& run, const Scope& weights,
                                        const Tensor& condition) const {
    const Tensor raw = adaptor(conditionChannels)(run, weights["adaptive_model_seg"], condition);
    run.mark("feat_seg_raw", raw);
    return unitLength(raw);
}

Tensor Correspondence::adaptedPhoto(Run& run, const Scope& weights, const Tensor& photo) const {
    const Tensor raw = adaptor(3)(run, weights["adaptive_model_img"], photo);
    run.mark("feat_img_raw", raw);
    return unitLength(raw);
}

Tensor Correspondence::head(Run& run, const Scope& weights, const Tensor& adapted,
                            const Tensor& condition) const {
    std::vector<Tensor> parts{adapted};
    if (coordinates) {
        parts.push_back(coordinatesLike(adapted));
    }
    if (maskMix) {
        parts.push_back(run.resizeNearest(condition, adapted.size(2), adapted.size(3)));
    }
    Tensor x = parts.size() == 1 ? adapted : run.concatenate(parts);
    for (std::int64_t i = 0; i < headBlocks; ++i) {
        x = headBlock(run, weights["layer"][i], x);
    }
    return x;
}

Tensor Correspondence::theta(Run& run, const Scope& weights, const Tensor& adapted,
                             const Tensor& condition) const {
    const Tensor features = head(run, weights, adapted, condition);
    run.mark("cont_features", features);
    const Tensor x = run.convolution(weights["theta"], features, {.out = projection, .kernel = 1});
    run.mark("theta", x);
    return x;
}

Tensor Correspondence::phi(Run& run, const Scope& weights, const Tensor& adapted,
                           const Tensor& condition) const {
    const Tensor features = head(run, weights, adapted, condition);
    run.mark("ref_features", features);
    const Tensor x = run.convolution(weights["phi"], features, {.out = projection, .kernel = 1});
    run.mark("phi", x);
    return x;
}

Tensor Correspondence::ownLook(const Tensor& condition) const {
    if (ownColours.empty()) {
        return at::zeros({condition.size(0), 3, condition.size(2), condition.size(3)},
                         condition.options());
    }
    const Tensor colours = at::tensor(ownColours, at::kFloat)
                               .view({conditionChannels, 3})
                               .to(condition.options())
                               .div(127.5)
                               .sub(1);
    return at::einsum("nlhw,lc->nchw", {condition, colours});
}

} // namespace underpaint::nets::cocosnet
