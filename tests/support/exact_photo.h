// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/document/document.h"
#include "ui/document/photo_state.h"

#include <QSignalSpy>
#include <QTest>

namespace underpaint::test {

/// Waits until the photo shows the document as it is now; `patience` in ms for each change of the
/// photo's state. Fails the running test otherwise.
inline void waitForExactPhoto(const ui::PhotoState& photo, const ui::Document& document,
                              int patience) {
    QSignalSpy changed(&photo, &ui::PhotoState::stateChanged);
    while (photo.truth() != ui::PhotoState::Truth::Exact ||
           photo.revision() != document.revision()) {
        QVERIFY2(changed.wait(patience), qPrintable(photo.message()));
    }
}

} // namespace underpaint::test
