// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/package/model_package.h"
#include "engine/translate/translator.h"

#include <QObject>
#include <QSize>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace underpaint::ui {

/// The model that renders now.
struct CurrentModel {
    std::filesystem::path path;
    project::Manifest manifest;
    translate::Capabilities capabilities;
};

/// A package that could render.
struct KnownModel {
    std::filesystem::path path;
    QString id;
    QString name;
    QString problem;                                   ///< why it cannot be opened; empty: it can
    std::shared_ptr<const project::Manifest> manifest; ///< null where there is a problem
};

/// The models that there are, and the one that renders. All functions return at once.
class ModelShelf : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Nothing before the first one was loaded.
    virtual const CurrentModel* model() const = 0;
    virtual bool loadingModel() const = 0;
    /// Of the model folders, and those that were opened from elsewhere.
    virtual std::vector<KnownModel> models() const = 0;
    /// Id of the model that suits the label set best; empty: there is none, or it may still be
    /// among those that are being read.
    virtual QString suitableModel(const scene::LabelSet& labels) const = 0;
    /// Loads that model for the present document, also when it failed before. Unknown ids are
    /// answered by modelFailed().
    virtual void loadModel(const QString& id) = 0;
    /// Makes a package known that lies elsewhere and returns its id. Throws Error.
    virtual QString addModel(const std::filesystem::path& package) = 0;
    /// Expected seconds of an exact render of a map of this size with a model, as measured on this
    /// machine; nothing before the first measurement.
    virtual std::optional<double> measuredSeconds(const QString& modelId, QSize size) const = 0;

Q_SIGNALS:
    /// Another model was loaded, or one is being loaded.
    void modelChanged();
    void modelFailed(const QString& message);
    /// Something about a model that is otherwise than asked for.
    void noticed(const QString& message);
    /// Another model has other classes, and not all of the scene mean the same there.
    void classesMapped(const QString& message);
};

} // namespace underpaint::ui
