// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/code_sampler.h"

#include <QWidget>

#include <vector>

class QLabel;
class QPushButton;

namespace underpaint::ui {

class CodeTiles;

/// Photos of the scene with random codes. Costs nothing until it is asked for.
class CodeGallery : public QWidget {
    Q_OBJECT

public:
    CodeGallery(Services& services, QWidget* parent = nullptr);

    void setEditor(Editor* editor);
    /// Another model: what was shown is forgotten.
    void setSize(int size);
    /// What is painted now: marked, and where locked values come from.
    void setCode(const scene::LatentCode& code);
    void setLocked(const std::vector<bool>& locked) { m_locked = locked; }
    /// Null: it is not among those that are shown.
    QImage pictureOf(const scene::LatentCode& code) const;

    CodeTiles& tiles() { return *m_tiles; }
    CodeSampler& samples() { return m_samples; }
    QPushButton& showButton() { return *m_show; }
    QPushButton& moreButton() { return *m_more; }
    QPushButton& stopButton() { return *m_stop; }

Q_SIGNALS:
    void taken(const underpaint::scene::LatentCode& code);

private:
    void build();
    void draw();
    void follow();

    CodeSampler m_samples;
    Editor* m_editor = nullptr;
    std::uint64_t m_round = 0;
    scene::LatentCode m_code;
    std::vector<bool> m_locked;
    QPushButton* m_show;
    QPushButton* m_more;
    QPushButton* m_stop;
    QLabel* m_state;
    CodeTiles* m_tiles;
};

} // namespace underpaint::ui
