// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/run/patching_run.h"

#include "engine/base/error.h"
#include "engine/nets/cost/describe_run.h"

namespace underpaint::nets {

namespace {

NetworkInput partOfInput(const NetworkInput& input, const Rect& part) {
    if (!input.isPainted()) {
        return partOf(input.dense(), part);
    }
    const Tensor labels =
        input.labels().narrow(1, part.y, part.height).narrow(2, part.x, part.width).contiguous();
    const Tensor planes =
        input.planes().defined() ? partOf(input.planes(), part).contiguous() : Tensor();
    return {labels, input.classes(), planes};
}

} // namespace

PatchingRun::PatchingRun(InferenceRun& inner, RegionCache& cache, const Rect& part, Size picture)
    : m_inner(inner), m_cache(cache), m_part(part), m_picture(picture) {
    m_made.reserve(m_cache.nodes.size());
}

Rect PatchingRun::rectOf(const Node& node) const {
    const auto first = [](std::int64_t at, std::int64_t extent, std::int64_t ofPicture) {
        return static_cast<int>(at * extent / ofPicture);
    };
    const auto last = [](std::int64_t at, std::int64_t extent, std::int64_t ofPicture) {
        return static_cast<int>((at * extent + ofPicture - 1) / ofPicture);
    };
    const int left = first(m_part.x, node.width, m_picture.width);
    const int top = first(m_part.y, node.height, m_picture.height);
    return {left, top, last(m_part.right(), node.width, m_picture.width) - left,
            last(m_part.bottom(), node.height, m_picture.height) - top};
}

PatchingRun::Node& PatchingRun::next() {
    if (m_made.size() >= m_cache.nodes.size()) {
        throw Error("the network is not the one that was recorded");
    }
    return m_cache.nodes[m_made.size()];
}

Tensor PatchingRun::made(const Tensor& part) {
    Node& node = next();
    const Rect rect = rectOf(node);
    if (node.kept.defined()) {
        partOf(node.kept, rect).copy_(part);
    }
    Tensor handle = shapeOnly(node.batch, node.channels, node.height, node.width);
    m_index.emplace(handle.unsafeGetTensorImpl(), m_made.size());
    m_made.push_back({part, rect, handle});
    return handle;
}

std::size_t PatchingRun::indexOf(const Tensor& handle) const {
    const auto found = m_index.find(handle.unsafeGetTensorImpl());
    if (found == m_index.end()) {
        throw Error("the network is not the one that was recorded");
    }
    return found->second;
}

const Tensor& PatchingRun::wholeOf(const Tensor& handle) const {
    std::size_t index = indexOf(handle);
    if (m_cache.nodes[index].same != RegionCache::none) {
        index = m_cache.nodes[index].same;
    }
    return m_cache.nodes[index].kept;
}

template<class Action>
Tensor PatchingRun::onWindow(const Tensor& x, const WindowShape& shape, Action action) {
    const Tensor& whole = wholeOf(x);
    const PartWindow window = windowOf(whole, rectOf(next()), shape);
    return made(window.trimmed(action(partOf(whole, window.source()))));
}

template<class Action>
Tensor PatchingRun::onWindow(const NetworkInput& x, const WindowShape& shape, Action action) {
    if (!x.isPainted() && m_index.contains(x.dense().unsafeGetTensorImpl())) {
        return onWindow(x.dense(), shape,
                        [&](const Tensor& part) { return action(NetworkInput(part)); });
    }
    const PartWindow window = windowOf(x.height(), x.width(), rectOf(next()), shape);
    return made(window.trimmed(action(partOfInput(x, window.source()))));
}

template<class Action>
Tensor PatchingRun::withMoments(Action action) {
    Node& node = next();
    m_inner.useMoments(node.moments.empty() ? nullptr : &node.moments);
    const Tensor part = action();
    m_inner.useMoments(nullptr);
    return made(part);
}

Tensor PatchingRun::convolution(const Scope& scope, const Tensor& x, const Convolution& spec) {
    if (spec.kernel == 1 && spec.stride == 1 && spec.padding == 0) {
        return made(m_inner.convolution(scope, madeOf(x).part, spec));
    }
    return made(m_inner.convolutionPart(scope, wholeOf(x), spec, rectOf(next())));
}

Tensor PatchingRun::stem(const Scope& scope, const NetworkInput& input, const Convolution& spec) {
    return onWindow(input, windowShape(spec),
                    [&](const NetworkInput& part) { return m_inner.stem(scope, part, spec); });
}

Tensor PatchingRun::transposedConvolution(const Scope& scope, const Tensor& x,
                                          const TransposedConvolution& spec) {
    return made(m_inner.transposedConvolutionPart(scope, wholeOf(x), spec, rectOf(next())));
}

Tensor PatchingRun::normalise(const Scope& scope, const Tensor& x, Norm norm,
                              Activation activation) {
    return withMoments([&] { return m_inner.normalise(scope, madeOf(x).part, norm, activation); });
}

Tensor PatchingRun::normaliseAdd(const Scope& scope, const Tensor& x, Norm norm,
                                 const Tensor& residual) {
    return withMoments(
        [&] { return m_inner.normaliseAdd(scope, madeOf(x).part, norm, madeOf(residual).part); });
}

Tensor PatchingRun::normaliseModulated(const Tensor& x, ModulatedNorm norm,
                                       const Tensor& modulation, Activation activation,
                                       const Tensor& residual) {
    return withMoments([&] {
        return m_inner.normaliseModulated(madeOf(x).part, norm, madeOf(modulation).part, activation,
                                          residual.defined() ? madeOf(residual).part : residual);
    });
}

Tensor PatchingRun::activate(const Tensor& x, Activation activation) {
    return made(m_inner.activate(madeOf(x).part, activation));
}

Tensor PatchingRun::add(const Tensor& a, const Tensor& b) {
    return made(m_inner.add(madeOf(a).part, madeOf(b).part));
}

Tensor PatchingRun::concatenate(const std::vector<Tensor>& parts) {
    std::vector<Tensor> news;
    news.reserve(parts.size());
    for (const Tensor& part : parts) {
        news.push_back(madeOf(part).part);
    }
    return made(m_inner.concatenate(news));
}

Tensor PatchingRun::averagePool(const Tensor& x) {
    return onWindow(x, averagePoolShape,
                    [&](const Tensor& part) { return m_inner.averagePool(part); });
}

NetworkInput PatchingRun::averagePool(const NetworkInput& input) {
    return onWindow(input, averagePoolShape,
                    [&](const NetworkInput& part) { return m_inner.averagePool(part).dense(); });
}

Tensor PatchingRun::halve(const Tensor& x) {
    return onWindow(x, halveShape, [&](const Tensor& part) { return m_inner.halve(part); });
}

NetworkInput PatchingRun::halve(const NetworkInput& input) {
    return onWindow(input, halveShape,
                    [&](const NetworkInput& part) { return m_inner.halve(part).dense(); });
}

Tensor PatchingRun::maxPool(const Tensor& x, const Pooling& spec) {
    return onWindow(x, windowShape(spec),
                    [&](const Tensor& part) { return m_inner.maxPool(part, spec); });
}

Tensor PatchingRun::upsampleNearest(const Tensor& x, std::int64_t factor) {
    const Made& small = madeOf(x);
    const Rect rect = rectOf(next());
    const auto times = static_cast<int>(factor);
    return made(partOf(
        m_inner.upsampleNearest(small.part, factor),
        {rect.x - small.rect.x * times, rect.y - small.rect.y * times, rect.width, rect.height}));
}

Tensor PatchingRun::upsampleBilinear(const Tensor& x, std::int64_t factor) {
    const Tensor& whole = wholeOf(x);
    const Rect rect = rectOf(next());
    const auto times = static_cast<int>(factor);
    const Rect all{0, 0, static_cast<int>(whole.size(3)), static_cast<int>(whole.size(2))};
    const int left = rect.x / times - 1;
    const int top = rect.y / times - 1;
    const Rect source = Rect{left, top, (rect.right() - 1) / times + 2 - left,
                             (rect.bottom() - 1) / times + 2 - top}
                            .intersected(all);
    return made(
        partOf(m_inner.upsampleBilinear(partOf(whole, source), factor),
               {rect.x - source.x * times, rect.y - source.y * times, rect.width, rect.height}));
}

Tensor PatchingRun::dropout(const Tensor& x, double /*rate*/) {
    return made(madeOf(x).part);
}

Tensor PatchingRun::paintOver(const Tensor& paint, const NetworkInput& under) {
    return made(m_inner.paintOver(madeOf(paint).part, partOfInput(under, rectOf(next()))));
}

Tensor PatchingRun::instanceMean(const Tensor& /*x*/, const Tensor& /*instances*/) {
    throw Error("the mean of an instance is not local");
}

Tensor PatchingRun::pooledLinear(const Scope& /*scope*/, const Tensor& /*x*/,
                                 std::int64_t /*out*/) {
    throw Error("the mean of a picture is not local");
}

} // namespace underpaint::nets
