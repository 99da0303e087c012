// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/docks/code_favourites.h"

#include "ui/docks/code_tiles.h"

#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

namespace underpaint::ui {

CodeFavourites::CodeFavourites(QSettings& settings, QWidget* parent)
    : QWidget(parent),
      m_settings(settings),
      m_hint(new QLabel(tr("None yet. Keep stores the present code here, for every scene that "
                           "this model paints."),
                        this)),
      m_tiles(new CodeTiles({2, 4, 8, 16}, this)) {
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_hint);
    column->addWidget(m_tiles);
    connect(m_tiles, &CodeTiles::taken, this,
            [this](int index) { Q_EMIT taken(m_kept[static_cast<std::size_t>(index)].code); });
}

void CodeFavourites::setModel(const QString& id, int size) {
    m_model = id;
    m_code = {};
    m_kept = size > 0 ? keptCodes(m_settings, id, size) : std::vector<KeptCode>();
    showKept();
}

void CodeFavourites::setCode(const scene::LatentCode& code) {
    m_code = code;
    m_tiles->mark(code);
}

void CodeFavourites::keep(const scene::LatentCode& code, const QImage& picture) {
    const auto found = std::find_if(m_kept.begin(), m_kept.end(),
                                    [&](const KeptCode& one) { return one.code == code; });
    if (found != m_kept.end()) {
        if (picture.isNull()) {
            return;
        }
        found->picture = picture;
    } else if (m_kept.size() >= mostKeptCodes) {
        Q_EMIT failed(tr("%1 variations are kept already. Remove some of them first, with a "
                         "right click.")
                          .arg(m_kept.size()));
        return;
    } else {
        m_kept.push_back({code, picture, {}});
    }
    setKeptCodes(m_settings, m_model, m_kept);
    showKept();
}

void CodeFavourites::remove(std::size_t index) {
    if (index >= m_kept.size()) {
        return; // the menu was open while another model came
    }
    m_kept.erase(m_kept.begin() + static_cast<std::ptrdiff_t>(index));
    setKeptCodes(m_settings, m_model, m_kept);
    showKept();
}

void CodeFavourites::rename(std::size_t index, const QString& name) {
    if (index >= m_kept.size()) {
        return;
    }
    m_kept[index].name = name.simplified().left(longestCodeName);
    setKeptCodes(m_settings, m_model, m_kept);
    showKept();
}

void CodeFavourites::showKept() {
    std::vector<std::optional<scene::LatentCode>> codes;
    for (const KeptCode& one : m_kept) {
        codes.emplace_back(one.code);
    }
    m_tiles->setCodes(codes);
    for (std::size_t i = 0; i < m_kept.size(); ++i) {
        CodeTile* tile = m_tiles->tiles()[i];
        const QString& name = m_kept[i].name;
        const QString called = name.isEmpty() ? tr("Kept variation %1").arg(i + 1) : name;
        tile->setText(QString::number(i + 1));
        tile->setName(name);
        tile->setAccessibleName(called);
        tile->setToolTip(tr("%1: click to paint the scene like this. Right click: rename or "
                            "remove it")
                             .arg(called.toHtmlEscaped()));
        tile->setPicture(m_kept[i].picture);
    }
    addTileMenus();
    m_tiles->mark(m_code);
    m_hint->setVisible(m_kept.empty());
}

void CodeFavourites::addTileMenus() {
    for (std::size_t i = 0; i < m_tiles->tiles().size(); ++i) {
        CodeTile* tile = m_tiles->tiles()[i];
        if (tile->contextMenuPolicy() != Qt::CustomContextMenu) {
            tile->setContextMenuPolicy(Qt::CustomContextMenu);
            connect(tile, &QWidget::customContextMenuRequested, this,
                    [this, tile, i](QPoint place) { openMenu(i, tile->mapToGlobal(place)); });
        }
    }
}

void CodeFavourites::openMenu(std::size_t index, QPoint place) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Paint Like This"), this,
                    [this, code = m_kept[index].code] { Q_EMIT taken(code); });
    menu->addAction(tr("Rename…"), this, [this, index] { askForName(index); });
    menu->addAction(tr("Remove"), this, [this, index] { remove(index); });
    menu->popup(place);
}

void CodeFavourites::askForName(std::size_t index) {
    if (index >= m_kept.size()) {
        return;
    }
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Name of the Variation"));
    dialog->setLabelText(tr("Name; empty: its number"));
    dialog->setTextValue(m_kept[index].name);
    connect(dialog, &QInputDialog::textValueSelected, this,
            [this, code = m_kept[index].code, model = m_model](const QString& name) {
                const auto found =
                    std::find_if(m_kept.begin(), m_kept.end(),
                                 [&](const KeptCode& one) { return one.code == code; });
                if (model == m_model && found != m_kept.end()) {
                    rename(static_cast<std::size_t>(found - m_kept.begin()), name);
                }
            });
    dialog->open();
}

} // namespace underpaint::ui
