// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "engine/scene/style.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

namespace underpaint::ui {

/// Whose look the styles of a photo are.
enum class StyleOrigin {
    AnotherPhoto,
    ReferencePhoto ///< what the scene's own photo shows: taking them touches nothing of it
};

/// For whom photos of several codes are painted.
enum class CodeAsker { Gallery, Strip, Directions };

/// For whom photos of several scenes are painted.
enum class SceneAsker { Strip, Pinned, Frames };

/// Shows and finds looks of instances with the present model. All functions return at once.
class AppearanceSource : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Asks for one picture per style of the instance; answered by styleThumbnail(). Replaces what
    /// was asked for before.
    virtual void requestStyleThumbnails(std::uint32_t instance,
                                        const std::vector<scene::Style>& styles) = 0;
    virtual void cancelStyleThumbnails() = 0;
    /// Answered by stylesEncoded(). The photo is read and scaled to the map in the background.
    /// Replaces what was asked for before.
    virtual void encodeStyles(const std::filesystem::path& photo, const QString& name,
                              StyleOrigin origin) = 0;

    /// Asks for one small photo of the scene per code; answered by codeSample(), in their order.
    /// `asker` tells whose they are: one asker's new codes replace its old ones, others' go on.
    virtual void requestCodeSamples(CodeAsker asker,
                                    const std::vector<scene::LatentCode>& codes) = 0;
    virtual void cancelCodeSamples(CodeAsker asker) = 0;
    /// Asks for one photo per scene, of this size at most; answered by sceneSample(), in their
    /// order. As with codes, each asker's new scenes replace its old ones. Frames come after
    /// everything else that waits.
    virtual void requestSceneSamples(SceneAsker asker, const std::vector<scene::SceneState>& scenes,
                                     QSize size) = 0;
    virtual void cancelSceneSamples(SceneAsker asker) = 0;
    /// Answered by codeEncoded(). The photo is read in the background. Replaces what was asked for
    /// before.
    virtual void encodeCode(const std::filesystem::path& photo, const QString& name) = 0;

Q_SIGNALS:
    void styleThumbnail(quint32 instance, int index, const QImage& image);
    /// Styles by instance; empty with a message when it failed. `file`: of the photo.
    void stylesEncoded(const std::map<std::uint32_t, std::vector<float>>& styles,
                       const QString& name, const QString& failure,
                       underpaint::ui::StyleOrigin origin, const QString& file);
    /// A null image where painting it failed.
    void codeSample(underpaint::ui::CodeAsker asker, int index, const QImage& image);
    /// A null image where painting it failed.
    void sceneSample(underpaint::ui::SceneAsker asker, int index, const QImage& image);
    /// Empty with a message when it failed.
    void codeEncoded(const std::vector<float>& code, const QString& name, const QString& failure);
};

} // namespace underpaint::ui
