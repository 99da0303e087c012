// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"

#include <QString>

#include <cstddef>
#include <functional>

namespace underpaint::test {

/// What tells a document from others.
using DigestOf = std::function<QString(const ui::Document& document)>;

/// Digests of what the next start would recover, and of what one step before and after it is.
struct Recovered {
    QString scene;
    QString before;
    QString after;
    std::size_t damagedBytes = 0;
    bool fromJournal = false;
};

/// What an editor that was killed left in its home, or in the project that it saved; `otherwise`
/// where there is neither. Throws Error.
Recovered recovered(const QString& home, const QString& file, const QString& otherwise,
                    const DigestOf& digestOf);

} // namespace underpaint::test
