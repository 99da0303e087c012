// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/scene.h"
#include "ui/session/services.h"

#include <QDialog>

#include <filesystem>
#include <optional>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace underpaint::ui {

/// What an export shall write.
struct ExportChoice {
    std::optional<PhotoExport> photo;
    std::filesystem::path labels;    ///< empty: not asked for
    std::filesystem::path instances; ///< empty: not asked for
};

/// Asks for the parts, the folder and the name of an export and says what is lost.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    /// Offers no photo before followModel().
    ExportDialog(const scene::SceneState& scene, const QString& folder, const QString& name,
                 QWidget* parent = nullptr);

    /// The model that would render the photo, perhaps while the dialog is open: null when there is
    /// none, or none yet.
    void followModel(const CurrentModel* model, bool loading);

    ExportChoice choice() const;
    QString folder() const;

private:
    void build();
    void fillSizes();
    void showLoss();
    void chooseFolder();
    std::filesystem::path file(const QString& suffix) const;
    /// Files that are there already.
    QStringList existing() const;
    void acceptIfAgreed();

    Size m_size;
    bool m_largeIds = false;
    QCheckBox* m_photo;
    QComboBox* m_format;
    QComboBox* m_scale;
    QSpinBox* m_quality;
    QComboBox* m_depth;  ///< of PNG and TIFF files
    QComboBox* m_layers; ///< of an OpenRaster file
    QCheckBox* m_labels;
    QCheckBox* m_instances;
    QLineEdit* m_folder;
    QLineEdit* m_name;
    QLabel* m_loss;
};

/// Writes the maps that are asked for. Throws Error.
void exportMaps(const scene::SceneState& scene, const ExportChoice& choice);

} // namespace underpaint::ui
