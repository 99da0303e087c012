// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace underpaint::scene {

/// What a template has something to draw of. A label set fills some of them with its classes.
enum class Role : std::uint8_t {
    None,
    Unlabelled,
    Sky,
    Tree,
    Vegetation,
    Bush,
    Grass,
    Terrain,
    Earth,
    Sand,
    Path,
    Water,
    Mountain,
    Rock,
    Road,
    Pavement,
    Building,
    Car,
    Person,
    Pole,
    Sign,
    Background,
    Facade,
    Wall,
    Window,
    Door,
    Cornice,
    Sill,
    Balcony,
    Blind,
    Deco,
    Molding,
    Pillar,
    Shop,
    Skin,
    Hair,
    Coat,
    Jacket,
    Sweater,
    Shirt,
    TShirt,
    Top,
    Jeans,
    Pants,
    Shoes,
    Boots,
    Bag,
    Count
};

inline constexpr std::size_t roleCount = static_cast<std::size_t>(Role::Count);

/// How classes of that role are called; empty for None.
std::string_view roleName(Role role);

/// Roles of which the first that is there is taken.
class Roles {
public:
    constexpr Roles(Role first, Role second = Role::None, Role third = Role::None,
                    Role fourth = Role::None)
        : m_roles{first, second, third, fourth} {}

    constexpr auto begin() const { return m_roles.begin(); }
    constexpr auto end() const { return m_roles.end(); }

private:
    std::array<Role, 4> m_roles;
};

/// The class that plays a role.
struct RoleClass {
    std::uint16_t id = 0;
    bool thing = false;
};

/// The classes of a label set by their roles.
class RoleClasses {
public:
    void set(Role role, RoleClass one) { m_classes[static_cast<std::size_t>(role)] = one; }
    /// Nothing where none of the roles has a class.
    std::optional<RoleClass> find(const Roles& roles) const {
        for (const Role role : roles) {
            if (const auto& one = m_classes[static_cast<std::size_t>(role)]) {
                return one;
            }
        }
        return std::nullopt;
    }
    bool has(const Roles& roles) const { return find(roles).has_value(); }

private:
    std::array<std::optional<RoleClass>, roleCount> m_classes;
};

} // namespace underpaint::scene
