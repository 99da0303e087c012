// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/imaging/class_mapping.h"
#include "engine/scene/label_set.h"

#include <QTableWidget>

#include <cstdint>
#include <map>
#include <optional>

namespace underpaint::ui {

/// What the classes of a label map or of a scene become, one row per class that occurs: its colour,
/// its name, its share of the map, and a choice of the class that it becomes.
class ClassTableView : public QTableWidget {
    Q_OBJECT

public:
    /// By the id of a class of the map; absent: unlabelled.
    using Choices = std::map<std::uint16_t, std::optional<std::uint16_t>>;

    /// `source`: what the classes on the left are those of.
    explicit ClassTableView(const QString& source, QWidget* parent = nullptr);

    /// `pixels`: how many the classes have; those that have none are not shown.
    void present(const imaging::ClassMapping& mapping,
                 const std::map<std::uint16_t, long long>& pixels, const scene::LabelSet& to);

Q_SIGNALS:
    /// The user chose another class for one of them.
    void chosen(std::uint16_t from, std::optional<std::uint16_t> to);

private:
    QWidget* choiceFor(const imaging::MappedClass& one, const scene::LabelSet& to);
};

/// A mapping in which some classes become what a person chose.
imaging::ClassMapping withChoices(imaging::ClassMapping mapping,
                                  const ClassTableView::Choices& choices);

} // namespace underpaint::ui
