// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/cyclegan_system.h"

#include "engine/translate/systems/cyclegan_translator.h"
#include "engine/translate/systems/two_way_import.h"

namespace underpaint::translate {

System cycleGanSystem() {
    return {.kind = "cyclegan",
            .roles = {"G"},
            .modelOptions = {"domain_a", "domain_b"},
            .compose = composeOfPhotos,
            .complete = nameDomains,
            .twoWay = true,
            .openPhotos = openSystem<CycleGanTranslator>};
}

} // namespace underpaint::translate
