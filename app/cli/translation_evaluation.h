// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/data_pairs.h"
#include "engine/base/cancel_token.h"
#include "engine/metrics/picture_comparison.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/segmentation.h"

#include <cstdint>
#include <string>

namespace underpaint::app {

/// Do translated instances become what they shall, and does the rest of the photo stay? Judged by a
/// segmenter: the class of an instance is the one that most pixels of its mask have.
class TranslationEvaluation {
public:
    /// One way of a model: the instances of class `from` shall be taken for `to`. Both are names of
    /// classes of the data set; the segmenter must know `to` by the same number and name. Throws
    /// Error.
    struct Way {
        translate::Direction direction = translate::Direction::AToB;
        std::string from;
        std::string to;
    };

    /// Translator and segmenter must live as long. The figures begin with "a_to_b_" or "b_to_a_".
    TranslationEvaluation(translate::PhotoTranslator& translator,
                          translate::Segmentation& segmenter, const DataPairs& data, Way way);

    /// Translates the pair's instances of the class, all together; pairs without one are passed by.
    /// Returns whether there was one.
    bool add(const DataPair& pair, const CancelToken& cancel);

    /// "instances"; "target_share" of them that are taken for the target after the translation, in
    /// their new shapes, "target_share_before" in the photo as it was; "context_change": mean
    /// difference of the pixels outside of old and new shapes, in grey levels.
    metrics::Figures figures() const;

private:
    std::uint16_t classNamed(const DataPairs& data, const std::string& name) const;
    /// Whether the segmenter takes what the mask covers for the target.
    bool isTarget(const LabelPlane& seen, const Image& mask) const;

    translate::PhotoTranslator& m_translator;
    translate::Segmentation& m_segmenter;
    Way m_way;
    std::uint16_t m_from;
    std::uint16_t m_to;
    int m_instances = 0;
    int m_became = 0;
    int m_was = 0;
    double m_difference = 0;
    double m_contextPixels = 0;
};

} // namespace underpaint::app
