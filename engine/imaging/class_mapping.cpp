// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/imaging/class_mapping.h"

#include "engine/imaging/class_words.h"
#include "engine/imaging/label_set_json.h"

#include <algorithm>
#include <map>
#include <string>

namespace underpaint::imaging {

namespace {

/// Ids by word; of two classes with one word the first.
using Index = std::map<std::string, std::uint16_t>;

std::optional<std::uint16_t> lookUp(const Index& index, const std::string& word) {
    const auto found = index.find(word);
    return found == index.end() ? std::nullopt : std::optional(found->second);
}

class Partners {
public:
    explicit Partners(const scene::LabelSet& to) : m_to(to), m_unlabelled(namedUnlabelled(to)) {
        for (const scene::LabelClass& one : to.classes()) {
            const std::vector<std::string> words = classWords(one.name);
            for (std::size_t i = 0; i < words.size(); ++i) {
                // The whole name counts before what can be read into it.
                (i == 0 ? m_names : m_words).emplace(words[i], one.id);
                m_meanings.emplace(meaningOf(words[i]), one.id);
            }
        }
    }

    MappedClass of(const scene::LabelClass& from) const {
        if (const scene::LabelClass* same = m_to.find(from.name)) {
            return {from, same->id, ClassMatch::SameName};
        }
        const std::vector<std::string> words = classWords(from.name);
        if (const auto id = lookUp(m_names, words.empty() ? std::string() : words.front())) {
            return {from, id, ClassMatch::SameName};
        }
        for (const std::string& word : words) {
            if (meansNothing(word)) {
                return {from, m_unlabelled, ClassMatch::Nothing};
            }
            for (const Index* index : {&m_names, &m_words}) {
                if (const auto id = lookUp(*index, word)) {
                    return {from, id, ClassMatch::SameMeaning};
                }
            }
            if (const auto id = lookUp(m_meanings, meaningOf(word))) {
                return {from, id, ClassMatch::SameMeaning};
            }
        }
        for (const std::string& word : words) {
            for (const std::string& near : kinOf(meaningOf(word))) {
                if (const auto id = lookUp(m_meanings, near)) {
                    return {from, id, ClassMatch::Kin};
                }
            }
        }
        return {from, std::nullopt, ClassMatch::None};
    }

private:
    const scene::LabelSet& m_to;
    std::optional<std::uint16_t> m_unlabelled;
    Index m_names;
    Index m_words;
    Index m_meanings;
};

} // namespace

std::string_view classMatchName(ClassMatch match) {
    switch (match) {
    case ClassMatch::SameName:
        return "same name";
    case ClassMatch::SameMeaning:
        return "same meaning";
    case ClassMatch::Kin:
        return "nearest";
    case ClassMatch::Nothing:
        return "no class";
    case ClassMatch::Chosen:
        return "chosen";
    case ClassMatch::None:
        break;
    }
    return "NO PARTNER";
}

bool ClassMapping::unchanged(const scene::LabelSet& to) const {
    return std::all_of(classes.begin(), classes.end(), [&](const MappedClass& one) {
        const scene::LabelClass* same = to.find(one.from.id);
        return same != nullptr && one.to == one.from.id && same->name == one.from.name;
    });
}

const MappedClass* ClassMapping::find(std::uint16_t id) const {
    const auto found = std::find_if(classes.begin(), classes.end(),
                                    [id](const MappedClass& one) { return one.from.id == id; });
    return found == classes.end() ? nullptr : &*found;
}

ClassMapping mapClasses(const scene::LabelSet& from, const scene::LabelSet& to) {
    const Partners partners(to);
    ClassMapping mapping;
    for (const scene::LabelClass& one : from.classes()) {
        mapping.classes.push_back(partners.of(one));
    }
    return mapping;
}

ClassMapping mapClasses(const scene::LabelSet& from, const scene::LabelSet& to,
                        const scene::ClassChoices& choices) {
    ClassMapping mapping = mapClasses(from, to);
    const auto chosen = choices.find({from.name(), to.name()});
    if (chosen == choices.end()) {
        return mapping;
    }
    for (MappedClass& one : mapping.classes) {
        const auto choice = chosen->second.find(one.from.name);
        if (choice == chosen->second.end()) {
            continue;
        }
        const scene::LabelClass* becomes = to.find(choice->second);
        if (becomes != nullptr || choice->second.empty()) {
            one.to = becomes != nullptr ? std::optional(becomes->id) : std::nullopt;
            one.match = ClassMatch::Chosen;
        }
    }
    return mapping;
}

scene::ChosenClasses chosenIn(const ClassMapping& mapping, const scene::LabelSet& to) {
    scene::ChosenClasses chosen;
    for (const MappedClass& one : mapping.classes) {
        if (one.match == ClassMatch::Chosen) {
            chosen.emplace(one.from.name, one.to ? to.at(*one.to).name : std::string());
        }
    }
    return chosen;
}

bool isNamed(const scene::LabelSet& set) {
    return !std::ranges::all_of(set.classes(), [](const scene::LabelClass& one) {
        return one.name == "class " + std::to_string(one.id);
    });
}

bool mostlyTheSame(const scene::LabelSet& a, const scene::LabelSet& b) {
    const auto agreeing = std::ranges::count_if(a.classes(), [&b](const scene::LabelClass& one) {
        const scene::LabelClass* other = b.find(one.id);
        return other != nullptr && other->name == one.name;
    });
    return 2 * static_cast<std::size_t>(agreeing) > a.size();
}

LabelPlane mappedLabels(const LabelPlane& labels, const ClassMapping& mapping,
                        std::uint16_t unlabelled) {
    std::vector<std::uint16_t> table(65536, unlabelled);
    for (const MappedClass& one : mapping.classes) {
        table[one.from.id] = one.to.value_or(unlabelled);
    }
    LabelPlane mapped(labels.width(), labels.height());
    std::transform(labels.values().begin(), labels.values().end(), mapped.values().begin(),
                   [&table](std::uint16_t value) { return table[value]; });
    return mapped;
}

} // namespace underpaint::imaging
