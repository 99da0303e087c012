// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/train/objective/discriminator_view.h"
#include "engine/train/objective/two_way_networks.h"
#include "engine/train/objective/two_way_options.h"

#include <optional>

namespace underpaint::train {

/// Forward passes and opinions of networks between two domains, as their training makes them.
class TwoWayPasses {
public:
    /// Discriminators see everything in this view.
    TwoWayPasses(const TwoWayOptions& options, std::optional<at::Generator> dropout,
                 const DiscriminatorView& view = {})
        : m_options(options), m_dropout(std::move(dropout)), m_view(view) {}

    /// (N, C, H, W) in [-1, 1], cut to the size of the input where the network made it larger.
    at::Tensor translate(const TrainedNetwork& generator, const at::Tensor& input) const;
    /// What the generator minimises: it wants `fake` judged real. Weighted.
    at::Tensor persuasion(const TrainedNetwork& judge, const at::Tensor& fake) const;
    /// What the discriminator minimises: half the sum over real and fake, in this order.
    at::Tensor judgement(const TrainedNetwork& judge, const at::Tensor& real,
                         const at::Tensor& fake) const;

private:
    at::Tensor score(const TrainedNetwork& judge, const at::Tensor& input) const;
    at::Tensor seen(const at::Tensor& input) const;

    const TwoWayOptions& m_options;
    std::optional<at::Generator> m_dropout;
    DiscriminatorView m_view;
};

} // namespace underpaint::train
