// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/foreign_classes.h"

#include "engine/imaging/label_set_json.h"
#include "engine/imaging/mapped_instances.h"

#include <map>
#include <utility>

namespace underpaint::imaging {

ImportedMaps inClassesOf(const scene::LabelSet& to, const scene::LabelSet& from,
                         ImportedMaps maps) {
    return inClassesOf(to, mapClasses(from, to), from, std::move(maps));
}

ImportedMaps inClassesOf(const scene::LabelSet& to, const ClassMapping& mapping,
                         const scene::LabelSet& from, ImportedMaps maps) {
    const std::uint16_t unlabelled = unlabelledClass(to);
    const LabelPlane before = std::move(maps.labels);
    maps.labels = mappedLabels(before, mapping, unlabelled);
    if (maps.instances) {
        MappedInstances mapped = mappedInstances(*maps.instances, before, from, maps.labels, to);
        maps.instances = std::move(mapped.ids);
        std::map<std::uint32_t, std::vector<std::uint32_t>> renumbered;
        for (const auto& [old, id] : mapped.renamed) {
            renumbered[old] = {id};
        }
        for (auto& [old, ids] : maps.renumbered) { // of the file's numbers
            for (std::uint32_t& id : ids) {
                const auto found = mapped.renamed.find(id);
                id = found == mapped.renamed.end() ? id : found->second;
            }
            renumbered.insert_or_assign(old, std::move(ids));
        }
        maps.renumbered = std::move(renumbered);
    }
    std::map<std::uint16_t, long long> counts;
    for (const ClassCount& one : maps.report.classes) {
        const MappedClass* mapped = mapping.find(one.id);
        const std::uint16_t id = mapped != nullptr ? mapped->to.value_or(unlabelled) : unlabelled;
        counts[id] += one.pixels;
        const bool lost =
            mapped == nullptr || (!mapped->to && mapped->match != ClassMatch::Nothing);
        const std::string became = one.name + " became " + to.at(id).name;
        if (lost) {
            maps.report.warnings.push_back("the class " + became + ", for it has no partner: " +
                                           std::to_string(one.pixels) + " pixels");
        } else if (mapped->match == ClassMatch::Kin) {
            maps.report.warnings.push_back("the class " + became + ", which is nearest: " +
                                           std::to_string(one.pixels) + " pixels");
        } else {
            maps.report.mapped.push_back(became + " (" +
                                         std::string(classMatchName(mapped->match)) + ")");
        }
    }
    maps.report.classes.clear();
    for (const auto& [id, pixels] : counts) {
        maps.report.classes.push_back({id, to.at(id).name, pixels});
    }
    return maps;
}

} // namespace underpaint::imaging
