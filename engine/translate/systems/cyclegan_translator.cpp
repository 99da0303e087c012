// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cyclegan_translator.h"

#include "engine/translate/picture_tensors.h"
#include "engine/translate/stage_clock.h"
#include "engine/translate/translate_instances.h"

#include <utility>

namespace underpaint::translate {

CycleGanTranslator::CycleGanTranslator(const project::ModelPackage& package,
                                       const EngineSettings& settings)
    : m_model(package, settings) {}

PhotoTranslation CycleGanTranslator::translate(const PhotoTranslationRequest& given,
                                               const CancelToken& cancel,
                                               const ProgressSink& progress) {
    checkRequest(given);
    StageClock clock;
    ModelNetwork& network = m_model.generator(given.settings.direction);
    PhotoTranslationRequest request = given;
    if (given.masks.empty()) { // all of the photo is selected
        request.masks.emplace_back(given.photo.width(), given.photo.height(), std::uint8_t{255});
        request.settings.crops = false;
        request.settings.keepsBackground = false;
    }
    PhotoTranslation result = translateInstances(
        request, m_model.nativeSize(),
        [&](const PhotoPart& part, const ProgressSink& sink) {
            const Size size = part.photo.size();
            const Size padded = network.paddedSize(size);
            network.refuseHopeless(padded);
            const auto channels = static_cast<int>(network.network().inputChannels());
            const nets::Tensor photo =
                network.generate({{"input", pictureTensor(part.photo, padded, channels)}},
                                 {.cancel = cancel, .progress = sink});
            return PhotoPart{photoFromTensor(photo, size), part.masks};
        },
        cancel, progress);
    result.masks = given.masks;
    result.notes.clear(); // they are about masks that a network sees
    clock.end("network");
    addFacts(result, network, clock.total());
    return result;
}

} // namespace underpaint::translate
