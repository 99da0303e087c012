// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/project/package/model_package.h"
#include "engine/scene/label_set.h"

#include <QDialog>

#include <cstdint>

class QComboBox;
class QSpinBox;

namespace underpaint::ui {

/// Size and ground of a new scene. Sizes are multiples of what the model needs.
class NewDialog : public QDialog {
    Q_OBJECT

public:
    NewDialog(const scene::LabelSet& labels, const project::SizeRules& rules, Size present,
              QWidget* parent = nullptr);

    Size size() const;
    std::uint16_t background() const;

private:
    void addPresets(const project::SizeRules& rules, Size present);

    QComboBox* m_presets;
    QSpinBox* m_width;
    QSpinBox* m_height;
    QComboBox* m_background;
};

} // namespace underpaint::ui
