// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/code_sampler.h"

#include <QWidget>

#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;

namespace underpaint::ui {

class CodeTiles;

/// What lies between two codes: a strip of photos from one to the other.
class CodeStrip : public QWidget {
    Q_OBJECT

public:
    CodeStrip(Services& services, QWidget* parent = nullptr);

    void setEditor(Editor* editor);
    /// Another model: what was shown is forgotten.
    void setSize(int size);
    /// What is painted now: marked, and what an end of the strip becomes.
    void setCode(const scene::LatentCode& code);

    CodeTiles& tiles() { return *m_tiles; }
    QPushButton& fromButton() { return *m_fromButton; }
    QPushButton& toButton() { return *m_toButton; }
    QComboBox& path() { return *m_path; }

Q_SIGNALS:
    void taken(const underpaint::scene::LatentCode& code);

private:
    void build();
    void forget();
    /// Asks for the photos that the ends give.
    void show();
    void follow();

    CodeSampler m_samples;
    Editor* m_editor = nullptr;
    scene::LatentCode m_code;
    std::optional<scene::LatentCode> m_from;
    std::optional<scene::LatentCode> m_to;
    std::vector<std::size_t> m_frames; ///< which tile shows which sample
    QPushButton* m_fromButton;
    QPushButton* m_toButton;
    QPushButton* m_again;
    QComboBox* m_path;
    QLabel* m_state;
    CodeTiles* m_tiles;
};

} // namespace underpaint::ui
