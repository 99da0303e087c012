// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/exemplar_shelf.h"

#include <QListWidget>

#include <filesystem>
#include <vector>

namespace underpaint::ui {

class Editor;

/// The exemplars that ship with the program, in a row of small pictures; hidden where there are
/// none in the classes of the scene.
class ExemplarShelfView : public QListWidget {
    Q_OBJECT

public:
    /// `scenes`: the folder of the sample scenes.
    explicit ExemplarShelfView(std::filesystem::path scenes, QWidget* parent = nullptr);

    /// Shows those for the scene; nullptr: none.
    void follow(const Editor* editor);
    const std::vector<ShelfExemplar>& shelf() const { return m_shelf; }

Q_SIGNALS:
    void taken(const ShelfExemplar& exemplar);
    /// What ships cannot be read.
    void failed(const QString& message);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill();

    std::filesystem::path m_scenes;
    std::vector<ShelfExemplar> m_shelf;
    scene::LabelSet m_classes; ///< for which the shelf was filled
};

} // namespace underpaint::ui
