// SPDX-License-Identifier: GPL-3.0-or-later
// The panels of the window. A new one is its own files and a line here.
#include "ui/docks/code_dock.h"
#include "ui/docks/exemplar_dock.h"
#include "ui/docks/history_dock.h"
#include "ui/docks/instance_dock.h"
#include "ui/docks/label_dock.h"
#include "ui/docks/panel.h"
#include "ui/docks/photo_dock.h"
#include "ui/docks/staging_dock.h"
#include "ui/docks/style_dock.h"
#include "ui/docks/timeline_dock.h"
#include "ui/docks/training_dock.h"
#include "ui/docks/translation_dock.h"

#include <memory>

namespace underpaint::ui {

namespace {

template<class One>
Panel* made(const Panel::Site& site) {
    return std::make_unique<One>(site).release(); // Qt's parents own their children
}

} // namespace

std::vector<Panel*> makePanels(const Panel::Site& site) {
    return {made<LabelDock>(site),    made<InstanceDock>(site),    made<HistoryDock>(site),
            made<StyleDock>(site),    made<CodeDock>(site),        made<ExemplarDock>(site),
            made<PhotoDock>(site),    made<TranslationDock>(site), made<TrainingDock>(site),
            made<TimelineDock>(site), made<StagingDock>(site)};
}

} // namespace underpaint::ui
