// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/input_difference.h"

#include <algorithm>
#include <cstring>

namespace underpaint::translate {

Rect changedPart(const nets::Tensor& before, const nets::Tensor& after) {
    // As they lie in memory: to bring them into another order takes longer than to compare them.
    const bool pixelByPixel = before.is_contiguous(at::MemoryFormat::ChannelsLast) &&
                              after.is_contiguous(at::MemoryFormat::ChannelsLast);
    const nets::Tensor a = pixelByPixel ? before : before.contiguous();
    const nets::Tensor b = pixelByPixel ? after : after.contiguous();
    const std::int64_t height = a.size(-2);
    const std::int64_t width = a.size(-1);
    const auto size = static_cast<std::int64_t>(a.element_size()) * (pixelByPixel ? a.size(1) : 1);
    const std::int64_t lines = a.numel() * static_cast<std::int64_t>(a.element_size()) /
                               std::max<std::int64_t>(1, width * size);
    const auto* first = static_cast<const std::byte*>(a.data_ptr());
    const auto* second = static_cast<const std::byte*>(b.data_ptr());
    Rect rect;
    for (std::int64_t line = 0; line < lines; ++line) {
        const std::byte* p = first + line * width * size;
        const std::byte* q = second + line * width * size;
        if (std::memcmp(p, q, static_cast<std::size_t>(width * size)) == 0) {
            continue;
        }
        const std::int64_t start = std::mismatch(p, p + width * size, q).first - p;
        std::int64_t end = width * size;
        while (p[end - 1] == q[end - 1]) {
            --end;
        }
        const auto left = static_cast<int>(start / size);
        const auto right = static_cast<int>((end + size - 1) / size);
        rect = rect.united({left, static_cast<int>(line % height), right - left, 1});
    }
    return rect;
}

namespace {

bool sameForm(const nets::Tensor& a, const nets::Tensor& b) {
    return a.defined() == b.defined() &&
           (!a.defined() || (a.sizes() == b.sizes() && a.scalar_type() == b.scalar_type()));
}

bool sameForm(const nets::NetworkInput& a, const nets::NetworkInput& b) {
    if (a.isPainted() != b.isPainted()) {
        return false;
    }
    return a.isPainted() ? a.classes() == b.classes() && sameForm(a.labels(), b.labels()) &&
                               sameForm(a.planes(), b.planes())
                         : sameForm(a.dense(), b.dense());
}

Rect differenceOf(const nets::NetworkInput& a, const nets::NetworkInput& b) {
    if (!a.isPainted()) {
        return changedPart(a.dense(), b.dense());
    }
    const Rect labels = changedPart(a.labels(), b.labels());
    return a.planes().defined() ? labels.united(changedPart(a.planes(), b.planes())) : labels;
}

} // namespace

std::optional<Rect> difference(const nets::NetworkInputs& before,
                               const nets::NetworkInputs& after) {
    if (before.size() != after.size() || before.empty()) {
        return std::nullopt;
    }
    std::int64_t height = 0;
    std::int64_t width = 0;
    for (const auto& [name, input] : after) {
        height = std::max(height, input.height());
        width = std::max(width, input.width());
    }
    Rect rect;
    for (const auto& [name, input] : after) {
        const auto former = before.find(name);
        if (former == before.end() || !sameForm(former->second, input)) {
            return std::nullopt;
        }
        const Rect own = differenceOf(former->second, input);
        if (!own.empty() && (input.height() != height || input.width() != width)) {
            return std::nullopt;
        }
        rect = rect.united(own);
    }
    return rect;
}

} // namespace underpaint::translate
