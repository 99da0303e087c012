// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/train/objective/frame_groups.h"

#include "engine/base/error.h"

#include <algorithm>
#include <string>

namespace underpaint::train {

namespace {

at::Tensor joined(const at::Tensor& before, const at::Tensor& after) {
    return before.defined() ? at::cat({before, after}, 1) : after;
}

at::Tensor lastFrames(const at::Tensor& frames, std::int64_t most) {
    const std::int64_t count = std::min(most, frames.size(1));
    return frames.narrow(1, frames.size(1) - count, count);
}

} // namespace

FrameGroups::FrameGroups(GroupSampling sampling, std::int64_t length, std::int64_t scales)
    : m_sampling(sampling), m_length(length), m_waiting(static_cast<std::size_t>(scales)) {
    if (length < 2 || scales < 1) {
        throw Error("temporal discriminators judge groups of at least 2 frames");
    }
    std::int64_t stride = 1;
    for (std::int64_t s = 0; s < scales; ++s) {
        m_strides.push_back(stride);
        stride *= length;
    }
}

nets::TensorMap FrameGroups::remember() const {
    nets::TensorMap memory{{"seen", at::full({1}, static_cast<double>(m_seen), at::kDouble)}};
    const auto add = [&memory](const std::string& name, const at::Tensor& frames) {
        if (frames.defined()) {
            memory[name] = frames;
        }
    };
    add("recent", m_recent);
    for (std::size_t scale = 0; scale < m_waiting.size(); ++scale) {
        add("waiting" + std::to_string(scale), m_waiting[scale]);
    }
    return memory;
}

void FrameGroups::recall(const nets::TensorMap& memory) {
    const auto of = [&memory](const std::string& name) {
        const auto found = memory.find(name);
        return found == memory.end() ? at::Tensor() : found->second;
    };
    const at::Tensor seen = of("seen");
    m_seen = seen.defined() ? static_cast<std::int64_t>(seen.item<double>()) : 0;
    m_recent = of("recent");
    for (std::size_t scale = 0; scale < m_waiting.size(); ++scale) {
        m_waiting[scale] = of("waiting" + std::to_string(scale));
    }
}

std::vector<at::Tensor> FrameGroups::add(const at::Tensor& chunk) {
    std::vector<at::Tensor> groups;
    const auto scales = static_cast<std::int64_t>(m_strides.size());
    if (m_sampling == GroupSampling::Sparse) {
        for (std::int64_t s = 0; s < scales; ++s) {
            groups.push_back(addSparse(chunk, s));
        }
    } else {
        const at::Tensor all = joined(m_recent, chunk);
        for (std::int64_t s = 0; s < scales; ++s) {
            groups.push_back(addDense(all, chunk.size(1), s));
        }
        m_recent = lastFrames(all, m_strides.back() * (m_length - 1)).detach();
    }
    m_seen += chunk.size(1);
    return groups;
}

at::Tensor FrameGroups::addDense(const at::Tensor& all, std::int64_t arrived,
                                 std::int64_t scale) const {
    const std::int64_t stride = m_strides[static_cast<std::size_t>(scale)];
    const std::int64_t span = stride * (m_length - 1);
    const std::int64_t ends = std::min(all.size(1) - span, arrived);
    std::vector<at::Tensor> groups;
    for (std::int64_t back = 0; back < ends; back += m_length) {
        const std::int64_t last = all.size(1) - 1 - back;
        groups.push_back(all.slice(1, last - span, last + 1, stride));
    }
    return groups.empty() ? at::Tensor() : at::cat(groups);
}

at::Tensor FrameGroups::addSparse(const at::Tensor& chunk, std::int64_t scale) {
    const std::int64_t stride = m_strides[static_cast<std::size_t>(scale)];
    at::Tensor& waiting = m_waiting[static_cast<std::size_t>(scale)];
    const std::int64_t first = (stride - m_seen % stride) % stride;
    const at::Tensor frames = first < chunk.size(1)
                                  ? joined(waiting, chunk.slice(1, first, chunk.size(1), stride))
                                  : waiting;
    if (!frames.defined()) {
        return {};
    }
    waiting = lastFrames(frames, m_length - 1).detach();
    const std::int64_t count = frames.size(1) / m_length;
    if (count == 0) {
        return {};
    }
    std::vector<at::Tensor> groups;
    for (std::int64_t i = frames.size(1) - count * m_length; i < frames.size(1); i += m_length) {
        groups.push_back(frames.narrow(1, i, m_length));
    }
    return at::cat(groups);
}

} // namespace underpaint::train
