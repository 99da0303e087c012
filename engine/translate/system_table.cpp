// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/error.h"
#include "engine/translate/system.h"
#include "engine/translate/systems/bicyclegan_system.h"
#include "engine/translate/systems/cocosnet_system.h"
#include "engine/translate/systems/cyclegan_system.h"
#include "engine/translate/systems/instagan_system.h"
#include "engine/translate/systems/pix2pix_system.h"
#include "engine/translate/systems/pix2pixhd_system.h"
#include "engine/translate/systems/vid2vid_system.h"

#include <algorithm>

namespace underpaint::translate {

const std::vector<System>& systems() {
    static const std::vector<System> table{
        pix2pixSystem(),  pix2pixHdSystem(), bicycleGanSystem(), cycleGanSystem(),
        instaGanSystem(), cocosnetSystem(),  vid2vidSystem(),
    };
    return table;
}

const System* findSystem(std::string_view kind) {
    const auto it = std::ranges::find(systems(), kind, &System::kind);
    return it == systems().end() ? nullptr : &*it;
}

ImportedPart* partOfRole(std::vector<ImportedPart>& parts, const std::string& role) {
    const auto it = std::ranges::find_if(
        parts, [&](const ImportedPart& part) { return part.report.role == role; });
    return it == parts.end() ? nullptr : &*it;
}

std::optional<std::int64_t> integerOption(const project::Options& options, const std::string& name,
                                          std::int64_t high) {
    const auto it = options.find(name);
    if (it == options.end()) {
        return std::nullopt;
    }
    const auto* value = std::get_if<std::int64_t>(&it->second);
    if (value == nullptr || *value < 0 || *value > high) {
        throw Error("is not a whole number from 0 to " + std::to_string(high), "--option " + name);
    }
    return *value;
}

std::optional<bool> booleanOption(const project::Options& options, const std::string& name) {
    const auto it = options.find(name);
    if (it == options.end()) {
        return std::nullopt;
    }
    if (const auto* flag = std::get_if<bool>(&it->second)) {
        return *flag;
    }
    const auto* number = std::get_if<std::int64_t>(&it->second);
    if (number == nullptr || (*number != 0 && *number != 1)) {
        throw Error("is not true or false", "--option " + name);
    }
    return *number == 1;
}

} // namespace underpaint::translate
