// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scene/pixel_selection.h"
#include "engine/scene/pixel_spans.h"

#include <QObject>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace underpaint::ui {

class Document;
class ShortcutBook;

/// What the user is working with and what is no part of the scene: the current label, locks,
/// visibility, the selections. Undo does not touch it. Follows the document: labels and instances
/// that vanish leave the sets.
class EditorState : public QObject {
    Q_OBJECT

public:
    explicit EditorState(Document& document, QObject* parent = nullptr);

    Document& document() const { return m_document; }

    /// The keys that texts name; null where no window has any.
    /// @{
    const ShortcutBook* shortcuts() const { return m_shortcuts; }
    void setShortcuts(const ShortcutBook* shortcuts) { m_shortcuts = shortcuts; }
    /// @}

    /// The class that tools paint, and the one before it.
    /// @{
    std::uint16_t currentLabel() const { return m_current; }
    std::uint16_t previousLabel() const { return m_previous; }
    void setCurrentLabel(std::uint16_t label);
    void swapLabels();
    /// @}
    /// What the eraser paints.
    /// @{
    std::uint16_t backgroundLabel() const { return m_background; }
    void setBackgroundLabel(std::uint16_t label);
    /// @}
    /// Labels on the keys 1…9, 0 (slot 0 = key 1).
    /// @{
    static constexpr int slotCount = 10;
    std::optional<std::uint16_t> slot(int index) const;
    void setSlot(int index, std::optional<std::uint16_t> label);
    /// @}

    /// True after N: the next stroke of a thing class starts an instance of its own. Otherwise a
    /// stroke extends the selected instance when it is of the current class.
    /// @{
    bool newInstanceNext() const { return m_newInstance; }
    void setNewInstanceNext(bool on);
    /// @}

    /// Labels and instances that are never painted over.
    /// @{
    const scene::ProtectedLabels& lockedLabels() const { return m_lockedLabels; }
    const std::set<std::uint32_t>& lockedInstances() const { return m_lockedInstances; }
    void setLabelLocked(std::uint16_t label, bool locked);
    void setInstanceLocked(std::uint32_t instance, bool locked);
    /// @}

    /// View only. A solo label hides all others.
    /// @{
    bool labelVisible(std::uint16_t label) const;
    bool instanceVisible(std::uint32_t instance) const;
    const std::set<std::uint32_t>& hiddenInstances() const { return m_hiddenInstances; }
    std::optional<std::uint16_t> soloLabel() const { return m_solo; }
    void setLabelVisible(std::uint16_t label, bool visible);
    void setInstanceVisible(std::uint32_t instance, bool visible);
    void setSoloLabel(std::optional<std::uint16_t> label);
    /// @}

    /// Of the reference photo over everything else, 0..1.
    /// @{
    double photoLayerOpacity() const { return m_photoLayer; }
    void setPhotoLayerOpacity(double opacity);
    /// @}

    /// Which frames beside the one in view are seen through it.
    struct OnionSkin {
        bool before = false;
        bool after = false;
        friend bool operator==(const OnionSkin&, const OnionSkin&) = default;
    };
    /// @{
    OnionSkin onionSkin() const { return m_onionSkin; }
    void setOnionSkin(OnionSkin skin);
    /// @}

    /// Ascending ids.
    /// @{
    const std::vector<std::uint32_t>& selectedInstances() const { return m_selected; }
    void selectInstances(std::vector<std::uint32_t> instances);
    /// @}

    /// The exemplar that pins are for, by its id; empty: none.
    /// @{
    const std::string& currentExemplar() const { return m_exemplar; }
    void setCurrentExemplar(const std::string& id);
    /// @}
    /// The pixel of the map under the cursor, inside the map; nothing: it is elsewhere.
    /// @{
    std::optional<Point> hovered() const { return m_hovered; }
    void setHovered(std::optional<Point> pixel);
    /// @}

    /// Limits painting while it is not empty.
    /// @{
    const scene::PixelSelection& pixelSelection() const { return m_pixels; }
    void setPixelSelection(scene::PixelSelection selection);
    /// @}

Q_SIGNALS:
    void currentLabelChanged();
    void slotsChanged();
    void newInstanceNextChanged(bool on);
    void locksChanged();
    void visibilityChanged();
    void photoLayerOpacityChanged();
    void onionSkinChanged();
    void selectedInstancesChanged();
    void currentExemplarChanged();
    void hoveredChanged();
    void pixelSelectionChanged();

private:
    void followDocument();
    /// Drops what has no pixels any more.
    void followInstances();

    Document& m_document;
    const ShortcutBook* m_shortcuts = nullptr;
    std::uint16_t m_current = 0;
    std::uint16_t m_previous = 0;
    std::uint16_t m_background = 0;
    std::array<std::optional<std::uint16_t>, slotCount> m_slots;
    bool m_newInstance = false;
    scene::ProtectedLabels m_lockedLabels;
    std::set<std::uint32_t> m_lockedInstances;
    std::set<std::uint16_t> m_hiddenLabels;
    std::set<std::uint32_t> m_hiddenInstances;
    std::optional<std::uint16_t> m_solo;
    double m_photoLayer = 0;
    OnionSkin m_onionSkin;
    std::vector<std::uint32_t> m_selected;
    /// Where an instance was seen last.
    std::map<std::uint32_t, Point> m_places;
    scene::PixelSelection m_pixels;
    std::string m_exemplar;
    std::optional<Point> m_hovered;
};

} // namespace underpaint::ui
