// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/map_model.h"

#include "engine/imaging/understood_share.h"

namespace underpaint::ui {

std::size_t modelForMap(const std::filesystem::path& labels,
                        const std::vector<SceneModel>& models) {
    constexpr double clearly = 0.1; // of the pixels
    std::size_t best = 0;
    double most = 0;
    for (std::size_t i = 0; i < models.size(); ++i) {
        bool seen = false;
        for (std::size_t before = 0; before < i; ++before) {
            seen = seen || models[before].labels.classes() == models[i].labels.classes();
        }
        if (seen) {
            continue;
        }
        const double share = imaging::understoodShare(labels, models[i].labels);
        if (i == 0 || share > most + clearly) {
            best = i;
            most = share;
        }
    }
    return best;
}

} // namespace underpaint::ui
