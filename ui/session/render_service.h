// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/scene/style.h"
#include "engine/translate/translator.h"
#include "ui/document/photo_state.h"

#include <QImage>
#include <QObject>
#include <QSize>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::ui {

class Document;

/// The model that renders now.
struct LoadedModel {
    std::filesystem::path path;
    project::Manifest manifest;
    translate::Capabilities capabilities;
};

/// A package that could render.
struct KnownModel {
    std::filesystem::path path;
    QString id;
    QString name;
    QString problem; ///< why it cannot be opened; empty: it can
};

/// Photo that an export writes.
struct PhotoExport {
    std::filesystem::path file; ///< its ending decides over the format
    QSize size;                 ///< empty: the map's own
    int quality = 95;           ///< of a JPEG file, 1..100
};

/// What was seen in a photo.
struct SegmentedPhoto {
    std::filesystem::path file;
    std::shared_ptr<const Image> photo;       ///< RGB, in the size of the scene that begins with it
    std::shared_ptr<const LabelPlane> labels; ///< of the same size, in the model's classes
    QString failure;                          ///< not empty: there is neither
};

/// What the windows ask of the engine: keeps the photo of the open document up to date, loads
/// models, fills the styles' thumbnails. All functions return at once.
class RenderService : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    PhotoState& photo() { return m_photo; }
    /// The document that is rendered from now on, or nullptr. It must outlive its being set.
    virtual void setDocument(Document* document) = 0;

    virtual bool live() const = 0;
    virtual void setLive(bool live) = 0;
    /// The exact photo, live or not.
    virtual void renderNow() = 0;
    /// Ends what is computed; the next edit starts again.
    virtual void stop() = 0;

    /// Nothing before the first one was loaded.
    virtual const LoadedModel* model() const = 0;
    virtual bool loadingModel() const = 0;
    /// Of the model folders, and those that were opened from elsewhere.
    virtual std::vector<KnownModel> models() const = 0;
    /// Id of the model that suits the label set best; empty: there is none.
    virtual QString suitableModel(const scene::LabelSet& labels) const = 0;
    /// Loads that model for the present document, also when it failed before. Unknown ids are
    /// answered by modelFailed().
    virtual void loadModel(const QString& id) = 0;
    /// Makes a package known that lies elsewhere and returns its id. Throws Error.
    virtual QString addModel(const std::filesystem::path& package) = 0;
    /// Expected seconds of an exact render of a map of this size with a model, as measured on this
    /// machine; nothing before the first measurement.
    virtual std::optional<double> measuredSeconds(const QString& modelId, QSize size) const = 0;

    /// "cpu", "cuda:0"; empty before the first render.
    virtual QString device() const = 0;
    /// Renders and other jobs that wait or run.
    virtual int waiting() const = 0;

    /// Asks for one picture per style of the instance; answered by styleThumbnail(). Replaces what
    /// was asked for before.
    virtual void requestStyleThumbnails(std::uint32_t instance,
                                        const std::vector<scene::Style>& styles) = 0;
    virtual void cancelStyleThumbnails() = 0;
    /// Answered by stylesEncoded(). The photo is read and scaled to the map in the background.
    /// Replaces what was asked for before.
    virtual void encodeStyles(const std::filesystem::path& photo, const QString& name) = 0;
    /// Why photos cannot be segmented in the classes of the present model; empty: they can.
    virtual QString whyNotSegment() const = 0;
    /// Finds out what a photo shows, in the classes of the present model. Answered by
    /// photoSegmented(). Replaces what was asked for before.
    virtual void segmentPhoto(const std::filesystem::path& photo) = 0;
    /// Renders the scene as it is now into a file; answered by photoExported().
    virtual void exportPhoto(const PhotoExport& request) = 0;
    /// Names of the files of exportPhoto() that are not written yet. Another document, or the end
    /// of this, drops those that wait; photoExported() says so.
    virtual QStringList exporting() const = 0;

Q_SIGNALS:
    /// By stop(): what waits to ask for work of its own accord shall not.
    void stopped();
    /// Another model was loaded, or one is being loaded.
    void modelChanged();
    void modelFailed(const QString& message);
    /// Live, waiting() or the device changed.
    void stateChanged();
    /// Something about a photo that was done otherwise than asked for.
    void noticed(const QString& message);
    void styleThumbnail(quint32 instance, int index, const QImage& image);
    /// Styles by instance; empty with a message when it failed.
    void stylesEncoded(const std::map<std::uint32_t, std::vector<float>>& styles,
                       const QString& name, const QString& failure);
    void photoSegmented(const underpaint::ui::SegmentedPhoto& segmented);
    /// The message is empty when the file was written.
    void photoExported(const QString& file, const QString& failure);

private:
    PhotoState m_photo;
};

} // namespace underpaint::ui
