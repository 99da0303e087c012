// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/edit.h"
#include "ui/docks/panel.h"

#include <QMetaObject>
#include <QString>

#include <cstdint>
#include <string>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;

namespace underpaint::ui {

class ExemplarList;
class ExemplarPicture;
class ExemplarShelfView;
class ValueSlider;
struct LabelledPhoto;

/// The photos that lend the scene their look, for models that take them: what each is for, how
/// closely its places are matched, and how strongly it acts.
class ExemplarDock : public Panel {
    Q_OBJECT

public:
    explicit ExemplarDock(const Site& site);

    Place place() const override { return Place::Bottom; }
    QString helpPage() const override { return QStringLiteral("exemplars"); }
    void setEditor(Editor* editor) override;
    bool serves(const scene::Capabilities& can) const override { return can.exemplars; }
    void refreshActions() override;

    /// Adds a photo. What it shows the segmenter of the model says; where there is none, a label
    /// map is asked for. Throws Error.
    void add(const QString& photo);
    /// The same with a label map from a file.
    void add(const QString& photo, const QString& labels);
    /// The chosen exemplar gets the label map of a file. Throws Error.
    void relabel(const QString& labels);

    ExemplarShelfView& shelf() { return *m_shelf; }
    ExemplarList& list() { return *m_list; }
    ExemplarPicture& picture() { return *m_picture; }
    QComboBox& target() { return *m_target; }
    QComboBox& within() { return *m_within; }
    ValueSlider& strength() { return *m_strength; }
    ValueSlider& temperature() { return *m_temperature; }
    QCheckBox& texture() { return *m_texture; }

private:
    void addActions();
    void build();
    void connectParts();
    /// The scene has other exemplars, or they act in another way.
    void follow();
    /// The cursor is over another place of the canvas, or the photo is another one.
    void showMatch();
    /// Another exemplar was chosen.
    void showCurrent();
    void fillTargets(const scene::ExemplarTarget& own);
    /// Lets the user paint what the chosen exemplar shows.
    void correct();
    void takeSegmented(const LabelledPhoto& photo);
    /// Changes how the chosen exemplar acts.
    template<class Change>
    void edit(const Change& change, const QString& text, std::uint64_t gesture = 0);
    const scene::Exemplar* current() const;

    Services& m_services;
    ActionBook& m_actions;
    Editor* m_editor = nullptr;
    std::vector<QMetaObject::Connection> m_connections;
    ExemplarShelfView* m_shelf;
    ExemplarList* m_list;
    ExemplarPicture* m_picture;
    QWidget* m_rules;
    QComboBox* m_target;
    QComboBox* m_within;
    ValueSlider* m_strength;
    ValueSlider* m_temperature;
    QCheckBox* m_texture;
    QLabel* m_hint;
    std::uint64_t m_gesture = 0;
    bool m_following = false;
};

} // namespace underpaint::ui
