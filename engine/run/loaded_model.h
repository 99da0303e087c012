// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/photo_keeper.h"
#include "engine/run/request.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace underpaint::run {

/// The model that is rendered with, and the twins of it that other precisions or the CPU need;
/// those are loaded when first asked for. Belongs to the engine thread.
class LoadedModel {
public:
    /// Throws Error when the model cannot be loaded.
    LoadedModel(ModelSource source, ModelRequest request);

    translate::Translator& translator() { return *m_translator; }
    /// Where it computes; empty before the first render.
    const std::string& device() const { return m_device; }

    /// Throws what Translator::render() does. `onCpu`: on the CPU whatever was asked for.
    translate::RenderResult render(const RenderRequest& request, Size size, bool onCpu,
                                   const ProgressSink& progress);
    /// False when that would be the same as rendering as asked for.
    bool canMoveToCpu() const;

    /// Keeps what was not touched of the photos of its scenes.
    imaging::PhotoKeeper& keeper() { return m_keeper; }

private:
    using Variant = std::pair<std::string, nets::Precision>; ///< device and precision

    translate::Translator& variant(const Variant& wanted);

    ModelSource m_source;
    ModelRequest m_request;
    std::unique_ptr<translate::Translator> m_translator;
    std::map<Variant, std::unique_ptr<translate::Translator>> m_twins;
    std::string m_device;
    imaging::PhotoKeeper m_keeper;
};

} // namespace underpaint::run
