// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/model_comparing.h"
#include "ui/session/model_shelf.h"

#include <QObject>

#include <array>
#include <optional>
#include <utility>
#include <vector>

class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QListWidget;
class QSettings;
class QWidget;

namespace underpaint::ui {

/// What there is to compare models with.
struct ModelsToCompare {
    ModelShelf& shelf;
    ModelComparing& comparing;
    /// The open scene, or none, and what it is called.
    std::optional<scene::SceneSnapshot> open;
    QString openName;
};

/// The rows of a form that ask for two models and for scenes that both paint.
class ModelRows : public QObject {
    Q_OBJECT

public:
    /// Adds them to the form. The settings remember what was chosen.
    ModelRows(ModelsToCompare models, QSettings& settings, QFormLayout& form, QWidget& page);

    void setVisible(bool visible);
    void setEnabled(bool enabled);
    /// Shows these models, which were compared before.
    void showNames(const QString& first, const QString& second);
    /// Throws Error for what is missing.
    ModelComparison chosen() const;
    void remember() const;

Q_SIGNALS:
    void problem(const QString& text);

private:
    QHBoxLayout* addModel(std::size_t which, const QString& label);
    QHBoxLayout* addScenes();
    void addPackage(std::size_t which);
    void addProjects();
    void addFolder();
    void addScene(const QString& path, bool wanted = true);
    void removeScenes();
    std::vector<std::pair<QString, bool>> paths() const;

    ModelsToCompare m_models;
    QSettings& m_settings;
    QFormLayout& m_form;
    QWidget& m_page;
    std::array<QComboBox*, 2> m_choice{};
    QListWidget* m_scenes = nullptr;
    std::vector<QHBoxLayout*> m_rows;
};

} // namespace underpaint::ui
