// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/understood_share.h"

#include "engine/base/error.h"
#include "engine/imaging/class_mapping.h"
#include "engine/imaging/foreign_label_set.h"
#include "engine/imaging/label_import.h"
#include "engine/imaging/label_set_hints.h"

#include <algorithm>

namespace underpaint::imaging {

namespace {

constexpr double partly = 0.5;

/// The nearest part of the path that tells of a label set tells of another one.
bool saidToBeAnother(const std::filesystem::path& labels, const scene::LabelSet& classes) {
    for (const std::filesystem::path& part :
         {labels, labels.parent_path(), labels.parent_path().parent_path()}) {
        if (const auto sets = labelSetsNamedIn(part); !sets.empty()) {
            return std::ranges::none_of(sets, [&](const scene::LabelSet& set) {
                return mapClasses(set, classes).unchanged(classes);
            });
        }
    }
    return false;
}

double shareOf(const ClassMapping& mapping, const ImportReport& report) {
    double understood = 0;
    double all = 0;
    for (const ClassCount& one : report.classes) {
        const auto pixels = static_cast<double>(one.pixels);
        const MappedClass* mapped = mapping.find(one.id);
        all += pixels;
        if (mapped == nullptr) {
            continue;
        }
        switch (mapped->match) {
        case ClassMatch::SameName:
        case ClassMatch::SameMeaning:
        case ClassMatch::Chosen:
            understood += pixels;
            break;
        case ClassMatch::Kin:
            understood += partly * pixels;
            break;
        case ClassMatch::Nothing: // without a class in both
            all -= pixels;
            break;
        case ClassMatch::None:
            break;
        }
    }
    return all > 0 ? understood / all : 0;
}

} // namespace

double understoodShare(const std::filesystem::path& labels, const scene::LabelSet& classes) {
    try {
        const auto read = [&](const scene::LabelSet& set, const ImportOptions& how) {
            return importLabels(labels, {}, set, how);
        };
        const MapsInTheirClasses its = readInTheirClasses(labels, classes, {}, read);
        const ImportReport& report = its.maps.report;
        if (its.foreign) {
            return shareOf(mapClasses(*its.foreign, classes), report);
        }
        const auto pixels = static_cast<double>(std::max(1LL, report.size.area()));
        const auto doubtful = static_cast<double>(report.unknownPixels + report.doubtfulPixels);
        const double share = 1 - std::min(1.0, doubtful / pixels);
        return saidToBeAnother(labels, classes) ? partly * share : share;
    } catch (const Error&) {
        return 0; // taking the file tells
    }
}

} // namespace underpaint::imaging
