// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/mixed_precision.h"

#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <tuple>
#include <vector>

namespace underpaint::nets {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::variable_list;

constexpr std::int64_t rows = 2;
constexpr std::int64_t columns = 3;

/// Fills the border of `out` along `dim` with mirrored inner values; the interior is there.
void mirrorBorder(Tensor& out, std::int64_t dim, std::int64_t p) {
    const std::int64_t inner = out.size(dim) - 2 * p;
    for (std::int64_t i = 1; i <= p; ++i) {
        out.select(dim, p - i).copy_(out.select(dim, p + i));
        out.select(dim, p + inner - 1 + i).copy_(out.select(dim, p + inner - 1 - i));
    }
}

/// The transpose of mirrorBorder(): adds the border's values to those that they were taken from.
void foldBorder(Tensor& gradient, std::int64_t dim, std::int64_t p) {
    const std::int64_t inner = gradient.size(dim) - 2 * p;
    for (std::int64_t i = 1; i <= p; ++i) {
        gradient.select(dim, p + i).add_(gradient.select(dim, p - i));
        gradient.select(dim, p + inner - 1 - i).add_(gradient.select(dim, p + inner - 1 + i));
    }
}

struct MirrorPadding : Function<MirrorPadding> {
    static Tensor forward(AutogradContext* context, const Tensor& x, std::int64_t p) {
        context->saved_data["padding"] = p;
        Tensor out = at::empty({x.size(0), x.size(1), x.size(2) + 2 * p, x.size(3) + 2 * p},
                               x.options(), at::MemoryFormat::ChannelsLast);
        out.narrow(rows, p, x.size(2)).narrow(columns, p, x.size(3)).copy_(x);
        Tensor inner = out.narrow(rows, p, x.size(2));
        mirrorBorder(inner, columns, p);
        mirrorBorder(out, rows, p);
        return out;
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const std::int64_t p = context->saved_data["padding"].toInt();
        Tensor whole = gradients[0].clone(at::MemoryFormat::ChannelsLast);
        foldBorder(whole, rows, p);
        Tensor inner = whole.narrow(rows, p, whole.size(rows) - 2 * p);
        foldBorder(inner, columns, p);
        return {inner.narrow(columns, p, whole.size(columns) - 2 * p)
                    .contiguous(at::MemoryFormat::ChannelsLast),
                Tensor()};
    }
};

/// The four pixels of (N, C, 2H, 2W) that belong to one of (N, C, H, W).
Tensor quarter(const Tensor& x, std::int64_t dy, std::int64_t dx) {
    return x.slice(rows, dy, x.size(rows), 2).slice(columns, dx, x.size(columns), 2);
}

struct Doubled : Function<Doubled> {
    static Tensor forward(AutogradContext* /*context*/, const Tensor& x) {
        Tensor out = at::empty({x.size(0), x.size(1), 2 * x.size(2), 2 * x.size(3)}, x.options(),
                               at::MemoryFormat::ChannelsLast);
        for (const std::int64_t dy : {0, 1}) {
            for (const std::int64_t dx : {0, 1}) {
                quarter(out, dy, dx).copy_(x);
            }
        }
        return out;
    }

    static variable_list backward(AutogradContext* /*context*/, const variable_list& gradients) {
        const Tensor& g = gradients[0];
        return {quarter(g, 0, 0) + quarter(g, 0, 1) + (quarter(g, 1, 0) + quarter(g, 1, 1))};
    }
};

/// A transposed convolution is the gradient of a convolution by its input. oneDNN computes that as
/// fast as the convolution itself, whereas LibTorch 1.13 makes matrix products of it, in fp32 only.
struct TransposedConvolved : Function<TransposedConvolved> {
    static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                          std::int64_t stride, std::int64_t padding, std::int64_t outputPadding) {
        context->save_for_backward({x, weight});
        context->saved_data["stride"] = stride;
        context->saved_data["padding"] = padding;
        const auto extent = [&](std::int64_t dim) {
            return (x.size(dim) - 1) * stride - 2 * padding + weight.size(dim) + outputPadding;
        };
        // Only its shape and type matter.
        const Tensor out = at::empty({x.size(0), weight.size(1), extent(rows), extent(columns)},
                                     x.options(), at::MemoryFormat::ChannelsLast);
        return std::get<0>(slopes(x, out, weight, stride, padding, {true, false, false}));
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const variable_list saved = context->get_saved_variables();
        const std::int64_t stride = context->saved_data["stride"].toInt();
        const std::int64_t padding = context->saved_data["padding"].toInt();
        const Tensor g = gradients[0].contiguous(at::MemoryFormat::ChannelsLast);
        return {at::conv2d(g, saved[1], {}, {stride, stride}, {padding, padding}),
                std::get<1>(slopes(saved[0], g, saved[1], stride, padding, {false, true, false})),
                Tensor(), Tensor(), Tensor()};
    }

    /// Of the convolution of `in` by `weight`, whose gradient is `g`.
    static std::tuple<Tensor, Tensor, Tensor> slopes(const Tensor& g, const Tensor& in,
                                                     const Tensor& weight, std::int64_t stride,
                                                     std::int64_t padding,
                                                     std::array<bool, 3> wanted) {
        return at::convolution_backward(g, in, weight, at::OptionalIntArrayRef(), {stride, stride},
                                        {padding, padding}, {1, 1}, /*transposed=*/false, {0, 0},
                                        /*groups=*/1, wanted);
    }
};

} // namespace

Tensor compact(const Tensor& x, at::ScalarType type) {
    return x.to(x.options().dtype(type), /*non_blocking=*/false, /*copy=*/false,
                at::MemoryFormat::ChannelsLast);
}

Tensor mirrorPadding(const Tensor& x, std::int64_t padding) {
    return MirrorPadding::apply(x, padding);
}

Tensor doubled(const Tensor& x) {
    return Doubled::apply(x);
}

Tensor transposedConvolved(const Tensor& x, const Tensor& weight, std::int64_t stride,
                           std::int64_t padding, std::int64_t outputPadding) {
    return TransposedConvolved::apply(x, weight, stride, padding, outputPadding);
}

Tensor instanceNormalised(const Tensor& x, double epsilon) {
    const std::int64_t channels = x.size(1);
    // An affine part in fp32 makes LibTorch keep the statistics in fp32 too.
    const auto fp32 = x.options().dtype(at::kFloat).requires_grad(false);
    const Tensor one = at::ones({channels}, fp32);
    const Tensor zero = at::zeros({channels}, fp32);
    std::vector<Tensor> pictures;
    for (std::int64_t i = 0; i < x.size(0); ++i) {
        // The statistics of a batch of one are those of the picture.
        pictures.push_back(at::batch_norm(x.narrow(0, i, 1), one, zero, {}, {}, /*training=*/true,
                                          0.1, epsilon, /*cudnn_enabled=*/true));
    }
    return pictures.size() == 1 ? pictures.front() : at::cat(pictures);
}

} // namespace underpaint::nets
