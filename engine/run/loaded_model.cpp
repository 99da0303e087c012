// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/run/loaded_model.h"

namespace underpaint::run {

LoadedModel::LoadedModel(ModelSource source, ModelRequest request)
    : m_source(std::move(source)),
      m_request(std::move(request)),
      m_translator(m_source(m_request.package, m_request.settings)) {}

translate::Translator& LoadedModel::variant(const Variant& wanted) {
    const translate::EngineSettings& settings = m_request.settings;
    if (wanted == Variant(settings.device, settings.precision)) {
        return *m_translator;
    }
    std::unique_ptr<translate::Translator>& twin = m_twins[wanted];
    if (!twin) {
        translate::EngineSettings other = settings;
        std::tie(other.device, other.precision) = wanted;
        twin = m_source(m_request.package, other);
    }
    return *twin;
}

translate::RenderResult LoadedModel::render(const RenderRequest& request, Size size, bool onCpu,
                                            const ProgressSink& progress) {
    const translate::EngineSettings& settings = m_request.settings;
    translate::Translator& translator =
        variant({onCpu ? "cpu" : settings.device, request.precision.value_or(settings.precision)});
    translate::RenderSettings wanted;
    wanted.size = size;
    wanted.paperBehaviour = request.paperBehaviour;
    wanted.deep = request.deep && request.quality == Quality::Export;
    wanted.keepsForEdits = request.quality == Quality::Exact && size == request.scene->size();
    wanted.localIsWelcome = request.quality == Quality::Preview && request.localIsWelcome;
    translate::RenderResult result =
        translator.render(request.scene, wanted, request.cancel, progress);
    if (!onCpu) {
        m_device = result.device;
    }
    return result;
}

bool LoadedModel::canMoveToCpu() const {
    return m_device.empty() ? m_request.settings.device != "cpu" : m_device != "cpu";
}

} // namespace underpaint::run
