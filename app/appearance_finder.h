// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/engine_bridge.h"
#include "app/open_document.h"
#include "ui/session/appearance_source.h"

#include <cstdint>
#include <map>

namespace underpaint::app {

/// Has the engine paint thumbnails of styles and read styles from photos, for the open document.
class AppearanceFinder final : public ui::AppearanceSource {
    Q_OBJECT

public:
    /// Both must outlive this.
    AppearanceFinder(EngineBridge& bridge, const OpenDocument& open, QObject* parent = nullptr);

    void requestStyleThumbnails(std::uint32_t instance,
                                const std::vector<scene::Style>& styles) override;
    void cancelStyleThumbnails() override;
    void encodeStyles(const std::filesystem::path& photo, const QString& name,
                      ui::StyleOrigin origin) override;
    void requestCodeSamples(ui::CodeAsker asker,
                            const std::vector<scene::LatentCode>& codes) override;
    void cancelCodeSamples(ui::CodeAsker asker) override;
    void requestSceneSamples(ui::SceneAsker asker, const std::vector<scene::SceneState>& scenes,
                             QSize size) override;
    void cancelSceneSamples(ui::SceneAsker asker) override;
    void encodeCode(const std::filesystem::path& photo, const QString& name) override;

    /// No answer comes any more.
    void cancel();

Q_SIGNALS:
    /// Something waits, or is done.
    void waitingChanged();

private:
    EngineBridge& m_bridge;
    const OpenDocument& m_open;
    std::uint64_t m_group = 0; ///< of style thumbnails
    std::uint64_t m_encodings = 0;
    std::uint64_t m_codeEncodings = 0;
    /// How often each has asked.
    std::map<ui::CodeAsker, std::uint64_t> m_samples;
    std::map<ui::SceneAsker, std::uint64_t> m_scenes;
};

} // namespace underpaint::app
