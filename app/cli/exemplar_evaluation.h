// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/data_pairs.h"
#include "app/cli/reporter.h"
#include "engine/base/cancel_token.h"
#include "engine/metrics/class_colours.h"
#include "engine/metrics/picture_comparison.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace underpaint::app {

/// Do a model's photos get the looks of their exemplars? Every scene is painted with another photo
/// of the set as exemplar, and with its own.
class ExemplarEvaluation {
public:
    struct Options {
        std::uint64_t seed = 0;
        bool texture = false;
        float strength = 1; ///< of every exemplar, 0 to 1
    };

    /// Both must live as long. `distances`: of photos painted with their own photo as exemplar.
    ExemplarEvaluation(translate::Translator& translator, const DataPairs& data,
                       std::vector<metrics::NamedDistance> distances, Options options);

    /// Scene number `index`, painted with the photo that shows its classes best, of a few that the
    /// seed draws. `load` gives pairs at the size at which they are shown. Throws Error for a set
    /// of less than 3 pairs.
    Image paint(std::size_t index, const std::function<DataPair(std::size_t)>& load,
                const CancelToken& cancel);

    /// Colours of classes are compared with metrics::colourDistance(): "exemplar_colour" of painted
    /// photo and exemplar, "exemplar_colour_other" of painted photo and another photo of the set
    /// that was not its exemplar, "exemplar_colour_ratio" of the two, "exemplar_colour_real" of the
    /// scene's real photo and the exemplar. Of scenes painted with their own photo as exemplar:
    /// "own_exemplar_colour", "own_exemplar_ssim", "own_exemplar_psnr" and the distances.
    metrics::Figures figures() const;
    /// [{"name", "exemplar_colour", "exemplar_colour_other"}].
    Json byClass() const;

private:
    struct Chosen {
        std::size_t exemplar = 0;
        std::size_t other = 0;
    };
    Chosen choose(std::size_t index) const;
    Image paintedLike(const DataPair& scene, const DataPair& exemplar,
                      const CancelToken& cancel) const;
    void compare(const Image& painted, const DataPair& scene, const DataPair& exemplar,
                 const DataPair& other);
    void compareWithOwn(const Image& painted, const DataPair& scene);

    struct Mean {
        double sum = 0;
        int count = 0;
        void add(double value) {
            sum += value;
            ++count;
        }
        double value() const { return count == 0 ? 0 : sum / count; }
    };

    translate::Translator& m_translator;
    const DataPairs& m_data;
    std::vector<metrics::NamedDistance> m_distances;
    Options m_options;
    std::map<std::string, Mean> m_means;
    std::map<std::uint16_t, std::pair<Mean, Mean>> m_classes;
};

} // namespace underpaint::app
