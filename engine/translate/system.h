// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/nets/network.h"
#include "engine/nets/systems/input_channels.h"
#include "engine/nets/weights/param_store.h"
#include "engine/translate/import_model.h"
#include "engine/translate/photo_translator.h"
#include "engine/translate/translator.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace underpaint::translate {

/// One file of weights on its way into a package.
struct ImportedPart {
    ImportedNetwork report;
    nets::Network network;
    nets::ParamStore weights;
};

/// What a translator's type is seen as.
template<class Type>
using TranslatorOf =
    std::conditional_t<std::is_base_of_v<PhotoTranslator, Type>, PhotoTranslator, Translator>;

/// A system that paints or translates photos: a row of system_table.cpp. Each has files in systems/
/// that fill it in; nothing else compares kinds of models.
struct System {
    std::string_view kind; ///< of model packages: "pix2pixhd"

    /// Roles of the networks that an import takes from a file which holds several; the first is the
    /// one that a model cannot do without, the generator.
    std::vector<std::string_view> roles;
    /// Options of an import that describe the model and not a network.
    std::vector<std::string_view> modelOptions;
    /// How the generator's input is composed. `features`: what an encoder or style clusters that
    /// were given with it make. Throws Error naming the options that would tell.
    nets::InputChannels (*compose)(const ImportedPart& generator, const ImportRequest& request,
                                   std::optional<std::int64_t> features);
    /// Corrects what a generator's own weights leave open and its encoder tells. Null: nothing.
    /// Throws Error when they are not of one model.
    void (*fitEncoder)(ImportedPart& generator, const ImportedPart& encoder) = nullptr;

    /// Completes and checks networks that only make a model together. Null: nothing. Throws Error
    /// naming the file or option that is missing.
    void (*fitParts)(std::vector<ImportedPart>& parts, const ImportRequest& request) = nullptr;
    /// Adds to the manifest of an import what only this system says. Null: nothing. Throws Error
    /// when an option makes no sense.
    void (*complete)(const std::vector<ImportedPart>& parts, const ImportRequest& request,
                     project::Manifest& manifest) = nullptr;
    /// Its checkpoints come in pairs, one a direction ("latest_net_G_A.pth"), whose networks have
    /// the roles G_A and G_B, D_A and D_B.
    bool twoWay = false;

    /// Photos are translated with masks of instances, which become others, too.
    bool instances = false;

    /// Which of several networks of one kind it is, by the name of its file without an ending or by
    /// that of its weights in it: "G2" of "latest_net_G2". Null: what the table of networks says.
    std::string (*roleByName)(const std::string& role, const std::string& name) = nullptr;
    /// The kind of networks that its models may have beside their own; empty: none.
    std::string_view guestsOf = {};

    /// Throw Error when networks and manifest do not agree, or the device is not there. Null where
    /// its models do not paint scenes, or do not translate photos.
    /// @{
    std::unique_ptr<Translator> (*open)(const project::ModelPackage& package,
                                        const EngineSettings& settings) = nullptr;
    std::unique_ptr<PhotoTranslator> (*openPhotos)(const project::ModelPackage& package,
                                                   const EngineSettings& settings) = nullptr;
    /// @}
};

/// All systems, in a fixed order.
const std::vector<System>& systems();

/// The system of a kind, or nullptr.
const System* findSystem(std::string_view kind);

/// The part that plays `role`, or nullptr.
ImportedPart* partOfRole(std::vector<ImportedPart>& parts, const std::string& role);

/// A model option of a request. Throw Error when it is of another type or out of range.
/// @{
std::optional<std::int64_t> integerOption(const project::Options& options, const std::string& name,
                                          std::int64_t high);
std::optional<bool> booleanOption(const project::Options& options, const std::string& name);
/// @}

/// open and openPhotos of a translator's type.
template<class Type>
std::unique_ptr<TranslatorOf<Type>> openSystem(const project::ModelPackage& package,
                                               const EngineSettings& settings) {
    return std::make_unique<Type>(package, settings);
}

} // namespace underpaint::translate
