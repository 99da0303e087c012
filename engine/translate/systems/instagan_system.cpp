// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/instagan_system.h"

#include "engine/translate/systems/instagan_translator.h"
#include "engine/translate/systems/two_way_import.h"

namespace underpaint::translate {

System instaGanSystem() {
    return {.kind = "instagan",
            .roles = {"G"},
            .modelOptions = {"domain_a", "domain_b"},
            .compose = composeOfPhotos,
            .complete = nameDomains,
            .twoWay = true,
            .instances = true,
            .openPhotos = openSystem<InstaGanTranslator>};
}

} // namespace underpaint::translate
