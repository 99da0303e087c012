// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/kept_codes.h"

#include <QWidget>

#include <vector>

class QLabel;
class QSettings;

namespace underpaint::ui {

class CodeTiles;

/// The codes of a model that the user keeps, in the settings: for every scene, also of other days.
class CodeFavourites : public QWidget {
    Q_OBJECT

public:
    CodeFavourites(QSettings& settings, QWidget* parent = nullptr);

    /// Shows those of this model.
    void setModel(const QString& id, int size);
    /// What is painted now: marked.
    void setCode(const scene::LatentCode& code);
    /// One that is kept already takes the picture only; a null one changes nothing then.
    void keep(const scene::LatentCode& code, const QImage& picture);
    void remove(std::size_t index);
    /// An empty name: it is called by its number again.
    void rename(std::size_t index, const QString& name);

    const std::vector<KeptCode>& kept() const { return m_kept; }
    CodeTiles& tiles() { return *m_tiles; }

Q_SIGNALS:
    void taken(const underpaint::scene::LatentCode& code);
    void failed(const QString& message);

private:
    void showKept();
    void addTileMenus();
    void openMenu(std::size_t index, QPoint place);
    void askForName(std::size_t index);

    QSettings& m_settings;
    QString m_model;
    std::vector<KeptCode> m_kept;
    scene::LatentCode m_code;
    QLabel* m_hint;
    CodeTiles* m_tiles;
};

} // namespace underpaint::ui
