// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/random.h"
#include "engine/nets/torch_compat.h"

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

namespace underpaint::train {

/// The two draws that a full pool makes for a picture.
struct PoolDraw {
    double uniform = 0;   ///< in [0, 1); above 0.5 the picture is exchanged
    std::size_t slot = 0; ///< below the capacity; with which one
};

/// History of generated pictures for the discriminator (Shrivastava et al., 2017, as pix2pixHD and
/// CycleGAN use it): keeps the first `capacity` pictures; once full, every picture is, with
/// probability 1/2, exchanged with a stored one, which the discriminator sees instead.
class ImagePool {
public:
    using Draws = std::function<PoolDraw()>;

    /// Capacity 0 is no pool: every picture passes.
    ImagePool(std::size_t capacity, Draws draws)
        : m_capacity(capacity), m_draws(std::move(draws)) {}
    ImagePool(std::size_t capacity, std::uint64_t seed);

    /// What the discriminator shall see instead of the batch (N, C, H, W), picture by picture.
    at::Tensor exchange(const at::Tensor& batch);

    std::size_t capacity() const { return m_capacity; }
    /// In the order of the slots; (C, H, W) each.
    /// @{
    const std::vector<at::Tensor>& stored() const { return m_stored; }
    void setStored(std::vector<at::Tensor> pictures) { m_stored = std::move(pictures); }
    /// @}

private:
    at::Tensor exchangeOne(const at::Tensor& picture);

    std::size_t m_capacity;
    Draws m_draws;
    std::vector<at::Tensor> m_stored;
};

} // namespace underpaint::train
