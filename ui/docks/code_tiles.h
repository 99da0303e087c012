// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"

#include <QAbstractButton>
#include <QImage>
#include <QString>
#include <QWidget>

#include <optional>
#include <vector>

namespace underpaint::ui {

/// A small photo of the scene with one code, or the place for it.
class CodeTile : public QAbstractButton {
    Q_OBJECT

public:
    explicit CodeTile(QWidget* parent = nullptr);

    /// Nothing: an empty place.
    void setCode(std::optional<scene::LatentCode> code);
    const std::optional<scene::LatentCode>& code() const { return m_code; }
    void setPicture(const QImage& picture);
    const QImage& picture() const { return m_picture; }
    /// Written over the picture.
    void setName(const QString& name);
    const QString& name() const { return m_name; }
    /// Shows the scene as it was.
    void setStale(bool stale);
    bool stale() const { return m_stale; }

protected:
    void paintEvent(QPaintEvent* event) override;
    /// Checked is the one that is painted, not the one that was clicked.
    void nextCheckState() override {}

private:
    void drawName(QPainter& painter, const QRectF& frame) const;

    std::optional<scene::LatentCode> m_code;
    QImage m_picture;
    QString m_name;
    bool m_stale = false;
};

/// Tiles in rows, as large as the width allows; the height follows.
class CodeTiles : public QWidget {
    Q_OBJECT

public:
    /// `columns`: the numbers of tiles in a row that look well, ascending.
    explicit CodeTiles(std::vector<int> columns, QWidget* parent = nullptr);

    /// Tiles without pictures.
    void setCodes(const std::vector<std::optional<scene::LatentCode>>& codes);
    /// Width : height of the photos.
    void setAspect(double aspect);
    /// The tile of this code is checked.
    void mark(const scene::LatentCode& code);
    void setStale(bool stale);
    const std::vector<CodeTile*>& tiles() const { return m_tiles; }

Q_SIGNALS:
    void taken(int index);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    std::vector<int> m_columns;
    double m_aspect = 1;
    scene::LatentCode m_marked;
    std::vector<CodeTile*> m_tiles;
};

} // namespace underpaint::ui
