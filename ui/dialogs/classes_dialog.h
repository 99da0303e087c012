// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/mapped_scene.h"
#include "ui/dialogs/class_table_view.h"

#include <QDialog>

#include <cstdint>
#include <map>
#include <vector>

class QPushButton;

namespace underpaint::ui {

/// What the classes of a scene became when it got another model, to look at and to change.
class ClassesDialog : public QDialog {
    Q_OBJECT

public:
    /// `change`: of each frame, of the same classes. `mapping`: what they became, with what was
    /// chosen before.
    ClassesDialog(const std::vector<imaging::ClassChange>& change, imaging::ClassMapping mapping,
                  QWidget* parent = nullptr);

    /// What they shall become, once the dialog was accepted: what a person chose is Chosen.
    const imaging::ClassMapping& mapping() const { return m_mapping; }

private:
    void build();
    void choose(std::uint16_t from, std::optional<std::uint16_t> to);
    /// What the names say counts again.
    void forget();
    void present();

    scene::LabelSet m_from;
    scene::LabelSet m_to;
    std::map<std::uint16_t, long long> m_pixels;
    imaging::ClassMapping m_mapping;
    ClassTableView* m_table;
    QPushButton* m_names;
};

} // namespace underpaint::ui
