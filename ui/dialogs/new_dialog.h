// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/new_scene.h"

#include <QDialog>

#include <cstddef>
#include <vector>

class QComboBox;
class QFormLayout;
class QLabel;
class QListWidget;
class QSettings;

namespace underpaint::ui {

class ModelShelf;
class SizeField;

/// What a new scene shows at first, by which model, and how large it is. Sizes are multiples of
/// what the model needs.
class NewDialog : public QDialog {
    Q_OBJECT

public:
    /// Begins with the template and the model of the last time, where they are still there.
    NewDialog(const ModelShelf& shelf, const scene::SceneState& present, QSettings& settings,
              QWidget* parent = nullptr);

    /// As it is chosen.
    NewScene scene() const;
    /// Not while the note tells that a size was corrected: the first time closes nothing.
    void accept() override;

private:
    void addTemplates();
    void addFields(QFormLayout& form);
    void takeModel();
    void fillPresets();
    void fillBackgrounds();
    void takePreset();
    void followSize();
    void correct(SizeField& side);
    void offerTemplates();
    void select(const QString& templateId);
    void drawTemplates();
    void followTemplate();
    void showTime();
    void showNote(const QString& text);
    const SceneModel& model() const;
    Size size() const;
    QString chosenTemplate() const;
    NewScene sceneOf(const QString& templateId) const;

    const ModelShelf& m_shelf;
    QSettings& m_settings;
    Size m_present;
    std::vector<SceneModel> m_models;
    QListWidget* m_templates;
    QComboBox* m_model;
    QLabel* m_time;
    QComboBox* m_presets;
    SizeField* m_width;
    SizeField* m_height;
    QComboBox* m_background;
    QLabel* m_note;
    bool m_corrected = false; ///< and nobody has had a chance to see it
};

} // namespace underpaint::ui
