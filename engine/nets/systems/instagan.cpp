// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/systems/instagan.h"

#include "engine/nets/systems/resnet_halves.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace underpaint::nets::instagan {

namespace {

ResnetHalf halfOf(const SetGenerator& net) {
    return {.blocks = net.blocks,
            .norm = net.norm,
            .bias = biasBefore(net.norm),
            .dropout = net.dropout};
}

/// Of the last layer where what it paints lies over the input: little of it at first.
constexpr double faint = 1e-3;

ResnetOutput outputOf(const SetGenerator& net, std::int64_t width, std::int64_t channels) {
    return {.width = width, .channels = channels, .deviation = net.keepsInput ? faint : 0};
}

Convolution judging(std::int64_t out, std::int64_t stride, bool bias) {
    return {.out = out,
            .kernel = 4,
            .stride = stride,
            .padding = 1,
            .bias = bias,
            .spectral = Spectral::Wrapped};
}

/// The channels from `first` on, one by one.
std::vector<Tensor> masksOf(const Tensor& input, std::int64_t first) {
    std::vector<Tensor> masks;
    for (std::int64_t i = first; i < input.size(1); ++i) {
        masks.push_back(input.narrow(1, i, 1));
    }
    return masks;
}

} // namespace

bool isPresent(const Tensor& mask) {
    // Who only asks for shapes has no values.
    return mask.is_meta() || (mask.detach() + 1).mean().item<double>() > 0;
}

Tensor SetGenerator::encodePhoto(Run& run, const Scope& weights, const Tensor& photo) const {
    return encodeResnet(run, weights["encoder_img"], photo, ngf, halfOf(*this));
}

Tensor SetGenerator::encodeMask(Run& run, const Scope& weights, const Tensor& mask) const {
    return encodeResnet(run, weights["encoder_seg"], mask, ngf, halfOf(*this));
}

Tensor SetGenerator::decodePhoto(Run& run, const Scope& weights, const Tensor& photo,
                                 const Tensor& sum) const {
    return decodeResnet(run, weights["decoder_img"], 0, run.concatenate({photo, sum}),
                        outputOf(*this, 2 * ngf, outputChannels), halfOf(*this));
}

Tensor SetGenerator::decodeMask(Run& run, const Scope& weights, const Tensor& mask,
                                const Tensor& photo, const Tensor& sum) const {
    return decodeResnet(run, weights["decoder_seg"], 0, run.concatenate({mask, photo, sum}),
                        outputOf(*this, 3 * ngf, 1), halfOf(*this));
}

Tensor SetGenerator::translate(Run& run, const Scope& weights, const Tensor& photo,
                               const Masks& masks, std::size_t mostKept) const {
    const Tensor encodedPhoto = encodePhoto(run, weights, photo);
    std::map<std::size_t, Tensor> present; // undefined: to be encoded again
    std::size_t kept = 0;
    Tensor sum;
    for (std::size_t i = 0; i < masks.count; ++i) {
        const Tensor mask = masks.mask(i);
        if (!isPresent(mask)) {
            continue;
        }
        const Tensor encoded = encodeMask(run, weights, mask);
        sum = sum.defined() ? run.add(sum, encoded) : encoded;
        present[i] = kept < mostKept ? encoded : Tensor();
        ++kept;
    }
    run.mark("enc_img", encodedPhoto);
    run.mark("enc_seg_sum", sum);
    for (auto& [i, stored] : present) {
        const Tensor encoded = stored.defined() ? std::exchange(stored, Tensor())
                                                : encodeMask(run, weights, masks.mask(i));
        const Tensor mask = decodeMask(run, weights, encoded, encodedPhoto, sum);
        masks.translated(i, keepsInput ? run.paintOver(mask, masks.mask(i)) : mask);
    }
    const Tensor painted = decodePhoto(run, weights, encodedPhoto, sum);
    return keepsInput ? run.paintOver(painted, photo) : painted;
}

Tensor SetGenerator::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    std::vector<Tensor> pictures; // instances differ from picture to picture
    for (std::int64_t n = 0; n < input.size(0); ++n) {
        const Tensor one = input.narrow(0, n, 1);
        std::vector<Tensor> parts = masksOf(one, inputChannels);
        if (std::ranges::none_of(parts, isPresent)) {
            pictures.push_back(one);
            continue;
        }
        const Masks masks{
            .count = parts.size(),
            .mask = [&](std::size_t i) { return parts[i]; },
            .translated = [&](std::size_t i, const Tensor& mask) { parts[i] = mask; }};
        const Tensor photo = translate(run, weights, one.narrow(1, 0, inputChannels), masks);
        parts.insert(parts.begin(), photo);
        pictures.push_back(run.concatenate(parts));
    }
    return pictures.size() == 1 ? pictures.front() : at::cat(pictures, 0);
}

Tensor SetDiscriminator::features(Run& run, const Scope& weights, const Tensor& input) const {
    Tensor x = run.convolution(weights[0], input, judging(ndf, 2, true));
    x = run.activate(x, Activation::LeakyRelu);
    for (std::int64_t n = 1; n < layers; ++n) {
        const std::int64_t at = 3 * n - 1;
        const std::int64_t width = ndf * std::min<std::int64_t>(std::int64_t{1} << n, 8);
        x = run.convolution(weights[at], x, judging(width, 2, biasBefore(norm)));
        x = run.normalise(weights[at + 1], x, norm, Activation::LeakyRelu);
    }
    return x;
}

Tensor SetDiscriminator::operator()(Run& run, const Scope& weights, const Tensor& input) const {
    const Tensor photo = features(run, weights["feature_img"], input.narrow(1, 0, inputChannels));
    std::vector<Tensor> masks = masksOf(input, inputChannels);
    if (std::ranges::none_of(masks, isPresent)) {
        masks.resize(1);
    } else {
        std::erase_if(masks, [](const Tensor& mask) { return !isPresent(mask); });
    }
    Tensor sum;
    for (const Tensor& mask : masks) {
        const Tensor seen = features(run, weights["feature_seg"], mask);
        sum = sum.defined() ? run.add(sum, seen) : seen;
    }
    const Scope classifier = weights["classifier"];
    const std::int64_t width = 2 * ndf * std::min<std::int64_t>(std::int64_t{1} << layers, 8);
    Tensor x =
        run.convolution(classifier[0], run.concatenate({photo, sum}), judging(width, 1, true));
    x = run.normalise(classifier[1], x, norm, Activation::LeakyRelu);
    x = run.convolution(classifier[3], x, judging(1, 1, true));
    return sigmoid ? run.activate(x, Activation::Sigmoid) : x;
}

} // namespace underpaint::nets::instagan
