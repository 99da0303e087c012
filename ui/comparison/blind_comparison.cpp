// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/comparison/blind_comparison.h"

#include "engine/base/error.h"
#include "engine/base/random.h"
#include "engine/project/json.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace underpaint::ui {

using project::JsonPlace;

namespace {

constexpr std::uint64_t orderStream = 31;
constexpr std::uint64_t sideStream = 32;
constexpr std::size_t largestFile = std::size_t{64} << 20U;
/// By Verdict.
constexpr std::array verdictNames = {"first", "second", "same"};

/// Reads the members of an object, and refuses others.
class Members {
public:
    Members(const JsonPlace& place, std::string where) : m_place(place), m_where(std::move(where)) {
        if (!place.value().is_object()) {
            fail(place, "is no object");
        }
    }

    JsonPlace at(const char* name) {
        m_seen.insert(name);
        if (!m_place.value().contains(name)) {
            throw Error(std::string("lacks \"") + name + "\"", m_where + " " + m_place.pointer(),
                        "The file is damaged or of another kind");
        }
        return m_place.member(name);
    }
    bool has(const char* name) {
        m_seen.insert(name);
        return m_place.value().contains(name);
    }
    std::string text(const char* name) {
        const JsonPlace place = at(name);
        if (!place.value().is_string()) {
            fail(place, "is no text");
        }
        return place.value().get<std::string>();
    }
    void finish() const {
        for (const auto& [name, value] : m_place.value().items()) {
            if (!m_seen.contains(name)) {
                fail(m_place.member(name), "is not known");
            }
        }
    }
    [[noreturn]] void fail(const JsonPlace& place, const std::string& problem) const {
        throw Error(problem + ": " + place.shown(), m_where + " " + place.pointer(),
                    "The file is damaged or of another kind");
    }

private:
    JsonPlace m_place;
    std::string m_where;
    std::set<std::string> m_seen;
};

BlindTrial trialIn(const JsonPlace& place, const std::string& where) {
    Members members(place, where);
    BlindTrial trial;
    trial.pair = {members.text("name"), members.text("first"), members.text("second")};
    const JsonPlace swapped = members.at("swapped");
    if (!swapped.value().is_boolean()) {
        members.fail(swapped, "is neither true nor false");
    }
    trial.swapped = swapped.value().get<bool>();
    if (members.has("verdict")) {
        const std::string name = members.text("verdict");
        const auto found = std::ranges::find(verdictNames, name);
        if (found == verdictNames.end()) {
            members.fail(members.at("verdict"), "is no verdict");
        }
        trial.verdict = static_cast<Verdict>(found - verdictNames.begin());
    }
    members.finish();
    return trial;
}

/// In quotes where it has to be.
std::string csvField(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' ? "\"\"" : std::string(1, c);
    }
    return quoted + '"';
}

} // namespace

BlindComparison::BlindComparison(ComparisonPlan plan, std::vector<PicturePair> pairs)
    : m_plan(std::move(plan)) {
    Random order(deriveSeed(m_plan.seed, orderStream));
    for (std::size_t i = pairs.size(); i > 1; --i) {
        std::swap(pairs[i - 1], pairs[order.below(i)]);
    }
    Random sides(deriveSeed(m_plan.seed, sideStream));
    for (PicturePair& pair : pairs) {
        m_trials.push_back({std::move(pair), sides.below(2) == 1});
    }
}

std::optional<std::size_t> BlindComparison::current() const {
    const auto open = std::ranges::find_if(
        m_trials, [](const BlindTrial& trial) { return !trial.verdict.has_value(); });
    return open == m_trials.end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(open - m_trials.begin()));
}

void BlindComparison::judge(Seen seen) {
    const auto at = current();
    if (!at) {
        return;
    }
    BlindTrial& trial = m_trials[*at];
    const bool second = (seen == Seen::Left) == trial.swapped;
    trial.verdict = seen == Seen::Same ? Verdict::Same : second ? Verdict::Second : Verdict::First;
}

