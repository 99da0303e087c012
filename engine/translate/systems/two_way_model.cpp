// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/translate/systems/two_way_model.h"

#include "engine/base/error.h"
#include "engine/base/mapped_file.h"
#include "engine/nets/run/device.h"

#include <sstream>

namespace underpaint::translate {

TwoWayModel::TwoWayModel(const project::ModelPackage& package, const EngineSettings& settings)
    : m_package(package),
      m_device(nets::deviceFromName(settings.device)),
      // Masks are constant nearly everywhere: instance norms make the rounding errors of half
      // precision visible there.
      m_precision(settings.precision == nets::Precision::Auto ? nets::Precision::Fp32
                                                              : settings.precision) {
    nets::setThreads(settings.threads);
    const auto& networks = manifest().networks;
    if (!networks.contains("G_A") && !networks.contains("G_B")) {
        throw Error("the model has no generator (a network G_A or G_B)", package.path().string(),
                    "Import it again");
    }
}

Size TwoWayModel::nativeSize() const {
    return {manifest().size.nativeWidth, manifest().size.nativeHeight};
}

ModelNetwork& TwoWayModel::generator(Direction direction) {
    const std::string role = generatorRoleOf(direction);
    if (!manifest().networks.contains(role)) {
        const Domains domains = domainsOf(manifest());
        throw Error("the model only translates " + domains.to(direction) + " to " +
                        domains.from(direction) + ": it has no network " + role,
                    m_package.path().string(), "Choose the other direction");
    }
    const auto it = m_generators.find(direction);
    return it != m_generators.end()
               ? it->second
               : m_generators
                     .emplace(direction, ModelNetwork(m_package, role, m_device, m_precision))
                     .first->second;
}

void addFacts(PhotoTranslation& result, const ModelNetwork& network, double seconds) {
    checkMappedFiles(); // the weights may lie in a file that was cut off meanwhile
    std::ostringstream device;
    device << network.device();
    result.device = device.str();
    result.precision = network.precisionName();
    result.seconds = seconds;
    result.peakBytes = nets::peakResidentBytes();
}

} // namespace underpaint::translate
