// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/run/request.h"
#include "ui/document/document.h"

#include <QPointer>

namespace underpaint::app {

/// The document that the engine works for, as the parts of the session share it.
struct OpenDocument {
    QPointer<ui::Document> document;
    run::DocumentId id = 0; ///< 0: none
};

} // namespace underpaint::app
