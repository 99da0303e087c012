// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/style.h"
#include "ui/session/code_sampler.h"
#include "ui/session/latent_codes.h"

#include <QWidget>

#include <array>
#include <optional>
#include <vector>

class QComboBox;
class QLabel;
class QToolButton;

namespace underpaint::ui {

class CodePad;

/// The pad over two axes of the code: its values, or the directions in which the open scene changes
/// most, which are looked for when they are wanted.
class CodePlane : public QWidget {
    Q_OBJECT

public:
    CodePlane(Services& services, QWidget* parent = nullptr);

    void setEditor(Editor* editor);
    /// Another model: forgets its directions.
    void setSize(int size);
    void setCode(const scene::LatentCode& code);
    void setLocked(const std::vector<bool>& locked) { m_locked = locked; }
    /// Paints the neighbours of the present code and takes the directions as axes.
    void find();

    CodePad& pad() { return *m_pad; }
    QComboBox& across() { return *m_choices[0]; }
    QComboBox& up() { return *m_choices[1]; }
    /// Largest change first; empty: not found yet.
    const std::vector<CodeAxis>& directions() const { return m_directions; }

Q_SIGNALS:
    /// What follows is one gesture.
    void pressed();
    void moved(const underpaint::scene::LatentCode& code);

private:
    void build();
    void fillChoices();
    void choose(std::size_t which);
    void followSamples();
    void follow();
    std::optional<CodeAxis> axisOf(std::size_t which) const;
    void move(QPointF value);
    QString state() const;

    CodeSampler m_probes;
    std::array<QComboBox*, 2> m_choices;
    std::array<int, 2> m_chosen = {0, 1};
    QToolButton* m_find;
    CodePad* m_pad;
    QLabel* m_state;
    int m_size = 0;
    scene::LatentCode m_code;
    std::vector<bool> m_locked;
    std::vector<CodeAxis> m_directions;
    bool m_nothingFound = false;
};

} // namespace underpaint::ui
