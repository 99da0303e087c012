// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace underpaint::scene {

/// Display colour, 8 bits per channel.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(const Colour&, const Colour&) = default;
};

/// One class of a label map. `thing` classes have countable instances (cars), the others are
/// stuff (sky).
struct LabelClass {
    std::uint16_t id = 0;
    std::string name;
    Colour colour;
    bool thing = false;

    friend bool operator==(const LabelClass&, const LabelClass&) = default;
};

/// The classes that a label map may hold, in the order of their making (which lists show).
/// Ids and names are unique, names are not empty. Colours need not differ.
class LabelSet {
public:
    LabelSet() = default;
    /// Throws Error when an id or a name is empty or comes twice.
    LabelSet(std::string name, std::vector<LabelClass> classes);

    /// Name of the set itself, for instance "Cityscapes".
    const std::string& name() const { return m_name; }
    const std::vector<LabelClass>& classes() const { return m_classes; }
    std::size_t size() const { return m_classes.size(); }
    bool empty() const { return m_classes.empty(); }

    bool contains(std::uint16_t id) const { return m_byId.contains(id); }
    /// nullptr when there is none.
    const LabelClass* find(std::uint16_t id) const;
    const LabelClass* find(std::string_view className) const;
    /// Throws Error that names the set when there is none.
    const LabelClass& at(std::uint16_t id) const;
    const LabelClass& at(std::string_view className) const;
    /// The first class whose colour is exactly this, or nullptr.
    const LabelClass* findColour(Colour colour) const;
    bool isThing(std::uint16_t id) const;
    /// Largest id + 1; 0 for an empty set. What a one-hot encoding needs as channels.
    int idCount() const;

    /// The same set with one class renamed or recoloured; throws Error as the constructor does.
    /// @{
    LabelSet renamed(std::uint16_t id, const std::string& className) const;
    LabelSet recoloured(std::uint16_t id, Colour colour) const;
    /// @}

    friend bool operator==(const LabelSet& a, const LabelSet& b) {
        return a.m_name == b.m_name && a.m_classes == b.m_classes;
    }

private:
    std::string m_name;
    std::vector<LabelClass> m_classes;
    std::unordered_map<std::uint16_t, std::size_t> m_byId;
};

} // namespace underpaint::scene
