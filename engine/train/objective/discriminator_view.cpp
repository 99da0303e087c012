// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/discriminator_view.h"

#include "engine/base/random.h"

#include <cmath>

namespace underpaint::train {

namespace {

constexpr std::uint64_t viewStream = 3;
constexpr std::int64_t colourChannels = 3;

/// Uniform in -largest..largest.
std::int64_t drawShift(std::int64_t largest, Random& random) {
    const auto choices = static_cast<std::uint64_t>(2 * largest + 1);
    return static_cast<std::int64_t>(random.below(choices)) - largest;
}

} // namespace

bool DiscriminatorView::isIdentity() const {
    return shiftX == 0 && shiftY == 0 && (holeWidth == 0 || holeHeight == 0) && !recolours();
}

bool DiscriminatorView::recolours() const {
    return brightness != 0 || saturation != 1 || contrast != 1;
}

at::Tensor DiscriminatorView::recoloured(const at::Tensor& photo) const {
    at::Tensor x = photo + brightness;
    if (saturation != 1) {
        const at::Tensor grey = x.mean(1, /*keepdim=*/true);
        x = grey + (x - grey) * saturation;
    }
    if (contrast != 1) {
        const at::Tensor mean = x.mean({1, 2, 3}, /*keepdim=*/true);
        x = mean + (x - mean) * contrast;
    }
    return x;
}

at::Tensor DiscriminatorView::operator()(const at::Tensor& input) const {
    at::Tensor x = input;
    if (recolours()) {
        const std::int64_t others = x.size(1) - colourChannels;
        x = at::cat({x.narrow(1, 0, others), recoloured(x.narrow(1, others, colourChannels))}, 1);
    }
    if (shiftX != 0 || shiftY != 0) {
        x = at::constant_pad_nd(x, {shiftX, -shiftX, shiftY, -shiftY});
    }
    if (holeWidth > 0 && holeHeight > 0) {
        at::Tensor mask = at::ones({1, 1, x.size(2), x.size(3)}, x.options().requires_grad(false));
        mask.narrow(2, holeY, holeHeight).narrow(3, holeX, holeWidth).zero_();
        x = x * mask;
    }
    return x;
}

DiscriminatorView drawView(const DiscriminatorAugmentation& augmentation, Size picture,
                           std::uint64_t seed, std::uint64_t step) {
    Random random(deriveSeed(deriveSeed(seed, viewStream), step));
    const auto share = [](double part, int extent) {
        return static_cast<std::int64_t>(std::lround(part * extent));
    };
    const auto place = [&random](std::int64_t room) {
        return static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(room) + 1));
    };
    DiscriminatorView view;
    view.shiftX = drawShift(share(augmentation.translation, picture.width), random);
    view.shiftY = drawShift(share(augmentation.translation, picture.height), random);
    view.holeWidth = share(augmentation.cutout, picture.width);
    view.holeHeight = share(augmentation.cutout, picture.height);
    view.holeX = place(picture.width - view.holeWidth);
    view.holeY = place(picture.height - view.holeHeight);
    view.brightness = augmentation.brightness * (2 * random.uniform() - 1);
    view.saturation = 1 + augmentation.saturation * (2 * random.uniform() - 1);
    view.contrast = 1 + augmentation.contrast * (2 * random.uniform() - 1);
    return view;
}

} // namespace underpaint::train