bool BlindComparison::takeBack() {
    const std::size_t at = current().value_or(m_trials.size());
    if (at == 0) {
        return false;
    }
    m_trials[at - 1].verdict.reset();
    return true;
}

Tally BlindComparison::tally() const {
    Tally tally;
    for (const BlindTrial& trial : m_trials) {
        ++(!trial.verdict                      ? tally.open
           : *trial.verdict == Verdict::First  ? tally.first
           : *trial.verdict == Verdict::Second ? tally.second
                                               : tally.same);
    }
    return tally;
}

std::string BlindComparison::text() const {
    nlohmann::ordered_json trials = nlohmann::ordered_json::array();
    for (const BlindTrial& trial : m_trials) {
        nlohmann::ordered_json one{{"name", trial.pair.name},
                                   {"first", trial.pair.first.string()},
                                   {"second", trial.pair.second.string()},
                                   {"swapped", trial.swapped}};
        if (trial.verdict) {
            one["verdict"] = verdictNames.at(static_cast<std::size_t>(*trial.verdict));
        }
        trials.push_back(std::move(one));
    }
    nlohmann::ordered_json document{
        {"comparison", 1}, {"first", m_plan.first.string()}, {"second", m_plan.second.string()}};
    if (m_plan.ofModels()) {
        document["first_model"] = m_plan.firstModel;
        document["second_model"] = m_plan.secondModel;
    }
    document["seed"] = m_plan.seed;
    document["seconds"] = m_plan.seconds;
    document["trials"] = std::move(trials);
    try {
        return document.dump(1) + "\n";
    } catch (const nlohmann::json::exception&) {
        throw Error("a name is not UTF-8", m_plan.first.string(), "Call the files otherwise");
    }
}

BlindComparison BlindComparison::parse(std::string_view text, const std::string& where) {
    const nlohmann::json document = project::parseJson(text, where, largestFile);
    Members members({document, ""}, where);
    if (members.at("comparison").integer() != 1) {
        members.fail(members.at("comparison"), "is of another version");
    }
    BlindComparison comparison;
    comparison.m_plan.first = members.text("first");
    comparison.m_plan.second = members.text("second");
    if (members.has("first_model") || members.has("second_model")) {
        comparison.m_plan.firstModel = members.text("first_model");
        comparison.m_plan.secondModel = members.text("second_model");
    }
    const JsonPlace seed = members.at("seed");
    if (!seed.value().is_number_unsigned()) {
        members.fail(seed, "is no whole number");
    }
    comparison.m_plan.seed = seed.value().get<std::uint64_t>();
    const JsonPlace seconds = members.at("seconds");
    if (std::ranges::find(exposures, seconds.number().value_or(-1)) == std::end(exposures)) {
        members.fail(seconds, "is no time that a pair can be seen");
    }
    comparison.m_plan.seconds = *seconds.number();
    const JsonPlace trials = members.at("trials");
    if (!trials.value().is_array() || trials.value().empty()) {
        members.fail(trials, "is no list of trials");
    }
    bool open = false;
    for (std::size_t i = 0; i < trials.value().size(); ++i) {
        comparison.m_trials.push_back(trialIn(trials.element(i), where));
        const bool judged = comparison.m_trials.back().verdict.has_value();
        if (judged && open) {
            members.fail(trials.element(i), "is judged before one that is shown earlier");
        }
        open = open || !judged;
    }
    members.finish();
    return comparison;
}

std::string BlindComparison::csv() const {
    std::string text = "name,first,second,left,verdict\n";
    for (const BlindTrial& trial : m_trials) {
        const bool models = m_plan.ofModels();
        text += csvField(trial.pair.name) + ',' +
                csvField(models ? m_plan.firstModel : trial.pair.first.string()) + ',' +
                csvField(models ? m_plan.secondModel : trial.pair.second.string()) + ',' +
                (trial.swapped ? "second" : "first") + ',' +
                (trial.verdict ? verdictNames.at(static_cast<std::size_t>(*trial.verdict)) : "") +
                '\n';
    }
    return text;
}

} // namespace underpaint::ui
