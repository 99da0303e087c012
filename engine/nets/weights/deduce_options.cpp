// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/nets/weights/deduce_options.h"

#include "engine/base/error.h"
#include "engine/nets/network_table.h"
#include "engine/nets/weights/state_dict_names.h"
#include "engine/project/shown_text.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace underpaint::nets {

namespace {

template<class Visit>
void eachRecognised(const Visit& visit) {
    for (const NetworkSystem& system : networkSystems()) {
        for (const NetworkKind& kind : system.networks) {
            if (kind.recognition.evidence != nullptr) {
                visit(NetworkRow{&system, &kind});
            }
        }
    }
}

/// Those for which the names speak most; more than one where systems share a network's names.
std::vector<NetworkRow> candidatesFor(const StateDictNames& names) {
    std::vector<NetworkRow> rows;
    Evidence best = Evidence::None;
    eachRecognised([&](const NetworkRow& row) {
        const Evidence evidence = row.kind->recognition.evidence(names);
        if (evidence > best) {
            best = evidence;
            rows.clear();
        }
        if (evidence == best && best != Evidence::None &&
            (best == Evidence::Shared || rows.empty())) {
            rows.push_back(row);
        }
    });
    return rows;
}

/// "pix2pix and pix2pixHD": systems with networks that are recognised.
std::string systemTitles() {
    std::vector<std::string_view> titles;
    eachRecognised([&](const NetworkRow& row) {
        if (titles.empty() || titles.back() != row.system->title) {
            titles.push_back(row.system->title);
        }
    });
    std::string text;
    for (std::size_t i = 0; i < titles.size(); ++i) {
        text += i == 0 ? "" : i + 1 < titles.size() ? ", " : " and ";
        text += titles[i];
    }
    return text;
}

/// The first names, for people who know their own code.
std::string someNames(const project::TensorFile& file) {
    constexpr std::size_t shown = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(shown, file.tensors().size()); ++i) {
        text += (i == 0 ? "" : ", ") + project::shownText(file.tensors()[i].name);
    }
    return text.empty() ? "none" : text + (file.tensors().size() > shown ? ", ..." : "");
}

[[noreturn]] void failUnknown(const project::TensorFile& file) {
    throw Error("the weights are of no network that this program knows; they are called " +
                    someNames(file),
                file.path().string(),
                "It imports the official networks of " + systemTitles() +
                    ", whose names it knows behind any prefix");
}

[[noreturn]] void failShared(const StateDictNames& names, const std::vector<NetworkRow>& rows) {
    std::string titles;
    std::string kinds;
    for (const NetworkRow& row : rows) {
        titles += titles.empty() ? "" : " as well as ";
        titles += row.kind->recognition.title;
        kinds += kinds.empty() ? "--kind " : " or --kind ";
        kinds += row.system->kind;
    }
    names.fail("can be " + titles, "Say which with " + kinds);
}

NetworkRow chosenRow(const StateDictNames& names, const std::vector<NetworkRow>& rows,
                     std::string_view system) {
    if (rows.size() == 1) {
        return rows.front();
    }
    for (const NetworkRow& row : rows) {
        if (system.empty() ? row.kind->recognition.only(names) : row.system->kind == system) {
            return row;
        }
    }
    failShared(names, rows);
}

} // namespace

DeducedNetwork deduceNetwork(const project::TensorFile& given, std::string_view system) {
    const project::TensorFile file = project::stripModulePrefix(given);
    const StateDictNames names(file);
    const std::vector<NetworkRow> rows = candidatesFor(names);
    if (rows.empty()) {
        failUnknown(file);
    }
    const NetworkRow row = chosenRow(names, rows, system);
    DeducedOptions deduced = row.kind->recognition.deduce(names);
    return {std::string(row.kind->name), std::move(deduced.options),
            std::move(deduced.assumptions)};
}

std::string deducedRole(const project::TensorFile& given) {
    const project::TensorFile file = project::stripModulePrefix(given);
    const StateDictNames names(file);
    for (const NetworkRow& row : candidatesFor(names)) {
        try {
            (void)row.kind->recognition.deduce(names);
            return std::string(row.kind->role);
        } catch (const Error&) { // perhaps of another system
        }
    }
    return {};
}

namespace {

std::set<std::string_view> knownAnchors() {
    std::set<std::string_view> anchors;
    eachRecognised([&](const NetworkRow& row) {
        anchors.insert(row.kind->recognition.anchors.begin(), row.kind->recognition.anchors.end());
    });
    return anchors;
}

/// What may stand before a weight that every network of a family has, shortest first.
std::set<std::string, bool (*)(const std::string&, const std::string&)>
possiblePrefixes(const project::TensorFile& file) {
    const std::set<std::string_view> anchors = knownAnchors();
    std::set<std::string, bool (*)(const std::string&, const std::string&)> prefixes(
        [](const std::string& a, const std::string& b) {
            return std::pair(a.size(), std::string_view(a)) <
                   std::pair(b.size(), std::string_view(b));
        });
    for (const project::StoredTensor& tensor : file.tensors()) {
        for (const std::string_view anchor : anchors) {
            if (!tensor.name.ends_with(anchor)) {
                continue;
            }
            const std::string prefix = tensor.name.substr(0, tensor.name.size() - anchor.size());
            const bool apart =
                prefix.empty() || std::isalnum(static_cast<unsigned char>(prefix.back())) == 0;
            constexpr std::size_t most = 64; // networks in one file
            if (apart && prefixes.size() < most) {
                prefixes.insert(prefix);
            }
        }
    }
    return prefixes;
}

void findIn(const project::TensorSet& set, std::vector<FoundNetwork>& found) {
    std::vector<std::string> taken;
    for (const std::string& prefix : possiblePrefixes(set.file)) {
        // Below a network that was found lie its own parts.
        const bool part = std::any_of(taken.begin(), taken.end(), [&](const std::string& outer) {
            return prefix.starts_with(outer);
        });
        if (part) {
            continue;
        }
        project::TensorFile weights = project::withPrefix(set.file, prefix, false);
        if (!candidatesFor(StateDictNames(weights)).empty()) {
            taken.push_back(prefix);
            const std::size_t others = set.file.tensors().size() - weights.tensors().size();
            found.push_back({set.name, prefix, std::move(weights), others});
        }
    }
}

} // namespace

std::vector<FoundNetwork> findNetworks(const std::vector<project::TensorSet>& sets) {
    std::vector<FoundNetwork> found;
    for (const project::TensorSet& set : sets) {
        findIn(set, found);
    }
    if (found.empty()) {
        failUnknown(sets.front().file);
    }
    return found;
}

} // namespace underpaint::nets
