// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/base/geometry.h"
#include "engine/scene/pixel_spans.h"
#include "ui/tools/tool.h"

#include <vector>

namespace underpaint::ui {

class PhotoState;

/// Selects the pixels that are like the one under the cursor: of its label, or of its colour in
/// the photo.
class WandTool : public Tool {
    Q_OBJECT

public:
    enum class Source { Labels, Photo };

    /// `photo` is where the pointer to the shown photo is kept; it may change.
    WandTool(EditorState& state, const PhotoState* const& photo, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("wand"); }
    QString name() const override { return tr("Magic wand"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_W; }
    QString iconName() const override { return QStringLiteral("wand"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QRectF bounds(const QTransform& mapToWidget) const override;

    Source source() const { return m_source; }
    void setSource(Source source);
    /// Largest difference of a colour channel, 0..255.
    int tolerance() const { return m_tolerance; }
    void setTolerance(int tolerance);
    bool contiguous() const { return m_contiguous; }
    void setContiguous(bool contiguous);

    QWidget* makeOptions(QWidget* parent) override;
    void readSettings(const QSettings& settings) override;
    void writeSettings(QVariantMap& settings) const override;

private:
    std::vector<scene::PixelSpan> likeLabel(Point at) const;
    std::vector<scene::PixelSpan> likePhoto(Point at) const;

    const PhotoState* const& m_photo;
    Source m_source = Source::Labels;
    int m_tolerance = 24;
    bool m_contiguous = true;
};

/// Takes the label under the cursor as the current one, and selects its instance.
class EyedropperTool : public Tool {
    Q_OBJECT

public:
    explicit EyedropperTool(EditorState& state, QObject* parent = nullptr);

    QString id() const override { return QStringLiteral("eyedropper"); }
    QString name() const override { return tr("Eyedropper"); }
    QString hint() const override;
    QKeySequence shortcut() const override { return Qt::Key_I; }
    QString iconName() const override { return QStringLiteral("eyedropper"); }

    void press(const PointerEvent& event) override;
    void move(const PointerEvent& event) override;
    void release(const PointerEvent& event) override;
    QRectF bounds(const QTransform& mapToWidget) const override;
};

} // namespace underpaint::ui
