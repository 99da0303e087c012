// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/project/json.h"
#include "engine/project/package/model_package.h"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace underpaint::project {

/// Turns the JSON of a manifest into a Manifest and collects what is wrong on the way.
class ManifestReader {
public:
    explicit ManifestReader(std::vector<Problem>& problems) : m_problems(problems) {}

    Manifest read(const nlohmann::json& root);

private:
    void report(const JsonPlace& place, const std::string& problem);
    /// False (and a report) when the value is no object; members of other names are reported.
    bool isObject(const JsonPlace& place, std::initializer_list<std::string_view> members);
    /// The member, or nothing (and a report when it is `required`).
    std::optional<JsonPlace> member(const JsonPlace& place, const std::string& key,
                                    bool required = true);

    std::string text(const JsonPlace& place, const std::string& key, bool required = true);
    bool boolean(const JsonPlace& place, const std::string& key);
    int integer(const JsonPlace& place, const std::string& key, int low, int high);
    double number(const JsonPlace& place, double low, double high);
    std::vector<double> numbers(const JsonPlace& place);

    void readNetworks(const JsonPlace& place, Manifest& manifest);
    std::optional<OptionValue> option(const JsonPlace& place);
    void readLabels(const JsonPlace& place, Manifest& manifest);
    PackageClass readClass(const JsonPlace& place);
    void readSize(const JsonPlace& place, Manifest& manifest);
    void readStyles(const JsonPlace& place, Manifest& manifest);
    void readStyleSets(const JsonPlace& place, Manifest& manifest);
    /// Of a member that is called after a class; nothing (and a report) where there is none.
    std::optional<int> classId(const JsonPlace& place, const std::string& key);
    void readMetrics(const JsonPlace& place, Manifest& manifest);
    void readDigests(const JsonPlace& place, Manifest& manifest);

    std::vector<Problem>& m_problems;
};

} // namespace underpaint::project
