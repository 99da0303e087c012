// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/torch_compat.h"

#include <memory>
#include <vector>

namespace underpaint::train {

struct AdamOptions {
    double learningRate = 2e-4;
    double beta1 = 0.5;
    double beta2 = 0.999;
    double epsilon = 1e-8;
};

/// Adam (Kingma and Ba, 2015) over a fixed list of parameters, whose memory it updates in place.
class Adam {
public:
    Adam(std::vector<at::Tensor> parameters, const AdamOptions& options);
    ~Adam();
    Adam(Adam&&) noexcept;
    Adam& operator=(Adam&&) noexcept;

    /// One update; `gradients` in the order of the parameters, undefined ones leave theirs alone.
    void step(const std::vector<at::Tensor>& gradients);
    void setLearningRate(double rate);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace underpaint::train
