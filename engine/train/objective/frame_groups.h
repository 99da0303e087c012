// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network_kind.h"

#include <cstdint>
#include <vector>

namespace underpaint::train {

/// Which frames of a sequence make the groups that temporal discriminators judge.
enum class GroupSampling {
    /// Groups end at every `length`th frame of what has just arrived, counted from its end.
    Dense,
    /// Scale s only sees every (length^s)th frame of the sequence. Groups of one chunk follow each
    /// other; the first of the next chunk may begin with frames of the last.
    Sparse,
};

/// Groups of `length` frames for several temporal scales: those of scale s lie length^s frames
/// apart. A sequence arrives in chunks; what later groups need of it is kept, without its graph.
class FrameGroups {
public:
    FrameGroups(GroupSampling sampling, std::int64_t length, std::int64_t scales);

    /// Adds (N, T, C, H, W) and returns what has become complete, per scale (G * N, length, C, H,
    /// W), undefined where nothing has.
    std::vector<at::Tensor> add(const at::Tensor& chunk);

    /// What later groups need, by name, to go on with it elsewhere.
    /// @{
    nets::TensorMap remember() const;
    void recall(const nets::TensorMap& memory);
    /// @}

private:
    at::Tensor addDense(const at::Tensor& all, std::int64_t arrived, std::int64_t scale) const;
    at::Tensor addSparse(const at::Tensor& chunk, std::int64_t scale);

    GroupSampling m_sampling;
    std::int64_t m_length;
    std::vector<std::int64_t> m_strides; ///< by scale
    std::int64_t m_seen = 0;             ///< frames of the sequence so far
    at::Tensor m_recent;                 ///< dense: the last frames
    std::vector<at::Tensor> m_waiting;   ///< sparse, by scale: frames of groups to come
};

} // namespace underpaint::train
