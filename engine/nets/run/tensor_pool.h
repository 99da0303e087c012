// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/kernels/aligned_buffer.h"
#include "engine/nets/torch_compat.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace underpaint::nets {

/// Memory of activations that is used again by the next layer and the next render: fresh memory
/// costs more time in the system than a normalisation in the processor. Tensors keep the pool alive
/// and may be freed on any thread.
class TensorPool : public std::enable_shared_from_this<TensorPool> {
public:
    /// (N, C, H, W) float32, channels-last, uninitialised.
    Tensor tensor(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w);
    /// Frees what no tensor has used since the last call.
    void trim();
    /// Free memory kept.
    std::int64_t bytes() const;

private:
    struct Spare {
        kernels::AlignedBuffer memory;
        bool used = false; ///< since the last trim()
    };

    kernels::AlignedBuffer take(std::size_t bytes);
    void giveBack(kernels::AlignedBuffer memory);

    mutable std::mutex m_mutex;
    std::vector<Spare> m_spares;
};

} // namespace underpaint::nets
